"""The schema of whole designs: each entity once, in its store, its service named, in a few milliseconds."""

from __future__ import annotations

import re
import time

import pytest

from engine.design import Design, assemble
from engine.design.schema import Statement, schema
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge

SIZES = {"small": {"users_total": "2k"}, "large": {"users_total": "50M", "data_size": "20 TB"}}
STORES = ["sqlite", "postgresql", "mysql_sharded", "mongodb", "dynamodb", "cassandra", "distributed_sql"]


def designed(knowledge: Knowledge, capabilities: list[str], size: str = "large", **pins: str) -> Design:
    return assemble(evaluate(knowledge, givens_from(knowledge, {"capabilities": capabilities, **SIZES[size]}, pins)))


def found(design: Design) -> dict[str, Statement]:
    return {statement.entity: statement for statement in schema(design)}


@pytest.mark.parametrize("size", SIZES)
def test_every_capability_has_its_schema(shipped: Knowledge, size: str) -> None:
    for capability in shipped.capabilities:
        design = designed(shipped, [capability], size)
        statements = found(design)
        assert set(statements) == {entity.name for entity in design.entities if entity.option}
        for entity in design.entities:
            if entity.option:
                assert statements[entity.name].store == entity.store
                assert not re.search(r"{[a-z_]+}", statements[entity.name].note), "a fact was not filled in"


@pytest.mark.parametrize("store", STORES)
def test_every_store(shipped: Knowledge, store: str) -> None:
    statements = found(designed(shipped, ["feed", "booking", "payments"], primary_store=store))
    assert len({s.engine for s in statements.values() if s.store == "primary_store"}) == 1


def test_the_owner_of_an_entity_is_named(shipped: Knowledge) -> None:
    design = designed(shipped, ["feed"], primary_store="cassandra")
    titles = {part.title for component in design.components for part in component.parts if "Post" in part.form.owns}
    assert titles
    assert any(title in found(design)["Post"].text for title in titles)


def test_it_takes_a_few_milliseconds(shipped: Knowledge) -> None:
    design = designed(shipped, ["feed", "chat", "media_upload", "notifications"])
    schema(design)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        schema(design)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.005, f"{min(times) * 1000:.1f} ms for {len(design.entities)} entities"


def test_the_same_design_gives_the_same_schema(shipped: Knowledge) -> None:
    design = designed(shipped, ["booking", "payments"])
    assert schema(design) == schema(design)
