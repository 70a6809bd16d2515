"""What a trace says of a knowledge base whatever the case is: made once, and shared by all of its traces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.expressions import Atom
from engine.knowledge.definitions import (
    AddAmount,
    AddMember,
    CannotHold,
    Effect,
    Evidence,
    Knowledge,
    Rule,
    RuleOut,
    SetFact,
)
from engine.knowledge.values import plain
from engine.texts import NAME, names


@dataclass(frozen=True, slots=True)
class StandingRule:
    """`head` opens the entry of a rule that fired, `missing` that of one that did not.

    `reads` is all it reads, `compares` what its condition does; `because` are texts, and names at odd positions.
    """

    head: dict[str, Any]
    missing: dict[str, Any]
    compares: tuple[str, ...]
    reads: tuple[str, ...]
    because: tuple[str, ...]
    members: tuple[str, ...]
    writes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    rules: list[StandingRule]
    atoms: list[tuple[str, str, str | None]]
    """Text, the key, and the other key of a comparison of two facts."""
    bits: dict[str, int]
    """One bit for each constant, so that sets of constants are joined in one step."""
    decisions: dict[str, tuple[str, ...]]
    """All that the rules of a decision read and name in their reasons, and the condition under which it applies."""


def standing(knowledge: Knowledge) -> Standing:
    made: Standing | None = knowledge.memo.get("trace-standing")
    if made is None:
        reads: dict[str, dict[str, None]] = {
            name: dict.fromkeys(d.applies.reads if d.applies else ()) for name, d in knowledge.decisions.items()
        }
        rules = [_rule(knowledge, rule) for rule in knowledge.rules]
        for rule, ready in zip(knowledge.rules, rules, strict=True):
            for effect in rule.effects:
                if isinstance(effect, Evidence | RuleOut) and rule.counts:
                    named = (*ready.because[1::2], *names(effect.why if isinstance(effect, RuleOut) else ""))
                    reads[effect.decision].update(dict.fromkeys((*ready.reads, *named)))
        made = knowledge.memo["trace-standing"] = Standing(
            rules=rules,
            atoms=[(a.text, a.key, a.operand if a.test == "facts" else None) for a in knowledge.atoms],
            bits={key: 1 << n for n, key in enumerate(sorted(knowledge.constants))},
            decisions={name: tuple(keys) for name, keys in reads.items()},
        )
    return made


def _rule(knowledge: Knowledge, rule: Rule) -> StandingRule:
    head: dict[str, Any] = {
        "rule": rule.id,
        "kind": rule.kind,
        "stratum": rule.stratum,
        "place": {"path": rule.place.path, "line": rule.place.line},
    }
    if rule.condition.text:
        head["when"] = rule.condition.text
    head["effects"] = [_effect(effect) for effect in rule.effects]
    if rule.source is not None:
        head["source"] = rule.source.text
    if not rule.counts:
        head["draft"] = True
    if rule.overrides:
        head["overrides"] = list(rule.overrides)
    missing = {key: value for key, value in head.items() if key not in ("stratum", "source")}
    compares = rule.condition.reads
    atoms: list[Atom] = [knowledge.atoms[n] for numbers in rule.alternatives for n in numbers]
    keys = dict.fromkeys(key for atom in atoms for key in atom.reads)
    keys.update(dict.fromkeys(key for f in rule.formulas for key in (*f.reads, *f.constants)))
    return StandingRule(
        head=head,
        missing=missing,
        compares=compares,
        reads=tuple(key for key in keys if key != "always" and not key.startswith("given.")),
        because=tuple(NAME.split(rule.because)),
        members=tuple(e.fact for e in rule.effects if isinstance(e, AddMember)),
        writes=tuple(e.fact for e in rule.effects if isinstance(e, SetFact | AddAmount | AddMember)),
    )


def _effect(effect: Effect) -> dict[str, Any]:
    match effect:
        case SetFact():
            if effect.formula is None:
                return {"set": effect.fact, "to": plain(effect.constant)}
            return {"set": effect.fact, "to": effect.formula.text, "reads": _read(effect.formula)}
        case AddAmount():
            return {"add": effect.fact, "amount": effect.formula.text, "reads": _read(effect.formula)}
        case AddMember():
            return {"add": effect.fact, "members": list(effect.members)}
        case Evidence():
            kind = "favour" if effect.points > 0 else "oppose"
            return {kind: f"{effect.decision}.{effect.option}", "points": abs(effect.points)}
        case RuleOut():
            return {"rule_out": f"{effect.decision}.{effect.option}", "why": effect.why}
        case CannotHold():
            return {"cannot_hold": list(effect.facts)}


def _read(formula: Any) -> list[str]:
    return list(dict.fromkeys((*formula.reads, *formula.constants)))


def filled(parts: tuple[str, ...], shown: Callable[[str], str | None]) -> str:
    """A reason in this case's words; as it is written where it names something unknown, as `Evaluation.because`."""
    if len(parts) == 1:
        return parts[0].strip() or parts[0]
    words = list(parts)
    for n in range(1, len(parts), 2):
        value = shown(parts[n])
        if value is None:
            return "".join(f"{{{part}}}" if i % 2 else part for i, part in enumerate(parts))
        words[n] = value
    return "".join(words).strip()
