"""Writes the trace. Everything is plain JSON in a fixed order, so that equal evaluations have equal bytes.

An evaluation is immutable and keeps all that happened, so that to record costs nothing: `Trace` says it in JSON section
by section, when it is asked. What does not depend on the case is in `standing`, and each text is made once.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import engine
from engine.decisions.ledger import Ledger
from engine.explanation.conflicts import conflicts
from engine.explanation.flips import flips
from engine.explanation.scaling import lanes
from engine.inference.drafts import with_drafts
from engine.inference.evaluation import Evaluation, FactValue, Firing
from engine.knowledge.definitions import Evidence, Rule, RuleOut
from engine.knowledge.values import plain, shown
from engine.trace.components import components
from engine.trace.standing import Standing, filled, standing

FORMAT = "groundplan-trace/1"
MAX_REMEMBERED = 50_000


def trace(evaluation: Evaluation, document: str | None = None, title: str = "") -> dict[str, Any]:
    """The trace of `evaluation`; with the document that was rendered under `title`, its digest as well."""
    return dict(Trace(evaluation, document, title))


def trace_text(evaluation: Evaluation, document: str | None = None, title: str = "") -> str:
    """The trace as the text of a JSON file."""
    return dumped(trace(evaluation, document, title))


def dumped(record: Mapping[str, Any]) -> str:
    """JSON with a line for each fact, rule and decision: small, quick, and readable as a diff."""
    lines = []
    for key, value in record.items():
        if isinstance(value, dict) and value:
            entries = [f"  {_json(name)}: {_json(entry)}" for name, entry in value.items()]
            text = "{\n" + ",\n".join(entries) + "\n }"
        elif isinstance(value, list) and value:
            text = "[\n" + ",\n".join(f"  {_json(entry)}" for entry in value) + "\n ]"
        else:
            text = _json(value)
        lines.append(f" {_json(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


_json = json.JSONEncoder(ensure_ascii=False).encode


class Trace(Mapping[str, Any]):
    """The sections of a trace by key, each made when it is first read."""

    def __init__(self, evaluation: Evaluation, document: str | None = None, title: str = "") -> None:
        self.evaluation, self.document, self.title = evaluation, document, title
        self.made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self.made:
            if key not in _SECTIONS or (key == "document" and self.document is None):
                raise KeyError(key)
            if key == "drafts" and self.drafts is None:
                raise KeyError(key)
            self.made[key] = getattr(self, f"_{key}")()
        return self.made[key]

    def __iter__(self) -> Iterator[str]:
        for key in _SECTIONS:
            if (key != "document" or self.document is not None) and (key != "drafts" or self.drafts is not None):
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)

    # -- what the sections share --------------------------------------

    @cached_property
    def standing(self) -> Standing:
        return standing(self.evaluation.knowledge)

    @cached_property
    def texts(self) -> dict[str, str | None]:
        """Facts and other names in words, as far as they were asked for."""
        return {}

    def shown(self, key: str) -> str | None:
        if key not in self.texts:
            fact = self.evaluation.facts.get(key)
            self.texts[key] = self.evaluation.shown(key) if fact is None else self.fact_text(fact)
        return self.texts[key]

    def fact_text(self, fact: FactValue) -> str:
        """A value in words: the same from one evaluation to the next, so it is remembered with the knowledge."""
        knowledge = self.evaluation.knowledge
        remembered: dict[Any, str] = knowledge.memo.setdefault("trace-texts", {})
        key = (fact.name, fact.value)
        text = remembered.get(key)
        if text is None:
            if len(remembered) >= MAX_REMEMBERED:
                remembered.clear()
            text = remembered[key] = shown(knowledge.facts[fact.name], fact.value)
        return text

    def because(self, rule: Rule) -> str:
        return filled(self.standing.rules[rule.number].because, self.shown)

    @cached_property
    def held(self) -> list[bool]:
        """Of every atom, whether it holds in the end."""
        state = self.evaluation.state
        return [atom.holds(state) for atom in self.evaluation.knowledge.atoms]

    @cached_property
    def missed(self) -> dict[int, dict[str, Any]]:
        """What is said of an atom that does not hold, as far as it was asked for."""
        return {}

    def missing(self, atom: int) -> dict[str, Any]:
        entry = self.missed.get(atom)
        if entry is None:
            text, key, other = self.standing.atoms[atom]
            entry = self.missed[atom] = _missed(self.evaluation.state, text, key, other)
        return entry

    @cached_property
    def drafts(self) -> Evaluation | str | None:
        return with_drafts(self.evaluation)

    @cached_property
    def read(self) -> tuple[dict[str, int], int]:
        """The constants that stand behind each fact and decision, as bits, and those behind anything."""
        evaluation, ready = self.evaluation, self.standing
        behind: dict[str, int] = dict(ready.bits)
        given, whole = evaluation.givens.facts, 0
        firings = iter(evaluation.firings)
        firing = next(firings, None)
        for stratum in evaluation.knowledge.strata:
            while firing is not None and firing.rule.stratum == stratum.number:
                rule = ready.rules[firing.rule.number]
                bits = 0
                for key in rule.reads:
                    if key in behind:
                        bits |= behind[key]
                    elif "." in key:
                        bits |= self.attribute(key, behind)
                whole |= bits
                if bits and not firing.overruled and firing.rule.counts:
                    for name in rule.writes:
                        if name not in given or name in rule.members:
                            behind[name] = behind.get(name, 0) | bits
                firing = next(firings, None)
            for name in stratum.settles:
                if name in evaluation.ledgers:
                    bits = 0
                    for key in ready.decisions[name]:
                        bits |= behind[key] if key in behind else self.attribute(key, behind) if "." in key else 0
                    behind[name] = bits
                    whole |= bits
        return behind, whole

    def attribute(self, key: str, behind: dict[str, int]) -> int:
        """An attribute of a choice is a constant of the technology that was chosen, and stands on the choice."""
        decision, _, name = key.partition(".")
        ledger = self.evaluation.ledgers.get(decision)
        if ledger is None:
            return 0
        option = self.evaluation.knowledge.decisions[decision].options[ledger.choice]
        own = 0 if name in option.limits else self.standing.bits.get(f"{option.technology}.{name}", 0)
        return behind.get(decision, 0) | own

    def constants_in(self, bits: int) -> list[str]:
        return [key for key, bit in self.standing.bits.items() if bits & bit] if bits else []

    # -- the sections -------------------------------------------------

    def _format(self) -> str:
        return FORMAT

    def _decision_id(self) -> str:
        given, pins = self["input"]["facts"], self["input"]["pins"]
        identity = json.dumps([self.evaluation.knowledge.revision, given, pins], sort_keys=True)
        return hashlib.sha256(identity.encode()).hexdigest()[:24]

    def _engine(self) -> dict[str, Any]:
        return {"version": engine.__version__, "network": self.evaluation.network}

    def _knowledge(self) -> dict[str, Any]:
        knowledge = self.evaluation.knowledge
        return {"revision": knowledge.revision, "rules": len(knowledge.rules)}

    def _input(self) -> dict[str, Any]:
        givens = self.evaluation.givens
        given = {
            name: {"value": plain(g.value), "origin": g.origin, "words": g.words}
            for name, g in sorted(givens.facts.items())
        }
        pins = dict(sorted(givens.pins.items()))
        return {"title": self.title, "preset": givens.preset, "facts": given, "pins": pins}

    def _facts(self) -> dict[str, Any]:
        return {name: self.fact(fact) for name, fact in sorted(self.evaluation.facts.items())}

    def fact(self, fact: FactValue) -> dict[str, Any]:
        evaluation = self.evaluation
        entry: dict[str, Any] = {
            "title": evaluation.knowledge.facts[fact.name].title,
            "value": plain(fact.value),
            "unit": evaluation.knowledge.facts[fact.name].unit.text,
            "text": self.shown(fact.name),
            "origin": fact.origin,
        }
        if fact.words:
            entry["words"] = (evaluation.text(fact.words) or fact.words) if "{" in fact.words else fact.words
        if fact.rule is not None:
            entry["rule"] = fact.rule.id
            if formula := evaluation.formula(fact.name):
                entry["formula"] = formula
        if fact.parts:
            entry["parts"] = [{"rule": rule.id, "adds": amount} for rule, amount in fact.parts]
        return entry

    def _firings(self) -> list[dict[str, Any]]:
        return [self.firing(firing) for firing in self.evaluation.firings]

    def firing(self, firing: Firing) -> dict[str, Any]:
        state, ready = self.evaluation.state, self.standing.rules[firing.rule.number]
        entry = dict(ready.head)
        if ready.compares:
            entry["read"] = {key: plain(state[key]) for key in ready.compares if key in state}
        if firing.rule.because:
            entry["because"] = filled(ready.because, self.shown)
        if firing.overruled:
            entry["overruled"] = firing.overruled
        return entry

    def _not_fired(self) -> list[dict[str, Any]]:
        """Why not: the conditions that kept each rule from firing, of the alternative that came nearest."""
        fired = {firing.rule.number for firing in self.evaluation.firings}
        held, rules = self.held, self.standing.rules
        entries = []
        for rule in self.evaluation.knowledge.rules:
            if rule.number in fired:
                continue
            alternatives = rule.alternatives
            if len(alternatives) == 1:
                nearest = [n for n in alternatives[0] if not held[n]]
            else:
                nearest = min(([n for n in numbers if not held[n]] for numbers in alternatives), key=len, default=[])
            entries.append({**rules[rule.number].missing, "missed": [self.missing(n) for n in nearest]})
        return entries

    def _inapplicable(self) -> dict[str, Any]:
        """Decisions that are not taken in this case, and why."""
        evaluation, found = self.evaluation, {}
        for name, decision in evaluation.knowledge.decisions.items():
            if name in evaluation.ledgers or decision.applies is None:
                continue
            open_atoms = [
                [a for a in atoms if not a.holds(evaluation.state)] for atoms in decision.applies.alternatives
            ]
            nearest = min(open_atoms, key=len, default=[])
            missed = [
                _missed(evaluation.state, a.text, a.key, a.operand if a.test == "facts" else None) for a in nearest
            ]
            found[name] = {"when": decision.applies.text, "missed": missed}
        return found

    def _constants(self) -> dict[str, Any]:
        """The technology limits and prices that any rule or decision has read, itself or through a fact."""
        knowledge, found = self.evaluation.knowledge, {}
        for key in self.constants_in(self.read[1]):
            constant = knowledge.constants[key]
            found[key] = {
                "value": constant.value,
                "text": self.shown(key),
                "as_of": constant.form.as_of,
                "source": constant.form.source.text if constant.form.source else None,
                "place": {"path": constant.place.path, "line": constant.place.line},
            }
        return found

    def _ledgers(self) -> dict[str, Any]:
        return {name: self.ledger(ledger) for name, ledger in sorted(self.evaluation.ledgers.items())}

    def ledger(self, ledger: Ledger) -> dict[str, Any]:
        decision = self.evaluation.knowledge.decisions[ledger.decision]
        entry: dict[str, Any] = {
            "title": decision.form.title,
            "choice": ledger.choice,
            "standings": [
                {
                    "option": s.option,
                    "title": decision.options[s.option].title,
                    "points": s.points,
                    **({"ruled_out": True} if s.excluded else {}),
                }
                for s in ledger.standings
            ],
            "evidence": [
                {"rule": e.rule.id, "option": e.option, "points": e.points, "because": self.because(e.rule)}
                for e in ledger.entries
            ],
        }
        if ledger.exclusions:
            entry["ruled_out"] = [
                {"rule": e.rule.id, "option": e.option, "why": self.evaluation.text(e.why) or self.because(e.rule)}
                for e in ledger.exclusions
            ]
        if constants := self.constants_in(self.read[0].get(ledger.decision, 0)):
            entry["constants"] = constants
        if ledger.pinned:
            entry["pinned"] = True
            entry["free_choice"] = ledger.free_choice
        if ledger.unsatisfiable:
            entry["unsatisfiable"] = True
        if self.drafts is not None:
            entry["drafts"] = self.drafts_of(ledger.decision)
            if not isinstance(self.drafts, str) and ledger.decision in self.drafts.ledgers:
                entry["with_drafts"] = self.drafts.ledgers[ledger.decision].choice
        return entry

    def drafts_of(self, decision: str) -> list[dict[str, Any]]:
        """The evidence of drafts that fired, which does not count."""
        return [
            {"rule": firing.rule.id, "because": self.because(firing.rule), **_said(effect)}
            for firing in self.evaluation.firings
            if not firing.rule.counts
            for effect in firing.rule.effects
            if isinstance(effect, Evidence | RuleOut) and effect.decision == decision
        ]

    def _components(self) -> dict[str, Any]:
        return dict(components(self.evaluation))

    def _flips(self) -> dict[str, Any]:
        """The nearest values at which each decision would change, one input moved at a time."""
        evaluation = self.evaluation
        return {
            name: [
                {
                    "input": flip.moved.fact,
                    "at": plain(flip.moved.threshold),
                    "beyond": plain(flip.moved.value),
                    "becomes": flip.becomes,
                    "factor": flip.moved.distance if math.isfinite(flip.moved.distance) else None,
                    "text": flip.words(evaluation),
                }
                for flip in found
            ]
            for name in sorted(evaluation.ledgers)
            if (found := flips(evaluation, name))
        }

    def _scale(self) -> dict[str, Any]:
        """Which option each decision takes from a thousandth to a thousand times the size."""
        return {
            name: [{"from": s.low, "to": s.high, "option": s.option or None} for s in stretches]
            for name, stretches in sorted(lanes(self.evaluation).items())
        }

    def _conflicts(self) -> list[dict[str, Any]]:
        """What cannot all be had, and what would resolve it."""
        return [
            {
                "topic": conflict.topic,
                "title": conflict.title,
                "inputs": list(conflict.facts),
                "reasons": list(conflict.reasons),
                "resolved_by": [change.words(self.evaluation) for change in conflict.relaxations],
            }
            for conflict in conflicts(self.evaluation)
        ]

    def _choices(self) -> dict[str, str]:
        return dict(sorted(self.evaluation.choices.items()))

    def _drafts(self) -> dict[str, Any]:
        """What the drafts that fired would change if they counted."""
        evaluation, drafts = self.evaluation, self.drafts
        entry: dict[str, Any] = {"fired": [f.rule.id for f in evaluation.firings if not f.rule.counts]}
        if isinstance(drafts, str):
            return {**entry, "problem": drafts}
        assert drafts is not None
        now, then = evaluation.choices, drafts.choices
        entry["choices"] = {
            name: {"now": now.get(name), "with_drafts": then.get(name)}
            for name in sorted({*now, *then})
            if now.get(name) != then.get(name)
        }
        entry["facts"] = {
            name: {"now": evaluation.shown(name) or "unknown", "with_drafts": drafts.shown(name) or "unknown"}
            for name in sorted({*evaluation.facts, *drafts.facts})
            if evaluation.value(name) != drafts.value(name)
        }
        return entry

    def _problems(self) -> list[dict[str, Any]]:
        text = self.evaluation.text
        return [
            {"code": p.code, "subject": p.subject, "message": text(p.message) or p.message}
            for p in self.evaluation.problems
        ]

    def _document(self) -> dict[str, Any]:
        return {"sha256": hashlib.sha256((self.document or "").encode()).hexdigest()}


_SECTIONS = (
    "format",
    "decision_id",
    "engine",
    "knowledge",
    "input",
    "facts",
    "firings",
    "not_fired",
    "inapplicable",
    "constants",
    "ledgers",
    "choices",
    "components",
    "drafts",
    "problems",
    "conflicts",
    "flips",
    "scale",
    "document",
)


def _missed(state: Mapping[str, Any], text: str, key: str, other: str | None) -> dict[str, Any]:
    actual = state.get(key)
    entry: dict[str, Any] = {"expected": text, "fact": key, "actual": plain(actual)}
    unknown = actual is None
    if other is not None:
        entry["other"] = other
        entry["other_actual"] = plain(state.get(other))
        unknown = unknown or state.get(other) is None
    if unknown:
        entry["unknown"] = True
    return entry


def _said(effect: Evidence | RuleOut) -> dict[str, Any]:
    if isinstance(effect, Evidence):
        return {"option": effect.option, "points": effect.points}
    return {"option": effect.option, "ruled_out": True}
