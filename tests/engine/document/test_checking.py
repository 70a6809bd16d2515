"""The document checker finds each kind of fault, at its line, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.document.checking import check_document
from engine.document.sums import NoSum, worked_out


def found(text: str) -> set[tuple[str, str]]:
    return {(finding.code, finding.message) for finding in check_document(text)}


@pytest.fixture(scope="module")
def sound(documents: dict[str, str]) -> str:
    assert check_document(documents["uber"]) == []
    return documents["uber"]


def after(text: str, mark: str) -> int:
    place = text.index(mark)
    return text.index("\n", place) + 1


Change = Callable[[str], str]
FAULTS: dict[str, tuple[str, str, Change]] = {
    "template text": (
        "hole",
        "template text",
        lambda t: t.replace("The design is sized", "{{ design.title }} is sized", 1),
    ),
    "a fact's name": (
        "hole",
        "a name in braces",
        lambda t: t.replace("is sized for", "is sized for {peak_requests}", 1),
    ),
    "a value of Python": ("hole", "'None'", lambda t: t.replace("It serves ", "It serves None ", 1)),
    "a missing word": ("hole", "a blank before", lambda t: t.replace("is sized for ", "is sized for , ", 1)),
    "a missing value": ("hole", "two blanks", lambda t: t.replace("is sized for ", "is sized for  ", 1)),
    "an empty cell": (
        "empty-cell",
        "'Peak over average' has nothing",
        lambda t: _cell(t, "| Peak over average |", 3, ""),
    ),
    "two values": ("two-values", "and 12/s in line", lambda t: _cell(t, "| Peak requests |", 2, "12/s")),
    "a wrong sum": (
        "wrong-sum",
        "Provisioned request rate",
        lambda t: _cell(t, "| Provisioned request rate |", 3, "96,000/s"),
    ),
    "a wrong cost": ("cost-sum", "the costs add up to", lambda t: _cell(t, "| Cache: ", 3, "$15,181")),
    "another total": (
        "cost-sum",
        "the text says $9",
        lambda t: re.sub(r"costs \$([\d,]+) a month at", r"costs $9,\1 a month at", t, count=1),
    ),
    "a wrong hop": ("latency-sum", "is not the target", lambda t: _cell(t, "| | | reserve", 4, "1 ms")),
    "a cell too many": ("cells", "headings", lambda t: t.replace("| Peak reads |", "| Peak | reads |", 1)),
    "a lost sub-heading": ("heading", "nothing answers 6.3", lambda t: t.replace("### 6.3 ", "#### 6.3 ", 1)),
    "a lost section": ("heading", "the sections are", lambda t: t.replace("## 5. ", "## 6. ", 1)),
    "nothing below": ("heading", "next to nothing", lambda t: t.replace("### 7.2 ", "### 7.1 Empty\n\n### 7.2 ", 1)),
    "no closing": ("heading", "does not close", lambda t: t.replace("#### Decisions in this section", "#### End", 1)),
    "a hollow decision": ("heading", "says nothing under why", lambda t: t.replace("*Why:* ", "*Why:* . *Then:* ", 1)),
    "a broken anchor": (
        "anchor",
        "no heading has the anchor #2-high",
        lambda t: t.replace("(#2-high-level", "(#2-high", 1),
    ),
    "a wide diagram": ("picture", "columns wide", lambda t: t.replace("```text\n", "```text\n" + " " * 100 + ".\n", 1)),
    "a broken line": ("picture", "cannot be read", lambda t: t.replace("```text\n", "```text\n\n   +-->\n", 1)),
    "a lost legend": ("picture", "not explained", lambda t: t.replace("\n| 1 | Browsers", "\n| 99 | Browsers", 1)),
    "bad JSON": ("excerpt", "json: ", lambda t: t.replace("```json\n{", "```json\n{,", 1)),
    "bad YAML": ("excerpt", "yaml: ", lambda t: t.replace("```yaml\n", "```yaml\na: b: [\n", 1)),
    "bad SQL": ("excerpt", "sql: ", lambda t: t.replace("CREATE TABLE", "CREATE TABLE (", 1)),
    "a bad body": ("excerpt", "http: ", lambda t: t.replace('{"state": ', '{"state" ', 1)),
}


def _cell(text: str, row: str, number: int, value: str) -> str:
    start = text.index(f"\n{row}") + 1
    end = text.index("\n", start)
    cells = text[start:end].split("|")
    cells[number] = f" {value} "
    return text[:start] + "|".join(cells) + text[end:]


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds(sound: str, fault: str) -> None:
    code, message, change = FAULTS[fault]
    broken = change(sound)
    assert broken != sound, "the document no longer has the place that this test breaks"
    findings = check_document(broken, "uber.md")
    assert [f for f in findings if f.code == code and message in f.message], [str(f) for f in findings]
    assert all(f.place.path == "uber.md" and 1 <= f.place.line <= broken.count("\n") + 1 for f in findings)


def test_a_finding_names_the_line(sound: str) -> None:
    broken = _cell(sound, "| Peak reads |", 3, "12/s")
    lines = {f.place.line for f in check_document(broken)}
    assert broken.split("\n").index(next(x for x in broken.split("\n") if x.startswith("| Peak reads |"))) + 1 in lines


SUMS = [
    ("1.25 M × smaller of (2, 1) + 1.75 M", "3 M"),
    ("60 M × 15 min ÷ 1 day × 2", "1.25 M"),
    ("(202 M × 2 kB + 537 kB/s × 1 × 5 years) × 1.6", "136 TB"),
    ("66,700/s ÷ 70%", "95,200/s"),
    ("20%^0.1386", "80%"),
    ("411 × $620 a month + 136 TB × 3 × 0.115 USD/GB/month + $110,880 a month", "$412,695 a month"),
    ("round up (larger of (1.14 TB ÷ 50 GB, 3)) × 2", "46"),
    ("-(2 - 5)", "3"),
    ("463/s × $14", "$16.8 bn a month"),
]


@pytest.mark.parametrize(("formula", "value"), SUMS)
def test_sums_are_worked_out(formula: str, value: str) -> None:
    assert worked_out(formula).meets(worked_out(value))
    digits = str(int(value.strip("$")[0]) % 9 + 1)
    wrong = value.replace(value.strip("$")[0], digits, 1)
    assert not worked_out(formula).meets(worked_out(wrong)), wrong


@pytest.mark.parametrize("text", ["", "a reason", "5 +", "(3", "3 apples × what", "1 ÷ 0", "5 GB 3"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(NoSum):
        worked_out(text)
