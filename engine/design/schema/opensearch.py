"""OpenSearch: the mapping of an index. Strict, so that a field nobody mapped is an error and not a guess."""

from __future__ import annotations

import json
from typing import Any

from engine.design.schema.statement import Setting
from engine.design.schema.table import EXACT
from engine.design.schema.types import Type
from engine.design.schema.wording import heading
from engine.texts import listed

TITLE = "OpenSearch 2"
_TYPES = {
    "id": "keyword",
    "uuid": "keyword",
    "enum": "keyword",
    "int": "integer",
    "bigint": "long",
    "money": "long",
    "bool": "boolean",
    "time": "date",
    "date": "date",
    "interval": "long",
    "float": "double",
    "bytes": "binary",
    "geo": "geo_point",
    "ip": "ip",
}


def mapping(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    properties = {column.name: _property(column.type) for column in table.columns.values()}
    mappings: dict[str, Any] = {"dynamic": "strict"}
    routed = table.partition != table.key_names[:1] or len(table.key) > 1
    if routed:
        mappings["_routing"] = {"required": True}
    rows = ",\n".join(f"      {json.dumps(name)}: {json.dumps(form)}" for name, form in properties.items())
    heads = "".join(f"    {json.dumps(name)}: {json.dumps(form)},\n" for name, form in mappings.items())
    text = f'{{\n  "mappings": {{\n{heads}    "properties": {{\n{rows}\n    }}\n  }}\n}}'
    texts = [*heading(setting)[1:], f"Body of PUT /{table.name}-1, read through the alias {table.name}."]
    texts.append(f"_id is {' and '.join(table.key_names)}{', joined by a colon' if len(table.key) > 1 else ''}.")
    if routed:
        texts.append(f"Routed by {listed(table.partition)}, so that a search within one asks one shard.")
    return TITLE, text, "\n".join(texts)


def _property(type_: Type) -> dict[str, Any]:
    if type_.name == "list" and type_.of is not None:
        if type_.of.name == "text":
            return {"type": "keyword"}
        return _property(type_.of)
    if type_.name == "json":
        return {"type": "object", "enabled": False}
    if type_.name == "decimal":
        return {"type": "scaled_float", "scaling_factor": 10 ** (type_.scale or 4)}
    if type_.name == "text":
        if type_.length is not None and type_.length <= EXACT:
            return {"type": "keyword"}
        if type_.length is not None and type_.length <= 250:
            return {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 256}}}
    return {"type": _TYPES.get(type_.name, "text")}
