"""YAML with positions: every value of a document knows its line and column.

PyYAML's node tree is walked instead of its objects, because nodes bear marks, and because duplicate keys, alias
bombs and deep nesting can be refused on the way.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from engine.findings import Finding, KnowledgeError, Place, Severity

MAX_BYTES = 1_000_000  # the largest shipped file is about 60 kB
MAX_EXCERPT = 200
MAX_FOLDED = 12  # lines of one text that are searched for the word a finding is about
MAX_DEPTH = 40
MAX_NODES = 40_000  # so that any file is read, or refused, within a second
MAX_FINDINGS = 100  # of one file: who made more mistakes corrects these first

_TOO_MANY = f"at most {MAX_NODES:,} values, {MAX_DEPTH} levels deep: split the file"

Path = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A YAML file as plain Python data, with the place of every key and value by its path in the data."""

    path: str
    data: Any
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def place(self, path: Path = ()) -> Place:
        """The place of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Place(self.path, line, column)

    def finding(
        self, code: str, path: Path, message: str, fix: str = "", *, severity: Severity = "error", word: str = ""
    ) -> Finding:
        """A finding at `path`; at `word` in the text that begins there, if it names one."""
        place = self._at_word(self.place(path), word)
        excerpt = self.lines[place.line - 1][:MAX_EXCERPT] if place.line <= len(self.lines) else ""
        return Finding(code, place, message, fix, severity, excerpt)

    def _at_word(self, place: Place, word: str) -> Place:
        if not word:
            return place
        pattern = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])")
        start = place.column - 1
        for number, line in enumerate(self.lines[place.line - 1 : place.line + MAX_FOLDED], place.line):
            found = pattern.search(line, start)
            if found is not None:
                return Place(self.path, number, found.start() + 1)
            start = 0
        return place


def read_document(path: str, text: str) -> Document:
    """The document in `text`; `path` is only for messages.

    Raises KnowledgeError for text that is no YAML, is too large or too deep, uses aliases, or repeats a key.
    """
    document = Document(path, None)
    if len(text) > MAX_BYTES:
        raise KnowledgeError(
            [document.finding("file-too-large", (), f"the file has more than {MAX_BYTES:,} characters", "split it")]
        )
    document.lines = text.splitlines()
    deep = _nesting_finding(document, text)
    if deep:
        raise KnowledgeError([deep])
    try:
        for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
            if count > 2 * MAX_NODES:
                mark: Any = event.start_mark
                document.marks[()] = (mark.line + 1, mark.column + 1)
                raise KnowledgeError([document.finding("too-deep", (), "the file has too many values", _TOO_MANY)])
            if isinstance(event, yaml.AliasEvent):
                start: Any = event.start_mark
                document.marks[()] = (start.line + 1, start.column + 1)
                raise KnowledgeError(
                    [document.finding("alias", (), f"the alias *{event.anchor} is used", "write the value out")]
                )
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            document.marks[()] = (mark.line + 1, mark.column + 1)
        problem = (error.problem or "not YAML").strip()
        raise KnowledgeError([document.finding("yaml", (), f"not YAML: {problem}", _yaml_fix(problem))]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError([document.finding("yaml", (), f"not YAML: {error}")]) from None
    walker = _Walker(document)
    document.data = walker.value(node, ()) if node is not None else None
    if walker.findings:
        raise KnowledgeError(walker.findings)
    return document


def _nesting_finding(document: Document, text: str) -> Finding | None:
    """The composer recurses in C, so nesting is bounded before it runs."""
    depth = 0
    for line_number, line in enumerate(document.lines, 1):
        for column, char in enumerate(line, 1):
            if char in "[{":
                depth += 1
                if depth > 4 * MAX_DEPTH:
                    document.marks[()] = (line_number, column)
                    return document.finding("too-deep", (), "the brackets nest too deep", f"at most {MAX_DEPTH} levels")
            elif char in "]}" and depth:
                depth -= 1
        indent = len(line) - len(line.lstrip(" "))
        if indent > 8 * MAX_DEPTH or line.lstrip(" ").startswith("- " * MAX_DEPTH):
            document.marks[()] = (line_number, 1)
            return document.finding("too-deep", (), "the lines nest too deep", f"at most {MAX_DEPTH} levels")
    return None


def _yaml_fix(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "put text that holds ': ' in double quotes"
    if "found character" in problem and "cannot start" in problem:
        return "indent with spaces, and put text that starts with a special character in double quotes"
    if "expected <block end>" in problem or "did not find expected" in problem:
        return "check the indentation and the quotes of this line and the one before"
    return "check this line and the one before"


class _Walker:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.count = 0

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.count += 1
        mark = node.start_mark
        self.document.marks.setdefault(path, (mark.line + 1, mark.column + 1))
        if len(path) > MAX_DEPTH or self.count > MAX_NODES:
            if not self.findings:
                message = "the file nests too deep" if len(path) > MAX_DEPTH else "the file has too many values"
                self.findings.append(self.document.finding("too-deep", path, message, _TOO_MANY))
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if len(self.findings) >= MAX_FINDINGS:
                break
            mark = key_node.start_mark
            if not isinstance(key_node, yaml.ScalarNode):
                self.document.marks[(*path, "?")] = (mark.line + 1, mark.column + 1)
                self.findings.append(
                    self.document.finding("key", (*path, "?"), "a key is not a plain word", "quote text with braces")
                )
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in result:
                self.document.marks[here] = (mark.line + 1, mark.column + 1)
                self.findings.append(
                    self.document.finding("duplicate-key", here, f"'{key}' stands here twice", "merge the two")
                )
                continue
            self.document.marks[here] = (mark.line + 1, mark.column + 1)
            result[key] = self.value(value_node, here)
        return result

    def scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        tag = node.tag.rpartition(":")[2]
        if tag == "null":
            return None
        if tag == "bool" and text.lower() in ("true", "false"):
            return text.lower() == "true"  # yes, no, on, off stay words: they are good names of options
        try:
            if tag == "int":
                return int(text.replace("_", "")) if ":" not in text else text
            if tag == "float":
                number = float(text.replace("_", ""))
                return number if math.isfinite(number) else text
        except ValueError:
            return text
        return text
