"""A real Chromium on a real server. Without a Chromium or a built page these tests are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect, sync_playwright

from tests.web.running import Running, serving
from web.settings import PAGE

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = Path(__file__).parent / "screens"
PATIENCE = 30_000


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or name one in CHROMIUM")
    if not (PAGE / "index.html").is_file():
        pytest.skip("the page is not built: run make install")
    expect.set_options(timeout=PATIENCE)  # a busy machine fails no test
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield found
    found.close()


@pytest.fixture(scope="session")
def server(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    room = tmp_path_factory.mktemp("browser")
    (room / "overlay" / "decisions").mkdir(parents=True)
    with serving(room / "overlay", room / "log.txt") as running:
        yield running


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Running) -> Iterator[Open]:
    """Opens pages in contexts of their own. At the end none may have thrown an error or logged one."""
    pages: list[Page] = []
    troubles: list[str] = []

    def open_at(width: int, height: int, path: str = "/") -> Page:
        size: ViewportSize = {"width": width, "height": height}
        context = browser.new_context(viewport=size, accept_downloads=True, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: troubles.append(f"thrown: {error}"))
        page.on("console", lambda line: troubles.append(f"logged: {line.text}") if line.type == "error" else None)
        pages.append(page)
        page.goto(server.url + path)
        return page

    yield open_at
    for page in pages:
        page.context.close()
    assert troubles == []
