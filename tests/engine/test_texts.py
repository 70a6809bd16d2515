"""How texts are written."""

from __future__ import annotations

import pytest

from engine.texts import fill, listed, lower_first, rate_of, sentence


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


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{n} engineers have nobody to spare", "one engineer has nobody to spare"),
        ("{n} engineers cannot be on call", "one engineer cannot be on call"),
        ("spread over {n} nodes", "spread over one node"),
        ("version 2.{n} engineers", "version 2.1 engineers"),
        ("{n} in 100 machines", "1 in 100 machines"),
    ],
)
def test_one_is_said_as_one(template: str, said: str) -> None:
    assert fill(template, {"n": "1"}.get) == said


def test_an_unknown_name_takes_its_sentence_along() -> None:
    assert fill("{n} nodes of {unheard_of}", {"n": "2"}.get) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{n}/s of writes at peak", "82,900 writes/s at peak"),
        ("{n}/h of jobs on average", "82,900 jobs/h on average"),
        ("{n}/s of readings and counts", "82,900/s of readings and counts"),
        ("{n}/s of this", "82,900/s of this"),
        ("{n} TB/day of logs", "82,900 TB/day of logs"),
    ],
)
def test_a_rate_is_said_with_what_it_counts(text: str, said: str) -> None:
    assert fill(text, lambda _: "82,900") == said


@pytest.mark.parametrize(
    ("noun", "said"), [("jobs", "1 job/h"), ("searches", "1 search/h"), ("queries", "1 query/h"), ("pages", "1 page/h")]
)
def test_one_of_them_is_said_in_the_singular(noun: str, said: str) -> None:
    assert rate_of("1/h", noun) == said
