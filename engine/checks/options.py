"""Options that no case can bring about."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.knowledge.definitions import DecisionDefinition, Evidence, Rule, RuleOut


class UnreachableOptions(Check):
    code = "never-chosen"
    title = "An option that no rule can ever choose"
    explains = (
        "Nothing speaks for it, and an option that is listed earlier wins every tie because nothing speaks against "
        "that one; or a rule without a condition rules it out; or others can always have more points."
    )
    fix = "add a rule that favours it where it is right, or remove it"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for decision in base.knowledge.decisions.values():
            part = base.decision_parts.get(decision.id)
            if part is None:
                continue
            ledger = _Ledger(base, decision)
            for option in decision.options:
                why = ledger.why_never(option)
                if why:
                    message = f"the option '{option}' of {decision.id} can never be chosen: {why}"
                    yield Remark(part, ("options", option), message)


class _Ledger:
    """The least and the most that rules can say on each option, if any of them may fire or not."""

    def __init__(self, base: Base, decision: DecisionDefinition) -> None:
        self.options = list(decision.options)
        self.most = dict.fromkeys(self.options, 0.0)
        self.least = dict.fromkeys(self.options, 0.0)
        self.may_be_out: set[str] = set()
        self.is_out: dict[str, str] = {}
        for rule, effect in base.evidence.get(decision.id, ()):
            if rule.number not in base.can_fire:
                continue
            certain = _certain(rule)
            if isinstance(effect, RuleOut):
                self.may_be_out.add(effect.option)
                if certain:
                    self.is_out[effect.option] = rule.id
            elif isinstance(effect, Evidence):
                if certain or effect.points > 0:
                    self.most[effect.option] += effect.points
                if certain or effect.points < 0:
                    self.least[effect.option] += effect.points

    def why_never(self, option: str) -> str:
        if option in self.is_out:
            return f"'{self.is_out[option]}' always rules it out"
        position = self.options.index(option)
        for n, other in enumerate(self.options):
            if other == option or other in self.may_be_out:
                continue
            beaten = self.least[other] >= self.most[option] if n < position else self.least[other] > self.most[option]
            if beaten:
                return f"at most it has {self.most[option]:+g} points, '{other}' at least {self.least[other]:+g}" + (
                    " and wins ties" if n < position else ""
                )
        return ""


def _certain(rule: Rule) -> bool:
    """Whether the rule fires in every case."""
    return any(atoms == (0,) for atoms in rule.alternatives)
