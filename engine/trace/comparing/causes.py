"""The way back from a choice that differs between two traces, step by step to what somebody said, chose or wrote."""

from __future__ import annotations

from collections.abc import Iterator

from engine.trace.comparing.comparison import Cause, Record, unique
from engine.trace.comparing.rule_words import change, effects, place
from engine.trace.comparing.side import Side, evidence, meaning

MAX_DEPTH = 200


class Causes:
    """Walks back through the evidence, the rules, the conditions and the facts that differ."""

    def __init__(self, a: Side, b: Side, names: tuple[str, str]) -> None:
        self.a, self.b, self.names = a, b, names
        self.done: dict[tuple[str, str], Cause] = {}
        self.under_way: set[tuple[str, str]] = set()

    def cause(self, kind: str, name: str) -> Cause:
        """The cause of a difference, walked back once; a second time it is only named."""
        key = (kind, name)
        if key in self.done:
            known = self.done[key]
            return Cause(known.kind, known.name, f"{known.words} (as above)", known.root) if known.because else known
        if key in self.under_way or len(self.under_way) > MAX_DEPTH:
            return Cause(kind, name, f"{name} (in a circle)")
        self.under_way.add(key)
        made = {"choice": self.choice_now, "rule": self.rule, "fact": self.fact}[kind](name)
        self.under_way.discard(key)
        self.done[key] = made
        return made

    def choice(self, name: str) -> Cause:
        self.done.clear()
        return self.cause("choice", name)

    def choice_now(self, name: str) -> Cause:
        before, after = self.a.record["choices"].get(name), self.b.record["choices"].get(name)
        words = f"{name}: {before or 'not decided'} -> {after or 'not decided'}"
        pins = [side.record["input"]["pins"].get(name) for side in (self.a, self.b)]
        if pins[0] != pins[1]:
            text = f"pin of {name}: {pins[0] or 'none'} -> {pins[1] or 'none'}"
            return Cause("choice", name, words, because=(Cause("pin", name, text, root=True),))
        if before is None or after is None:
            return Cause("choice", name, words, because=tuple(self.applicability(name)))
        causes = []
        options = [{s["option"] for s in side.record["ledgers"][name]["standings"]} for side in (self.a, self.b)]
        for option in sorted(options[0] ^ options[1]):
            text = f"{name}.{option} is an option in {self.names[0 if option in options[0] else 1]} only"
            causes.append(Cause("option", f"{name}.{option}", text, root=True))
        for rule in dict.fromkeys(entry["rule"] for entry in evidence(self.a, self.b, name)):
            causes.append(self.cause("rule", rule))
        return Cause("choice", name, words, because=tuple(causes) or self.elsewhere())

    def applicability(self, name: str) -> Iterator[Cause]:
        for side in (self.a, self.b):
            for missed in side.record["inapplicable"].get(name, {}).get("missed", ()):
                yield from self.comparison_of(missed)

    def rule(self, name: str) -> Cause:
        """Why the rule counted in one trace only, or weighs differently."""
        before, after = self.a.rule(name), self.b.rule(name)
        if before is None or after is None:
            known = after if before is None else before
            assert known is not None
            word = f"new in {self.names[1]}" if before is None else f"not in the knowledge of {self.names[1]}"
            return Cause("rule", name, f"{name} ({place(known)}) is {word}: {effects(known)}", root=True)
        if meaning(before) != meaning(after):
            text = f"{name} ({place(after)}) was edited: {change(before, after)}"
            return Cause("rule", name, text, root=True, because=tuple(self.conditions(name)))
        fired = [side.fired.get(name) for side in (self.a, self.b)]
        words = f"{name} ({place(after)})"
        if fired[0] is not None and fired[1] is not None:
            over = [f.get("overruled") for f in fired if f is not None]
            if over[0] != over[1]:
                words += f": {over[0] or over[1]} in {self.names[0 if over[0] else 1]} only"
                written = [e["set"] for e in after["effects"] if e.get("set")]
                changed = [self.given(key) for key in written if self.given_differs(key)]
                return Cause("rule", name, words, because=tuple(changed) or self.elsewhere())
            return Cause("rule", name, f"{words}: reads what differs", because=tuple(self.inputs(name, None)))
        where = self.names[0 if fired[0] is not None else 1]
        words += f" fired in {where} only: {effects(after)}"
        return Cause("rule", name, words, because=tuple(self.conditions(name)) or self.elsewhere())

    def conditions(self, name: str) -> Iterator[Cause]:
        """The conditions that held in one trace only, by the facts that they compare."""
        for side in (self.a, self.b):
            for missed in side.open.get(name, {}).get("missed", ()):
                yield from self.comparison_of(missed)

    def comparison_of(self, missed: Record) -> Iterator[Cause]:
        for key in (missed["fact"], missed.get("other")):
            if key is not None and self.a.value(key) != self.b.value(key):
                found = self.value(key)
                yield Cause("condition", missed["expected"], missed["expected"], because=(found,))

    def value(self, key: str) -> Cause:
        """The cause behind a key of a condition or formula."""
        if key.startswith("given."):
            return self.given(key[6:])
        if key in self.a.record["choices"] or key in self.b.record["choices"]:
            return self.cause("choice", key)
        decision, dot, _ = key.partition(".")
        if dot and (key in self.a.record["constants"] or key in self.b.record["constants"]):
            text = f"constant {key}: {self.a.shown(key)} -> {self.b.shown(key)}"
            return Cause("constant", key, text, root=True)
        if dot:
            return self.cause("choice", decision)
        return self.cause("fact", key)

    def given_differs(self, name: str) -> bool:
        return bool(self.a.given(name) != self.b.given(name))

    def given(self, name: str) -> Cause:
        words = f"{name}: {self.a.given_words(name)} -> {self.b.given_words(name)}"
        return Cause("given", name, words, root=True)

    def fact(self, name: str) -> Cause:
        words = f"{name}: {self.a.shown(name)} -> {self.b.shown(name)}"
        given = [side.record["input"]["facts"].get(name) for side in (self.a, self.b)]
        causes: list[Cause] = []
        if self.given_differs(name):
            causes.append(self.given(name))
            if all(given):
                return Cause("fact", name, words, because=tuple(causes))
        if any(given) and not isinstance(self.a.value(name) or self.b.value(name), list):
            return Cause("fact", name, words, because=tuple(causes) or self.elsewhere())
        writers = dict.fromkeys((*self.a.writers.get(name, ()), *self.b.writers.get(name, ())))
        for rule in writers:
            if not self.a.counts(rule) and not self.b.counts(rule):
                continue
            before, after = self.a.rule(rule), self.b.rule(rule)
            same = before is not None and after is not None and meaning(before) == meaning(after)
            if same and self.a.counts(rule) and self.b.counts(rule):
                causes.extend(self.inputs(rule, name))
            elif not _only_yields(before or after or {}, causes):
                causes.append(self.cause("rule", rule))
        return Cause("fact", name, words, because=tuple(unique(causes)) or self.elsewhere())

    def inputs(self, rule: str, fact: str | None) -> Iterator[Cause]:
        """What a formula of the rule reads that differs."""
        text = self.b.rule(rule) or self.a.rule(rule) or {}
        read = [
            key
            for effect in text.get("effects", ())
            if fact is None or fact in (effect.get("set"), effect.get("add"))
            for key in effect.get("reads") or ()
        ]
        for key in dict.fromkeys(read):
            if self.differs(key):
                yield self.value(key)

    def differs(self, key: str) -> bool:
        """Attributes of a choice are not in the trace: they differ as the choice does, or with its constant."""
        decision, dot, _ = key.partition(".")
        if dot and not key.startswith("given.") and key not in self.a.record["constants"]:
            key = decision
        before, after = self.a.value(key), self.b.value(key)
        return bool(before != after)

    def elsewhere(self) -> tuple[Cause, ...]:
        """What no rule explains: an edit of facts, units or options, or another engine."""
        a, b = self.a.record, self.b.record
        if a["knowledge"]["revision"] != b["knowledge"]["revision"]:
            text = f"knowledge {a['knowledge']['revision']} -> {b['knowledge']['revision']}"
            return (Cause("knowledge", "revision", text, root=True),)
        if a["engine"] != b["engine"]:
            text = f"engine {a['engine']['version']} -> {b['engine']['version']}"
            return (Cause("engine", "version", text, root=True),)
        return ()


def _only_yields(rule: Record, causes: list[Cause]) -> bool:
    """A default that applies in one trace only yields to what is listed already."""
    return rule.get("kind") == "default" and bool(causes)
