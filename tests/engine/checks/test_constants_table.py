"""docs/constants.md: one row a constant, with its page or its reasoning."""

from __future__ import annotations

from pathlib import Path

from engine.checks.constants_table import FILE, document
from engine.knowledge import Knowledge
from tests.conftest import Folder
from tests.engine.checks.check_kit import VOCABULARY

TECHNOLOGY = """\
technology: queue
title: "A queue | of jobs"
limits:
  max_events:
    value: 20k/s
    low: 10k/s
    high: 65k/s
    as_of: 2026-06-01
    note: three nodes
    source: {title: A benchmark, url: "https://example.org/benchmark", read: 2026-11-23}
  unread: {value: 2 TB, source: {judgement: nobody measured it}}
"""
CAPACITY = """\
capacity: nodes
rules:
  - {id: node-count, set: {nodes: ceil(events / queue.max_events)}}
"""


def test_the_table_on_disk_is_made_from_the_shipped_files(shipped: Knowledge) -> None:
    assert FILE.read_text("utf-8") == document(shipped), "run: python -m engine.checks.constants_table"


def test_every_limit_and_price_has_a_row(shipped: Knowledge) -> None:
    page = document(shipped)
    assert [key for key in shipped.constants if f"| `{key}`" not in page] == []


def test_a_row_links_the_page_and_counts_the_rules_that_read_it(tmp_path: Path) -> None:
    page = document(_base(tmp_path))
    assert (
        "| `queue.max_events` | 20k/s | 10k/s | 65k/s | 2026-06-01 "
        "| three nodes. [A benchmark](https://example.org/benchmark), read 2026-11-23 | 1 |"
    ) in page
    assert "| `queue.unread` | 2 TB |  |  |  | *judgement*: nobody measured it | 0 |" in page
    assert "### A queue \\| of jobs (`queue`)" in page


def test_the_summary_tells_what_was_read_from_what_was_judged(tmp_path: Path) -> None:
    page = document(_base(tmp_path))
    assert "| limits and prices | 2 | 1 | 1 |" in page
    assert "| limits and prices that a rule reads | 1 | 1 | 0 |" in page
    assert "| assumed values of facts | 2 | 0 | 2 |" in page
    assert "| `events` Events | 10/s | 0 | 1M/s |  | *judgement*: usual | 1 |" in page


def test_a_default_that_only_computes_is_no_constant(shipped: Knowledge) -> None:
    page = document(shipped)
    assert "`monthly_active_users`" not in page
    assert "`team_size`" in page


def _base(root: Path) -> Knowledge:
    folder = Folder(root / "knowledge")
    folder.write("vocabulary/facts.yaml", VOCABULARY)
    folder.write("technologies/queue.yaml", TECHNOLOGY)
    folder.write("capacity/nodes.yaml", CAPACITY)
    folder.write("capabilities/feed.yaml", "capability: feed\ntitle: Feed\nsummary: people read\n")
    return folder.load()
