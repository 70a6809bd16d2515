"""Finished documents: all eleven sections answer what they must, and a careful reader finds nothing to strike out."""

from __future__ import annotations

import re

import pytest

from engine.design import Design, assemble
from engine.document import SectionText, as_html, render
from engine.document.checking import CLOSING, PARTS_OF_A_DECISION, SUBSECTIONS, check_document
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.knowledge.models import SECTIONS
from tests.engine.document.requests import ALL, drawn


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_to_be_struck_out(documents: dict[str, str], name: str) -> None:
    assert [str(finding) for finding in check_document(documents[name], f"{name}.md")] == []


@pytest.mark.parametrize("seed", range(10))
def test_nor_in_a_document_for_a_random_request(shipped: Knowledge, seed: int) -> None:
    given = drawn(shipped, seed)
    document = render(assemble(evaluate(shipped, givens_from(shipped, given))))
    assert [str(finding) for finding in check_document(document)] == [], given


@pytest.mark.parametrize("name", ALL)
def test_every_question_is_answered_in_order(finished: dict[str, list[SectionText]], name: str) -> None:
    assert [section.id for section in finished[name]] == list(SECTIONS)
    for section in finished[name]:
        headings = re.findall(r"^### (\d+\.\d+) .+", section.markdown, re.MULTILINE)
        assert headings == [f"{section.number}.{n}" for n in range(1, SUBSECTIONS[section.number] + 1)]
        for part in re.split(r"^#{3,4} .*$", section.markdown, flags=re.MULTILINE)[1:]:
            assert len(part.strip()) > 60, f"{name}, section {section.number}: {part!r}"


@pytest.mark.parametrize("name", ALL)
def test_every_section_closes_with_its_decisions(
    designs: dict[str, Design], finished: dict[str, list[SectionText]], name: str
) -> None:
    for section in finished[name]:
        _, heading, closing = section.markdown.partition(f"#### {CLOSING}\n")
        assert heading
        assert "\n#" not in closing, "something comes after the decisions"
        own = [d for d in designs[name].decisions if d.section == section.id]
        for decision in own:
            said = decision.choice_title.partition(", three zones")[0]  # one machine stands in one zone
            assert f"**{decision.title}: {said}" in closing
        for part in PARTS_OF_A_DECISION:
            assert closing.count(part) == len(own), f"{name}, section {section.number}: {part}"
        if not own:
            assert "(section " in closing, "no decision of its own, and not a word on whose it rests on"


@pytest.mark.parametrize("name", ALL)
def test_the_document_is_of_this_case(designs: dict[str, Design], documents: dict[str, str], name: str) -> None:
    """Swapped into another case, the text would be wrong: no two sections of two cases are the same."""
    evaluation = designs[name].evaluation
    for fact in ("peak_requests", "total_data", "availability"):
        assert (evaluation.shown(fact) or "?") in documents[name]
    for capability in designs[name].capabilities:
        assert capability.title in documents[name]


def test_no_section_serves_two_cases(finished: dict[str, list[SectionText]]) -> None:
    texts = [section.markdown for sections in finished.values() for section in sections]
    assert len(set(texts)) == len(texts)


def test_the_table_of_contents_leads_to_the_sections(documents: dict[str, str]) -> None:
    contents, _, rest = documents["wiki"].partition("## 1.")
    titles = re.findall(r"\[\d+\. (.+?)\]\(#", contents)
    assert [f"## {n}. {title}" for n, title in enumerate(titles, 1)] == re.findall(
        r"^## .+", "## 1." + rest, re.MULTILINE
    )


def test_a_pin_against_the_rules_becomes_a_risk_that_the_document_names(shipped: Knowledge) -> None:
    given = {"capabilities": ["documents", "search"], "users_total": 40, "team_size": 2}
    design = assemble(evaluate(shipped, givens_from(shipped, given, {"primary_store": "cassandra"})))
    free = assemble(evaluate(shipped, givens_from(shipped, given)))
    assert free.risks == ()
    objections = {risk.text for risk in design.risks if "Cassandra" in risk.title}
    ledger = design.evaluation.ledgers["primary_store"]
    assert {design.evaluation.because(e.rule) for e in ledger.entries_for("cassandra") if e.points < 0} <= objections
    document = render(design)
    for objection in objections:
        assert objection[1:].rstrip(".") in document
    assert any(f"the rules alone would choose {free.evaluation.shown('primary_store')}" in o for o in objections)
    assert "the request fixes this choice" in next(d for d in design.decisions if d.id == "primary_store").why


def test_a_budget_that_does_not_hold_is_said(shipped: Knowledge) -> None:
    given = {"capabilities": ["chat"], "users_total": "20M", "monthly_budget": "500 USD/month"}
    document = render(assemble(evaluate(shipped, givens_from(shipped, given))))
    assert "The budget of $500 a month does not hold" in document
    told = document.split("**The requirements conflict.**")[1].split("####")[0]
    assert "Infrastructure budget a month above $" in told  # what it would take
    assert "Registered users below" in told  # or what it would do for
    assert check_document(document) == []


def test_as_a_page_the_document_stands_alone_and_runs_nothing(documents: dict[str, str]) -> None:
    page = as_html(documents["uber"] + "\n<script>alert(1)</script>\n", 'Uber <"&')
    assert page.startswith("<!doctype html>")
    assert "<title>Uber &lt;&quot;&amp;</title>" in page
    assert "<script>" not in page
    assert page.count("<table>") > 40
    assert "http-equiv" not in page
    assert "<link" not in page


def test_the_same_request_gives_the_same_document(shipped: Knowledge, documents: dict[str, str]) -> None:
    again = assemble(evaluate(shipped, givens_from(shipped, {}, preset="uber"), "counting"))
    assert render(again) == documents["uber"]


def test_two_groups_of_joined_services_are_told_apart(shipped: Knowledge) -> None:
    """Seven capabilities and hundreds of teams make more services than a picture can show, in groups of one size."""
    wanted = ["video_on_demand", "cart_orders", "notifications", "analytics", "feed", "presence", "ads"]
    given = {"capabilities": wanted, "team_size": 3000, "users_total": "1M"}
    design = assemble(evaluate(shipped, givens_from(shipped, given)))
    titles = [component.title for component in design.picture.components]
    assert len(set(titles)) == len(titles)
    assert len(design.picture.joined) >= 2
    assert [str(finding) for finding in check_document(render(design))] == []


@pytest.mark.parametrize("name", ALL)
def test_the_costs_of_the_table_are_those_that_the_rules_reckon_with(designs: dict[str, Design], name: str) -> None:
    """Whole dollars in both, to the last one: budget, scale shift and table speak of one sum."""
    total = sum(line.dollars for line in designs[name].costs)
    assert designs[name].evaluation.number("monthly_cost") * 2_592_000 == pytest.approx(total, abs=1e-3)
