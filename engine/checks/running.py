"""The list of checks, and running it."""

from __future__ import annotations

from engine.checks.base import Base
from engine.checks.check import Check, Remark, TemplateRemark
from engine.checks.conditions import AlwaysFires, DeadAlternative, ImpossibleValue, NeverFires, ThresholdOutOfRange
from engine.checks.examples import (
    ContradictoryExamples,
    FailingExamples,
    IdleExamples,
    NetworksDiffer,
    UntoldContradictions,
)
from engine.checks.facts import UnsetFacts, UnusedFacts
from engine.checks.gaps import Gaps
from engine.checks.lifecycle import Deprecated, Drafts
from engine.checks.options import UnreachableOptions
from engine.checks.reasons import (
    DeadSource,
    DefaultWithoutReason,
    NoBecause,
    NoSource,
    PresetAssumption,
    ThresholdWithoutSource,
)
from engine.checks.references import AmbiguousInterface, BrokenReferences, NoAnswer, WrongConditions
from engine.checks.templates import TemplateFails, TemplateNames, TemplateSyntax
from engine.checks.texts import UnknownNamesInTexts
from engine.checks.waiving import IdleWaivers, WrongWaivers
from engine.checks.writers import DuplicateWriters
from engine.findings import Finding
from engine.knowledge import Knowledge

CHECKS: tuple[Check, ...] = (
    NeverFires(),
    DeadAlternative(),
    AlwaysFires(),
    ThresholdOutOfRange(),
    ImpossibleValue(),
    DuplicateWriters(),
    UnusedFacts(),
    UnsetFacts(),
    UnreachableOptions(),
    Gaps(),
    NoBecause(),
    NoSource(),
    ThresholdWithoutSource(),
    DefaultWithoutReason(),
    DeadSource(),
    PresetAssumption(),
    Deprecated(),
    Drafts(),
    UnknownNamesInTexts(),
    BrokenReferences(),
    NoAnswer(),
    AmbiguousInterface(),
    WrongConditions(),
    TemplateSyntax(),
    TemplateNames(),
    TemplateFails(),
    FailingExamples(),
    IdleExamples(),
    NetworksDiffer(),
    UntoldContradictions(),
    ContradictoryExamples(),
    WrongWaivers(),
    IdleWaivers(),
)


def check(knowledge: Knowledge) -> list[Finding]:
    """All findings of all checks, in the order of the files."""
    return inspect(Base(knowledge))


def inspect(base: Base) -> list[Finding]:
    """Like `check`, on tables that the caller keeps for more."""
    base.severities.update({each.code: each.severity for each in CHECKS})
    found = list(base.knowledge.findings)
    for each in CHECKS:
        for remark in each.remarks(base):
            if not _waived(base, each, remark):
                found.append(each.finding(base, remark))
    return sorted(dict.fromkeys(found), key=lambda f: (f.place, f.code, f.message))


def _waived(base: Base, check: Check, remark: Remark | TemplateRemark) -> bool:
    if check.severity == "error" or not isinstance(remark, Remark):
        return False
    return base.waivers.covers(remark.part, remark.path, check.code)
