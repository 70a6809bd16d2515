"""What a design rests on: assumptions that nothing here reads are not told."""

from __future__ import annotations

from engine.design import assemble
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge


def test_what_no_sum_and_no_text_of_the_case_reads_is_left_out(shipped: Knowledge) -> None:
    wiki = {"capabilities": ["documents"], "users_total": "40"}
    bearing = assemble(evaluate(shipped, givens_from(shipped, wiki))).bearing
    assert "archive_years" not in bearing, "a wiki is no archive of scanned pages"
    assert "document_edits_per_user_per_day" in bearing, "read by a sum"
    assert "folder_depth" in bearing, "named in a text"

    archive = {"capabilities": ["documents"], "scanned_archive": True, "users_total": "100k"}
    assert "archive_years" in assemble(evaluate(shipped, givens_from(shipped, archive))).bearing
