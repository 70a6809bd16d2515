"""Checks and conditions: names quoted, functions as the engine calls them, or None where it knows no such thing."""

from __future__ import annotations

import re

from engine.design.schema.quoting import quoted
from engine.design.schema.table import Table
from engine.findings import InputError

_TOKEN = re.compile(
    r"('(?:[^']|'')*')|([A-Za-z_]\w*)(\s*\()?|(::|~\*?|@>|<@|&&)|\d[\d.]*(?:e\d+)?|[^A-Za-z_'~:@&\d]+|.", re.DOTALL
)
_WORDS = frozenset(
    {"and", "or", "not", "is", "null", "in", "between", "like", "true", "false", "case", "when", "then", "else", "end"}
)
_FUNCTIONS: dict[str, dict[str, str]] = {
    "sqlite": {
        "char_length": "length",
        "greatest": "max",
        "least": "min",
        "cardinality": "json_array_length",
        "octet_length": "length",
    },
    "mysql_sharded": {"cardinality": "json_length", "octet_length": "length"},
    "clickhouse": {"char_length": "lengthUTF8", "cardinality": "length", "octet_length": "length"},
}
_EVERYWHERE = frozenset(
    {"length", "char_length", "octet_length", "abs", "coalesce", "lower", "upper", "greatest", "least", "cardinality"}
    | {"round", "mod", "nullif", "trim", "floor"}
)
_POSTGRESQL = frozenset({"postgresql", "timescaledb", "distributed_sql"})


def translated(expression: str, table: Table, engine: str, without: frozenset[str] = frozenset()) -> str | None:
    """`expression` for `engine`; None where the engine cannot say it, or it needs a column of `without`.

    Raises InputError if it names something that is neither a column nor SQL.
    """
    out = []
    functions = _FUNCTIONS.get(engine, {})
    possible = True
    for match in _TOKEN.finditer(expression):
        name, call, operator = match[2], match[3], match[4]
        if name is None:
            possible = possible and (operator is None or engine in _POSTGRESQL)
            out.append(match[0])
        elif name in table.columns:
            possible = possible and name not in without
            out.append(quoted(name, engine) + (call or ""))
        elif name.lower() in _WORDS:
            out.append(match[0])
        elif call:
            possible = possible and (name.lower() in _EVERYWHERE or engine in _POSTGRESQL)
            out.append(functions.get(name.lower(), name) + call)
        elif name.lower() in ("interval", "date", "timestamp"):
            possible = possible and engine in _POSTGRESQL
            out.append(name)
        elif out and out[-1] == "::":
            out.append(name)
        else:
            raise InputError(f"{table.entity}: the check '{expression}' names '{name}', which is none of its fields")
    return "".join(out) if possible else None
