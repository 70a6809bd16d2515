"""The choice: the simplest of the best, never what is ruled out, and what the person pins."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from engine.decisions import Entry, Exclusion, Heard, settle
from engine.design.deciding import decision_views, risks
from engine.inference import Evaluation, evaluate
from engine.inference.given import givens_from
from engine.knowledge.definitions import Rule
from tests.conftest import Folder
from tests.engine.small_base import small_base

RULE = cast(Rule, None)
OPTIONS = ["a", "b", "c", "d"]


def evaluated(folder: Folder, pin: str | None = None, rules: str = "", **facts: Any) -> Evaluation:
    knowledge = small_base(folder, rules).load()
    return evaluate(knowledge, givens_from(knowledge, facts, {"broker": pin} if pin else {}))


def test_without_evidence_the_simplest_wins(folder: Folder) -> None:
    assert evaluated(folder).choices == {"broker": "none"}


def test_a_tie_goes_to_the_option_listed_first(folder: Folder) -> None:
    ledger = evaluated(folder, rules="  - {id: even, favour: {log: 4, queue: 2}, because: both}\n").ledgers["broker"]
    assert ledger.points("log") == ledger.points("queue") == 2
    assert ledger.choice == "queue"
    assert ledger.margin == 0


def test_the_most_points_win(folder: Folder) -> None:
    evaluation = evaluated(folder, events="50k/s", consumers=3)
    assert {s.option: s.points for s in evaluation.ledgers["broker"].standings} == {"none": 0, "queue": 2, "log": 3}
    assert evaluation.choices["broker"] == "log"


def test_what_is_ruled_out_does_not_win_however_many_points_it_has(folder: Folder) -> None:
    ledger = evaluated(folder, events="500/s", strict=True).ledgers["broker"]
    assert ledger.points("queue") == 2
    assert ledger.choice == "none"
    assert [e.option for e in ledger.exclusions] == ["queue"]
    assert not ledger.unsatisfiable


def test_when_all_are_ruled_out_the_best_of_them_is_taken_and_it_is_said(folder: Folder) -> None:
    none_left = "  - {id: no-way, rule_out: {none: lost, log: dear}, because: both are out}\n"
    evaluation = evaluated(folder, rules=none_left, events="500/s", strict=True)
    assert evaluation.ledgers["broker"].unsatisfiable
    assert evaluation.choices["broker"] == "queue"
    (problem,) = evaluation.problems
    assert problem.code == "unsatisfiable"
    assert "no-way" in problem.message
    assert "order" in problem.message
    assert "a queue forgets 500/s" in {risk.text for risk in risks(evaluation)}


def test_a_pin_wins_and_what_speaks_against_it_becomes_a_risk(folder: Folder) -> None:
    evaluation = evaluated(folder, pin="queue", events="50k/s", strict=True)
    ledger = evaluation.ledgers["broker"]
    assert (ledger.choice, ledger.free_choice, ledger.pinned) == ("queue", "log", True)
    found = risks(evaluation)
    assert {risk.title for risk in found} == {"Broker: A queue"}
    assert "a queue forgets 50,000/s" in {risk.text for risk in found}
    assert "the rules alone would choose A log" in {risk.text for risk in found}
    (view,) = decision_views(evaluation)
    assert view.pinned
    assert view.why[0] == "the request fixes this choice"


def test_a_pin_that_the_rules_agree_with_is_no_risk(folder: Folder) -> None:
    assert risks(evaluated(folder, pin="none")) == ()


def test_points_against_a_pin_are_risks_too(folder: Folder) -> None:
    assert "a log has to be run" in {risk.text for risk in risks(evaluated(folder, pin="log"))}


def test_a_draft_is_shown_but_does_not_count(folder: Folder) -> None:
    draft = "  - {id: someday, status: draft, favour: {log: 5}, because: soon}\n"
    evaluation = evaluated(folder, rules=draft)
    assert "someday" in {firing.rule.id for firing in evaluation.firings}
    assert evaluation.choices["broker"] == "none"


def test_the_runner_up_is_not_one_that_is_ruled_out(folder: Folder) -> None:
    ledger = evaluated(folder, events="50k/s", strict=True).ledgers["broker"]
    assert ledger.choice == "log"
    assert ledger.runner_up == "none"


def test_a_decision_says_why_what_was_given_up_and_what_would_change_it(folder: Folder) -> None:
    (view,) = decision_views(evaluated(folder, events="50k/s", consumers=3))
    assert view.why == ("50,000/s are many", "3 read")
    assert view.given_up == ("A queue would have offered: one consumer takes each job",)
    assert "Consumers below 2 (now 3) → A queue" in [flip.text for flip in view.would_change]
    assert view.points == "Direct calls 0, A queue +2, A log +3"


entries = st.lists(
    st.tuples(st.sampled_from(OPTIONS), st.floats(-5, 5).map(round)).map(
        lambda p: Heard((Entry(p[0], p[1], RULE),), ())
    )
)
exclusions = st.lists(st.sampled_from(OPTIONS).map(lambda o: Heard((), (Exclusion(o, "", RULE),))))


@given(entries, exclusions, st.none() | st.sampled_from(OPTIONS))
def test_any_ledger(heard: list[Heard], out: list[Heard], pin: str | None) -> None:
    ledger = settle("x", OPTIONS, [*heard, *out], pin)
    free = {o for o in OPTIONS if not ledger.exclusions_of(o)}
    assert ledger.unsatisfiable == (not free)
    rivals = [o for o in OPTIONS if o in free or not free]
    assert ledger.free_choice in rivals
    assert ledger.free_choice == max(rivals, key=lambda o: (ledger.points(o), -OPTIONS.index(o)))
    assert ledger.choice == (pin or ledger.free_choice)
    assert ledger.runner_up != ledger.choice
