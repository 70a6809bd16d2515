"""Facts that do nothing, and facts that nothing fills."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.knowledge import models

ENGINE_READS = frozenset(
    [
        "apart_equivalents",
        "apart_nodes",
        "app_nodes",
        "average_reads",
        "average_writes",
        "capabilities",
        "cloud_provider",
        "cost_per_user",
        "daily_active_users",
        "data_growth_per_day",
        "growth_per_day",
        "items_per_day",
        "latency_p50",
        "latency_p99",
        "mobile_share",
        "monthly_cost",
        "node_equivalents",
        "own_kind_nodes",
        "peak_egress",
        "peak_ingress",
        "service_count",
        "service_nodes",
        "stored_total",
    ]
)
"""What the engine itself reads or shows, by name: the facts panel, the nodes of a design, the traced flows."""


class UnusedFacts(Check):
    code = "unused-fact"
    title = "A fact that nobody reads"
    explains = (
        "No rule, formula, text or template reads it: a person who is asked for it answers for nothing, and a rule "
        "that derives it works for nothing."
    )
    fix = "remove it, or let a rule or a text use it"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for name, declared in base.declared.items():
            if name in base.read or name in ENGINE_READS or declared.form.cost_line:
                continue
            shown = isinstance(declared.part.form, models.Capability)  # section 1.3 lists what a capability derives
            rules = [
                rule.id
                for rule, _ in (*base.setters.get(name, ()), *base.adders.get(name, ()))
                if rule.kind != "default"
            ]
            if rules and shown:
                continue
            what = (
                f"rules derive it ({', '.join(rules[:3])})"
                if rules
                else "it is asked for"
                if declared.form.input
                else "it is declared"
            )
            yield Remark(declared.part, (*declared.path, "fact"), f"nothing reads the fact '{name}', though {what}")


class UnsetFacts(Check):
    code = "never-set"
    title = "A fact that is read and that nothing sets"
    explains = (
        "It has no default, no rule derives it, no preset gives it and nobody is asked for it. It stays unknown, so "
        "what reads it never fires, and texts that name it vanish."
    )
    fix = "derive it, give it a default, or mark it `input: true`"

    def remarks(self, base: Base) -> Iterator[Remark]:
        given = {name for preset in base.knowledge.presets.values() for name in preset.facts}
        for name, declared in base.declared.items():
            form = declared.form
            if form.input or form.default is not None or name in given or name not in base.read:
                continue
            if name not in base.setters and name not in base.adders:
                message = f"{base.read[name]} reads '{name}', and nothing sets it"
                yield Remark(declared.part, (*declared.path, "fact"), message)
