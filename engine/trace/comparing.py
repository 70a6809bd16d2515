"""Two traces side by side: what differs, and which difference caused which.

For every choice that differs the way is walked back: the evidence that differs, the rules that fired in one trace only,
the conditions that held in one only, the facts behind them, down to what was given, a pin, or an edit of the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Pair = tuple[Any, Any]
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Cause:
    """One step on the way back. `root`: nothing lies behind it but what somebody said, chose or wrote."""

    kind: str
    name: str
    words: str
    root: bool = False
    because: tuple[Cause, ...] = ()

    def as_json(self) -> Record:
        entry: Record = {"kind": self.kind, "name": self.name, "words": self.words}
        if self.root:
            entry["root"] = True
        if self.because:
            entry["because"] = [cause.as_json() for cause in self.because]
        return entry

    def roots(self) -> Iterator[Cause]:
        if self.root:
            yield self
        for cause in self.because:
            yield from cause.roots()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two traces: each entry of a map is (in A, in B), None where one of them has nothing."""

    names: tuple[str, str]
    knowledge: Pair | None
    title: Pair | None
    preset: Pair | None
    given: dict[str, Pair]
    pins: dict[str, Pair]
    constants: dict[str, Pair]
    facts: dict[str, Pair]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    edited: dict[str, Pair]
    evidence: dict[str, list[Record]]
    choices: dict[str, Pair]
    components: dict[str, Pair]
    cost: Pair | None
    document: Pair | None
    causes: dict[str, Cause] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        rooms = (self.knowledge, self.title, self.preset, self.given, self.pins, self.constants, self.facts)
        more = (self.only_a, self.only_b, self.edited, self.evidence, self.choices, self.document)
        return not any(rooms) and not any(more)

    def as_json(self) -> Record:
        def pairs(found: dict[str, Pair]) -> Record:
            return {name: {"a": a, "b": b} for name, (a, b) in found.items()}

        def pair(found: Pair | None) -> Record | None:
            return None if found is None else {"a": found[0], "b": found[1]}

        return {
            "a": self.names[0],
            "b": self.names[1],
            "same": self.same,
            "knowledge": pair(self.knowledge),
            "title": pair(self.title),
            "preset": pair(self.preset),
            "given": pairs(self.given),
            "pins": pairs(self.pins),
            "constants": pairs(self.constants),
            "facts": pairs(self.facts),
            "rules": {"only_a": list(self.only_a), "only_b": list(self.only_b), "edited": pairs(self.edited)},
            "evidence": self.evidence,
            "choices": pairs(self.choices),
            "components": pairs(self.components),
            "monthly_cost": pair(self.cost),
            "document": pair(self.document),
            "causes": {
                name: {
                    "tree": cause.as_json(),
                    "roots": [r.as_json() for r in _unique(cause.roots())],
                }
                for name, cause in self.causes.items()
            },
        }


def compare(a: Record, b: Record, names: tuple[str, str] = ("A", "B")) -> Comparison:
    """What differs between two traces, as `read_trace` gives them, and why each choice differs."""
    return _Comparing(a, b, names).comparison()


