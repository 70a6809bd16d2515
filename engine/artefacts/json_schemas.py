"""JSON Schemas of bodies, from an example of each and from the entities whose fields it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from engine.design.schema.types import Type, parse_field
from engine.findings import InputError

Schema = dict[str, Any]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+\Z")
_WHOLE = {"int": "int32", "bigint": "int64", "money": "int64"}
_TEXTS: dict[str, Schema] = {
    "time": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
}


def of_field(field: Type) -> Schema:
    """How a field of an entity travels: ids are opaque texts, money is whole cents."""
    name = field.name
    if name == "text":
        return {"type": "string", "maxLength": field.length} if field.length else {"type": "string"}
    if name == "enum":
        return {"type": "string", "enum": list(field.values)}
    if name in _WHOLE:
        return {"type": "integer", "format": _WHOLE[name]}
    if name == "bool":
        return {"type": "boolean"}
    if name == "float":
        return {"type": "number"}
    if name == "list":
        return {"type": "array", "items": of_field(field.of) if field.of else {}}
    if name == "json":
        return {"type": "object"}
    return dict(_TEXTS.get(name, {"type": "string"}))


def accepts(schema: Schema, value: Any) -> bool:
    """Whether a schema of `of_field` takes the example `value`."""
    kind = schema.get("type")
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, str):
        if kind != "string" or len(value) > schema.get("maxLength", len(value)):
            return False
        if value not in schema.get("enum", (value,)):
            return False
        form = schema.get("format")
        return form is None or of_example(value).get("format") == form
    if isinstance(value, int):
        return kind in ("integer", "number")
    if isinstance(value, float):
        return kind == "number"
    if isinstance(value, dict):
        return kind == "object"
    return kind == "array" and all(accepts(schema["items"], item) for item in value)


def of_example(value: str) -> Schema:
    """The schema of a text, by its look."""
    if _TIME.match(value):
        return {"type": "string", "format": "date-time"}
    if _DATE.match(value):
        return {"type": "string", "format": "date"}
    if _URL.match(value):
        return {"type": "string", "format": "uri"}
    return {"type": "string"}


class Shapes:
    """Schemas for one capability's bodies: a name that one of its entities has as a field takes that field's type.

    `fields` holds, by name, the declarations of all entities, the nearest ones first.
    """

    def __init__(self, fields: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self.fields = fields
        self.known: dict[str, list[tuple[Schema, bool]]] = {}

    def declared(self, name: str) -> list[tuple[Schema, bool]]:
        """The schemas that fields of this name have, each with whether the field may be empty."""
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = []
            for entity, text in self.fields.get(name, ()):
                try:
                    field = parse_field(entity, name, text)
                except InputError:  # the loader's findings say so
                    continue
                found.append((of_field(field.type), field.nullable))
        return found

    def of(self, value: Any, name: str = "") -> Schema:
        """The schema of an example value that stands under `name`; the example always satisfies it."""
        if value is None:
            schemas = self.declared(name)
            kind = schemas[0][0].get("type", "string") if schemas else "string"
            return {"type": [kind, "null"]}
        for schema, _ in self.declared(name):
            if accepts(schema, value) and not isinstance(value, dict):
                return schema
        if isinstance(value, dict):
            return self.object(value, some=not name)
        if isinstance(value, list):
            return self.array(value, name)
        if isinstance(value, bool):
            return {"type": "boolean"}
        if isinstance(value, int):
            return {"type": "integer"}
        if isinstance(value, float):
            return {"type": "number"}
        return of_example(str(value))

    def object(self, value: Mapping[str, Any], *, some: bool = True) -> Schema:
        """`some`: the keys that the example has are those that there must be, but for optional fields."""
        schema: Schema = {"type": "object"}
        if some and (required := [k for k, v in value.items() if v is not None and not self.optional(k)]):
            schema["required"] = required
        if value:
            schema["properties"] = {key: self.of(item, key) for key, item in value.items()}
        return schema

    def optional(self, name: str) -> bool:
        declared = self.declared(name)
        return bool(declared) and declared[0][1]

    def array(self, value: list[Any], name: str) -> Schema:
        items = [self.of(item) for item in value]
        if not items:
            return {"type": "array"}
        if all(isinstance(item, dict) for item in value):
            return {"type": "array", "items": _joined(items)}
        distinct = [item for i, item in enumerate(items) if item not in items[:i]]
        if len(distinct) == 1:
            return {"type": "array", "items": distinct[0]}
        return {"type": "array", "prefixItems": items, "minItems": len(items)}


def _joined(items: list[Schema]) -> Schema:
    """One schema for objects of which each shows a part of what there can be."""
    if len(items) == 1:
        return items[0]
    properties: dict[str, Any] = {}
    for item in items:
        for key, schema in item.get("properties", {}).items():
            if properties.setdefault(key, schema) != schema:
                properties[key] = {}
    required = [k for k in items[0].get("required", ()) if all(k in i.get("required", ()) for i in items)]
    joined: Schema = {"type": "object"}
    return joined | ({"required": required} if required else {}) | {"properties": properties}
