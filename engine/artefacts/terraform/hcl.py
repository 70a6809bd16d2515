"""HCL, laid out as `terraform fmt` does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

WIDTH = 100
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


class Raw(str):
    """An expression, written as it is: a reference, a call."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one value, as `jsonencode` is."""

    function: str
    value: Any


@dataclass(frozen=True, slots=True)
class Block:
    """`kind "label" { body }`. In `body` a Block, or a list of them, is a block within; `note` is a comment above."""

    kind: str
    labels: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def resource(kind: str, name: str, body: Mapping[str, Any], note: str = "") -> Block:
    return Block("resource", (kind, name), body, note)


def called(function: str, value: Any) -> Call:
    return Call(function, value)


def inner(**body: Any) -> Block:
    """A block within another; its kind is the key that it stands under."""
    return Block("", (), body)


def hcl_text(blocks: Iterable[Block], note: str = "") -> str:
    head = f"# {note}\n\n" if note else ""
    return head + "\n\n".join("\n".join(_block(block, 0)) for block in blocks) + "\n"


def _block(block: Block, indent: int) -> Iterator[str]:
    blank = " " * indent
    if block.note:
        yield f"{blank}# {block.note}"
    head = " ".join([block.kind, *(f'"{label}"' for label in block.labels)])
    if not block.body:
        yield f"{blank}{head} {{}}"
        return
    yield f"{blank}{head} {{"
    yield from _body(block.body, indent + 2)
    yield f"{blank}}}"


def _body(body: Mapping[str, Any], indent: int) -> Iterator[str]:
    """Attributes that follow each other are aligned; blocks stand apart."""
    run: list[tuple[str, str]] = []
    began = False
    for key, value in body.items():
        blocks = [value] if isinstance(value, Block) else value if _blocks(value) else None
        if blocks is None:
            text = _value(value, indent, len(key))
            if "\n" in text:
                yield from _aligned(run, indent)
                run = []
                yield f"{' ' * indent}{key} = {text}"
            else:
                run.append((key, text))
            began = True
            continue
        yield from _aligned(run, indent)
        run = []
        for block in blocks:
            if began:
                yield ""
            yield from _block(Block(block.kind or key, block.labels, block.body, block.note), indent)
            began = True
    yield from _aligned(run, indent)


def _blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Block) for item in value)


def _aligned(run: list[tuple[str, str]], indent: int) -> Iterator[str]:
    width = max((len(key) for key, _ in run), default=0)
    for key, text in run:
        yield f"{' ' * indent}{key:{width}} = {text}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _value(value: Any, indent: int, used: int = 0) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Call):
        return f"{value.function}({_value(value.value, indent, used + len(value.function) + 2)})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    room = WIDTH - indent - used - 3
    if isinstance(value, Mapping):
        return _map(value, indent, room)
    if len(value) == 1 and isinstance(value[0], Mapping):  # one map in a list is not indented twice
        return f"[{_value(value[0], indent, used + 2)}]"
    items = [_value(item, indent + 2) for item in value]
    line = f"[{', '.join(items)}]"
    if len(line) <= room and "\n" not in line:
        return line
    blank = " " * (indent + 2)
    return "[\n" + "".join(f"{blank}{item},\n" for item in items) + " " * indent + "]"


def _map(value: Mapping[str, Any], indent: int, room: int) -> str:
    if not value:
        return "{}"
    pairs = [(key if _WORD.match(key) else _quoted(key), _value(item, indent + 2)) for key, item in value.items()]
    line = "{ " + ", ".join(f"{key} = {item}" for key, item in pairs) + " }"
    if len(line) <= room and "\n" not in line and len(pairs) < 6:
        return line
    rows: list[str] = []
    run: list[tuple[str, str]] = []
    for key, item in pairs:
        if "\n" in item:
            rows += _aligned(run, indent + 2)
            run = []
            rows.append(f"{' ' * (indent + 2)}{key} = {item}")
        else:
            run.append((key, item))
    rows += _aligned(run, indent + 2)
    return "{\n" + "\n".join(rows) + "\n" + " " * indent + "}"
