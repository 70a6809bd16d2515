"""Looks over a finished document for what a careful reader would strike out.

Holes, sums that are wrong, one quantity with two values, links to nowhere, excerpts that their engine would refuse.

It reads nothing but the Markdown, so that a fault of the engine, the knowledge or a template shows all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.document.excerpts import faulty_excerpts, faulty_picture
from engine.document.markdown import Markdown, Table, anchors, take_apart
from engine.document.sums import NoSum, Span, worked_out
from engine.findings import Finding, Place

SUBSECTIONS = {1: 4, 2: 4, 3: 5, 4: 4, 5: 3, 6: 3, 7: 3, 8: 3, 9: 2, 10: 4, 11: 3}
"""How many questions each section answers: 1 has 1.1 to 1.4."""

CLOSING = "Decisions in this section"
PARTS_OF_A_DECISION = ("*Why:*", "*Trade-off:*", "*Revisit if:*")
QUANTITIES = ("quantity", "given", "assumption", "derived")
FORMULAS = ("formula", "formula or reason")
FILLED = ("value", "target", "a month", "takes", "choice", "decision", "requests")

_CODE_SPAN = re.compile(r"`[^`]*`")
_LINK = re.compile(r"\]\(#([^)]+)\)")
_MONEY = re.compile(r"\*?\*?\$([\d,]+)\*?\*?")
_FLIP = re.compile(r"([A-Z][^|;:.*]*?)(?: just)? (?:below|above|at) \S[^();*]*? \(now ([^()]+)\)")
_TOTALS = re.compile(r"\$([\d,]+) a month(?: at list prices|:)")
_HOLES = (
    (re.compile(r"\{[{%#]|[}%#]\}"), "template text"),
    (re.compile(r"(?<!\\)\{\w*\}"), "a name in braces"),
    (re.compile(r"\b(?:undefined|Undefined|nan|NaN|frozenset|inf)\b|<\w[\w. ]* object"), "a value of the program"),
    (re.compile(r"(?:[a-z\d,(] |\()(?<!next )None\b(?!,)"), "'None'"),
    (re.compile(r"\*Answer:\*\s*$"), "an answer without words"),
    (re.compile(r"\(\s*\)|\*\*\s*\*\*|``"), "an empty bracket or emphasis"),
    (re.compile(r"(?<=\w) +[,;](?= )|(?<=\w) +\.(?= |$)"), "a blank before a comma or stop"),
    (re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])"), "two blanks"),
    (re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|: ?[.;]|, ?\.(?!\d)"), "doubled punctuation"),
)

Check = Callable[[Markdown], Iterator[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class _Named:
    code: str
    run: Check


def check_document(text: str, path: str = "document.md") -> list[Finding]:
    """All that is wrong with the document, in the order of its lines."""
    parts = take_apart(text)
    found = [Finding(check.code, Place(path, line), message) for check in CHECKS for line, message in check.run(parts)]
    return sorted(found, key=lambda finding: (finding.place, finding.code, finding.message))


# -- structure ---------------------------------------------------------------------------------------------------------


def _headings(parts: Markdown) -> Iterator[tuple[int, str]]:
    """Eleven sections with their sub-headings, in order, and nothing empty below one."""
    wanted = [str(n) for n in SUBSECTIONS]
    sections = [h for h in parts.headings if h.level == 2]
    numbers = [h.text.partition(".")[0] for h in sections]
    if numbers != wanted:
        line = sections[0].line if sections else 1
        yield line, f"the sections are {', '.join(numbers) or 'missing'}, not 1 to {len(wanted)}"
    questions = [f"{n}.{m}" for n, count in SUBSECTIONS.items() for m in range(1, count + 1)]
    given = [h for h in parts.headings if h.level == 3 and re.match(r"\d+\.\d+ ", h.text)]
    found = [h.text.split(" ")[0] for h in given]
    for missing in (q for q in questions if q not in found):
        yield 1, f"nothing answers {missing}"
    for heading, number in zip(given, found, strict=True):
        if number not in questions:
            yield heading.line, f"there is no question {number}"
    known = [number for number in found if number in questions]
    if known != sorted(set(known), key=questions.index):
        yield given[0].line, "the sub-headings are not in order: " + ", ".join(known)
    yield from _bare(parts)


def _bare(parts: Markdown) -> Iterator[tuple[int, str]]:
    """Headings with too little below them, and sections that do not close with their decisions."""
    ends = [h.line for h in parts.headings[1:]] + [10**9]
    for heading, end in zip(parts.headings, ends, strict=True):
        below = [p for p in parts.lines if heading.line < p.line < end]
        code = any(heading.line < block.line < end for block in parts.code)
        size = sum(len(re.sub(r"[\W_]", "", p.text)) for p in below)
        if heading.level == 3 and size < 40 and not code:
            yield heading.line, f"below '{heading.text}' stands next to nothing"
        if heading.level == 4 and heading.text == CLOSING:
            yield from _decisions(heading.line, [(p.line, p.text) for p in below])
    for heading, following in zip(parts.headings, [*parts.headings[1:], None], strict=True):
        last = following is None or following.level == 2
        if last and heading.level > 1 and heading.text != CLOSING:
            yield heading.line, f"the section does not close with '{CLOSING}' but with '{heading.text}'"


def _decisions(line: int, below: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    if not below:
        yield line, "no decision, and no word why there is none"
    blocks: list[tuple[int, str]] = []
    for at, text in below:
        if re.match(r"(- )?\*\*", text):
            blocks.append((at, text))
        elif blocks:
            blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]} {text}")
    for at, text in blocks:
        title = text.split("**")[1]
        for part in PARTS_OF_A_DECISION:
            _, there, after = text.partition(part)
            if not there or len(after.partition("*")[0].strip(" .*")) < 10:
                yield at, f"the decision '{title}' says nothing under {part.strip('*:').lower()}"


def _links(parts: Markdown) -> Iterator[tuple[int, str]]:
    known = anchors(parts.headings)
    for prose in parts.lines:
        for anchor in _LINK.findall(prose.text):
            if anchor not in known:
                yield prose.line, f"no heading has the anchor #{anchor}"


# -- tables ------------------------------------------------------------------------------------------------------------


def _shapes(parts: Markdown) -> Iterator[tuple[int, str]]:
    for table in parts.tables:
        if not table.header:
            yield table.line, "a table without a header"
        for row in table.rows:
            if table.header and len(row.cells) != len(table.header):
                yield row.line, f"{len(row.cells)} cells under {len(table.header)} headings"
        if table.header and not table.rows:
            yield table.line, f"a table without rows: {' | '.join(table.header)}"


def _empty_cells(parts: Markdown) -> Iterator[tuple[int, str]]:
    """Cells of columns that are there for their value."""
    for table in parts.tables:
        for row in table.rows:
            if row.cells and row.cells[0].startswith("*") and not any(row.cells[1:]):
                continue  # the title of a group of rows
            if not any(row.cells):
                yield row.line, "a row of empty cells"
            for name, cell in zip(table.header, row.cells, strict=False):
                if cell in ("None", "none.", "[]", "{}", "False", "True") or (name in FILLED and cell in ("", "-")):
                    first = row.cells[0] or "this row"
                    yield row.line, f"'{first}' has {cell or 'nothing'} under '{name}'"


def _holes(parts: Markdown) -> Iterator[tuple[int, str]]:
    for prose in parts.lines:
        text = _CODE_SPAN.sub("x", prose.text.replace(" |  | ", " | x | "))
        for pattern, what in _HOLES:
            for found in pattern.finditer(text):
                around = text[max(found.start() - 30, 0) : found.end() + 30]
                yield prose.line, f"{what}: '{around.strip()}'"


# -- numbers -----------------------------------------------------------------------------------------------------------


def _values(parts: Markdown) -> Iterator[tuple[int, str]]:
    """One quantity, one value: tables that state quantities, and flip points, which end in `(now ...)`."""
    stated: dict[str, tuple[str, int]] = {}
    for title, value, line in _statements(parts):
        known, first = stated.setdefault(title.lower(), (value, line))
        if known != value:
            yield line, f"{title} is {value} here and {known} in line {first}"


def _statements(parts: Markdown) -> Iterator[tuple[str, str, int]]:
    for table in parts.tables:
        name, value = table.column(*QUANTITIES), table.column("value")
        if name is None or value is None:
            continue
        for row in table.rows:
            if len(row.cells) == len(table.header) and row.cells[value]:
                yield row.cells[name], row.cells[value], row.line
    for prose in parts.lines:
        for title, value in _FLIP.findall(prose.text):
            yield title.strip(), value, prose.line


def _wrong_sums(parts: Markdown) -> Iterator[tuple[int, str]]:
    """Formulas in this case's numbers that do not give the value beside them."""
    for table in parts.tables:
        formula, value = table.column(*FORMULAS), table.column("value", "a month")
        if formula is None or value is None:
            continue
        for row in table.rows:
            if len(row.cells) != len(table.header) or not row.cells[formula]:
                continue
            shown = row.cells[value] + (" a month" if table.header[value] == "a month" else "")
            try:
                wanted, found = _shown(shown), _formula(row.cells[formula])
            except NoSum:
                continue
            if not found.meets(wanted):
                yield row.line, f"{row.cells[0]}: {row.cells[formula]} is not {row.cells[value]}"


