"""From a design to the statements that create its stores, each entity after those it refers to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.design.model import Design, Entity
from engine.design.schema import clickhouse, cql, describing, dynamodb, files, mongodb, opensearch, redis, relational
from engine.design.schema.dialects import DIALECTS
from engine.design.schema.statement import Kept, Language, Setting, Statement
from engine.design.schema.table import read_table
from engine.knowledge import models

Writer = Callable[[Setting], tuple[str, str, str]]

PARTITIONING = frozenset({"postgresql", "timescaledb", "mysql_sharded"})
"""Engines that lay bulk records in partitions by time."""

_WRITERS: dict[str, tuple[Language, Writer]] = {
    **dict.fromkeys(DIALECTS, ("sql", relational.create_table)),
    "mongodb": ("javascript", mongodb.create_collection),
    **dict.fromkeys(("dynamodb", "dynamodb_bulk"), ("json", dynamodb.create_table)),
    "cassandra": ("cql", cql.create_tables),
    "clickhouse": ("sql", clickhouse.create_table),
    **dict.fromkeys(("redis", "redis_cluster"), ("text", redis.key_pattern)),
    **dict.fromkeys(("opensearch", "search_node"), ("json", opensearch.mapping)),
    **dict.fromkeys(("s3", "own_object_store", "filesystem"), ("text", files.key_layout)),
}


def schema(design: Design) -> tuple[Statement, ...]:
    """The statements of every entity that has a store. Raises InputError if an entity cannot be read."""
    stored = {entity.name: entity for entity in design.entities if entity.option}
    texts = design.evaluation.text
    keepers = _keepers(design)
    places = {
        name: kept(name, e.form, e.option, role=e.store, kept_in=e.kept_in, note=texts(e.form.note))
        for name, e in stored.items()
    }
    places = {name: replace(place, keeper=keepers.get(name, "")) for name, place in places.items()}
    sharding = design.evaluation.choices.get("sharding", "none")
    settings = {e.name: _setting(e, places, sharding, keepers) for e in stored.values()}
    return tuple(statement(setting, stored[name].capability) for name, setting in in_order(settings).items())


def kept(
    name: str, form: models.Entity, option: str, *, role: str = "", kept_in: str = "", note: str | None = None
) -> Kept:
    """Where the entity `name` is kept. Bulk records with a time lie in partitions, where the engine has such."""
    table = read_table(name, form, note)
    parts = (
        option in PARTITIONING and table.time is not None and (form.store == "bulk_store" or option == "timescaledb")
    )
    return Kept(table, role or form.store, option, kept_in or option, parts)


def statement(setting: Setting, capability: str = "") -> Statement:
    """The statement of one entity, in the engine of its store."""
    place = setting.kept
    language, write = _WRITERS.get(place.option, ("text", describing.described))
    engine, text, remark = write(setting)
    note = " ".join(part for part in (place.table.note, remark) if part)
    if place.table.note and remark:
        note = f"{place.table.note.rstrip('.')}.\n{remark}"
    return Statement(place.table.entity, capability, place.role, engine, language, text, note)


def _setting(entity: Entity, places: Mapping[str, Kept], sharding: str, keepers: Mapping[str, str]) -> Setting:
    return Setting(
        kept=places[entity.name],
        sharding=sharding if entity.store == "primary_store" else "none",
        neighbours=places,
        keeper=keepers.get(entity.name, "its service"),
        searched=entity.form.store == "search_index" and entity.store != "search_index",
        written=entity.written,
        read=entity.read,
        size=entity.size,
        kept_for=entity.kept,
    )


def _keepers(design: Design) -> dict[str, str]:
    """Who writes each entity: the component that owns it, by the title of its part."""
    found: dict[str, str] = {}
    for component in design.components:
        for part in component.parts:
            for entity in part.form.owns:
                found.setdefault(entity, part.title)
    return found


def in_order(settings: Mapping[str, Setting]) -> dict[str, Setting]:
    """Every entity after those it refers to, otherwise as they came; a circle is cut where it was entered."""
    places = {name: setting.kept for name, setting in settings.items()}
    done: dict[str, Setting] = {}
    entered: set[str] = set()

    def enter(name: str) -> None:
        if name in entered:
            return
        entered.add(name)
        for column in places[name].table.columns.values():
            if column.refers in places:
                enter(column.refers)
        done[name] = settings[name]

    for name in places:
        enter(name)
    return _circles_cut(done)


def _circles_cut(settings: dict[str, Setting]) -> dict[str, Setting]:
    """The same, each knowing what it cannot refer to yet, and who has waited for it."""
    place = {name: number for number, name in enumerate(settings)}
    forward = [
        (name, column.refers)
        for name, setting in settings.items()
        for column in setting.kept.table.columns.values()
        if place.get(column.refers, -1) > place[name]
    ]
    for name, other in dict.fromkeys(forward):
        settings[name] = replace(settings[name], later=settings[name].later | {other})
        waiting = (*settings[other].waiting, settings[name].kept)
        settings[other] = replace(settings[other], waiting=waiting)
    return settings
