"""Which references an engine can enforce, and who keeps the others true."""

from __future__ import annotations

from collections.abc import Iterable

from engine.design.schema.dialects import DIALECTS
from engine.design.schema.statement import BY_PART, Kept, Setting
from engine.design.schema.table import Column, Table
from engine.texts import ended

SPREADS_BY_ITSELF = frozenset({"distributed_sql"})
"""Stores that enforce a foreign key wherever the two rows lie."""


def obstacle(column: Column, setting: Setting) -> str:
    """Why `column` cannot have a foreign key; an empty text if it can, or if its engine has none at all."""
    here, there = setting.kept, setting.neighbours.get(column.refers)
    if column.refers == here.table.entity:
        there = here
    if there is None:
        return "not kept in this system"
    if (there.role, there.option) != (here.role, here.option):
        return f"in {there.kept_in}"
    if here.option not in DIALECTS:
        return ""
    if column.type.name == "list":
        return "in a list"
    if len(there.table.key) > 1:
        return "its key has further columns"
    if there.partitioned:
        return "in partitions by time"
    if here.partitioned and here.option == "mysql_sharded":
        return "from a partitioned table"
    if (
        setting.sharded
        and here.option not in SPREADS_BY_ITSELF
        and not _together(column, here, there, setting.sharding)
    ):
        return "in another part's database" if setting.sharding == BY_PART else "on another shard"
    return ""


def _together(column: Column, here: Kept, there: Kept, sharding: str) -> bool:
    """Whether the two rows always lie on one shard: both are sharded by the same value, or by their organisation."""
    if sharding == "tenant":
        return True
    if sharding == BY_PART:
        return here.keeper == there.keeper
    if here.table.partition == (column.name,) and there.table.partition == there.table.key_names:
        return True
    return here.table.partition == there.table.partition and here.table is not there.table


def unenforced(table: Table, setting: Setting, enforced: Iterable[str] = ()) -> str:
    """A sentence on the references that no foreign key guards; an empty text if there are none."""
    left = [c for c in table.columns.values() if c.refers and c.name not in set(enforced)]
    if not left:
        return ""
    places: dict[str, list[str]] = {}
    for column in left:
        places.setdefault(obstacle(column, setting), []).append(f"{column.name} -> {column.refers}")
    texts = [f"{', '.join(names)} ({where})" if where else ", ".join(names) for where, names in places.items()]
    return ended(f"{setting.subject} enforces {'; '.join(texts)}, as no foreign key can")
