"""How well a corpus of labelled utterances is read (`groundplan read CORPUS.yaml`).

Facts count once each: right, wrong or invented, missing; a relative change counts as a fact. Facts and features that
the corpus has no word for are left out of the count. Preset and target are measured where one is expected or one was
read. An accepted reading (`accept`) is never required and never an error.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from engine.reading.data import phrases, word_set
from engine.reading.lexicon import Lexicon, slug
from engine.reading.model import Context, Reading, Value
from engine.reading.reading import read
from engine.reading.units import DAY, MONTH

# our fact -> the corpus' name
FACT_NAMES = {"peak_requests": "peak_rps", "average_requests": "average_rps", "object_data_today": "data_size"}
# canonical value * factor = value in the corpus' unit
FACTORS = {"retention": 1 / DAY, "data_growth_per_day": DAY, "items_per_day": DAY, "monthly_budget": MONTH}
CORPUS_FACTS = word_set("scoring.corpus_facts")
CAPABILITY_SLUGS: dict[str, list[str]] = phrases("corpus")["capabilities"]
TARGET_NAMES: dict[str, str] = phrases("corpus")["targets"]


@dataclass(frozen=True)
class Score:
    utterances: int
    intent_accuracy: float
    fact_precision: float
    fact_recall: float
    capability_f1: float
    preset_accuracy: float
    target_accuracy: float
    ms_median: float
    ms_p99: float
    misses: tuple[dict[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            **{k: (round(v, 4) if isinstance(v, float) else v) for k, v in vars(self).items()},
            "misses": list(self.misses),
        }


@dataclass
class _Tally:
    right: int = 0
    wrong: int = 0
    missing: int = 0
    right_features: int = 0
    wrong_features: int = 0
    missing_features: int = 0
    intents: list[bool] = field(default_factory=list)
    presets: list[bool] = field(default_factory=list)
    targets: list[bool] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)


def score(path: Path | str, lexicon: Lexicon) -> Score:
    """Reads every utterance of the file and compares."""
    entries = yaml.load(Path(path).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(entries, list) or not all(isinstance(e, dict) and "text" in e and "expect" in e for e in entries):
        raise ValueError(f"{path}: a corpus is a list of entries with `text` and `expect`")
    read("200M users", lexicon)  # compiles the lexicon
    tally = _Tally()
    for entry in entries:
        _count(entry, lexicon, tally)
    n = max(len(entries), 1)
    times = sorted(tally.times) or [0.0]
    return Score(
        utterances=len(entries),
        intent_accuracy=sum(tally.intents) / n,
        fact_precision=_share(tally.right, tally.right + tally.wrong),
        fact_recall=_share(tally.right, tally.right + tally.missing),
        capability_f1=_share(
            2 * tally.right_features, 2 * tally.right_features + tally.wrong_features + tally.missing_features
        ),
        preset_accuracy=_share(sum(tally.presets), len(tally.presets)),
        target_accuracy=_share(sum(tally.targets), len(tally.targets)),
        ms_median=statistics.median(times),
        ms_p99=times[min(len(times) - 1, int(len(times) * 0.99))],
        misses=tuple(tally.misses),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _count(entry: Mapping[str, Any], lexicon: Lexicon, tally: _Tally) -> None:
    expect, accept = entry["expect"], entry["expect"].get("accept") or {}
    asked = (entry.get("context") or {}).get("asked")
    context = Context({v: k for k, v in FACT_NAMES.items()}.get(asked, asked)) if asked else None
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        reading = read(str(entry["text"]), lexicon, context)
        best = min(best, time.perf_counter() - start)
    tally.times.append(best * 1000)
    missed: list[str] = []
    if not _tally_intent(reading, expect, accept, tally):
        missed.append("intent")
    missed += _tally_facts(reading, expect, accept, tally)
    missed += _tally_features(reading, expect, accept, tally)
    if not _tally_name(
        slug(reading.product) if reading.product else None,
        expect.get("preset"),
        accept.get("presets") or [],
        tally.presets,
    ):
        missed.append("preset")
    if not _tally_target(reading, expect, accept, tally):
        missed.append("target")
    if missed:
        tally.misses.append(
            {
                "id": entry.get("id"),
                "text": entry["text"],
                "missed": missed,
                "expected": expect,
                "read": _shown(reading),
            }
        )


def _tally_intent(reading: Reading, expect: Mapping[str, Any], accept: Mapping[str, Any], tally: _Tally) -> bool:
    right = reading.intent == expect["intent"] or reading.intent in (accept.get("intents") or [])
    tally.intents.append(right)
    return right


def _tally_facts(reading: Reading, expect: Mapping[str, Any], accept: Mapping[str, Any], tally: _Tally) -> list[str]:
    missed: list[str] = []
    read_values = {FACT_NAMES.get(f.fact, f.fact): _in_corpus_unit(f.fact, f.value) for f in reading.facts}
    scales = {FACT_NAMES.get(fact, fact): factor for fact, factor in reading.scale.items()}
    for kind, wanted, allowed, got in (
        (
            "",
            expect.get("facts") or {},
            accept.get("facts") or {},
            {k: v for k, v in read_values.items() if k in CORPUS_FACTS},
        ),
        (
            "scale ",
            expect.get("scale") or {},
            accept.get("scale") or {},
            {k: v for k, v in scales.items() if k in CORPUS_FACTS},
        ),
    ):
        instead = kind == "scale " and any(k in got and _equal(k, got[k], v) for k, v in allowed.items())
        for fact, value in wanted.items():
            if (
                fact in got
                and (_equal(fact, got[fact], value) or (fact in allowed and _allowed(fact, got[fact], allowed)))
            ) or (instead and fact not in got):
                tally.right += 1
            else:
                tally.missing += 1
                missed.append(f"{kind}{fact}")
                if fact in got:
                    tally.wrong += 1
        for fact, value in got.items():
            if fact not in wanted and not (fact in allowed and _allowed(fact, value, allowed)):
                tally.wrong += 1
                missed.append(f"{kind}{fact} (not said)")
    return missed


def _allowed(fact: str, value: Any, allowed: Mapping[str, Any]) -> bool:
    return allowed[fact] is None or _equal(fact, value, allowed[fact])


def _in_corpus_unit(fact: str, value: Value) -> Any:
    if isinstance(value, frozenset):
        return set(value)
    if isinstance(value, (bool, str)):
        return value
    return value * FACTORS.get(fact, 1.0)


def _equal(fact: str, got: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) and isinstance(got, float):
        try:
            wanted = float(wanted)  # YAML reads 2e8 as text
        except ValueError:
            return False
    if isinstance(wanted, list):
        return isinstance(got, set) and got == set(wanted)
    if isinstance(wanted, (bool, str)):
        return bool(got == wanted)
    if not isinstance(got, float | int):
        return False
    if fact == "availability":
        return abs((1 - got) - (1 - float(wanted))) <= 0.1 * abs(1 - float(wanted)) + 1e-12
    return abs(got - float(wanted)) <= 0.01 * abs(float(wanted)) + 1e-15


def _tally_features(reading: Reading, expect: Mapping[str, Any], accept: Mapping[str, Any], tally: _Tally) -> list[str]:
    wanted = set(expect.get("capabilities") or [])
    allowed = wanted | set(accept.get("capabilities") or [])
    barred = set(expect.get("not_capabilities") or [])
    got = [tuple(CAPABILITY_SLUGS.get(c, ())) for c in (*reading.capabilities, *reading.unsupported)]
    read_slugs = {s for slugs in got for s in slugs}
    missed: list[str] = []
    for feature in wanted:
        if feature in read_slugs:
            tally.right_features += 1
        else:
            tally.missing_features += 1
            missed.append(feature)
    for slugs in set(got):
        if not slugs or set(slugs) & allowed:
            continue
        if expect.get("preset") and not set(slugs) & barred:
            continue
        tally.wrong_features += 1
        missed.append(f"{slugs[0]} (not said)")
    return missed


def _tally_name(got: str | None, wanted: str | None, allowed: list[str], results: list[bool]) -> bool:
    if got is None and wanted is None:
        return True
    right = got == wanted or got in allowed
    results.append(right)
    return right


def _tally_target(reading: Reading, expect: Mapping[str, Any], accept: Mapping[str, Any], tally: _Tally) -> bool:
    got, wanted = _named(reading.target), _named(expect.get("target"))
    if got is None and wanted is None:
        return True
    right = got == wanted or got in [_named(t) for t in accept.get("targets") or []]
    tally.targets.append(right)
    return right


def _named(target: Any) -> Any:
    if target is None:
        return None
    if isinstance(target, list | tuple):
        return tuple(_named(t) for t in target)
    name = slug(str(target))
    return TARGET_NAMES.get(name, name)


def _shown(reading: Reading) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "intent": reading.intent,
        "facts": {FACT_NAMES.get(f.fact, f.fact): _plain(_in_corpus_unit(f.fact, f.value)) for f in reading.facts},
    }
    rest = {
        "scale": dict(reading.scale),
        "capabilities": [*reading.capabilities, *reading.unsupported],
        "not_capabilities": list(reading.not_capabilities),
        "preset": reading.product,
        "target": list(reading.target) if isinstance(reading.target, tuple) else reading.target,
        "leftovers": [f"{left.words}: {left.reason}" for left in reading.leftovers],
    }
    return {**shown, **{k: v for k, v in rest.items() if v}}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else value
