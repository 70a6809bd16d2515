"""What could be had instead of building: priced for this case, and said first to those who have few people."""

from __future__ import annotations

import pytest

from engine.checks import check
from engine.design import assemble
from engine.document import render
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from tests.conftest import Folder
from tests.engine.small_base import small_base

CAPABILITY = """\
capability: jobs
title: Jobs
summary: people start jobs
ready_made:
  - {what: a queue by the month, monthly: consumers * 5 USD/month, spares: all, lacks: nothing, source: {judgement: s}}
"""


def test_the_price_follows_the_case(shipped: Knowledge) -> None:
    def hosted(users: str) -> str | None:
        design = assemble(
            evaluate(shipped, givens_from(shipped, {"capabilities": ["documents"], "users_total": users}))
        )
        return next((r.monthly for r in design.ready_made if "priced per user" in r.what), None)

    assert hosted("40") == "$240 a month"
    assert hosted("4k") == "$24,000 a month"
    assert hosted("4M") is None


def test_what_costs_nothing_is_called_free(shipped: Knowledge) -> None:
    design = assemble(evaluate(shipped, givens_from(shipped, {"capabilities": ["id_generation"]})))
    assert "free" in [r.monthly for r in design.ready_made]


def test_a_small_team_hears_it_first(shipped: Knowledge) -> None:
    def head(engineers: str) -> str:
        given = {"capabilities": ["documents"], "users_total": "40", "team_size": engineers}
        return render(assemble(evaluate(shipped, givens_from(shipped, given)))).partition("### 1.1")[0]

    assert "**Buy or build:** an open-source wiki" in head("1")
    assert "Try it first; build" in head("1")
    assert "Buy or build:**" not in head("40")


@pytest.mark.parametrize(
    ("price", "message"),
    [
        ("consumers * 5 USD", "an amount in USD/month is wanted here"),
        ("consumer * 5 USD/month", "unknown name 'consumer'"),
    ],
)
def test_a_price_that_is_none_is_pointed_out(folder: Folder, price: str, message: str) -> None:
    text = CAPABILITY.replace("consumers * 5 USD/month", price)
    base = small_base(folder).write("capabilities/jobs.yaml", text).load()
    found = [f for f in check(base) if f.severity == "error" and f.place.line == 5]
    assert any(message in f.message for f in found), [str(f) for f in found]