def _shown(text: str) -> Span:
    span = worked_out(text)
    if text.startswith("$"):  # costs are rounded up to whole dollars
        return Span(span.low - 1 / 2_592_000, span.high)
    return span


def _formula(text: str) -> Span:
    """The formula before a reason or a note in brackets."""
    try:
        return worked_out(text)
    except NoSum:
        return worked_out(re.sub(r": .*| \([a-z][^()]*(?:\([^()]*\)[^()]*)*\)$", "", text))


def _costs(parts: Markdown) -> Iterator[tuple[int, str]]:
    """Cost lines add up to the total, and the total is the one that the text states."""
    total = None
    for table in parts.tables:
        column = table.column("a month")
        if column is None or table.header[0] != "component":
            continue
        lines = [(row, _dollars(row.cells[column])) for row in table.rows if len(row.cells) > column]
        sums = [dollars for row, dollars in lines if "total" in row.cells[0].lower() and dollars is not None]
        if not sums:
            yield table.line, "the costs have no total"
            continue
        (total,) = sums[:1]
        added = sum(dollars or 0 for row, dollars in lines if "total" not in row.cells[0].lower())
        if added != total:
            yield table.line, f"the costs add up to ${added:,}, not ${total:,}"
    for prose in parts.prose:
        for found in _TOTALS.findall(prose.text):
            if total is not None and int(found.replace(",", "")) != total:
                yield prose.line, f"the text says ${found} a month, the table ${total:,}"


