"""The whole conversation over the WebSocket, from the first sentence to the downloads."""

from __future__ import annotations

import io
import json
import math
import re
import urllib.request
import zipfile
from itertools import pairwise

import pytest
import yaml

from tests.web.conftest import Connect
from tests.web.running import (
    NETFLIX,
    PATIENCE,
    Chat,
    Event,
    Running,
    choices,
    fact_of,
    is_whole_design,
    only,
    said,
    sections_of,
)


def test_the_conversation_of_the_issue(server: Running, chat: Chat) -> None:
    events = chat.say(NETFLIX)
    assert only(events[:1], "said") == {"type": "said", "seq": 1, "who": "person", "text": NETFLIX, "tone": "plain"}
    understood = said(events, "understood")
    for words in ("270 M", "120 M", "99.99%", "Netflix"):
        assert words in understood
    expected = {"users_total": "270 M", "daily_active_users": "120 M", "availability": "99.99%", "regions": "Worldwide"}
    for fact, text in expected.items():
        row = fact_of(events, fact)
        assert (row["origin"], row["text"]) == ("given", text)
        assert row["note"].startswith("you said")

    asked: set[str] = set()
    question = only(events, "question")["question"]
    while question is not None and len(asked) < 3:
        assert question["fact"] not in asked
        asked.add(question["fact"])
        assert question["ask"].endswith("?")
        assert "decides" in question["why"]
        assert question["assumed"]
        assert len(question["replies"]) >= 2
        reply = question["replies"][0]
        events = chat.tell(type="set_fact", fact=question["fact"], value=reply["value"])
        assert fact_of(events, question["fact"])["origin"] == "given"
        question = only(events, "question")["question"]
    assert asked, "a system of this size has something worth asking"

    events = chat.say("just design it")
    is_whole_design(events)
    done = only(events, "design_done")
    assert done["milliseconds"] > 0
    assert done["changed"] == []
    assert len(done["decisions"]) >= 15
    for view in done["decisions"]:
        chosen = [s for s in view["standings"] if s["chosen"]]
        assert [s["option"] for s in chosen] == [view["choice"]]
        assert view["why"], view["decision"]
        assert not view["pinned"]
    assert "```text" in sections_of(events)[1]["markdown"]

    document = server.download(chat.session, "design.md")
    streamed = "\n".join(s["markdown"] for s in sections_of(events))
    assert document.startswith("# Netflix for 270 M users")
    assert document.endswith(streamed)
    trace = server.trace(chat.session)
    assert trace["knowledge"]["revision"] == server.health()["revision"]
    assert trace["choices"] == choices(done)
    page = server.download(chat.session, "design.html")
    assert page.lower().startswith("<!doctype html>")
    assert len(re.findall(r"<h2[ >]", page)) >= 11
    assert "<script" not in page


def test_downloads_have_names_and_kinds(server: Running, designed: Chat) -> None:
    kinds = {"design.md": "text/markdown", "design.html": "text/html", "trace.json": "application/json"}
    for name, kind in kinds.items():
        status, _, headers = server.get(f"/api/sessions/{designed.session}/{name}")
        assert status == 200
        assert headers["content-type"] == f"{kind}; charset=utf-8"
        assert headers["content-disposition"] == f'attachment; filename="netflix-for-270-m-users-{name}"'
    assert server.get(f"/api/sessions/{designed.session}/design.pdf")[0] == 404


def test_the_archive_holds_the_document_and_the_files_that_run(server: Running, designed: Chat) -> None:
    with urllib.request.urlopen(f"{server.url}/api/sessions/{designed.session}/design.zip", timeout=PATIENCE) as answer:
        assert answer.headers["content-type"] == "application/zip"
        body = answer.read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read("design.md").decode("utf-8") == server.download(designed.session, "design.md")
        assert yaml.safe_load(archive.read("openapi.yaml"))["openapi"].startswith("3.1")
    assert {"README.md", "monitoring/alerts.yaml", "kubernetes/namespace.yaml", "terraform/main.tf"} <= set(names)


