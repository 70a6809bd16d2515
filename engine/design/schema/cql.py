"""CQL for Cassandra: one table by key, and one for each further question that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from engine.design.schema.quoting import quoted
from engine.design.schema.references import unenforced
from engine.design.schema.statement import Setting
from engine.design.schema.table import Column, Key, Table
from engine.design.schema.types import Type
from engine.design.schema.wording import aligned, comment, heading
from engine.texts import listed

BUCKETS = 16
TITLE = "Cassandra 5"
_TYPES = {
    "id": "bigint",
    "uuid": "uuid",
    "text": "text",
    "enum": "text",
    "int": "int",
    "bigint": "bigint",
    "decimal": "decimal",
    "money": "bigint",
    "bool": "boolean",
    "time": "timestamp",
    "date": "date",
    "interval": "duration",
    "json": "text",
    "float": "double",
    "bytes": "blob",
    "geo": "frozen<tuple<double, double>>",
    "ip": "inet",
}
_FEW = frozenset({"enum", "bool"})
_NO_KEY = frozenset({"interval", "json"})
_q = partial(quoted, engine="cassandra")


def create_tables(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    partition = tuple(name for name in table.partition if name in table.key_names) or (table.key[0].name,)
    if partition[0] != table.key[0].name and table.partition[0] not in table.key_names:
        partition = (table.key[0].name,)
    clustering = tuple(part for part in table.key if part.name not in partition)
    head = [line for text in heading(setting) for line in comment(text)]
    main = _table(setting, table.name, list(table.columns.values()), partition, clustering)
    known = {(partition, tuple(part.name for part in clustering))}
    lines = [*head, *main]
    for key in table.indexes:
        lines += _query_table(setting, key, known)
    for names in table.uniques:
        lines += _claims(setting, names)
    return TITLE, "\n".join([*lines, *_remarks(setting)]), ""


def _type(type_: Type) -> str:
    if type_.name == "list" and type_.of is not None:
        return f"frozen<list<{_type(type_.of)}>>"
    return _TYPES[type_.name]


def _table(
    setting: Setting,
    name: str,
    columns: Sequence[Column],
    partition: tuple[str, ...],
    clustering: Key,
    extra: Iterable[tuple[str, str]] = (),
) -> list[str]:
    rows = [(_q(name), type_) for name, type_ in extra]
    rows += [(_q(column.name), _type(column.type)) for column in columns]
    keys = [f"({', '.join(map(_q, partition))})", *(_q(part.name) for part in clustering)]
    options = []
    if clustering:
        order = ", ".join(f"{_q(part.name)} {'DESC' if part.descending else 'ASC'}" for part in clustering)
        options.append(f"CLUSTERING ORDER BY ({order})")
    times = {c.name for c in columns if c.type.name == "time"}
    if setting.kept.role == "bulk_store" and times & {part.name for part in clustering}:
        options.append(
            "compaction = {'class': 'TimeWindowCompactionStrategy',\n"
            "    'compaction_window_unit': 'DAYS', 'compaction_window_size': '1'}"
        )
    end = ") WITH " + "\n  AND ".join(options) + ";" if options else ");"
    body = [f"  {line}," for line in aligned(rows)]
    return [f"CREATE TABLE {_q(name)} (", *body, f"  PRIMARY KEY ({', '.join(keys)})", end]


def _query_table(setting: Setting, key: Key, known: set[tuple[tuple[str, ...], tuple[str, ...]]]) -> list[str]:
    """The rows again, by the first column of an index: Cassandra answers no question without its partition key."""
    table = setting.kept.table
    if any(table.columns[part.name].type.name in _NO_KEY | {"list", "geo"} for part in key):
        return comment(f"No table by {listed([p.name for p in key])}: such a column is no key in Cassandra.")
    first = table.columns[key[0].name]
    have = {part.name for part in key}
    rest = tuple(part for part in table.key if part.name not in have)
    names = tuple(part.name for part in (*key[1:], *rest))
    for partition, clustering in known:
        if partition == (first.name,) and clustering[: len(key) - 1] == tuple(p.name for p in key[1:]):
            return []
    known.add(((first.name,), names))
    name = f"{table.name}_by_{'_'.join(part.name for part in key)}"[:48]
    keyed = {first.name, *names}
    columns = [c for c in table.columns.values() if c.name in keyed or not c.type.large]
    why = f"Query table by {listed([part.name for part in key])}; written together with {table.name}"
    extra: list[tuple[str, str]] = []
    partition, clustering_key = (first.name,), (*key[1:], *rest)
    if first.type.name == "time":
        extra, partition, clustering_key = [(f"{first.name}_day", "date")], (f"{first.name}_day",), (*key, *rest)
        why += ", a partition a day"
    elif first.type.name in _FEW:
        extra, partition = [("bucket", "smallint")], (first.name, "bucket")
        why += (
            f"; bucket = hash of {listed(table.key_names)} modulo {BUCKETS}, or each value would be one hot partition"
        )
    left = [c.name for c in table.columns.values() if c not in columns]
    if left:
        why += f"; {listed(left)} {'is' if len(left) == 1 else 'are'} read from {table.name}"
    sparse = [name for name in have if table.columns[name].nullable]
    if sparse:
        why += f"; only rows that have {listed(sorted(sparse))}"
    return ["", *comment(f"{why}."), *_table(setting, name, columns, partition, clustering_key, extra)]


def _claims(setting: Setting, names: tuple[str, ...]) -> list[str]:
    """A value is claimed by inserting it with IF NOT EXISTS: the only uniqueness there is."""
    table = setting.kept.table
    name = f"{table.name}_{'_'.join(names)}_taken"[:48]
    columns = [table.columns[n] for n in dict.fromkeys((*names, *table.key_names))]
    why = f"One {table.entity} for each {listed(names)}: claimed first with INSERT ... IF NOT EXISTS."
    sparse = [n for n in names if table.columns[n].nullable]
    if sparse:
        why += f" Rows without {listed(sparse)} claim nothing."
    return ["", *comment(why), *_table(setting, name, columns, names, ())]


def _remarks(setting: Setting) -> list[str]:
    table: Table = setting.kept.table
    texts = [unenforced(table, setting)]
    if table.checks:
        texts.append(f"{setting.subject} checks: {'; '.join(table.checks)}.")
    if table.exclusion is not None:
        by = [*table.exclusion.equal, "slot"]
        texts.append(
            f"No overlaps for one {listed(table.exclusion.equal)}: time is cut into slots, and each slot from "
            f"{table.exclusion.start} to {table.exclusion.end} is claimed in a table with "
            f"PRIMARY KEY (({', '.join(by[:-1])}), slot) by one conditional batch (IF NOT EXISTS), all or nothing."
        )
    lines = [line for text in texts if text for line in comment(text)]
    return ["", *lines] if lines else []
