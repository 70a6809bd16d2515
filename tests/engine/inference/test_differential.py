"""Inference against an independent, naive evaluator over random rule bases.

The oracle works from the parsed tree, top-down and on demand, with no atoms, no strata and no network: what it shares
with the engine is the meaning of the language alone.
"""

from __future__ import annotations

import math
import operator
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import nodes, parse_condition, parse_formula
from engine.inference import Given, Givens, evaluate
from engine.inference.columnar import evaluate_columns
from engine.inference.evaluating import release
from engine.loading.folders import Sources, build

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


class Oracle:
    """Answers for one rule base and one set of facts, by recursion."""

    def __init__(self, base: dict[str, Any], given: dict[str, Any]) -> None:
        self.base, self.given = base, given
        self.memo: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        if name not in self.memo:
            self.memo[name] = self.compute(name)
        return self.memo[name]

    def compute(self, name: str) -> Any:
        if name.startswith("given."):
            return self.given.get(name[6:])
        if name in self.base["decisions"]:
            return self.choice(name)
        if name == "tags":
            return self.tags()
        if name in self.given:
            return self.given[name]
        fact = self.base["facts"][name]
        if fact.get("sum"):
            parts = [
                v
                for rule in self.base["rules"]
                if name in rule.get("add", {}) and self.fires(rule)
                for v in [self.formula(parse_formula(rule["add"][name]))]
                if v is not None
            ]
            return math.fsum(parts) if parts else self.default(fact)
        setters = [rule for rule in self.base["rules"] if name in rule.get("set", {}) and self.fires(rule)]
        answers = [(r, self.formula(parse_formula(str(r["set"][name])))) for r in setters]
        answers = [(rule, value) for rule, value in answers if value is not None]  # x / 0 sets nothing
        overridden = {other for rule, _ in answers for other in rule.get("overrides", [])}
        values = [value for rule, value in answers if rule["id"] not in overridden]
        if "combine" in fact and values:
            return (min if fact["combine"] == "smallest" else max)(values)
        return values[0] if values else self.default(fact)

    def default(self, fact: dict[str, Any]) -> Any:
        return None if "default" not in fact else self.formula(parse_formula(str(fact["default"])))

    def tags(self) -> Any:
        found = set(self.given.get("tags", ()))
        while True:
            self.memo["tags"] = frozenset(found)
            added = {r["add"]["tags"] for r in self.base["rules"] if "tags" in r.get("add", {}) and self.fires(r)}
            if added <= found:
                return frozenset(found)
            found |= added

    def fires(self, rule: dict[str, Any]) -> bool:
        reads = [f for room in ("set", "add") for n, f in rule.get(room, {}).items() if n != "tags"]
        if any(self.formula_reads_unknown(parse_formula(str(f))) for f in reads):
            return False
        return "when" not in rule or self.holds(parse_condition(rule["when"]), False)

    def formula_reads_unknown(self, node: Any) -> bool:
        match node:
            case nodes.Name():
                return self.value(node.text) is None
            case nodes.Arithmetic():
                return self.formula_reads_unknown(node.left) or self.formula_reads_unknown(node.right)
        return False

    def formula(self, node: Any) -> Any:
        match node:
            case nodes.Number():
                return node.value
            case nodes.Name():
                return self.value(node.text)
            case nodes.Arithmetic():
                left, right = self.formula(node.left), self.formula(node.right)
                if left is None or right is None or (node.operator == "/" and right == 0):
                    return None
                return ARITHMETIC[node.operator](left, right)
        raise AssertionError(node)

    def holds(self, node: Any, negated: bool) -> bool:
        """Three-valued: neither an unknown comparison nor its negation holds."""
        match node:
            case nodes.Not():
                return self.holds(node.of, not negated)
            case nodes.All():
                return (any if negated else all)(self.holds(n, negated) for n in node.of)
            case nodes.AnyOf():
                return (all if negated else any)(self.holds(n, negated) for n in node.of)
            case nodes.Compare():
                left = self.value(node.left.text)
                named = isinstance(node.right, nodes.Name)
                word = named and node.right.text not in self.base["facts"]
                right = node.right.text if word else self.value(node.right.text) if named else node.right.value
                if left is None or right is None:
                    return False
                return COMPARE[node.operator](left, right) != negated
            case nodes.Member():
                members = self.value(node.of.text)
                return members is not None and (node.item.text in members) != (negated != node.negated)
        raise AssertionError(node)

    def choice(self, name: str) -> Any:
        decision = self.base["decisions"][name]
        points = dict.fromkeys(decision["options"], 0)
        out = set()
        for rule in decision["rules"]:
            if self.fires(rule):
                for option, p in rule.get("favour", {}).items():
                    points[option] += p
                for option, p in rule.get("oppose", {}).items():
                    points[option] -= p
                out |= set(rule.get("rule_out", []))
        left = [o for o in decision["options"] if o not in out] or list(decision["options"])
        return max(left, key=lambda o: points[o])


