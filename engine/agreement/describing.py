"""What goes into the evaluation of a case: its description read as a person's words, its tags and its facts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.agreement.cases import Case
from engine.agreement.keys import facts_of
from engine.agreement.tags import capabilities_of, said_by
from engine.inference.given import Given, Givens
from engine.interview.dialogue import CAPABILITIES, givens, start
from engine.interview.lexicon import lexicon_of
from engine.interview.understanding import understand
from engine.knowledge.definitions import Knowledge
from engine.reading import Lexicon, read


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
    all_facts = {**stated, **heard.facts, **facts}
    if said | tagged:
        all_facts[CAPABILITIES] = Given(said | tagged, "given", ", ".join(case.capabilities) or case.describe)
    ignored = (*(f"tag {tag}: no capability of ours" for tag in unknown), *left)
    return Described(Givens(all_facts), ignored)


def _lexicon(knowledge: Knowledge) -> Lexicon:
    """The words of the knowledge without its named cases."""
    made: Lexicon | None = knowledge.memo.get("agreement-lexicon")
    if made is None:
        made = knowledge.memo["agreement-lexicon"] = replace(lexicon_of(knowledge), presets=())
    return made
