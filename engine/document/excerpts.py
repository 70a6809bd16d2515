"""The document's blocks of code, given to what would have to read them: parsers, SQLite, the diagram's reader."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator

import yaml

from engine.diagram import parse
from engine.document.markdown import Code, Markdown

COLUMNS = 100
DIALECTS = {"sqlite": "sqlite", "mysql": "mysql", "clickhouse": "clickhouse"}
# What the engines take and sqlglot does not know.
_UNKNOWN_TO_SQLGLOT = (
    (r"CREATE EXTENSION [^;]*;", ""),
    (r"\bUSING HASH\b", ""),
    (r"(?<=PRIMARY KEY \()[^)]*", lambda found: found[0].replace(" DESC", "")),
    (r"\(CAST\((\S+) AS [^;]+ ARRAY\)\)", r"\1"),
    (r"PARTITION BY RANGE COLUMNS", "PARTITION BY RANGE"),
    (r"\bpoint SRID 4326", "geometry"),
    (r"CREATE (SPATIAL|FULLTEXT) INDEX", "CREATE INDEX"),
    (r",\s+CONSTRAINT \w+\s+EXCLUDE USING gist .*(\s+WHERE .*)?", ""),
)


def faulty_excerpts(parts: Markdown) -> Iterator[tuple[int, str]]:
    """JSON, YAML and SQL that does not parse, requests whose body does not, and blocks whose brackets do not close."""
    readers = {"json": _json, "yaml": _yaml, "sql": _sql, "http": _http, "hcl": _brackets, "cql": _brackets}
    for block in parts.code:
        checked = readers.get(block.language)
        if not block.text.strip():
            yield block.line, "an empty block"
        elif checked is not None and (fault := checked(block)):
            yield block.line, f"{block.language}: {fault}"


def _json(block: Code) -> str:
    """One document, or one in each line as logs have them."""
    try:
        json.loads(block.text)
    except ValueError as error:
        try:
            for line in block.text.splitlines():
                json.loads(line)
        except ValueError:
            return str(error)
    return ""


def _http(block: Code) -> str:
    _, blank, body = block.text.partition("\n\n")
    return _json(Code("json", body, "", block.line)) if blank and body.strip() else ""


def _yaml(block: Code) -> str:
    try:
        list(yaml.safe_load_all(block.text))
    except yaml.YAMLError as error:
        return " ".join(str(error).split())
    return ""


def _brackets(block: Code) -> str:
    text = re.sub(r'"(?:[^"\\]|\\.)*"|(?<!\S)(?:--|#).*', "", block.text)
    for left, right in ("{}", "()", "[]"):
        if text.count(left) != text.count(right):
            return f"{text.count(left)} {left} and {text.count(right)} {right}"
    return ""


def _sql(block: Code) -> str:
    engine = block.before.split(" ")[0].strip(",:").lower()
    if engine == "sqlite":
        try:
            with sqlite3.connect(":memory:") as database:
                database.executescript(block.text)
        except sqlite3.Error as error:
            return str(error)
        return ""
    try:
        import sqlglot
    except ModuleNotFoundError:  # pragma: no cover - a tool of development
        return ""
    text = block.text
    for pattern, known in _UNKNOWN_TO_SQLGLOT:
        text = re.sub(pattern, known, text)
    try:
        trees = sqlglot.parse(text, read=DIALECTS.get(engine, "postgres"), error_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        return str(error).splitlines()[0]
    strange = [tree for tree in trees if isinstance(tree, sqlglot.exp.Command)]
    return f"not understood: {strange[0].sql()[:60]}" if strange else ""


def faulty_picture(parts: Markdown) -> Iterator[tuple[int, str]]:
    """The diagram fits a page, can be read back, and has the numbers and kinds of the table or sentence below it."""
    picture = next((block for block in parts.code if block.language == "text"), None)
    legend = next((table for table in parts.tables if table.header[:1] == ("no.",)), None)
    sentence = next((line for line in parts.prose if re.match(r"Solid lines .*\(1\) ", line.text)), None)
    if picture is None or (legend is None and sentence is None):
        yield 1, "no diagram, or no table of its numbers"
        return
    for at, line in enumerate(picture.text.splitlines()):
        if len(line) > COLUMNS:
            yield picture.line + at, f"the diagram is {len(line)} columns wide, more than {COLUMNS}"
            break
    try:
        drawn: dict[str, str] = {str(edge.number): str(edge.kind) for edge in parse(picture.text).edges}
    except ValueError as error:
        yield picture.line, f"the diagram cannot be read: {error}"
        return
    told: dict[str, str] = {}
    at = 1
    if legend is not None:
        at, told = legend.line, {row.cells[0]: row.cells[3] for row in legend.rows if len(row.cells) > 3}
    elif sentence is not None:  # says what each number is, and of its kind no more than the drawing does
        at, told = sentence.line, {n: drawn.get(n, "told") for n in re.findall(r"\((\d+)\) ", sentence.text)}
    for number in sorted({*drawn, *told}, key=lambda n: (len(n), n)):
        if drawn.get(number) != told.get(number):
            here, there = drawn.get(number, "not drawn"), told.get(number, "not explained")
            yield at, f"link {number} is {here} in the diagram and {there} in its table"
