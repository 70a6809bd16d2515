"""How texts are written."""

from __future__ import annotations

import pytest

from engine.texts import listed, lower_first, sentence


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Home feed", "home feed"),
        ("A queue between them", "a queue between them"),
        ("Multi-AZ failover", "multi-AZ failover"),
        ("E-mail", "e-mail"),
        ("CDN", "CDN"),
        ("GPUs of a replica", "GPUs of a replica"),
        ("GraphQL", "GraphQL"),
        ("S3 cells", "S3 cells"),
        ("A/B test", "A/B test"),
        ("99th percentile", "99th percentile"),
        ("", ""),
    ],
)
def test_a_title_loses_its_capital_where_a_sentence_goes_on(title: str, inside: str) -> None:
    assert lower_first(title) == inside


def test_a_sentence_has_a_capital_and_one_end() -> None:
    assert [sentence(text) for text in ("reads go first ", "Why?", "so:", "")] == ["Reads go first.", "Why?", "So:", ""]


def test_a_list_is_written_as_people_do() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed("abc", "or")] == ["", "a", "a and b", "a, b or c"]