def _dollars(cell: str) -> int | None:
    found = _MONEY.fullmatch(cell)
    return int(found[1].replace(",", "")) if found else None


def _hops(parts: Markdown) -> Iterator[tuple[int, str]]:
    """Hops and the reserve add up to the target."""
    for table in parts.tables:
        takes = table.column("takes")
        if takes is None or table.header[0] != "hop":
            continue
        yield from _flow(table, takes)


def _flow(table: Table, takes: int) -> Iterator[tuple[int, str]]:
    total, reserve = 0.0, None
    upto: float | None = None
    for row in table.rows:
        if len(row.cells) != len(table.header):
            continue
        try:
            seconds = _middle(row.cells[takes])
        except NoSum:
            yield row.line, f"'{row.cells[takes]}' is no time"
            continue
        what = row.cells[2].lower()
        if row.cells[0]:
            total += seconds
            if row.cells[-1] and not _near(_middle(row.cells[-1]), total):
                yield row.line, f"hop {row.cells[0]}: the sum is {row.cells[-1]}, the hops take {total * 1000:g} ms"
        elif what.startswith(("reserve", "over")):
            after = re.search(r"after (.+)", what)
            upto = _middle(after[1]) if after else total
            reserve = seconds if what.startswith("reserve") else -seconds
        elif what.startswith("target"):
            if reserve is None or upto is None:
                yield row.line, "a target without a reserve"
            elif not _near(upto + reserve, seconds, of=max(upto, seconds)):
                whole = f"{(upto + reserve) * 1000:g} ms"
                yield row.line, f"{whole} with the reserve is not the target of {row.cells[takes]}"


def _middle(text: str) -> float:
    span = worked_out(text)
    return (span.low + span.high) / 2


def _near(a: float, b: float, of: float = 0.0) -> bool:
    return abs(a - b) <= 0.006 * max(abs(a), abs(b), of)


CHECKS = (
    _Named("heading", _headings),
    _Named("anchor", _links),
    _Named("cells", _shapes),
    _Named("empty-cell", _empty_cells),
    _Named("hole", _holes),
    _Named("two-values", _values),
    _Named("wrong-sum", _wrong_sums),
    _Named("cost-sum", _costs),
    _Named("latency-sum", _hops),
    _Named("picture", faulty_picture),
    _Named("excerpt", faulty_excerpts),
)