INPUTS = ["in0", "in1", "in2"]
TAGS = ["t0", "t1", "t2", "t3"]
OPTIONS = ["o0", "o1", "o2"]


@st.composite
def rule_bases(draw: st.DrawFn) -> dict[str, Any]:
    """Facts d0..dn each from earlier ones, a sum, tags that imply each other, decisions that read what came before."""
    facts: dict[str, Any] = {name: {} for name in INPUTS}
    rules: list[dict[str, Any]] = []
    decisions: dict[str, Any] = {}
    facts["in2"]["default"] = draw(st.integers(0, 5))
    known = list(INPUTS)
    thresholds = st.integers(-2, 12)

    def formula() -> str:
        left, op = draw(st.sampled_from(known)), draw(st.sampled_from("+-*/"))
        right = draw(st.one_of(st.sampled_from(known), thresholds.map(lambda n: str(abs(n)))))
        return f"{left} {op} {right}"

    def comparison() -> str:
        choice = draw(st.integers(0, 5))
        if choice == 0:
            of = draw(st.sampled_from(["tags", "given.tags"]))
            return f"{draw(st.sampled_from(TAGS))} {draw(st.sampled_from(['in', 'not in']))} {of}"
        if choice == 1 and decisions:
            name = draw(st.sampled_from(sorted(decisions)))
            return f"{name} {draw(st.sampled_from(['==', '!=']))} {draw(st.sampled_from(OPTIONS))}"
        if choice == 2:
            return f"{draw(st.sampled_from(known))} > {draw(st.sampled_from(known))}"
        if choice == 3:
            return f"given.in0 >= {draw(st.integers(0, 9))}"
        return f"{draw(st.sampled_from(known))} {draw(st.sampled_from(sorted(COMPARE)))} {draw(st.integers(0, 12))}"

    def condition() -> str:
        parts = [comparison() for _ in range(draw(st.integers(1, 3)))]
        text = f" {draw(st.sampled_from(['and', 'or']))} ".join(parts)
        return f"not ({text})" if draw(st.booleans()) else text

    for n in range(draw(st.integers(0, 3))):
        tag = {"id": f"tag-{n}", "add": {"tags": draw(st.sampled_from(TAGS))}}
        tag["when"] = (
            f"{draw(st.sampled_from(TAGS))} in tags" if draw(st.booleans()) else f"in0 > {draw(st.integers(0, 9))}"
        )
        rules.append(tag)
    for n in range(draw(st.integers(1, 6))):
        name = f"d{n}"
        kind = draw(st.integers(0, 4))
        facts[name] = {}
        if kind == 0:
            facts[name]["sum"] = True
            for m in range(draw(st.integers(1, 3))):
                rules.append({"id": f"add-{n}-{m}", "add": {name: formula()}, "when": condition()})
        else:
            rules.append({"id": f"set-{n}", "set": {name: formula()}})
            if kind == 2:
                rules[-1]["when"] = condition()
                facts[name]["default"] = formula() if draw(st.booleans()) else draw(st.integers(0, 9))
            if kind == 3:
                rules.append(
                    {"id": f"over-{n}", "set": {name: formula()}, "when": condition(), "overrides": [f"set-{n}"]}
                )
            if kind == 4:
                facts[name]["combine"] = draw(st.sampled_from(["smallest", "largest"]))
                for m in range(draw(st.integers(1, 2))):
                    rules.append({"id": f"also-{n}-{m}", "set": {name: formula()}, "when": condition()})
        known.append(name)
        if draw(st.booleans()):
            evidence = []
            for m in range(draw(st.integers(1, 4))):
                rule: dict[str, Any] = {"id": f"ev-{n}-{m}", "when": condition()}
                effect = draw(st.sampled_from(["favour", "oppose", "rule_out"]))
                option = draw(st.sampled_from(OPTIONS))
                rule[effect] = [option] if effect == "rule_out" else {option: draw(st.integers(1, 5))}
                evidence.append(rule)
            decisions[f"c{n}"] = {"options": OPTIONS, "rules": evidence}
    return {"facts": facts, "rules": rules, "decisions": decisions}


