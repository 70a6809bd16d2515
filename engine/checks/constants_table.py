"""Writes docs/constants.md from the knowledge files: `python -m engine.checks.constants_table`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.expressions import Formula
from engine.knowledge import Knowledge, models
from engine.knowledge.definitions import SetFact
from engine.loading import load

FILE = Path(__file__).resolve().parents[2] / "docs" / "constants.md"
_HEAD = """\
# The constants, and where each comes from

<!-- Written by `python -m engine.checks.constants_table` from the knowledge files. Do not edit. -->

Every limit and price of a technology, and every value that stands in for a fact nobody stated. A constant is either
*read* from a page, which is linked with the day on which it was read, or it is a *judgement*, with the reasoning and
the numbers that it rests on. `low` and `high` are the plausible span: where two sources contradict each other, both are
in it. `read by` counts the rules whose condition or formula reads the constant; at 0 it is there for people and for
overlays.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One constant as the table shows it: its key, texts as they stand in the file, how many rules read it."""

    name: str
    title: str
    value: str
    low: str
    high: str
    as_of: str
    note: str
    source: models.Source | None
    reason: str
    readers: int

    @property
    def is_read(self) -> bool:
        """Whether a page that was read stands behind it."""
        return self.source is not None and self.source.url is not None


def document(knowledge: Knowledge) -> str:
    """The whole page, for the shipped knowledge or any other."""
    readers = _readers(knowledge)
    technologies = [(form, list(_constants(form, readers))) for form in knowledge.technologies.values()]
    defaults = list(_defaults(knowledge, readers))
    rows = [row for _, found in technologies for row in found]
    lines = [_HEAD, *_summary(rows, defaults), "\n## Limits and prices"]
    for form, found in technologies:
        lines += [f"\n### {_cell(form.title)} (`{form.technology}`)\n", *_table(found)]
    lines += ["\n## Values of facts that nobody stated\n", *_table(defaults)]
    return "\n".join(lines) + "\n"


def _summary(constants: list[Row], defaults: list[Row]) -> Iterator[str]:
    yield "| kind | constants | read from a page | judgement |"
    yield "|---|---|---|---|"
    for title, rows in (("limits and prices", constants), ("assumed values of facts", defaults)):
        read = sum(row.is_read for row in rows)
        yield f"| {title} | {len(rows)} | {read} | {len(rows) - read} |"
    used = [row for row in constants if row.readers]
    read = sum(row.is_read for row in used)
    yield f"| limits and prices that a rule reads | {len(used)} | {read} | {len(used) - read} |"


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| constant | value | low | high | as of | source or judgement | read by |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        name = f"`{row.name}`" + (f" {row.title}" if row.title else "")
        cells = (name, row.value, row.low, row.high, row.as_of, _origin(row), str(row.readers))
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _origin(row: Row) -> str:
    """Note, source and reasoning in one cell; a constant without any says so."""
    words = [row.note] if row.note else []
    source = row.source
    if source is not None and source.url is not None:
        read = f", read {source.read}" if source.read else ""
        words.append(f"[{source.title or source.url}]({source.url}){read}")
    if source is not None and source.judgement:
        words.append(source.judgement if row.is_read else f"*judgement*: {source.judgement}")
    if source is None:
        words.append(f"*judgement*: {row.reason}" if row.reason else "none")
    return ". ".join(word.rstrip(".") for word in words)


def _constants(form: models.Technology, readers: Counter[str]) -> Iterator[Row]:
    for room in (form.limits, form.prices):
        for name, constant in room.items():
            key = f"{form.technology}.{name}"
            yield Row(
                name=key,
                title=constant.title or "",
                value=_text(constant.value),
                low=_text(constant.low),
                high=_text(constant.high),
                as_of=constant.as_of or "",
                note=constant.note or "",
                source=constant.source,
                reason="",
                readers=readers[key],
            )


def _defaults(knowledge: Knowledge, readers: Counter[str]) -> Iterator[Row]:
    """Quantities of the vocabulary that a person may state and that have a value of their own if nobody does.

    A default that merely computes from other facts, and names no source, is a formula and no constant.
    """
    computed = {
        effect.fact
        for rule in knowledge.rules
        if rule.kind == "default"
        for effect in rule.effects
        if isinstance(effect, SetFact) and effect.formula is not None and effect.formula.reads
    }
    for part in knowledge.parts:
        if not isinstance(part.form, models.Vocabulary):
            continue
        for fact in part.form.facts:
            if fact.unit is None or fact.default is None or not fact.input or fact.accumulates:
                continue
            if fact.fact in computed and fact.source is None:
                continue
            low, high = fact.range or ("", "")
            yield Row(
                name=fact.fact,
                title=fact.title,
                value=_text(fact.default),
                low=_text(low),
                high=_text(high),
                as_of="",
                note=(fact.because or "") if fact.source else "",
                source=fact.source,
                reason=fact.because or "",
                readers=readers[fact.fact],
            )


def _readers(knowledge: Knowledge) -> Counter[str]:
    """By constant and fact, how many rules read it; an option's attribute is read of every technology it may be."""
    counted: Counter[str] = Counter()
    for rule in knowledge.rules:
        keys = {*rule.condition.reads, *_read_by(rule.formulas)}
        names = {name for key in keys for name in _names(knowledge, key.removeprefix("given."))}
        if rule.kind == "default":
            names -= {effect.fact for effect in rule.effects if isinstance(effect, SetFact)}
        counted.update(names)
    return counted


def _read_by(formulas: Iterable[Formula]) -> Iterator[str]:
    for formula in formulas:
        yield from formula.reads


def _names(knowledge: Knowledge, key: str) -> Iterator[str]:
    yield key
    role, _, attribute = key.partition(".")
    decision = knowledge.decisions.get(role)
    if decision is not None and attribute:
        for option in decision.options.values():
            if option.technology:
                yield f"{option.technology}.{attribute}"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    page = document(load())
    FILE.write_text(page, "utf-8")
    print(f"{FILE}: {page.count(chr(10))} lines")
