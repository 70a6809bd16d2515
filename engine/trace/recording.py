"""Writes the trace. Everything is plain JSON in a fixed order, so that equal evaluations have equal bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import engine
from engine.decisions.ledger import Ledger
from engine.expressions import Atom
from engine.inference.evaluating import true_atoms
from engine.inference.evaluation import Evaluation, FactValue, Firing
from engine.knowledge.definitions import Rule
from engine.knowledge.values import plain

FORMAT = "groundplan-trace/1"


def trace(evaluation: Evaluation, document: str | None = None) -> dict[str, Any]:
    """The trace of `evaluation`; with `document`, its digest as well."""
    knowledge = evaluation.knowledge
    given = {
        name: {"value": plain(g.value), "origin": g.origin, "words": g.words}
        for name, g in sorted(evaluation.givens.facts.items())
    }
    pins = dict(sorted(evaluation.givens.pins.items()))
    identity = json.dumps([knowledge.revision, given, pins], sort_keys=True)
    fired = {firing.rule.number for firing in evaluation.firings}
    record: dict[str, Any] = {
        "format": FORMAT,
        "decision_id": hashlib.sha256(identity.encode()).hexdigest()[:24],
        "engine": {"version": engine.__version__, "network": evaluation.network},
        "knowledge": {"revision": knowledge.revision, "rules": len(knowledge.rules)},
        "input": {"preset": evaluation.givens.preset, "facts": given, "pins": pins},
        "facts": {name: _fact(evaluation, fact) for name, fact in sorted(evaluation.facts.items())},
        "firings": [_firing(evaluation, firing) for firing in evaluation.firings],
        "not_fired": [
            _not_fired(evaluation, rule) for rule in knowledge.rules if rule.number not in fired and rule.kind == "rule"
        ],
        "constants": _constants(evaluation),
        "ledgers": {name: _ledger(evaluation, ledger) for name, ledger in sorted(evaluation.ledgers.items())},
        "choices": dict(sorted(evaluation.choices.items())),
        "problems": [{"code": p.code, "subject": p.subject, "message": p.message} for p in evaluation.problems],
    }
    if document is not None:
        record["document"] = {"sha256": hashlib.sha256(document.encode()).hexdigest()}
    return record


def trace_text(evaluation: Evaluation, document: str | None = None) -> str:
    """The trace as the text of a JSON file."""
    return json.dumps(trace(evaluation, document), indent=1, ensure_ascii=False) + "\n"


def _fact(evaluation: Evaluation, fact: FactValue) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "value": plain(fact.value),
        "unit": evaluation.knowledge.facts[fact.name].unit.text,
        "text": evaluation.shown(fact.name),
        "origin": fact.origin,
    }
    if fact.words:
        entry["words"] = evaluation.text(fact.words) or fact.words
    if fact.rule is not None:
        entry["rule"] = fact.rule.id
        if formula := evaluation.formula(fact.name):
            entry["formula"] = formula
    if fact.parts:
        entry["parts"] = [{"rule": rule.id, "adds": amount} for rule, amount in fact.parts]
    return entry


def _place(rule: Rule) -> dict[str, Any]:
    return {"path": rule.place.path, "line": rule.place.line}


def _firing(evaluation: Evaluation, firing: Firing) -> dict[str, Any]:
    rule = firing.rule
    entry: dict[str, Any] = {"rule": rule.id, "kind": rule.kind, "stratum": rule.stratum, "place": _place(rule)}
    if rule.condition.text:
        entry["when"] = rule.condition.text
        read = {k: plain(evaluation.state[k]) for k in rule.condition.reads if k in evaluation.state}
        entry["read"] = read
    if rule.because:
        entry["because"] = evaluation.because(rule)
    if rule.source is not None:
        entry["source"] = rule.source.text
    if not rule.counts:
        entry["draft"] = True
    if firing.overruled:
        entry["overruled"] = firing.overruled
    return entry


def _not_fired(evaluation: Evaluation, rule: Rule) -> dict[str, Any]:
    """Why not: the conditions that kept it from firing, each with what it expects and what there was."""
    missed = [
        _missed(evaluation, atom) for atom, held in true_atoms(evaluation.knowledge, evaluation, rule) if not held
    ]
    return {"rule": rule.id, "place": _place(rule), "missed": missed}


def _missed(evaluation: Evaluation, atom: Atom) -> dict[str, Any]:
    actual = evaluation.state.get(atom.key)
    return {"expected": atom.text, "actual": plain(actual) if not isinstance(actual, float) else actual}


def _constants(evaluation: Evaluation) -> dict[str, Any]:
    """The technology limits and prices that the rules which fired have read."""
    knowledge = evaluation.knowledge
    read = {
        key
        for firing in evaluation.firings
        for key in (*firing.rule.condition.reads, *(c for f in firing.rule.formulas for c in f.constants))
        if key in knowledge.constants
    }
    found = {}
    for key in sorted(read):
        constant = knowledge.constants[key]
        found[key] = {
            "value": constant.value,
            "text": evaluation.shown(key),
            "as_of": constant.form.as_of,
            "source": constant.form.source.text if constant.form.source else None,
            "place": {"path": constant.place.path, "line": constant.place.line},
        }
    return found


def _ledger(evaluation: Evaluation, ledger: Ledger) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "choice": ledger.choice,
        "standings": [
            {"option": s.option, "points": s.points, **({"ruled_out": True} if s.excluded else {})}
            for s in ledger.standings
        ],
        "evidence": [
            {"rule": e.rule.id, "option": e.option, "points": e.points, "because": evaluation.because(e.rule)}
            for e in ledger.entries
        ],
    }
    if ledger.exclusions:
        entry["ruled_out"] = [
            {"rule": e.rule.id, "option": e.option, "why": evaluation.text(e.why) or evaluation.because(e.rule)}
            for e in ledger.exclusions
        ]
    if ledger.pinned:
        entry["pinned"] = True
        entry["free_choice"] = ledger.free_choice
    if ledger.unsatisfiable:
        entry["unsatisfiable"] = True
    return entry
