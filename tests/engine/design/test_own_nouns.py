"""A register told in the nouns of what it keeps."""

from __future__ import annotations

import pytest

from engine.design import assemble
from engine.design.own_nouns import nouns_in
from engine.document import render
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge.definitions import Knowledge


@pytest.mark.parametrize(
    ("title", "one", "many", "entity"),
    [
        ("Records of office keys for 15 users", "office key", "office keys", "OfficeKey"),
        ("Tree register of a city for 45 users", "tree", "trees", "Tree"),
        ("Records of boat damage", "boat damage entry", "boat damage entries", "BoatDamageEntry"),
        ("Records of complaints about noise", "complaint", "complaints", "Complaint"),
        ("Records of files", "file", "files", "FileRecord"),
    ],
)
def test_nouns_are_taken_from_the_title(title: str, one: str, many: str, entity: str) -> None:
    nouns = nouns_in(title)
    assert nouns is not None
    assert (nouns.one, nouns.many, nouns.entity) == (one, many, entity)


@pytest.mark.parametrize(
    "title", ["", "Register of records", "National register", "Records of data", "Chat for 2 M users"]
)
def test_titles_that_name_no_thing_change_nothing(title: str) -> None:
    assert nouns_in(title) is None


def test_the_document_speaks_of_them_in_entities_calls_and_tests(shipped: Knowledge) -> None:
    evaluation = evaluate(
        shipped, givens_from(shipped, {"capabilities": ["registers"], "users_total": 15, "used_at_work": True})
    )
    text = render(assemble(evaluation, "Records of office keys for 15 users"))
    assert "CREATE TABLE office_key (" in text
    assert "`POST /v1/office-keys`" in text
    assert "Open or find an office key" in text
    assert "find entries" not in text


def test_a_design_without_a_named_thing_keeps_its_entries(shipped: Knowledge) -> None:
    evaluation = evaluate(shipped, givens_from(shipped, {"capabilities": ["registers"], "users_total": 15}))
    assert "`POST /v1/entries`" in render(assemble(evaluation))
