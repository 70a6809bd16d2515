"""Texts of the knowledge, filled with a case's values."""

from __future__ import annotations

import pytest

from engine.texts import fill


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