def compiled(base: dict[str, Any]) -> Any:
    facts = [{"fact": "tags", "title": "tags", "members": TAGS}]
    for name, fact in base["facts"].items():
        form = {"fact": name, "title": name, "unit": "1", "range": [-1e300, 1e300]}
        if fact.get("sum"):
            form["accumulates"] = True
        for key in ("default", "combine"):
            if key in fact:
                form[key] = fact[key]
        facts.append(form)
    sources = Sources()

    def put(kind: str, name: str, content: Any) -> None:
        sources.files[f"{kind}/{name}.yaml"] = yaml.safe_dump(content, sort_keys=False)
        sources.kinds[f"{kind}/{name}.yaml"] = kind

    put("vocabulary", "all", {"facts": facts})
    put("capacity", "all", {"capacity": "all", "rules": base["rules"]})
    for name, decision in base["decisions"].items():
        options = {o: {"title": o, "category": o} for o in decision["options"]}
        form = {
            "decision": name,
            "title": name,
            "section": "goals",
            "question": "?",
            "options": options,
            "rules": decision["rules"],
        }
        put("decisions", name, form)
    return build(sources)


inputs = st.fixed_dictionaries(
    {},
    optional={name: st.integers(0, 12).map(float) for name in INPUTS} | {"tags": st.frozensets(st.sampled_from(TAGS))},
)


@settings(max_examples=150, deadline=None)
@given(rule_bases(), st.lists(inputs, min_size=1, max_size=3))
def test_both_networks_and_the_columns_agree_with_a_naive_evaluator(
    base: dict[str, Any], cases: list[dict[str, Any]]
) -> None:
    knowledge = compiled(base)
    try:
        columns = evaluate_columns(knowledge, Givens(), cases)
        for number, case in enumerate(cases):
            oracle = Oracle(base, case)
            for name in base["facts"]:
                value = columns.value(name, number)
                assert value == oracle.value(name) or math.isclose(value, oracle.value(name), rel_tol=1e-12), name
            assert columns.value("tags", number) == oracle.value("tags")
            assert {name: columns.choice(name, number) for name in base["decisions"]} == {
                name: oracle.value(name) for name in base["decisions"]
            }
            givens = Givens({name: Given(value) for name, value in case.items()})
            for network in ("durable", "counting"):
                evaluation = evaluate(knowledge, givens, network)
                for name in base["facts"]:
                    expected = oracle.value(name)
                    assert evaluation.value(name) == expected, (network, name)
                assert evaluation.state["tags"] == oracle.value("tags")
                assert evaluation.choices == {name: oracle.value(name) for name in base["decisions"]}
                fired = {f.rule.id for f in evaluation.firings if f.rule.kind == "rule"}
                rules = [*base["rules"], *(r for d in base["decisions"].values() for r in d["rules"])]
                assert fired == {r["id"] for r in rules if oracle.fires(r)}
    finally:
        release(knowledge)
