"""One of two traces that are compared, by the names of its rules and of what they read."""

from __future__ import annotations

from typing import Any

from engine.trace.comparing.comparison import Record


class Side:
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

    def given(self, name: str) -> Any:
        """What was given for a fact, as JSON."""
        given = self.record["input"]["facts"].get(name)
        return None if given is None else given["value"]

    def given_words(self, name: str) -> str:
        """What was given for a fact in words, or what it is without."""
        given = self.record["input"]["facts"].get(name)
        if given is None:
            return f"not given ({self.shown(name)})"
        return f"{self.shown(name)} ({given['origin']})"

    def weights(self, decision: str) -> dict[tuple[str, str], Any]:
        """Points and bans of a decision by rule and option."""
        ledger = self.record["ledgers"].get(decision, {})
        weights: dict[tuple[str, str], Any] = {}
        for entry in ledger.get("evidence", ()):
            key = (entry["rule"], entry["option"])
            weights[key] = weights.get(key, 0.0) + entry["points"]
        for entry in ledger.get("ruled_out") or ():
            weights[(entry["rule"], entry["option"])] = "ruled out"
        return weights


def evidence(a: Side, b: Side, decision: str) -> list[Record]:
    """Points and bans of a decision that differ, by rule and option."""
    before, after = a.weights(decision), b.weights(decision)
    return [
        {"rule": rule, "option": option, "a": before.get((rule, option)), "b": after.get((rule, option))}
        for rule, option in dict.fromkeys((*before, *after))
        if before.get((rule, option)) != after.get((rule, option))
    ]


def meaning(rule: Record | None) -> Record | None:
    """A rule as far as its meaning goes, without its place."""
    if rule is None:
        return None
    return {key: rule.get(key) for key in ("when", "effects", "overrides", "draft") if rule.get(key)}
