"""What `groundplan check` prints: all findings in the order of the files, and a count by code; as text or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.checks.base import Base
from engine.checks.coverage import Coverage, coverage_of
from engine.checks.running import inspect
from engine.findings import Finding, KnowledgeError
from engine.knowledge import Knowledge
from engine.loading import SHIPPED


@dataclass(frozen=True, slots=True)
class Report:
    """`summary` says how large the base is; it is empty for one that does not load."""

    findings: list[Finding]
    summary: str = ""
    coverage: Coverage | None = None

    @property
    def errors(self) -> int:
        return self._of("error")

    def _of(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """Findings by code, the most frequent first."""
        counted = Counter(finding.code for finding in self.findings)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    def text(self) -> str:
        lines = [finding.shown() for finding in self.findings]
        if self.coverage is not None:
            lines += self.coverage.lines()
        severities = {finding.code: finding.severity for finding in self.findings}
        lines += [f"{count:6} {severities[code]:8} {code}" for code, count in self.counts.items()]
        parts = [f"{self.errors} errors", f"{self._of('warning')} warnings"]
        if infos := self._of("info"):
            parts.append(f"{infos} infos")
        lines.append(f"{self.summary}{': ' if self.summary else ''}{', '.join(parts)}")
        return "\n".join(lines)

    def as_json(self) -> str:
        record: dict[str, object] = {
            "findings": [finding.as_json() for finding in self.findings],
            "counts": self.counts,
            "errors": self.errors,
            "warnings": self._of("warning"),
            "infos": self._of("info"),
            "summary": self.summary,
        }
        if self.coverage is not None:
            record["coverage"] = self.coverage.as_json()
        return json.dumps(record, indent=1, ensure_ascii=False)


MOVED_BY_OVERLAYS = frozenset(["example", "never-chosen"])
"""What an overlay is there to bring about in the shipped files: worth knowing, and no mistake of theirs."""


def report_on(load: Callable[[], Knowledge], *, with_coverage: bool = False, overlaid: bool = False) -> Report:
    """The report on what `load` gives; what loading refuses is reported like all else.

    `overlaid`: folders are laid over the shipped knowledge, whose examples may then rightly come out otherwise.
    """
    try:
        knowledge = load()
    except KnowledgeError as error:
        return Report(error.findings)
    base = Base(knowledge)
    findings = inspect(base)
    if overlaid:
        findings = [_as_moved(finding) for finding in findings]
    return Report(findings, _summary(base), coverage_of(base) if with_coverage else None)


def _as_moved(finding: Finding) -> Finding:
    shipped = finding.place.path.startswith(f"{SHIPPED.name}/")
    if not shipped or finding.code not in MOVED_BY_OVERLAYS:
        return finding
    return replace(finding, severity="info", message=f"under the overlay, {finding.message}", fix="")


def _summary(base: Base) -> str:
    knowledge = base.knowledge
    return (
        f"{len(knowledge.rules)} rules in {len(knowledge.strata)} strata, {len(knowledge.facts)} facts, "
        f"{len(knowledge.decisions)} decisions, {len(knowledge.capabilities)} capabilities, "
        f"{len(knowledge.presets)} presets, {len(base.runs)} examples"
    )
