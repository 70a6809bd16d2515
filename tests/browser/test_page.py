"""The page as a person uses it, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import (
    decision,
    does_not_scroll_sideways,
    download,
    download_json,
    has_eleven_sections,
    is_accessible,
    part,
    row,
    say,
    screenshot,
    show,
)
from tests.web.running import NETFLIX, Running

pytestmark = pytest.mark.browser


def designed(page: Page) -> None:
    """The shortest way to a design."""
    say(page, NETFLIX)
    part(page, "just-design").click()
    has_eleven_sections(page)


def test_the_whole_conversation(open_page: Open, server: Running) -> None:
    page = open_page(1440, 900)
    expect(part(page, "connection")).to_have_attribute("data-state", "open")
    expect(part(page, "suggestion").first).to_be_visible()
    screenshot(page, "1440-start")
    is_accessible(page)

    say(page, NETFLIX)
    understood = page.locator('[data-testid="message"][data-tone="understood"]').first
    for words in ("270 M", "120 M", "99.99%"):
        expect(understood).to_contain_text(words)
    expect(understood.locator('[data-testid="fact-chip"][data-fact="users_total"]')).to_contain_text("270 M")
    show(page, "facts")
    expect(row(page, "users_total")).to_have_attribute("data-origin", "given")
    expect(row(page, "users_total").get_by_test_id("fact-value")).to_have_text("270 M")

    question = part(page, "question")
    expect(question).to_be_visible()
    asked = question.get_attribute("data-fact")
    assert asked is not None
    why = part(question, "why-ask")
    expect(why).to_have_attribute("aria-expanded", "false")
    why.click()
    expect(question.get_by_text(re.compile("decides"))).to_be_visible()
    screenshot(page, "1440-question")
    part(question, "quick-reply").first.click()
    expect(page.locator(f'[data-testid="question"][data-fact="{asked}"]')).to_have_count(0)
    expect(row(page, asked)).to_have_attribute("data-origin", "given")

    say(page, "just design it")
    show(page, "design")
    has_eleven_sections(page)
    titles = part(page, "section").locator("h2").all_inner_texts()
    assert len(set(titles)) == 11
    diagram = page.locator('[data-section="2"] pre').first
    assert re.search(r"[┌│└─+|]", diagram.inner_text()), "boxes and lines"
    for drawn in page.locator("[data-section] pre").all_inner_texts():
        assert "```" not in drawn
    screenshot(page, "1440-design")
    is_accessible(page)

    show(page, "facts")
    row(page, "users_total").get_by_test_id("fact-edit").click()
    field = row(page, "users_total").get_by_test_id("fact-input")
    field.fill("30M")
    field.press("Enter")
    expect(row(page, "users_total").get_by_test_id("fact-value")).to_have_text("30 M")
    screenshot(page, "1440-facts")
    is_accessible(page)
    show(page, "design")
    expect(part(page, "changes")).to_be_visible()
    has_eleven_sections(page)
    expect(page.get_by_role("heading", level=1, name=re.compile("for 30 M users"))).to_be_visible()

    show(page, "decisions")
    card = decision(page, "message_broker")
    free = card.get_attribute("data-choice")
    part(card, "decision-toggle").click()
    other = "rabbitmq" if free != "rabbitmq" else "kafka"
    card.locator(f'[data-testid="pin"][data-option="{other}"]').click()
    expect(card).to_have_attribute("data-choice", other)
    expect(card).to_contain_text("pinned by you")
    screenshot(page, "1440-decisions")
    is_accessible(page)

    lines = part(page, "message").all_inner_texts()
    show(page, "design")
    has_eleven_sections(page)
    document = download(page, "download-markdown")
    page.reload()
    has_eleven_sections(page)
    expect(part(page, "message")).to_have_count(len(lines))
    assert part(page, "message").all_inner_texts() == lines
    show(page, "decisions")
    expect(decision(page, "message_broker")).to_have_attribute("data-choice", other)
    show(page, "facts")
    expect(row(page, "users_total").get_by_test_id("fact-value")).to_have_text("30 M")
    expect(row(page, asked)).to_have_attribute("data-origin", "given")

    show(page, "design")
    assert download(page, "download-markdown") == document
    assert document.startswith("# Netflix for 30 M users")
    assert re.findall(r"^## (\d+)\. ", document, flags=re.M) == [str(number) for number in range(1, 12)]
    trace = download_json(page, "download-trace")
    assert trace["choices"]["message_broker"] == other
    assert trace["knowledge"]["revision"] == server.health()["revision"]


def test_a_refused_value_is_said_and_changes_nothing(open_page: Open) -> None:
    page = open_page(1440, 900)
    designed(page)
    show(page, "facts")
    row(page, "availability").get_by_test_id("fact-edit").click()
    field = row(page, "availability").get_by_test_id("fact-input")
    field.fill("120%")
    field.press("Enter")
    refused = row(page, "availability").get_by_test_id("fact-refused")
    expect(refused).to_contain_text("120% is out of range: give 50% to")
    expect(part(page, "refused")).to_have_count(0)
    expect(field).to_have_value("120%")
    expect(field).to_be_focused()
    expect(row(page, "availability").get_by_test_id("fact-value")).to_have_text("99.99%")
    screenshot(page, "1440-refused")
    is_accessible(page)
    field.fill("99.9%")
    field.press("Enter")
    expect(row(page, "availability").get_by_test_id("fact-editor")).to_have_count(0)
    expect(row(page, "availability").get_by_test_id("fact-value")).to_have_text("99.9%")


def test_the_chart_of_scale(open_page: Open) -> None:
    page = open_page(1440, 900)
    designed(page)
    show(page, "scale")
    expect(part(page, "scale-chart")).to_contain_text("120 M now")
    expect(part(page, "signpost")).to_have_count(2)
    lane = page.locator('[data-testid="lane"][data-decision="load_balancing"]')
    today = lane.locator('[data-testid="stretch"][data-now]')
    expect(today).to_have_attribute("data-option", "l7_proxy")

    turn = part(lane, "turn").first
    words = turn.get_attribute("aria-label") or ""
    assert re.fullmatch(r"Load balancing: below [\d.,]+(?: M)? daily active users: Managed load balancer", words)
    turn.hover()
    expect(part(lane, "turn-tip")).to_contain_text(words.removeprefix("Load balancing: "))
    screenshot(page, "1440-scale")
    is_accessible(page)
    page.mouse.move(0, 0)
    expect(part(page, "turn-tip")).to_have_count(0)
    part(page, "as-chart").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(part(part(page, "scale-chart"), "turn").first).to_be_focused()
    expect(part(page, "turn-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(part(page, "turn-tip")).to_have_count(0)

    part(page, "as-table").click()
    table = part(page, "scale-table")
    expect(table.get_by_role("row", name=re.compile("Managed load balancer 120,000"))).to_be_visible()
    expect(part(page, "scale-chart")).to_have_count(0)
    is_accessible(page)

    page.emulate_media(color_scheme="dark")
    part(page, "as-chart").click()
    is_accessible(page)

    show(page, "decisions")
    card = decision(page, "load_balancing")
    part(card, "decision-toggle").click()
    expect(part(card, "turn").first).to_have_attribute("aria-label", words)
    card.locator('[data-testid="pin"][data-option="managed_lb"]').click()
    expect(part(card, "risks")).to_contain_text("the rules alone would choose")
    is_accessible(page)
    show(page, "scale")
    expect(part(page, "steady")).to_contain_text("pinned by you")
    expect(lane).to_have_count(0)


def test_a_template_that_fails_is_said_in_place_of_the_design(open_page: Open, server: Running) -> None:
    page = open_page(1440, 900)
    designed(page)
    shipped = server.health()["revision"]
    folder = server.overlay / "sections"
    folder.mkdir(exist_ok=True)
    file = folder / "07_security.md.j2"
    file.write_text("{% if v('users_total') == '31 M' %}{{ nowhere.at_all }}{% endif %}Ours. " + "x" * 400)
    notice = part(page, "knowledge-changed")
    expect(notice).to_contain_text("The rules were edited")
    say(page, "31M users")
    show(page, "design")
    expect(part(page, "design-failed")).to_contain_text("section 7, Security, cannot be written")
    expect(page.get_by_text("Writing…")).to_have_count(0)
    expect(part(page, "download-markdown")).to_have_attribute("aria-disabled", "true")
    screenshot(page, "1440-failed")
    is_accessible(page)
    page.reload()
    expect(part(page, "design-failed")).to_contain_text("section 7, Security, cannot be written")
    file.unlink()
    server.eventually(lambda: server.health()["revision"] == shipped, "the shipped template holds again")
    notice.get_by_role("button", name="Design again").click()
    has_eleven_sections(page)
    expect(part(page, "design-failed")).to_have_count(0)


def test_an_edited_rule_is_announced_on_the_page(open_page: Open, server: Running) -> None:
    page = open_page(1440, 900)
    designed(page)
    file = server.overlay / "decisions" / "message_broker.yaml"
    rule = "  - {id: ours, require: [rabbitmq], because: we run it already, source: {judgement: ours}}\n"
    file.write_text("decision: message_broker\nrules:\n" + rule)
    notice = part(page, "knowledge-changed")
    expect(notice).to_contain_text("The rules were edited")
    notice.get_by_role("button", name="Design again").click()
    show(page, "decisions")
    expect(decision(page, "message_broker")).to_have_attribute("data-choice", "rabbitmq")
    file.write_text("decision: message_broker\nrules: [\n")
    expect(notice).to_contain_text("refused; the last good rules stay in force")
    notice.locator("summary").click()
    expect(notice).to_contain_text("message_broker.yaml:")
    screenshot(page, "1440-edit-refused")
    file.unlink()
    expect(notice).to_contain_text("The rules were edited")


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(1440, 900)
    expect(part(page, "composer")).to_be_focused()
    page.keyboard.type("A wiki for a company of 40 people")
    page.keyboard.press("Enter")
    expect(part(page, "message").first).to_contain_text("A wiki for a company of 40 people")
    expect(part(page, "just-design")).to_be_visible()
    for _ in range(40):
        if part(page, "just-design").evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(part(page, "just-design")).to_be_focused()
    page.keyboard.press("Enter")
    has_eleven_sections(page)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024)])
def test_small_screens(open_page: Open, width: int, height: int) -> None:
    page = open_page(width, height)
    expect(part(page, "suggestion").first).to_be_visible()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-start")
    say(page, NETFLIX)
    expect(part(page, "question")).to_be_visible()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-question")
    part(page, "just-design").click()
    show(page, "design")
    has_eleven_sections(page)
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-design")
    is_accessible(page)
    page.locator('[data-section="2"] pre').first.scroll_into_view_if_needed()
    screenshot(page, f"{width}-diagram")
    page.locator('[data-section="6"] table').first.scroll_into_view_if_needed()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-table")

    show(page, "facts")
    expect(row(page, "users_total")).to_be_visible()
    expect(part(page, "section").first).to_be_hidden()
    does_not_scroll_sideways(page)
    row(page, "users_total").get_by_test_id("fact-edit").click()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-facts")
    show(page, "decisions")
    part(decision(page, "message_broker"), "decision-toggle").click()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-decisions")
    show(page, "scale")
    turn = part(part(page, "scale-chart"), "turn").nth(1)
    turn.scroll_into_view_if_needed()
    turn.click()
    expect(part(page, "turn-tip")).to_be_visible()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-scale")
    is_accessible(page)
    part(page, "as-table").click()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-scale-table")
    show(page, "chat")
    expect(part(page, "composer")).to_be_visible()
    expect(decision(page, "message_broker")).to_be_hidden()
    does_not_scroll_sideways(page)
    screenshot(page, f"{width}-chat")
