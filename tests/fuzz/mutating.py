"""How files are broken: by characters, lines and values."""

from __future__ import annotations

import re

from hypothesis import strategies as st

NASTY_CHARACTERS = ":{}[]\"'#&*!|>%@`,-?\t\\\0\u0085\u2028\ufeff\U0001f600\n ~=<>()^/.0eE"
NASTY_VALUES = (
    "null",
    "true",
    "[]",
    "{}",
    "''",
    "-1",
    "0",
    "1e400",
    "-.inf",
    ".nan",
    "9" * 5_000,
    "1" + "0" * 308,
    "0x1F",
    "1_000",
    "12:30:45",
    "2026-11-23",
    "2026-11-23T10:00:00Z",
    "&a x",
    "*a",
    "!!python/object:os.system {}",
    "!!binary aGk=",
    "!!set {a, b}",
    "<<",
    "x" * 70_000,
    "[[[[[[[[[[1]]]]]]]]]]",
    "{a: {b: {c: {d: 1}}}}",
    "[1, a, true, null, {b: 2}]",
    "'{events} {given.events} {a.b.c} {} {{'",
    "5 GB/s/s/s",
    "1e9999 TB",
    "5 parsec",
    "1/0",
    "2 ^ 2 ^ 2 ^ 2 ^ 2 ^ 99",
    "(" * 59 + "1" + ")" * 59,
    "not " * 480 + "true",
    "- " * 900 + "1",
    "1" + " + 1" * 480,
    "a and " * 300 + "a",
    "'" + " or ".join(f"(x > {n} and x < {n})" for n in range(70)) + "'",
    "users_total > 5 and " * 40 + "users_total > 1",
    "users_total ^ users_total ^ users_total",
    "if(if(users_total > 1, 1, 2) > 1, 1, 2)",
    "given.given.users_total",
    "known(known(users_total))",
    "count(count(users_total))",
    "min()",
    "users_total in [",
)


@st.composite
def mutated(draw: st.DrawFn, texts: dict[str, str]) -> tuple[str, str]:
    """One of the files, by its path, with one to four mutations."""
    path = draw(st.sampled_from(sorted(texts)))
    text = texts[path]
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3, 4)))):
        text = draw(st.sampled_from(OPERATIONS))(draw, text, texts)
    return path, text


def _at(draw: st.DrawFn, size: int) -> int:
    return draw(st.integers(0, max(size - 1, 0)))


def delete_characters(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    at = _at(draw, len(text))
    return text[:at] + text[at + draw(st.integers(1, 12)) :]


def insert_characters(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    at = _at(draw, len(text))
    return text[:at] + draw(st.text(NASTY_CHARACTERS, min_size=1, max_size=6)) + text[at:]


def replace_characters(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    at = _at(draw, len(text))
    put = draw(st.text(NASTY_CHARACTERS, min_size=1, max_size=3))
    return text[:at] + put + text[at + len(put) :]


def truncate(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    return text[: _at(draw, len(text))]


def delete_lines(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    at = _at(draw, len(lines))
    return "".join(lines[:at] + lines[at + draw(st.integers(1, 4)) :])


def repeat_lines(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    at, count = _at(draw, len(lines)), draw(st.integers(1, 6))
    return "".join(lines[: at + count] + lines[at : at + count] * draw(st.integers(1, 3)) + lines[at + count :])


def swap_lines(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    a, b = _at(draw, len(lines)), _at(draw, len(lines))
    if lines:
        lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def indent_line(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at = _at(draw, len(lines))
    lines[at] = draw(st.sampled_from(["  ", " ", "    ", "\t", " " * 90])) + lines[at]
    return "".join(lines)


def splice(draw: st.DrawFn, text: str, texts: dict[str, str]) -> str:
    other = texts[draw(st.sampled_from(sorted(texts)))].splitlines(keepends=True)
    lines = text.splitlines(keepends=True)
    at, there = _at(draw, len(lines)), _at(draw, len(other))
    return "".join(lines[:at] + other[there : there + draw(st.integers(1, 8))] + lines[at:])


def another_document(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    at = text.find("\n", _at(draw, len(text))) + 1
    return text[:at] + draw(st.sampled_from(["---\n", "...\n", "%YAML 9.9\n---\n"])) + text[at:]


_VALUE = re.compile(r"(?<=: )[^,\[\]{}\n]+")
_NAME = re.compile(r"[a-z][a-z0-9_-]{2,}")


def replace_value(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    found = list(_VALUE.finditer(text))
    if not found:
        return text
    match = found[_at(draw, len(found))]
    return text[: match.start()] + draw(st.sampled_from(NASTY_VALUES)) + text[match.end() :]


def replace_name(draw: st.DrawFn, text: str, _: dict[str, str]) -> str:
    found = list(_NAME.finditer(text))
    if not found:
        return text
    match, other = found[_at(draw, len(found))], found[_at(draw, len(found))]
    return text[: match.start()] + other[0] + text[match.end() :]


OPERATIONS = (
    delete_characters,
    insert_characters,
    replace_characters,
    truncate,
    delete_lines,
    repeat_lines,
    swap_lines,
    indent_line,
    splice,
    another_document,
    replace_value,
    replace_value,
    replace_name,
    replace_name,
)
