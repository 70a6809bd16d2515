"""Titles wrapped in boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagram.titles import NARROW, SLIM, WIDE, Limits, fold, unwrap, wrap

words = st.text("ab-.", min_size=1, max_size=8)
titles = st.lists(words, min_size=1, max_size=8).map(lambda parts: " ".join(parts)[:40].strip())


@given(titles, st.integers(3, 20))
def test_a_wrapped_title_fits_and_can_be_unwrapped(title: str, width: int) -> None:
    lines = wrap(title, width)
    assert unwrap(lines) == title
    assert all(0 < len(line) <= width and line == line.strip() for line in lines)


@given(titles, st.sampled_from([WIDE, NARROW]))
def test_a_folded_title_takes_three_lines_at_most(title: str, limits: Limits) -> None:
    lines = fold(title, limits)
    assert unwrap(lines) == title
    assert len(lines) <= 3
    assert max(map(len, lines)) <= 24


@pytest.mark.parametrize(
    ("title", "limits", "lines"),
    [
        ("PostgreSQL", WIDE, ["PostgreSQL"]),
        ("TV and mobile apps", WIDE, ["TV and mobile apps"]),
        ("Time series database for metrics", WIDE, ["Time series database", "for metrics"]),
        ("TV and mobile apps", NARROW, ["TV and", "mobile", "apps"]),
        ("Payments PostgreSQL", NARROW, ["Payments", "PostgreSQL"]),
        ("Read-through cache", NARROW, ["Read-", "through", "cache"]),
        ("Recommendations", NARROW, ["Recommendations"]),
        ("Recommendations", SLIM, ["Recom\\", "menda\\", "tions"]),
    ],
)
def test_a_title_is_folded(title: str, limits: Limits, lines: list[str]) -> None:
    assert fold(title, limits) == lines
