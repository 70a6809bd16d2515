"""What goes into the evaluation of a case: its description read as a person's words, its tags and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.agreement.cases import Case
from engine.agreement.keys import facts_of
from engine.agreement.tags import capabilities_of, said_by
from engine.inference.given import Given, Givens
from engine.interview.dialogue import CAPABILITIES, givens, start
from engine.interview.lexicon import lexicon_of
from engine.interview.understanding import understand
from engine.knowledge.definitions import Knowledge, Value
from engine.reading import Lexicon, read

_EMPLOYEES_FOR_AN_ENGINEER = 3.0


@dataclass(frozen=True)
class Described:
    """The input of one evaluation; `ignored` says which tags and keys were not taken, and why."""

    givens: Givens
    ignored: tuple[str, ...]


def described(knowledge: Knowledge, case: Case) -> Described:
    """What `case` says of itself. What a fact of the case states goes before what its description says.

    No preset and no product is recognised in the description: the comparison is of rules, not of remembered systems.
    """
    reading = replace(read(case.describe, _lexicon(knowledge)), preset=None, product=None, scale={})
    heard = givens(knowledge, understand(knowledge, start(), reading).dialogue)
    tagged, unknown = capabilities_of(knowledge, case.capabilities)
    facts, left = facts_of(knowledge, case.facts)
    own = heard.facts.get(CAPABILITIES)
    said = own.value if own is not None and isinstance(own.value, frozenset) else frozenset()
    stated = {n: Given(v, "given", "its tags") for n, v in said_by(case.capabilities).items() if n in knowledge.facts}
    if "multi_tenant" in stated and "tenants_total" in knowledge.facts:
        facts = _organisations(facts)
    all_facts = {**stated, **_without_few(heard.facts, facts), **facts}
    if said | tagged:
        all_facts[CAPABILITIES] = Given(said | tagged, "given", ", ".join(case.capabilities) or case.describe)
    ignored = (*(f"tag {tag}: no capability of ours" for tag in unknown), *left)
    return Described(Givens(all_facts), ignored)


def _organisations(facts: Mapping[str, Given]) -> dict[str, Given]:
    """The customers of a system for organisations are organisations, each with people of its own."""
    total = facts.get("users_total")
    if total is None or not total.words.startswith("customers "):
        return dict(facts)
    return {**{name: given for name, given in facts.items() if name != "users_total"}, "tenants_total": total}


def _without_few(heard: Mapping[str, Given], stated: Mapping[str, Given]) -> dict[str, Given]:
    """What was heard, without a number of users that is the makers' own: "four people run it", "a company of sixty".

    Such is a number up to the stated active users, or up to three times the stated engineers (others work there too).
    """
    total = heard.get("users_total")
    limits = {"monthly_active_users": 1.0, "daily_active_users": 1.0, "team_size": _EMPLOYEES_FOR_AN_ENGINEER}
    most = max((_number(stated[name].value) * times for name, times in limits.items() if name in stated), default=0.0)
    few = total is not None and most >= _number(total.value)
    return {name: given for name, given in heard.items() if not (few and name == "users_total")}


def _number(value: Value) -> float:
    return value if isinstance(value, float) else 0.0


def _lexicon(knowledge: Knowledge) -> Lexicon:
    """The words of the knowledge without its named cases."""
    made: Lexicon | None = knowledge.memo.get("agreement-lexicon")
    if made is None:
        made = knowledge.memo["agreement-lexicon"] = replace(lexicon_of(knowledge), presets=())
    return made
