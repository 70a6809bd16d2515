"""Rules that a reader cannot follow: no reason, no source."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding
from engine.knowledge import Knowledge, models


def unexplained_rules(knowledge: Knowledge) -> Iterator[Finding]:
    """Evidence without `because` or `source`."""
    for part in knowledge.parts:
        if not isinstance(part.form, models.Decision):
            continue
        for i, rule in enumerate(part.form.rules):
            if rule.disabled or not (rule.favour or rule.oppose or rule.rule_out or rule.require):
                continue
            if not rule.because:
                yield part.document.finding(
                    "no-because", ("rules", i), f"the rule '{rule.id}' gives no reason", "add because:", warning=True
                )
            if rule.source is None:
                yield part.document.finding(
                    "no-source", ("rules", i), f"the rule '{rule.id}' names no source", "add source:", warning=True
                )