def test_a_download_before_the_design_says_so(server: Running, chat: Chat) -> None:
    for name in ("design.md", "design.html", "trace.json", "design.zip"):
        status, text, _ = server.get(f"/api/sessions/{chat.session}/{name}")
        assert status == 404
        assert "no design yet" in json.loads(text)["error"]
    status, text, _ = server.get("/api/sessions/nobody/design.md")
    assert status == 404
    assert "no such session" in json.loads(text)["error"]


def test_the_same_facts_give_the_same_document(server: Running, connect: Connect) -> None:
    first, second = connect(), connect()
    for chat in (first, second):
        chat.say(NETFLIX)
        chat.design()
    assert server.download(first.session, "design.md") == server.download(second.session, "design.md")
    assert server.download(first.session, "trace.json") == server.download(second.session, "trace.json")


def test_a_changed_fact_makes_the_design_anew_and_names_what_moved(server: Running, designed: Chat) -> None:
    before = server.download(designed.session, "design.md")
    events = designed.tell(type="set_fact", fact="daily_active_users", value="1000")
    is_whole_design(events)
    assert fact_of(events, "daily_active_users")["text"] == "1,000"
    assert any("→" in line for line in only(events, "design_done")["changed"])
    assert server.download(designed.session, "design.md") != before

    is_whole_design(designed.tell(type="set_fact", fact="users_total", value="3000"))
    assert server.download(designed.session, "design.md").startswith("# Netflix for 3,000 users")

    events = designed.tell(type="unset_fact", fact="users_total")
    is_whole_design(events)
    assert fact_of(events, "users_total")["origin"] == "preset"


def test_pin_and_unpin_change_the_choice(server: Running, designed: Chat) -> None:
    free = server.trace(designed.session)["choices"]["message_broker"]
    other = "rabbitmq" if free != "rabbitmq" else "kafka"
    events = designed.tell(type="pin", decision="message_broker", option=other)
    is_whole_design(events)
    done = only(events, "design_done")
    view = next(v for v in done["decisions"] if v["decision"] == "message_broker")
    assert (view["choice"], view["pinned"]) == (other, True)
    assert any(line.startswith("Message broker: ") for line in done["changed"])
    assert "as you chose" in said(events, "understood")
    assert server.trace(designed.session)["choices"]["message_broker"] == other

    events = designed.tell(type="pin", decision="message_broker")
    view = next(v for v in only(events, "design_done")["decisions"] if v["decision"] == "message_broker")
    assert (view["choice"], view["pinned"]) == (free, False)
    assert "is not pinned" in designed.refused(type="pin", decision="message_broker")


def test_a_pinned_choice_says_what_speaks_against_it(designed: Chat) -> None:
    done = only(designed.tell(type="pin", decision="primary_store", option="sqlite"), "design_done")
    views = {view["decision"]: view for view in done["decisions"]}
    risks = views["primary_store"]["risks"]
    assert any(risk["text"].startswith("the rules alone would choose ") for risk in risks)
    assert len(risks) >= 2, "and the rules that rule it out"
    assert not views["cache"]["risks"]


def scale_of(chat: Chat) -> Event:
    return next(event for event in reversed(chat.seen) if event["type"] == "scaled")


def test_a_design_comes_with_its_decisions_at_other_sizes(designed: Chat) -> None:
    done = next(e for e in designed.seen if e["type"] == "design_done")
    scale = scale_of(designed)
    assert (scale["design"], scale["seq"]) == (done["design"], done["seq"] + 1)
    assert (scale["now"], scale["counted"]) == ("120 M", "daily active users")
    ticks = [tick["factor"] for tick in scale["ticks"]]
    assert ticks == sorted(ticks)
    assert [tick["text"] for tick in scale["ticks"]][:4] == ["120,000", "1.2 M", "12 M", "120 M"]
    assert scale["ticks"][-1]["text"] == "8.3 bn", "there are no more people than that"

    chosen = {view["decision"]: view["choice"] for view in done["decisions"]}
    lanes = {lane["decision"]: lane["stretches"] for lane in scale["lanes"]}
    for name, stretches in lanes.items():
        assert (stretches[0]["low"], stretches[-1]["high"]) == (ticks[0], ticks[-1])
        for before, after in pairwise(stretches):
            assert before["high"] == after["low"]
            assert before["high_text"] == after["low_text"]
            assert before["option"] != after["option"]
        assert [s["option"] for s in stretches if s["now"]] == [chosen.get(name, "")]
    assert any(len(stretches) > 2 for stretches in lanes.values())

    nearest = [min((abs(math.log(s["low"])) for s in lane["stretches"][1:]), default=99) for lane in scale["lanes"]]
    assert nearest == sorted(nearest)


