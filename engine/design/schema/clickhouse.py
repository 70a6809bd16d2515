"""ClickHouse: tables in parts by month, sorted by what is asked for."""

from __future__ import annotations

from functools import partial

from engine.design.schema.checks import translated
from engine.design.schema.quoting import quoted
from engine.design.schema.references import unenforced
from engine.design.schema.statement import Setting
from engine.design.schema.table import Column
from engine.design.schema.types import Type
from engine.design.schema.wording import aligned, comment, heading
from engine.texts import listed

TITLE = "ClickHouse"
_TYPES = {
    "id": "Int64",
    "uuid": "UUID",
    "text": "String",
    "enum": "LowCardinality(String)",
    "int": "Int32",
    "bigint": "Int64",
    "decimal": "Decimal(38, 9)",
    "money": "Int64",
    "bool": "Bool",
    "time": "DateTime64(3, 'UTC')",
    "date": "Date",
    "interval": "Int64",
    "json": "String",
    "float": "Float64",
    "bytes": "String",
    "geo": "Point",
    "ip": "IPv6",
}
_CHANGED = frozenset({"updated_at", "changed_at"})
_q = partial(quoted, engine="clickhouse")


def create_table(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    time = table.time
    order = [*table.key_names, *([time.name] if time is not None and time.name not in table.key_names else [])]
    rows = aligned([(_q(c.name), _type(c, c.name in order)) for c in table.columns.values()])
    checks = [text for check in table.checks if (text := translated(check, table, "clickhouse")) is not None]
    rows += [f"CONSTRAINT check_{number} CHECK ({text})" for number, text in enumerate(checks, 1)]
    sought = dict.fromkeys(p.name for key in table.indexes for p in key if p.name not in order[:1])
    rows += [
        f"INDEX {name}_idx {_q(name)} TYPE {_skipping(table.columns[name].type)} GRANULARITY 4"
        for name in sought
        if table.columns[name].type.name not in ("json", "geo", "bytes")
    ]
    changed = next((c.name for c in table.columns.values() if c.name in _CHANGED and not c.nullable), "")
    engine = f"ReplacingMergeTree({changed})" if changed else "MergeTree"
    lines = [line for text in heading(setting) for line in comment(text)]
    lines += [
        f"CREATE TABLE {_q(table.name)} (",
        *(f"  {row}," for row in rows[:-1]),
        f"  {rows[-1]}",
        ")",
        f"ENGINE = {engine}",
    ]
    if time is not None:
        lines.append(f"PARTITION BY toYYYYMM({_q(time.name)})")
    lines.append(f"ORDER BY ({', '.join(map(_q, order))});")
    return TITLE, "\n".join([*lines, *_remarks(setting, changed)]), ""


def _type(column: Column, sorts: bool) -> str:
    text = _plain(column.type)
    if not column.nullable or sorts or column.type.name in ("list", "geo"):
        return text
    return "LowCardinality(Nullable(String))" if column.type.name == "enum" else f"Nullable({text})"


def _plain(type_: Type) -> str:
    if type_.name == "list" and type_.of is not None:
        return f"Array({_plain(type_.of)})"
    if type_.name == "decimal" and type_.precision is not None:
        return f"Decimal({type_.precision}, {type_.scale})"
    return _TYPES[type_.name]


def _skipping(type_: Type) -> str:
    return "minmax" if type_.name in ("time", "date", "int", "float", "decimal", "money") else "bloom_filter"


def _remarks(setting: Setting, changed: str) -> list[str]:
    table = setting.kept.table
    texts = [
        f"Rows of one {listed(table.key_names)} are merged to the newest by {changed}; read with FINAL."
        if changed
        else "Inserted in batches of 10,000 rows or more; one sent again has the same insert_deduplication_token."
    ]
    texts += [
        f"{setting.subject} checks: {check}."
        for check in table.checks
        if translated(check, table, "clickhouse") is None
    ]
    texts += [
        f"{setting.subject} rejects a second {listed(names)}, as ClickHouse enforces no uniqueness."
        for names in table.uniques
    ]
    if table.exclusion is not None:
        texts.append(f"{setting.subject} rejects overlaps of one {listed(table.exclusion.equal)} before it writes.")
    texts.append(unenforced(table, setting))
    return [line for text in texts if text for line in comment(text)]
