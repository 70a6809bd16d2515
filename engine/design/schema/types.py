"""The types of fields: `id`, `text(n)`, `enum(a,b)`, `list(type)` and the others, each nullable with `?`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from engine.findings import InputError

PLAIN = frozenset(
    {"id", "uuid", "text", "int", "bigint", "decimal", "money", "bool", "time", "date", "interval"}
    | {"json", "float", "bytes", "geo", "ip"}
)
NUMBERS = frozenset({"id", "int", "bigint", "decimal", "money", "float"})
_FORM = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?\Z", re.DOTALL)
_ENUM_VALUE = re.compile(r"[\w.:/+ -]+\Z")


@dataclass(frozen=True, slots=True)
class Type:
    """`length` of text and bytes; `precision` and `scale` of decimals; `values` of an enum; `of` a list's items."""

    name: str
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    values: tuple[str, ...] = ()
    of: Type | None = None

    @property
    def number(self) -> bool:
        return self.name in NUMBERS

    @property
    def longest(self) -> int | None:
        """The most characters that a text of this type has, if it is bounded."""
        if self.name == "enum":
            return max(map(len, self.values))
        return {"uuid": 36, "ip": 45}.get(self.name, self.length)

    @property
    def large(self) -> bool:
        """Not to be copied into a second table without need."""
        return self.name in ("json", "bytes") or (self.name == "text" and (self.length is None or self.length > 250))


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type with `?` and `-> Entity`."""

    type: Type
    nullable: bool = False
    refers: str = ""


@functools.lru_cache(maxsize=4096)
def parse_field(entity: str, name: str, text: str) -> FieldType:
    """The field `name` of `entity`, as `text` declares it. Raises InputError naming both."""
    form, arrow, refers = (part.strip() for part in text.partition("->"))
    nullable = form.endswith("?") or refers.endswith("?")
    refers = refers.rstrip("? ")
    if arrow and not refers.isidentifier():
        raise InputError(f"{entity}.{name}: '{text}' refers to no entity; write 'id -> User'")
    found = _parse(form.rstrip("? "))
    if found is None:
        raise InputError(
            f"{entity}.{name}: unknown type '{text}'; the types are {', '.join(sorted(PLAIN))}, "
            "text(n), bytes(n), decimal(p,s), enum(a,b) and list(type)"
        )
    return FieldType(found, nullable, refers)


def _parse(form: str) -> Type | None:
    match = _FORM.match(form)
    if match is None:
        return None
    name, inside = match[1], match[2]
    if inside is None:
        return Type(name) if name in PLAIN else None
    parts = tuple(part.strip() for part in inside.split(","))
    if name == "list":
        of = _parse(inside.strip())
        return Type("list", of=of) if of is not None else None
    if name == "enum":
        return Type("enum", values=parts) if all(map(_ENUM_VALUE.match, parts)) else None
    if not all(part.isdecimal() for part in parts):
        return None
    sizes = tuple(map(int, parts))
    if name in ("text", "bytes") and len(sizes) == 1:
        return Type(name, length=sizes[0])
    if name == "decimal" and len(sizes) <= 2:
        return Type(name, precision=sizes[0], scale=sizes[1] if len(sizes) == 2 else 0)
    return None
