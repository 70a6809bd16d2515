"""DynamoDB: the request of CreateTable, with a global index for each further question."""

from __future__ import annotations

import json
from typing import Any

from engine.design.schema.references import unenforced
from engine.design.schema.statement import Setting
from engine.design.schema.table import Key, KeyPart, Table
from engine.design.schema.types import Type
from engine.design.schema.wording import heading
from engine.texts import listed

TITLE = "DynamoDB"
MAX_INDEXES, SHORTEST = 20, 3
"""Global indexes of one table, and the characters of a name that it has at least."""
_NO_KEY = frozenset({"json", "list", "geo"})


def create_table(setting: Setting) -> tuple[str, str, str]:
    """CreateTable names only what is in a key; the other attributes are in the remark."""
    table = setting.kept.table
    keys = _Keys(table)
    main = keys.schema(table.key)
    indexes: list[dict[str, Any]] = []
    left: list[Key] = []
    for key in table.indexes:
        if any(table.columns[p.name].type.name in _NO_KEY for p in key) or len(indexes) == MAX_INDEXES:
            left.append(key)
        elif (form := keys.index(key))[: len(form)] != main[: len(form)]:
            name = "by_" + "_".join(p.name for p in key)
            indexes.append({"IndexName": name, "KeySchema": form, "Projection": {"ProjectionType": "ALL"}})
    request: dict[str, Any] = {
        "TableName": table.name if len(table.name) >= SHORTEST else f"{table.name}_items",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": main,
    }
    request["AttributeDefinitions"] = [{"AttributeName": n, "AttributeType": t} for n, t in keys.attributes.items()]
    if indexes:
        request["GlobalSecondaryIndexes"] = indexes
    return TITLE, _shown(request), "\n".join([*heading(setting)[1:], *_remarks(setting, keys, left)])


class _Keys:
    """Key schemas, and the attributes they need: joined ones where a key has more than two columns."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.attributes: dict[str, str] = {}
        self.joined: list[str] = []
        self.made: list[str] = []

    def schema(self, key: Key) -> list[dict[str, str]]:
        first = self.table.columns[key[0].name]
        found = [{"AttributeName": self.use(first.name, _attribute(first.type)), "KeyType": "HASH"}]
        return found + ([self.range(key[1:])] if len(key) > 1 else [])

    def index(self, key: Key) -> list[dict[str, str]]:
        """An index by time is cut into days, one by a few values into buckets: its first part has to spread."""
        first = self.table.columns[key[0].name]
        if first.type.name == "time":
            return self.with_first(f"{first.name}_day", key)
        if first.type.name in ("enum", "bool"):
            return self.with_first(f"{first.name}_bucket", key[1:])
        return self.schema(key)

    def with_first(self, name: str, rest: Key) -> list[dict[str, str]]:
        self.made.append(name)
        found = [{"AttributeName": self.use(name, "S"), "KeyType": "HASH"}]
        return found + ([self.range(rest)] if rest else [])

    def range(self, key: Key) -> dict[str, str]:
        """The sort key: one column as it is, several joined."""
        name = "#".join(part.name for part in key)
        if len(key) > 1 and name not in self.attributes:
            self.joined.append(name)
        kind = "S" if len(key) > 1 else _attribute(self.table.columns[key[0].name].type)
        return {"AttributeName": self.use(name, kind), "KeyType": "RANGE"}

    def use(self, name: str, kind: str) -> str:
        self.attributes[name] = kind
        return name


def _attribute(type_: Type) -> str:
    if type_.name == "bytes":
        return "B"
    return "N" if type_.number or type_.name in ("time", "interval", "bool") else "S"


def _shown(request: dict[str, Any]) -> str:
    """JSON with each key part and attribute on one line."""

    def item(value: Any) -> str:
        return "{ " + ", ".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()) + " }"

    def items(values: list[Any], indent: str) -> str:
        return "[\n" + ",\n".join(f"{indent}  {item(v)}" for v in values) + f"\n{indent}]"

    lines = []
    for name, value in request.items():
        if name == "GlobalSecondaryIndexes":
            forms = [
                f'    {{\n      "IndexName": "{index["IndexName"]}",\n'
                f'      "KeySchema": {items(index["KeySchema"], "      ")},\n'
                f'      "Projection": {item(index["Projection"])}\n    }}'
                for index in value
            ]
            text = "[\n" + ",\n".join(forms) + "\n  ]"
        else:
            text = items(value, "  ") if isinstance(value, list) else json.dumps(value)
        lines.append(f'  "{name}": {text}')
    return "{\n" + ",\n".join(lines) + "\n}"


def _remarks(setting: Setting, keys: _Keys, left: list[Key]) -> list[str]:
    table = setting.kept.table
    rest = [c.name for c in table.columns.values() if c.name not in keys.attributes]
    texts = [f"Further attributes, which DynamoDB does not declare: {', '.join(rest)}."] if rest else []
    texts += [f"{name} joins its parts with #, numbers padded to 19 digits to sort as numbers." for name in keys.joined]
    if any(table.columns[n].type.name == "time" for n in keys.attributes if n in table.columns):
        texts.append("Times are epoch milliseconds.")
    if any(part.descending for key in (table.key, *table.indexes) for part in key):
        texts.append("Newest first is a query with ScanIndexForward false.")
    made = {
        "_day": "is the day of the time, so that no partition takes every write.",
        "_bucket": f"is the value and the hash of {listed(table.key_names)} modulo 16, read with 16 queries.",
    }
    texts += [f"{name} {text}" for name in dict.fromkeys(keys.made) for end, text in made.items() if name.endswith(end)]
    texts += [
        f"Unique {listed(names)}: claimed in the same TransactWriteItems by an item {'#'.join(names)} "
        "under attribute_not_exists."
        for names in table.uniques
    ]
    texts += [f"No index on {_names(key)}: such an attribute is no key." for key in left]
    if table.checks:
        texts.append(f"Conditions of each write: {'; '.join(table.checks)}.")
    if table.exclusion is not None:
        texts.append(
            f"No overlaps for one {listed(table.exclusion.equal)}: one item for each slot of time from "
            f"{table.exclusion.start} to {table.exclusion.end}, written in one TransactWriteItems "
            "under attribute_not_exists (100 items at most)."
        )
    return [*texts, *filter(None, [unenforced(table, setting)])]


def _names(key: tuple[KeyPart, ...]) -> str:
    return listed([part.name for part in key])
