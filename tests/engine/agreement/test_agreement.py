"""The comparison with published systems: what counts as agreeing, what is told, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.agreement import Agreement, Case, CaseFile, Entry, agreement_of, read_cases
from engine.agreement.describing import described
from engine.agreement.equivalence import agree, widened
from engine.agreement.telling import told
from engine.findings import KnowledgeError
from engine.knowledge import Knowledge

CASES = Path(__file__).with_name("cases.yaml")


@pytest.fixture(scope="module")
def file() -> CaseFile:
    return read_cases(CASES)


@pytest.fixture(scope="module")
def agreement(shipped: Knowledge, file: CaseFile) -> Agreement:
    return agreement_of(shipped, file.cases)


# -- what counts ---


@pytest.mark.parametrize(
    ("ours", "published"),
    [
        ("soa", "microservices"),
        ("modular-monolith", "monolith"),
        ("vm", "cloud"),
        ("hash", "by-tenant"),
        ("hash", "consistent-hash"),
        ("websocket", "persistent-tcp"),
        ("stream-and-batch", "batch"),
        ("stream", "stream-and-batch"),
    ],
)
def test_equivalent_categories_agree(ours: str, published: str) -> None:
    assert agree(frozenset({ours}), frozenset({published}))


@pytest.mark.parametrize(
    ("ours", "published"),
    [
        ("monolith", "soa"),
        ("kubernetes", "vm"),
        ("containers", "cloud"),
        ("consistent-hash", "by-tenant"),
        ("stream", "batch"),
    ],
)
def test_different_choices_do_not(ours: str, published: str) -> None:
    assert not agree(frozenset({ours}), frozenset({published}))


@pytest.mark.parametrize(
    ("place", "engineers", "said"),
    [("in its own data centre", 300, "on-prem"), ("in a public cloud", 300, "kubernetes")],
)
def test_the_platform_has_one_answer(shipped: Knowledge, place: str, engineers: int, said: str) -> None:
    """In own rooms it is that they are own rooms; elsewhere what runs there, and not the cloud besides."""
    entry = Entry(topic="compute-platform", category="cloud")
    text = f"A market place with many teams that release on their own, {place}"
    case = Case(id="one", describe=text, facts={"engineers": engineers, "dau": 3_000_000}, decisions=[entry])
    (differing,) = agreement_of(shipped, [case]).disagreements
    assert differing.answer is not None
    assert differing.answer.category == said


def test_relational_records_that_are_sharded_agree_with_a_sharded_relational_store() -> None:
    cut, whole = {"sharding": frozenset({"hash"})}, {"sharding": frozenset({"none"})}
    assert "sharded-relational" in widened("primary-store", "relational", cut)
    assert "sharded-relational" not in widened("primary-store", "relational", whole)


def test_alternatives_that_were_used_side_by_side_count_once(agreement: Agreement) -> None:
    assert agreement.by_topic["message-broker"].n == 1
    assert agreement.by_topic["message-broker"].agree == 1
    assert not [d for d in agreement.disagreements if d.topic == "message-broker"]


def test_a_topic_that_nothing_decides_counts_as_a_disagreement(agreement: Agreement) -> None:
    assert agreement.unanswered == (("wiki", "tea-or-coffee"),)
    assert agreement.by_topic["tea-or-coffee"].agree == 0
    assert agreement.all.n == 7
    assert agreement.core.n == 5


def test_each_disagreement_bears_the_reasons_of_the_rules(agreement: Agreement) -> None:
    found = next(d for d in agreement.disagreements if d.topic == "auth").as_dict()
    assert found["case"] == "wiki"
    assert found["published"] == "token"
    assert found["ours"] == "session-cookie"
    assert any(line["rule"] == "one-application" and line["points"] > 0 for line in found["ledger"])


def test_the_json_form(agreement: Agreement) -> None:
    made = agreement.as_dict()
    assert list(made) == [
        "cases",
        "core_agreement",
        "agreement",
        "by_topic",
        "unanswered",
        "disagreements",
    ]
    assert made["by_topic"]["service-style"] == {"n": 2, "agree": 2}
    assert 0 <= made["agreement"] <= made["core_agreement"] <= 1


def test_the_table_comes_before_the_disagreements(shipped: Knowledge, agreement: Agreement) -> None:
    text = told(shipped, agreement)
    assert "2 cases" in text.splitlines()[0]
    assert text.index("realtime-transport") < text.index("Disagreements") < text.index("wiki, auth (secondary)")


# -- what goes in ---


def test_only_description_tags_and_facts_are_read(shipped: Knowledge, file: CaseFile) -> None:
    wiki = file.cases[0]
    same = described(shipped, wiki)
    renamed = wiki.model_copy(update={"system": "Something else", "id": "uber", "year": 1999})
    assert described(shipped, renamed).givens == same.givens
    assert same.givens.preset is None


def test_a_product_in_the_description_brings_no_preset(shipped: Knowledge, file: CaseFile) -> None:
    case = file.cases[0].model_copy(update={"describe": "Design Netflix for 40 people"})
    given = described(shipped, case).givens
    assert given.preset is None
    assert {g.origin for g in given.facts.values()} == {"given"}


def test_facts_of_the_case_go_before_its_description(shipped: Knowledge, file: CaseFile) -> None:
    given = described(shipped, file.cases[1]).givens.facts
    assert given["daily_active_users"].value == 60e6
    assert given["peak_requests"].value == 500_000
    assert given["read_write_ratio"].value == 4


def test_those_who_run_it_are_not_its_users(shipped: Knowledge, file: CaseFile) -> None:
    told = {
        "describe": "Group chat for companies, four people run it",
        "capabilities": ["chat"],
        "facts": {"engineers": 4},
    }
    given = described(shipped, file.cases[0].model_copy(update=told)).givens.facts
    assert given["team_size"].value == 4
    assert "users_total" not in given


def test_a_company_a_little_larger_than_its_team_is_not_its_users(shipped: Knowledge, file: CaseFile) -> None:
    told = {
        "describe": "A site of links with votes, twenty-five employees",
        "capabilities": ["voting"],
        "facts": {"engineers": 12, "pageviews_per_month": 5_000_000_000},
    }
    assert "users_total" not in described(shipped, file.cases[0].model_copy(update=told)).givens.facts


def test_unknown_tags_and_keys_are_reported(agreement: Agreement) -> None:
    assert agreement.ignored["wiki"] == ("shoe_size: no fact of ours",)
    assert agreement.ignored["messenger"] == ("tag juggling: no capability of ours",)


# -- a bad file ---


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- id: a\n  describe: b\n", ":1:3", "'decisions' is missing"),
        ("- id: a\n  describe: b\n  decisions:\n    - {topic: cdn}\n", ":4:7", "'category' is missing"),
        (
            "- id: a\n  describe: b\n  decisions:\n    - {topic: cdn, category: none, strength: huge}\n",
            ":4:",
            "'huge'",
        ),
        ("id: a\n", ":1:1", "no list of cases"),
        ("- id: [\n", ":2:1", "not YAML"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_cases(bad)
    assert f"{bad}{place}" in str(raised.value)
    assert words in str(raised.value)


def test_a_case_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    one = "- id: a\n  describe: b\n  decisions: [{topic: cdn, category: none}]\n"
    bad.write_text(one + one, "utf-8")
    with pytest.raises(KnowledgeError, match="twice"):
        read_cases(bad)


def test_a_key_that_nobody_reads_is_told_and_ignored(tmp_path: Path) -> None:
    odd = tmp_path / "odd.yaml"
    odd.write_text("- id: a\n  describe: b\n  mood: good\n  decisions: [{topic: cdn, category: none}]\n", "utf-8")
    assert read_cases(odd).remarks == (f"{odd}:3:3: nothing reads 'mood'",)
