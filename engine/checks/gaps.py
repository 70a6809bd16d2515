"""Cases on which the rules of a decision have nothing to say."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.base import Base
from engine.checks.check import Check, Remark
from engine.checks.domains import negated
from engine.checks.sampling import samples
from engine.expressions import Atom
from engine.inference import Evaluation, Givens, evaluate
from engine.knowledge.definitions import DecisionDefinition, FactDefinition, Rule, Value
from engine.knowledge.values import short

SHOWN = 3  # regions of a decision
NAMED = 4  # comparisons of a region


class Gaps(Check):
    code = "gap"
    title = "A decision without evidence"
    explains = (
        "There are cases in which the decision applies and no rule speaks for or against any option. The option that "
        "is listed first is chosen, and the design has no reason to give. Found by evaluating the examples and several "
        "hundred cases on both sides of every threshold, so each gap is real; there may be more."
    )
    fix = "add a rule for that region: say why the first option is right there, or favour another"

    def remarks(self, base: Base) -> Iterator[Remark]:
        found: dict[str, list[Evaluation]] = {}
        regions: dict[str, list[list[Atom]]] = {}
        speaking = {
            name: [rule for rule, _ in pairs if rule.number in base.can_fire] for name, pairs in base.evidence.items()
        }
        for evaluation in self._evaluations(base):
            for name in evaluation.ledgers:
                seen = regions.setdefault(name, [])
                if not _silent(evaluation, name) or len(seen) >= SHOWN or _within(seen, evaluation):
                    continue
                smallest = _reduced(evaluation, name)
                if not _within(seen, smallest):
                    seen.append(_region(base, smallest, speaking.get(name, [])))
                    found.setdefault(name, []).append(smallest)
        for name, decision in base.knowledge.decisions.items():
            for region, evaluation in zip(regions.get(name, ()), found.get(name, ()), strict=True):
                yield self._remark(base, decision, region, evaluation)

    def _evaluations(self, base: Base) -> Iterator[Evaluation]:
        yield from (run.counting for run in base.runs if run.counting is not None)
        yield from samples(base)

    def _remark(self, base: Base, decision: DecisionDefinition, region: list[Atom], evaluation: Evaluation) -> Remark:
        texts = [atom.text for atom in region[:NAMED]]
        if len(region) > NAMED:
            texts.append(f"{len(region) - NAMED} more")
        where = f"where {' and '.join(texts)}" if region else "at all"
        chosen = evaluation.choices[decision.id]
        facts = base.knowledge.facts
        given = ", ".join(f"{name}: {_shown(facts[name], g.value)}" for name, g in evaluation.givens.facts.items())
        message = f"no rule says anything on {decision.id} {where}: '{chosen}' is chosen as it is listed first"
        fix = f"{self.fix}; for example given {{{given}}}"
        return Remark(base.decision_parts[decision.id], ("decision",), message, fix)


def _shown(fact: FactDefinition, value: Value) -> str:
    return f"[{short(fact, value)}]" if fact.kind == "set" else short(fact, value)


def _silent(evaluation: Evaluation, decision: str) -> bool:
    ledger = evaluation.ledgers.get(decision)
    return ledger is not None and not (ledger.entries or ledger.exclusions or ledger.pinned)


def _within(regions: list[list[Atom]], evaluation: Evaluation) -> bool:
    return any(all(_holds(atom, evaluation) for atom in region) for region in regions)


def _holds(atom: Atom, evaluation: Evaluation) -> bool:
    known = evaluation.state.get(atom.key) is not None
    return (known if atom.operand else not known) if atom.test == "known" else atom.holds(evaluation.state)


def _reduced(evaluation: Evaluation, decision: str) -> Evaluation:
    """The case with as few given facts as the gap needs: every other has its usual value."""
    for name in list(evaluation.givens.facts):
        facts = {k: g for k, g in evaluation.givens.facts.items() if k != name}
        smaller = evaluate(evaluation.knowledge, Givens(facts, evaluation.givens.pins), "counting")
        if _silent(smaller, decision):
            evaluation = smaller
    return evaluation


def _region(base: Base, evaluation: Evaluation, rules: list[Rule]) -> list[Atom]:
    """The fewest comparisons that hold in this case and keep every rule from firing."""
    atoms, state = base.knowledge.atoms, evaluation.state
    waiting = [
        {n for n in numbers if not atoms[n].holds(state)}
        for rule in dict.fromkeys(rules)
        for numbers in rule.alternatives
    ]
    chosen: list[Atom] = []
    while waiting:
        counts: dict[int, int] = {}
        for open_atoms in waiting:
            for n in open_atoms:
                counts[n] = counts.get(n, 0) + 1
        if not counts:
            break  # a rule fires after all: it speaks on options that an overlay has disabled
        best = max(counts, key=lambda n: (counts[n], -n))
        opposite = negated(atoms[best])
        if opposite is None or not opposite.holds(state):
            text = f"{atoms[best].key} is unknown"
            opposite = Atom("known", atoms[best].key, "==", False, text)
        chosen.append(opposite)
        waiting = [open_atoms for open_atoms in waiting if best not in open_atoms]
    return _tightest(chosen)


def _tightest(chosen: list[Atom]) -> list[Atom]:
    """Of several bounds on one side of a name, the one that says the most."""
    kept: dict[object, Atom] = {}
    for atom in chosen:
        key: object = atom
        if atom.test == "number" and atom.operator in ("<", "<=", ">", ">="):
            key = (atom.key, atom.operator[0])
            before = kept.get(key)
            if before is not None:
                lower = atom.operand < before.operand
                if lower != (atom.operator[0] == "<"):
                    continue
        kept[key] = atom
    return list(kept.values())