class _Side:
    """One trace, by the names of its rules."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.fired: dict[str, Record] = {f["rule"]: f for f in record["firings"]}
        self.open: dict[str, Record] = {f["rule"]: f for f in record["not_fired"]}
        self.writers: dict[str, list[str]] = {}
        for name, rule in self.fired.items():
            for written in dict.fromkeys(e.get("set") or e.get("add") for e in rule["effects"]):
                if written and not rule.get("draft"):
                    self.writers.setdefault(written, []).append(name)

    def rule(self, name: str) -> Record | None:
        return self.fired.get(name) or self.open.get(name)

    def counts(self, name: str) -> bool:
        """Whether the rule fired, and its effects counted."""
        rule = self.fired.get(name)
        return rule is not None and not rule.get("draft") and not rule.get("overruled")

    def value(self, key: str) -> Any:
        """A fact, a choice, a constant or what was given, as JSON."""
        record = self.record
        if key in record["facts"]:
            return record["facts"][key]["value"]
        if key in record["choices"]:
            return record["choices"][key]
        if key in record["constants"]:
            return record["constants"][key]["value"]
        if key.startswith("given."):
            given = record["input"]["facts"].get(key[6:])
            return given["value"] if given else None
        return None

    def shown(self, key: str) -> str:
        record = self.record
        if key in record["facts"]:
            return str(record["facts"][key]["text"])
        if key in record["constants"]:
            return str(record["constants"][key]["text"])
        if key.startswith("given.") and key[6:] in record["input"]["facts"]:
            return self.shown(key[6:])
        value = self.value(key)
        return "unknown" if value is None else str(value)


class _Comparing:
    def __init__(self, a: Record, b: Record, names: tuple[str, str]) -> None:
        self.a, self.b, self.names = _Side(a), _Side(b), names
        self.done: dict[tuple[str, str], Cause] = {}
        self.under_way: set[tuple[str, str]] = set()

    def comparison(self) -> Comparison:
        a, b = self.a.record, self.b.record
        given = {
            name: (self.given_words(self.a, name), self.given_words(self.b, name))
            for name in _names(a["input"]["facts"], b["input"]["facts"])
            if _given(a, name) != _given(b, name)
        }
        choices = _differing(a["choices"], b["choices"])
        ledgers = _names(a["ledgers"], b["ledgers"])
        evidence = {name: found for name in ledgers if (found := self.evidence(name))}
        return Comparison(
            names=self.names,
            knowledge=_pair(a["knowledge"]["revision"], b["knowledge"]["revision"]),
            title=_pair(a["input"]["title"], b["input"]["title"]),
            preset=_pair(a["input"]["preset"], b["input"]["preset"]),
            given=given,
            pins=_differing(a["input"]["pins"], b["input"]["pins"]),
            constants={
                name: (self.a.shown(name), self.b.shown(name))
                for name in _names(a["constants"], b["constants"])
                if name in a["constants"] and name in b["constants"] and self.a.value(name) != self.b.value(name)
            },
            facts={
                name: (self.a.shown(name), self.b.shown(name))
                for name in _names(a["facts"], b["facts"])
                if self.a.value(name) != self.b.value(name)
            },
            only_a=tuple(name for name in self.a.fired if name not in self.b.fired),
            only_b=tuple(name for name in self.b.fired if name not in self.a.fired),
            edited=self.edited(),
            evidence=evidence,
            choices=choices,
            components=_components(self.a.record, self.b.record),
            cost=_cost(self.a.record, self.b.record),
            document=_pair((a.get("document") or {}).get("sha256"), (b.get("document") or {}).get("sha256")),
            causes={name: self.choice(name) for name in choices},
        )

    def edited(self) -> dict[str, Pair]:
        """Rules whose text differs, and rules that one knowledge does not have."""
        if self.a.record["knowledge"]["revision"] == self.b.record["knowledge"]["revision"]:
            return {}
        rules = [*self.a.fired, *self.a.open, *(n for n in (*self.b.fired, *self.b.open) if self.a.rule(n) is None)]
        found = {}
        for name in rules:
            before, after = _text(self.a.rule(name)), _text(self.b.rule(name))
            if before != after:
                found[name] = (before, after)
        return found

    def evidence(self, decision: str) -> list[Record]:
        """Points and bans of a decision that differ, by rule and option."""
        before, after = _weights(self.a.record, decision), _weights(self.b.record, decision)
        return [
            {"rule": rule, "option": option, "a": before.get((rule, option)), "b": after.get((rule, option))}
            for rule, option in dict.fromkeys((*before, *after))
            if before.get((rule, option)) != after.get((rule, option))
        ]

    # -- the way back -------------------------------------------------

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
        for rule in dict.fromkeys(entry["rule"] for entry in self.evidence(name)):
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
            return Cause("rule", name, f"{name} ({_place(known)}) is {word}: {_effects(known)}", root=True)
        if _text(before) != _text(after):
            text = f"{name} ({_place(after)}) was edited: {_change(before, after)}"
            return Cause("rule", name, text, root=True, because=tuple(self.conditions(name)))
        fired = [side.fired.get(name) for side in (self.a, self.b)]
        words = f"{name} ({_place(after)})"
        if fired[0] is not None and fired[1] is not None:
            over = [f.get("overruled") for f in fired if f is not None]
            if over[0] != over[1]:
                words += f": {over[0] or over[1]} in {self.names[0 if over[0] else 1]} only"
                written = [e["set"] for e in after["effects"] if e.get("set")]
                changed = [self.given(key) for key in written if self.given_differs(key)]
                return Cause("rule", name, words, because=tuple(changed) or self.elsewhere())
            return Cause("rule", name, f"{words}: reads what differs", because=tuple(self.inputs(name, None)))
        where = self.names[0 if fired[0] is not None else 1]
        words += f" fired in {where} only: {_effects(after)}"
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
        before, after = _given(self.a.record, name), _given(self.b.record, name)
        return bool(before != after)

    def given(self, name: str) -> Cause:
        words = [self.given_words(side, name) for side in (self.a, self.b)]
        return Cause("given", name, f"{name}: {words[0]} -> {words[1]}", root=True)

    def given_words(self, side: _Side, name: str) -> str:
        given = side.record["input"]["facts"].get(name)
        if given is None:
            return f"not given ({side.shown(name)})"
        return f"{side.shown(name)} ({'given' if given['origin'] == 'given' else 'preset'})"

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
            same = before is not None and after is not None and _text(before) == _text(after)
            if same and self.a.counts(rule) and self.b.counts(rule):
                causes.extend(self.inputs(rule, name))
            elif not _only_yields(before or after or {}, causes):
                causes.append(self.cause("rule", rule))
        return Cause("fact", name, words, because=tuple(_unique(causes)) or self.elsewhere())

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


def _components(a: Record, b: Record) -> dict[str, Pair]:
    """Parts that only one of the two has, by title."""
    one, two = ({n: c["title"] for n, c in record.get("components", {}).items()} for record in (a, b))
    return {name: (one.get(name), two.get(name)) for name in sorted({*one} ^ {*two})}


def _cost(a: Record, b: Record) -> Pair | None:
    """What a month costs, in words, where the two differ."""
    one, two = (record["facts"].get("monthly_cost", {}).get("text") for record in (a, b))
    return (one, two) if one != two else None


def told(comparison: Comparison, limit: int = 40) -> str:
    """The comparison in words: outcomes with their causes first, then what differs in detail."""
    if comparison.same:
        return "the two traces do not differ"
    a, b = comparison.names
    lines = [f"A: {a}", f"B: {b}"]
    for word, pair in (("knowledge", comparison.knowledge), ("title", comparison.title), ("preset", comparison.preset)):
        if pair is not None:
            lines.append(f"{word}: {pair[0] or 'none'} -> {pair[1] or 'none'}")
    lines += _listed("given", [f"{n}: {_say(x)} -> {_say(y)}" for n, (x, y) in comparison.given.items()], limit)
    lines += _listed("pins", [f"{n}: {_say(x)} -> {_say(y)}" for n, (x, y) in comparison.pins.items()], limit)
    if comparison.cost is not None:
        lines.append(f"a month costs: {_say(comparison.cost[0])} -> {_say(comparison.cost[1])}")
    parts = [f"{x or 'none'} -> {y or 'none'}" for x, y in comparison.components.values()]
    lines += _listed("parts", parts, limit)
    lines.append("")
    lines.append(f"choices that differ: {len(comparison.choices)}")
    for cause in comparison.causes.values():
        lines += _tree(cause, 1)
        roots = list(dict.fromkeys(root.words for root in cause.roots()))
        if roots:
            lines.append(f"    in the end: {'; '.join(roots[:6])}" + ("; ..." if len(roots) > 6 else ""))
        lines.append("")
    if not comparison.causes:
        lines.append("")
    edited = [f"{n}: {_edit(x, y)}" for n, (x, y) in comparison.edited.items()]
    lines += _listed("rules edited, added or removed", edited, limit)
    lines += _listed("constants", [f"{n}: {x} -> {y}" for n, (x, y) in comparison.constants.items()], limit)
    lines += _listed("facts", [f"{n}: {x} -> {y}" for n, (x, y) in comparison.facts.items()], limit)
    lines += _listed("rules that fired in A only", list(comparison.only_a), limit)
    lines += _listed("rules that fired in B only", list(comparison.only_b), limit)
    weights = [
        f"{decision}.{e['option']} by {e['rule']}: {_weight(e['a'])} -> {_weight(e['b'])}"
        for decision, entries in comparison.evidence.items()
        for e in entries
    ]
    lines += _listed("evidence", weights, limit)
    if comparison.document is not None:
        lines.append(f"document: {_say(comparison.document[0])} -> {_say(comparison.document[1])}")
    return "\n".join(lines).rstrip()


def _tree(cause: Cause, depth: int) -> list[str]:
    lines = [f"{'  ' * depth}{'because ' if depth > 1 else ''}{cause.words}"]
    if depth > 1 and cause.kind == "choice":
        return lines  # it stands in the list itself
    for under in cause.because:
        lines += _tree(under, depth + 1)
    return lines


def _listed(title: str, items: list[str], limit: int) -> list[str]:
    if not items:
        return []
    more = [f"  ... and {len(items) - limit} more (--format json has all)"] if len(items) > limit else []
    return (
        [f"{title} that differ: {len(items)}" if " " not in title else f"{title}: {len(items)}"]
        + [f"  {item}" for item in items[:limit]]
        + more
    )


def _unique(causes: Any) -> list[Cause]:
    return list({(c.kind, c.name): c for c in reversed(list(causes))}.values())[::-1]


def _names(a: Record, b: Record) -> list[str]:
    return list(dict.fromkeys((*a, *b)))


def _differing(a: Record, b: Record) -> dict[str, Pair]:
    return {name: (a.get(name), b.get(name)) for name in _names(a, b) if a.get(name) != b.get(name)}


def _pair(a: Any, b: Any) -> Pair | None:
    return (a, b) if a != b else None


def _given(record: Record, name: str) -> Any:
    given = record["input"]["facts"].get(name)
    return None if given is None else given["value"]


def _weights(record: Record, decision: str) -> dict[tuple[str, str], Any]:
    ledger = record["ledgers"].get(decision, {})
    weights: dict[tuple[str, str], Any] = {}
    for entry in ledger.get("evidence", ()):
        key = (entry["rule"], entry["option"])
        weights[key] = weights.get(key, 0.0) + entry["points"]
    for entry in ledger.get("ruled_out") or ():
        weights[(entry["rule"], entry["option"])] = "ruled out"
    return weights


def _text(rule: Record | None) -> Record | None:
    """A rule as far as its meaning goes, without its place."""
    if rule is None:
        return None
    return {key: rule.get(key) for key in ("when", "effects", "overrides", "draft") if rule.get(key)}


def _place(rule: Record) -> str:
    return f"{rule['place']['path']}:{rule['place']['line']}"


def _effects(rule: Record) -> str:
    return ", ".join(_effect(effect) for effect in rule["effects"]) or "no effect"


def _effect(effect: Record) -> str:
    if effect.get("set"):
        return f"{effect['set']} = {_say(effect.get('to'))}"
    if effect.get("add"):
        return f"{effect['add']} + {effect.get('amount') or ', '.join(effect.get('members') or ())}"
    if effect.get("favour"):
        return f"{effect['favour']} +{effect['points']:g}"
    if effect.get("oppose"):
        return f"{effect['oppose']} -{effect['points']:g}"
    return f"{effect.get('rule_out')} ruled out"


def _change(before: Record, after: Record) -> str:
    words = []
    if before.get("when") != after.get("when"):
        words.append(f"when {before.get('when') or 'always'} -> {after.get('when') or 'always'}")
    if before["effects"] != after["effects"]:
        gone = [_effect(e) for e in before["effects"] if e not in after["effects"]]
        new = [_effect(e) for e in after["effects"] if e not in before["effects"]]
        words.append(f"{', '.join(gone) or 'nothing'} -> {', '.join(new) or 'nothing'}")
    if bool(before.get("draft")) != bool(after.get("draft")):
        words.append("draft -> counts" if before.get("draft") else "counts -> draft")
    return "; ".join(words) or "what it overrides"


def _edit(before: Record | None, after: Record | None) -> str:
    if before is None:
        return f"new: {_effects(after or {'effects': []})}"
    if after is None:
        return f"removed: {_effects({'effects': [], **before})}"
    return _change({"effects": [], **before}, {"effects": [], **after})


def _only_yields(rule: Record, causes: list[Cause]) -> bool:
    """A default that applies in one trace only yields to what is listed already."""
    return rule.get("kind") == "default" and bool(causes)


def _say(value: Any) -> str:
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _weight(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"{value:+g}" if isinstance(value, float | int) else str(value)
