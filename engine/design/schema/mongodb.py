"""MongoDB: a collection with its validator, its indexes and its shard key, for mongosh."""

from __future__ import annotations

import json
import re
from typing import Any

from engine.design.schema.references import unenforced
from engine.design.schema.statement import Setting
from engine.design.schema.table import Key, Table
from engine.design.schema.types import Type
from engine.design.schema.wording import comment, heading, wrapped
from engine.texts import listed

TITLE = "MongoDB 7"
DATABASE = "app"
_TYPES = {
    "id": "long",
    "uuid": "string",
    "text": "string",
    "enum": "string",
    "int": "int",
    "bigint": "long",
    "decimal": "decimal",
    "money": "long",
    "bool": "bool",
    "time": "date",
    "date": "date",
    "interval": "long",
    "float": "double",
    "bytes": "binData",
    "ip": "string",
}
_BOUND = re.compile(r"(\w+) (>=|>|<=|<) (-?\d+(?:\.\d+)?)\Z")
_RANGE = re.compile(r"(\w+) between (-?\d+(?:\.\d+)?) and (-?\d+(?:\.\d+)?)\Z", re.IGNORECASE)


def create_collection(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    names = {name: name for name in table.columns}
    if len(table.key) == 1:
        names[table.key[0].name] = "_id"
    lines = [line for text in heading(setting) for line in comment(text, "//")]
    if len(table.key) == 1:
        lines += comment(f"{table.key[0].name} is kept as _id.", "//")
    lines += _collection(table, names)
    shard, unique_prefix = _shard_key(setting, names)
    if len(table.key) > 1:
        lines.append(f"db.{table.name}.createIndex({_keys(table.key, names)}, {{ unique: true }});")
    for unique in table.uniques:
        fields = ", ".join(f"{names[name]}: 1" for name in unique)
        if unique_prefix is None or unique[0] == unique_prefix:
            partial = [n for n in unique if table.columns[n].nullable]
            only = ", ".join(f'{names[n]}: {{ $type: "{_TYPES[table.columns[n].type.name]}" }}' for n in partial)
            options = f"{{ unique: true, partialFilterExpression: {{ {only} }} }}" if only else "{ unique: true }"
            lines.append(f"db.{table.name}.createIndex({{ {fields} }}, {options});")
        else:
            lines.append(f"db.{table.name}.createIndex({{ {fields} }});")
            lines += comment(
                f"Not unique over the shards: {setting.keeper} claims {listed(unique)} first, "
                f"as the _id of a document in {table.name}_{'_'.join(unique)}.",
                "//",
            )
    lines += [f"db.{table.name}.createIndex({_index_keys(table, key, names)});" for key in table.indexes]
    if setting.searched and (words := table.searched):
        fields = ", ".join(f'{names[word]}: "text"' for word in words)
        lines.append(f"db.{table.name}.createIndex({{ {fields} }});")
    if shard:
        lines.append(f'sh.shardCollection("{DATABASE}.{table.name}", {shard});')
    return TITLE, "\n".join([*lines, *_remarks(setting)]), ""


def _collection(table: Table, names: dict[str, str]) -> list[str]:
    bounds = {column: bound for check in table.checks if (found := _bound(check)) for column, bound in [found]}
    rows = []
    for column in table.columns.values():
        form = {**_schema(column.type, column.nullable), **bounds.get(column.name, {})}
        rows.append(f"      {names[column.name]}: {_shown(form)}")
    required = [names[c.name] for c in table.columns.values() if not c.nullable]
    return [
        f'db.createCollection("{table.name}", {{ validator: {{ $jsonSchema: {{',
        '    bsonType: "object",',
        *wrapped(f"required: {json.dumps(required)},", "    ", "      "),
        "    properties: {",
        ",\n".join(rows),
        "    }",
        "} } });",
    ]


def _bound(check: str) -> tuple[str, dict[str, float]] | None:
    """A check on one number, as a validator says it."""
    if match := _RANGE.match(check):
        return match[1], {"minimum": _number(match[2]), "maximum": _number(match[3])}
    match = _BOUND.match(check)
    if match is None:
        return None
    bound: dict[str, Any] = {"minimum" if match[2][0] == ">" else "maximum": _number(match[3])}
    if len(match[2]) == 1:
        bound["exclusiveMinimum" if match[2] == ">" else "exclusiveMaximum"] = True
    return match[1], bound


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _schema(type_: Type, nullable: bool = False) -> dict[str, Any]:
    if type_.name == "enum":
        return {"enum": [*type_.values, None] if nullable else list(type_.values)}
    if type_.name == "list" and type_.of is not None:
        form: dict[str, Any] = {"bsonType": "array", "items": _schema(type_.of)}
    elif type_.name == "geo":
        form = {"bsonType": "object", "required": ["type", "coordinates"]}
    elif type_.name == "json":
        form = {"bsonType": ["object", "array"]}
    else:
        form = {"bsonType": _TYPES[type_.name]}
        if type_.name == "text" and type_.length is not None:
            form["maxLength"] = type_.length
    if nullable:
        kinds = form["bsonType"]
        form["bsonType"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
    return form


def _shown(form: Any) -> str:
    """As people write it in mongosh: keys without quotation marks."""
    if isinstance(form, dict):
        return "{ " + ", ".join(f"{key}: {_shown(value)}" for key, value in form.items()) + " }"
    return json.dumps(form)


def _keys(key: Key, names: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{names[part.name]}: {-1 if part.descending else 1}" for part in key) + " }"


def _index_keys(table: Table, key: Key, names: dict[str, str]) -> str:
    parts = []
    for part in key:
        geo = table.columns[part.name].type.name == "geo"
        parts.append(f"{names[part.name]}: " + ('"2dsphere"' if geo else "-1" if part.descending else "1"))
    return f"{{ {', '.join(parts)} }}"


def _shard_key(setting: Setting, names: dict[str, str]) -> tuple[str, str | None]:
    """The shard key, and the field that every unique index must begin with; none where nothing is sharded.

    A hashed key spreads evenly but carries no unique index, so a range is used where one begins with it.
    """
    if not setting.sharded:
        return "", None
    table = setting.kept.table
    first = table.partition[0]
    unique = [table.key_names] if len(table.key) > 1 else []
    begins = any(key[0] == first for key in (*unique, *table.uniques))
    order = "1" if begins else '"hashed"'
    return f"{{ {names[first]}: {order} }}", first if begins else ""


def _remarks(setting: Setting) -> list[str]:
    table = setting.kept.table
    texts = [unenforced(table, setting)]
    checks = [check for check in table.checks if _bound(check) is None]
    if checks:
        texts.append(f"{setting.subject} checks: {'; '.join(checks)}.")
    exclusion = table.exclusion
    if exclusion is not None:
        equal = exclusion.equal[0]
        texts.append(
            f"No overlaps for one {listed(exclusion.equal)}: in a transaction, first increment a lock document "
            f"(findOneAndUpdate by {equal}), then find {exclusion.start} < the new end and {exclusion.end} > the new "
            f"start{f' where {exclusion.where}' if exclusion.where else ''}, and insert only if there is none."
        )
    return [line for text in texts if text for line in comment(text, "//")]