def test_few_people_are_counted_whole(chat: Chat) -> None:
    chat.say("A wiki for a company of 40 people")
    chat.design()
    scale = scale_of(chat)
    sizes = [tick["text"] for tick in scale["ticks"]]
    assert (sizes[0], scale["now"], sizes[-1]) == ("1", "24", "24,000")


def test_a_change_of_size_is_where_the_design_turns(server: Running, designed: Chat) -> None:
    """The chart is true: a design of the size beyond a change has what the chart shows there."""
    lane = next(lane for lane in scale_of(designed)["lanes"] if lane["decision"] == "load_balancing")
    beyond = next(s for s in lane["stretches"] if s["high"] < 1)
    share = (beyond["low"] * beyond["high"]) ** 0.5
    designed.tell(type="set_fact", fact="users_total", value=str(round(270e6 * share)))
    events = designed.tell(type="set_fact", fact="daily_active_users", value=str(round(120e6 * share)))
    assert choices(only(events, "design_done"))["load_balancing"] == beyond["option"]


def test_a_pinned_decision_has_one_stretch(designed: Chat) -> None:
    designed.tell(type="pin", decision="message_broker", option="rabbitmq")
    lane = next(lane for lane in scale_of(designed)["lanes"] if lane["decision"] == "message_broker")
    assert lane["pinned"]
    assert [s["option"] for s in lane["stretches"]] == ["rabbitmq"]


def test_a_refused_edit_names_its_fact(designed: Chat) -> None:
    refusal = designed.tell(type="set_fact", fact="availability", value="120%")[-1]
    assert (refusal["type"], refusal["fact"]) == ("refused", "availability")
    assert designed.tell(type="pin", decision="message_broker", option="nothing")[-1]["fact"] == ""


def test_a_design_is_not_compared_with_that_of_another_system(server: Running, designed: Chat) -> None:
    events = designed.tell(type="restart")
    assert only(events, "facts")["title"] == ""
    assert server.download(designed.session, "design.md").startswith("# Netflix"), "until there is another one"
    designed.say("A wiki for a company of 40 people")
    events = designed.design()
    is_whole_design(events)
    assert only(events, "design_done")["changed"] == []
    assert "Netflix" not in server.download(designed.session, "design.md").partition("\n")[0]


def test_skip_leaves_the_question_to_its_assumption(chat: Chat) -> None:
    question = only(chat.say(NETFLIX), "question")["question"]
    events = chat.tell(type="skip")
    assert "Skipped" in said(events)
    following = only(events, "question")["question"]
    assert following is None or following["fact"] != question["fact"]


def test_generate_without_a_word_asks_what_it_is_to_be(chat: Chat) -> None:
    events = chat.design()
    assert not sections_of(events)
    assert only(events, "question")["question"]["fact"] == "capabilities"


@pytest.mark.parametrize("words", ["export as Markdown", "export the trace"])
def test_export_leads_to_the_downloads(designed: Chat, words: str) -> None:
    designed.say(words)
    link = designed.until("said")[-1]
    assert f"/api/sessions/{designed.session}/design.md" in link["text"]


def test_sections_come_one_by_one(chat: Chat) -> None:
    """The first section is there before the last one is written: the page need not wait for all."""
    chat.say(NETFLIX)
    chat.send(type="generate")
    chat.until("section")
    first = chat.seen[-1]
    assert first["number"] == 1
    events = chat.until("question")
    assert only(events, "design_done")["seq"] == first["seq"] + 11
