"""The statements that create the entities, one file for each store and language."""

from __future__ import annotations

from collections.abc import Iterator

from engine.artefacts.artefact import Artefact
from engine.artefacts.case import Case, slug
from engine.design.schema import Statement, schema

SUFFIXES = {"sql": "sql", "cql": "cql", "json": "json", "javascript": "js", "text": "txt"}


def schema_files(case: Case) -> Iterator[Artefact]:
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in schema(case.design):
        groups.setdefault((statement.store, statement.engine, statement.language), []).append(statement)
    for (store, engine, language), statements in groups.items():
        what = f"{len(statements)} entities in {engine}"
        if language == "json":  # a mapping or a table description is a file of its own
            for one in statements:
                path = f"schema/{slug(store)}/{slug(one.entity)}.json"
                yield Artefact(path, one.text.strip() + "\n", one.note or what)
            continue
        text = "\n\n".join(statement.text.strip() for statement in statements) + "\n"
        yield Artefact(f"schema/{slug(store)}.{SUFFIXES[language]}", text, what)
