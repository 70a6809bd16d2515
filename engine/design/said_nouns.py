"""Counts in the person's own nouns: what was given as `40 cities` is titled `Cities`, not `Places it covers`."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.design.own_nouns import is_plain
from engine.inference.evaluation import Evaluation
from engine.knowledge.definitions import FactDefinition
from engine.texts import capitalised

_NUMBER = re.compile(
    r"^(?:~|about |around |some |roughly |over |up to |more than |nearly |almost )?\d[\d.,'\u2019 ]*"
    r"(?:k|m|bn|b|t|mn|million|billion|thousand|trillion)?\s+(?:of )?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\s+(?:(?:per|a|an|each|every) (?:second|minute|hour|day|night|week|month|year|quarter|season)"
    r"|daily|monthly|weekly|yearly|annually|today|in (?:all|total))$",
    re.IGNORECASE,
)
_TELLS_NOTHING = frozenset(
    """
    users people accounts registered members active items devices things units records requests new unique
    daily monthly total concurrent simultaneous
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)


def in_said_nouns(evaluation: Evaluation) -> Evaluation:
    """`evaluation` with the given counts titled in the nouns they were given in; itself where nobody named any."""
    titles: dict[str, FactDefinition] = {}
    for name, given in evaluation.givens.facts.items():
        fact = evaluation.knowledge.facts.get(name)
        form = fact.form.said_as if fact is not None and given.origin == "given" else None
        noun = noun_in(given.words) if form is not None else ""
        if fact is not None and form is not None and noun:
            titles[name] = replace(fact, title=capitalised(form.replace("*", noun)))
    if not titles:
        return evaluation
    knowledge = evaluation.knowledge  # its memo is shared: no title is kept there, compiled templates are
    return replace(evaluation, knowledge=replace(knowledge, facts={**knowledge.facts, **titles}))


def noun_in(words: str) -> str:
    """`parking sessions` of `300,000 parking sessions a day`; empty where no plain plural is counted."""
    number = _NUMBER.match(words)
    noun = _PERIOD.sub("", words[number.end() :]) if number else ""
    parts = noun.split(" ")
    if (
        not is_plain(noun)
        or set(parts) & _TELLS_NOTHING
        or not parts[-1].endswith(("s", "people", "men", "women", "children", "staff"))
    ):
        return ""
    return "" if parts[-1].endswith(("ss", "us")) else noun
