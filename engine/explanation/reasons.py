"""The chain of reasons behind anything in a trace, as a tree: rules, formulas, constants and what was said.

It is made from the trace alone, so an auditor needs no knowledge base at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.findings import InputError
from engine.suggesting import did_you_mean

_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?")
_ORIGINS = {"given": "you said", "preset": "from the preset", "assumed": "assumed"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: what holds, in words; the rule and where it or a constant stands; what it rests on."""

    text: str
    place: str = ""
    behind: tuple[Reason, ...] = field(default=())

    def lines(self, depth: int | None = None) -> Iterator[str]:
        """The tree as text, to a depth of `depth` steps (None: all of it)."""
        yield self._line
        yield from self._branches("", depth)

    def _branches(self, lead: str, depth: int | None) -> Iterator[str]:
        if depth == 0:
            return
        for number, reason in enumerate(self.behind, 1):
            last = number == len(self.behind)
            yield f"{lead}{'└─' if last else '├─'} {reason._line}"
            yield from reason._branches(lead + ("   " if last else "│  "), None if depth is None else depth - 1)

    @property
    def _line(self) -> str:
        return f"{self.text}  [{self.place}]" if self.place else self.text

    def markdown(self, depth: int, indent: int = 0) -> str:
        """A nested list, for the chat; without the places of rules."""
        lines = [f"{'  ' * (indent - 1)}- {self.text}"] if indent else [self.text, ""]
        if depth:
            lines += [reason.markdown(depth - 1, indent + 1) for reason in self.behind]
        return "\n".join(lines)


def reasons_for(record: Mapping[str, Any], name: str) -> Reason:
    """The reasons behind a decision, a fact, a component or a constant of the trace.

    Raises InputError for a name that the trace does not have, and for a trace with parts missing.
    """
    try:
        return _Reasons(record).of(name)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the trace is not complete: {error}") from None


