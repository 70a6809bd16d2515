"""How the browser tests look at the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SCREENS


def part(page: Page | Locator, name: str) -> Locator:
    return page.get_by_test_id(name)


def say(page: Page, text: str) -> None:
    part(page, "composer").fill(text)
    part(page, "send").click()


def row(page: Page, fact: str) -> Locator:
    return page.locator(f'[data-testid="fact"][data-fact="{fact}"]')


def decision(page: Page, name: str) -> Locator:
    return page.locator(f'[data-testid="decision"][data-decision="{name}"]')


def show(page: Page, view: str) -> None:
    part(page, f"tab-{view}").click()
    expect(part(page, f"tab-{view}")).to_have_attribute("data-state", "active")


def has_eleven_sections(page: Page) -> None:
    """Waits until the design is whole."""
    markdown = part(page, "download-markdown")
    expect(markdown).to_have_attribute(
        "href", re.compile(r"^/api/sessions/[^/]+/design\.md$")
    )  # the address has it then
    expect(markdown).to_have_attribute("href", f"/api/sessions/{session(page)}/design.md")
    numbers = part(page, "section").evaluate_all("all => all.map(one => Number(one.dataset.section))")
    assert numbers == list(range(1, 12))


def session(page: Page) -> str:
    found: str = page.evaluate("new URLSearchParams(location.search).get('session')")
    return found


def download(page: Page, name: str) -> str:
    with page.expect_download() as started:
        part(page, name).click()
    return Path(started.value.path()).read_text("utf-8")


def download_json(page: Page, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(download(page, name))
    return found


def screenshot(page: Page, name: str) -> None:
    SCREENS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")


def does_not_scroll_sideways(page: Page) -> None:
    """Neither the page nor a column of it: only diagrams and tables may, within themselves."""
    wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const scrolls = (one) => /auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX);
            const inside = (one) => { while ((one = one.parentElement)) if (scrolls(one)) return true; return false; };
            const names = [];
            if (document.documentElement.scrollWidth > width) names.push('the page');
            for (const one of document.querySelectorAll('main, article, [data-view], [role=log]'))
                if (one.offsetParent && one.scrollWidth > one.clientWidth + 1) names.push(one.outerHTML.slice(0, 120));
            for (const one of document.body.querySelectorAll('*')) {
                const box = one.getBoundingClientRect();
                if (box.width > 1 && box.right > width + 1 && one.offsetParent && !inside(one))
                    names.push(one.outerHTML.slice(0, 120));
            }
            return names;
        }"""
    )
    assert wide == []


def is_accessible(page: Page) -> None:
    found = Axe().run(page)
    grave = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    places = [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in grave for node in v["nodes"][:3]]
    assert not grave, "\n".join(places)
