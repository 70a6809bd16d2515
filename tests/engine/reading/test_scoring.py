"""The score of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.reading import score
from tests.engine.reading.knowledge_words import lexicon

CORPUS = """
- id: a
  text: Design Netflix for 200M users, 50k qps
  context: null
  expect:
    {intent: describe, facts: {users_total: 2.0e8, peak_rps: 50000}, capabilities: [], preset: netflix, target: null}
- id: b
  text: "90"
  context: {asked: retention}
  expect: {intent: answer, facts: {retention: 90}, capabilities: [], preset: null, target: null}
- id: c
  text: double the traffic
  context: null
  expect: {intent: scale_by, facts: {}, capabilities: [], preset: null, target: null, scale: {peak_rps: 2}}
- id: d
  text: why kafka
  context: null
  expect: {intent: why_not, facts: {team_size: 3}, capabilities: [search], preset: null, target: kafka}
"""


def test_score(tmp_path: Path) -> None:
    path = tmp_path / "corpus.yaml"
    path.write_text(CORPUS, encoding="utf-8")
    result = score(path, lexicon()).as_dict()
    assert set(result) == {
        "utterances",
        "intent_accuracy",
        "fact_precision",
        "fact_recall",
        "capability_f1",
        "preset_accuracy",
        "target_accuracy",
        "ms_median",
        "ms_p99",
        "misses",
    }
    assert (result["utterances"], result["intent_accuracy"], result["fact_precision"], result["fact_recall"]) == (
        4,
        0.75,
        1.0,
        0.8,
    )
    assert (result["capability_f1"], result["preset_accuracy"], result["target_accuracy"]) == (0.0, 1.0, 1.0)
    assert [miss["missed"] for miss in result["misses"]] == [["intent", "team_size", "search"]]
    json.dumps(result)


def test_a_file_that_is_no_corpus(tmp_path: Path) -> None:
    path = tmp_path / "corpus.yaml"
    path.write_text("a: 1", encoding="utf-8")
    with pytest.raises(ValueError, match="a corpus is a list"):
        score(path, lexicon())
