"""A lexicon from the YAML files as they are, without the loader: what the tests of reading stand on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.reading import CapabilityWords, DecisionWords, FactWords, Lexicon, PresetWords
from engine.reading.lexicon import Kind
from engine.reading.units import dimension_of

ROOT = Path(__file__).parents[3]
_SUFFIX = {"": 1.0, "k": 1e3, "M": 1e6, "bn": 1e9, "T": 1e12}


def canonical(text: Any, unit: str) -> float:
    match = re.fullmatch(r"([0-9.]+(?:e[+-]?[0-9]+)?) ?(k|M|bn|T)?(?: ?([A-Za-z%/].*))?", str(text).strip())
    assert match, text
    value = float(match[1]) * _SUFFIX[match[2] or ""]
    said = (match[3] or unit).strip()
    return value * dimension_of(f"x{said}" if said.startswith("/") else said).factor


def _documents(folder: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted((ROOT / folder).glob("*.yaml")):
        try:
            found.append(
                yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            )
        except yaml.YAMLError:
            continue  # somebody is writing it at this moment
    return [d for d in found if isinstance(d, dict)]


def _fact(entry: dict[str, Any], home: str = "") -> FactWords:
    kind: Kind = (
        "set" if "members" in entry else "choice" if "choices" in entry else "flag" if entry.get("flag") else "quantity"
    )
    unit = str(entry.get("unit") or "")
    low, high = (
        (canonical(v, unit) for v in entry["range"]) if kind == "quantity" and "range" in entry else (None, None)
    )
    given = entry.get("choices") or entry.get("members") or {}
    choices: dict[str, tuple[str, ...]] = {str(c): () for c in given} if isinstance(given, dict | list) else {}
    return FactWords(
        entry["fact"],
        kind,
        unit,
        (low, high),
        tuple(map(str, entry.get("heard_as", ()))),
        choices,
        str(entry.get("title", "")),
        home,
    )


@cache
def lexicon() -> Lexicon:
    facts = [_fact(f) for d in _documents("knowledge/vocabulary") for f in d["facts"] if f.get("input")]
    capabilities = _documents("knowledge/capabilities")
    names = {f.fact for f in facts}
    own = [_fact(f, d["capability"]) for d in capabilities for f in d.get("facts") or ()]
    facts += [f for f in own if f.heard_as and f.fact not in names]
    decisions = [
        DecisionWords(
            d["decision"],
            str(d.get("title", "")),
            {o: (str(v.get("title", "")),) for o, v in d["options"].items() if isinstance(v, dict)},
        )
        for d in _documents("knowledge/decisions")
    ]
    presets = [
        PresetWords(d["preset"], tuple(d.get("aliases", ())), tuple(d.get("capabilities", ())))
        for d in _documents("presets")
    ]
    return Lexicon(
        tuple(facts),
        tuple(
            CapabilityWords(
                d["capability"],
                tuple(map(str, d.get("heard_as", ()))),
                str(d.get("title", "")),
                tuple(d.get("implies", ())),
            )
            for d in capabilities
        ),
        tuple(presets),
        tuple(decisions),
    )