class _Reasons:
    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.facts, self.ledgers, self.constants = record["facts"], record["ledgers"], record["constants"]
        self.components: Mapping[str, Any] = record.get("components", {})
        self.firings = {firing["rule"]: firing for firing in record["firings"]}
        self.told: set[str] = set()

    def of(self, name: str) -> Reason:
        if name in self.ledgers:
            return self.decision(name)
        if name in self.facts:
            return self.fact(name)
        if name in self.components:
            return self.component(name)
        if name in self.constants:
            return self.constant(name)
        known = [*self.ledgers, *self.facts, *self.components]
        raise InputError(
            f"the trace knows no '{name}': {did_you_mean(name, known, 'name a decision, fact or component')}"
        )

    # -- what can be asked about ------------------------------------

    def decision(self, name: str) -> Reason:
        ledger = self.ledgers[name]
        standings = {s["option"]: s for s in ledger["standings"]}
        choice = ledger["choice"]
        others = [s for s in ledger["standings"] if s["option"] != choice]
        text = f"{ledger['title']}: {standings[choice]['title']} ({standings[choice]['points']:+g} points"
        text += f"; {', '.join(self.standing(s) for s in others)})" if others else ")"
        if ledger.get("pinned"):
            return Reason(f"{text}: your own choice")
        if self.seen(name):
            return Reason(f"{ledger['title']}: {standings[choice]['title']}, as above")
        behind = [
            self.rule(e["rule"], f"{e['points']:+g} for it: {e['because'] or e['rule']}")
            for e in sorted(ledger["evidence"], key=lambda e: -e["points"])
            if e["option"] == choice
        ]
        behind += [
            self.rule(out["rule"], f"{standings[out['option']]['title']} is ruled out: {out['why']}")
            for out in ledger.get("ruled_out", ())
            if out["option"] != choice
        ]
        if not any(e["option"] == choice and e["points"] > 0 for e in ledger["evidence"]):
            behind.append(Reason("it is the simplest option left, and nothing in this case needs more"))
        return Reason(text, "", tuple(behind))

    @staticmethod
    def standing(standing: Mapping[str, Any]) -> str:
        return f"{standing['title']} {'out' if standing.get('ruled_out') else format(standing['points'], '+g')}"

    def fact(self, name: str) -> Reason:
        fact = self.facts[name]
        text = f"{fact['title']}: {fact['text']}"
        origin = _ORIGINS.get(fact["origin"])
        if fact["origin"] in ("given", "preset"):
            words = fact.get("words", "")
            said = f" “{words}”" if fact["origin"] == "given" and words else f": {words}" if words else ""
            return Reason(f"{text} ({origin}{said})")
        if self.seen(name):
            return Reason(f"{text}, as above")
        if "parts" in fact:
            parts = sorted(fact["parts"], key=lambda p: -abs(p["adds"]))
            whole = sum(abs(p["adds"]) for p in parts) or 1.0
            return Reason(
                f"{text}, the sum of {len(parts)}",
                "",
                tuple(self.part(p["rule"], name, abs(p["adds"]) / whole) for p in parts if p["adds"]),
            )
        if "rule" not in fact:
            return Reason(text)
        firing = self.firings[fact["rule"]]
        because = fact.get("words") or firing.get("because") or ""
        text += f", {origin}" if origin else ""
        if self.computes(fact.get("formula")) and (sum_ := self.with_numbers(fact["formula"])) != fact["text"]:
            text += f" = {sum_}"
        text += f" ({because})" if because else ""
        return Reason(text, self.place(firing), self.rests_on(firing, name))

    def component(self, name: str) -> Reason:
        component = self.components[name]
        text = f"{component['title']}: {component['does']}" if component.get("does") else component["title"]
        behind = []
        if component["from"] in self.ledgers:
            behind.append(self.decision(component["from"]))
        else:
            behind.append(Reason(f"comes with the capability {component['from']}", component["place"]))
            behind.append(self.fact("capabilities"))
        if component.get("nodes") in self.facts:
            behind.append(self.fact(component["nodes"]))
        return Reason(text, component["place"], tuple(behind))

    def constant(self, name: str) -> Reason:
        constant = self.constants[name]
        source = f" ({constant['source']}{', as of ' + constant['as_of'] if constant['as_of'] else ''})"
        return Reason(f"{name}: {constant['text']}{source if constant['source'] else ''}", self.place(constant))

    # -- steps ------------------------------------------------------

    def seen(self, name: str) -> bool:
        if name in self.told:
            return True
        self.told.add(name)
        return False

    def rule(self, rule: str, text: str) -> Reason:
        firing = self.firings[rule]
        return Reason(text, self.place(firing), self.rests_on(firing, None))

    def part(self, rule: str, name: str, share: float) -> Reason:
        firing = self.firings[rule]
        amount = next((e["amount"] for e in firing["effects"] if e.get("add") == name), "")
        because = f" ({firing['because']})" if firing.get("because") else ""
        text = f"{share:.0%} of it from {rule}: {self.with_numbers(amount)}{because}"
        return Reason(text, self.place(firing), self.rests_on(firing, name))

    def rests_on(self, firing: Mapping[str, Any], written: str | None) -> tuple[Reason, ...]:
        """What its condition compared, and what the formula that wrote `written` read."""
        keys = dict.fromkeys(key.removeprefix("given.") for key in firing.get("read", {}))
        for effect in firing["effects"]:
            if written is not None and written in (effect.get("set"), effect.get("add")):
                keys.update(dict.fromkeys(key.removeprefix("given.") for key in effect.get("reads", ())))
        found = []
        for key in keys:
            owner = key if key in self.facts or key in self.constants else key.partition(".")[0]
            if (
                owner != written
                and owner != "capabilities"
                and (owner in self.facts or owner in self.ledgers or owner in self.constants)
            ):
                found.append(self.of(owner))
        return tuple(found)

    @staticmethod
    def place(thing: Mapping[str, Any]) -> str:
        where = f"{thing['place']['path']}:{thing['place']['line']}"
        return f"{thing['rule']}, {where}" if thing.get("kind") == "rule" else where

    @staticmethod
    def computes(formula: str | None) -> bool:
        return bool(formula and _NAME.search(formula))

    def with_numbers(self, formula: str) -> str:
        """The formula with values in place of names."""

        def value(match: re.Match[str]) -> str:
            name = match.group()
            for table in (self.facts, self.constants):
                if name in table:
                    return str(table[name]["text"])
            return name

        return _NAME.sub(value, formula).replace("*", "×")
