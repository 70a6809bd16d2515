"""Rules and numbers that a reader cannot follow: no reason, no source, or a source that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from engine.checks.base import Base, Written
from engine.checks.check import Check, Remark
from engine.findings import Severity
from engine.knowledge import models
from engine.knowledge.definitions import SetFact

_URL = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")


class NoBecause(Check):
    code = "no-because"
    title = "A rule without a reason"
    explains = (
        "What a rule says for or against an option is shown to the person with the rule's `because`, and so is a value "
        "that it sets outright. Without one the design states a choice and no reason for it."
    )
    fix = 'add `because:`, with the numbers of the case in braces: "{peak_events} at peak is ..."'

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            if not written.form.because and (_speaks(written) or _sets_outright(written)):
                yield Remark(written.part, (*written.path, "id"), f"the rule '{written.rule.id}' gives no reason")


class NoSource(Check):
    code = "no-source"
    title = "Evidence without a source"
    explains = (
        "Points for and against options, limits and prices are what people will doubt. Each says where it comes from: "
        "something that was read, or a judgement with its reasoning."
    )
    fix = "add `source: {title, url, read}` or `source: {judgement: the reasoning}`"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            if written.form.source is None and _speaks(written):
                yield Remark(written.part, (*written.path, "id"), f"the rule '{written.rule.id}' names no source")
        for part, form in base.parts(models.Technology):
            for room, constants in (("limits", form.limits), ("prices", form.prices)):
                for name, constant in constants.items():
                    if constant.source is None:
                        yield Remark(part, (room, name), f"the constant '{form.technology}.{name}' names no source")


class ThresholdWithoutSource(Check):
    code = "threshold-source"
    title = "A numeric threshold without a source"
    explains = (
        "The rule switches a value at a number. Why at that number, and not at twice as much, is what whoever tunes it "
        "needs to know. (Rules with evidence are covered by `no-source`.)"
    )
    fix = "add `source:`, or derive the threshold from a named constant of a technology"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for written in base.written:
            if written.form.source is not None or _speaks(written):
                continue
            for atom in (a for atoms in written.rule.condition.alternatives for a in atoms):
                if atom.test == "number" and atom.operand not in (0.0, 1.0):  # there is some; there is more than one
                    message = f"'{atom.text}' in '{written.rule.id}' has no source"
                    yield Remark(written.part, (*written.path, "when"), message, word=atom.key)
                    break


class DefaultWithoutReason(Check):
    code = "default-reason"
    title = "An assumed value without a reason"
    explains = (
        "A default fills in for what nobody said and is shown as an assumption. The reason is what lets the person "
        "judge whether it fits them."
    )
    fix = "add `because:` or `source:` to the fact"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for name, declared in base.declared.items():
            form = declared.form
            if not form.input or form.default is None or form.because or form.source:
                continue
            yield Remark(
                declared.part, (*declared.path, "fact"), f"'{name}' is assumed to be {form.default}, without a reason"
            )


class DeadSource(Check):
    code = "dead-source"
    title = "A source that leads nowhere"
    explains = (
        "It has neither an address nor a judgement, or its address is none, or it has an address and no title to show. "
        "Nobody can follow it."
    )
    fix = "give a title and a url that was read, or a judgement"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for sourced in base.sources:
            wrong = _wrong(sourced.source)
            if wrong:
                yield Remark(sourced.part, sourced.path, f"the source of '{sourced.of}' {wrong}")


class PresetAssumption(Check):
    code = "preset-assumption"
    severity: ClassVar[Severity] = "info"
    title = "A number of a preset without a source"
    explains = (
        "A preset's number in the short form counts as the preset's own assumption, and the design says so. Where a "
        "published figure exists it should stand there instead."
    )
    fix = "write `{value: ..., source: {title, url, read}}`, or a judgement"

    def remarks(self, base: Base) -> Iterator[Remark]:
        for part, form in base.parts(models.Preset):
            for name, given in form.facts.items():
                fact = base.knowledge.facts[name]
                sourced = isinstance(given, models.PresetFact) and given.source is not None
                if fact.kind == "quantity" and not sourced:
                    yield Remark(part, ("facts", name), f"'{name}' of the preset {form.preset} has no source")


def _speaks(written: Written) -> bool:
    """Whether the rule has something to say on options."""
    form = written.form
    return bool(form.favour or form.oppose or form.rule_out or form.require)


def _sets_outright(written: Written) -> bool:
    """Whether it sets a constant: a formula shows where its value comes from, a constant does not."""
    return any(isinstance(e, SetFact) and e.formula is None for e in written.rule.effects)


def _wrong(source: models.Source) -> str:
    if source.url is None:
        return "" if source.judgement else "has neither a url nor a judgement"
    if not _URL.fullmatch(source.url):
        return f"has no web address: {source.url[:60]}"
    return "" if source.title else "has a url and no title"
