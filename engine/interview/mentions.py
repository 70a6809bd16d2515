"""What a name that somebody types stands for: a decision, options of decisions, a fact, a capability, a component."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.inference import Evaluation
from engine.knowledge.definitions import Knowledge

Kind = Literal["option", "decision", "fact", "capability", "component"]


@dataclass(frozen=True, slots=True)
class Mention:
    """`owner` is the decision of an option, and the name itself of everything else."""

    kind: Kind
    owner: str
    option: str = ""


def normal(name: str) -> str:
    return re.sub(r"[^a-z0-9+#]+", " ", name.lower()).strip()


def mentions(knowledge: Knowledge, name: str) -> list[Mention]:
    """All that `name` may stand for, the likeliest first; empty if nothing does."""
    table = _table(knowledge)
    wanted = normal(name)
    if not wanted:
        return []
    exact = table.get(wanted) or table.get(wanted.removesuffix("s")) or table.get(f"{wanted}s")
    if exact:
        return exact
    parts = wanted.split()
    found = [m for key, ms in table.items() if _covers(key.split(), parts) for m in ms]
    if not found:
        close = difflib.get_close_matches(wanted, list(table), n=1, cutoff=0.82)
        found = table[close[0]] if close else []
    return list(dict.fromkeys(found))


def nearest(knowledge: Knowledge, name: str) -> str:
    """The known name nearest to one that stands for nothing, or an empty text."""
    close = difflib.get_close_matches(normal(name), list(_table(knowledge)), n=1, cutoff=0.72)
    return close[0] if close else ""


def phrases_of(knowledge: Knowledge, text: str) -> list[str]:
    """The names in `text` that stand for something, the longest first."""
    words, table = normal(text).split()[:60], _table(knowledge)
    spans = [" ".join(words[i : i + n]) for n in range(5, 0, -1) for i in range(len(words) - n + 1)]
    return [span for span in dict.fromkeys(spans) if span in table]


def _covers(words: list[str], parts: list[str]) -> bool:
    """Whether each part is a word, or the beginning of one: `postgres` of `postgresql`, `kafka` of `apache kafka`."""
    return all(any(word == part or (len(part) >= 5 and word.startswith(part)) for word in words) for part in parts)


def _table(knowledge: Knowledge) -> dict[str, list[Mention]]:
    table: dict[str, list[Mention]] | None = knowledge.memo.get("interview-mentions")
    if table is None:
        table = {}
        for name, mention in _names(knowledge):
            entries = table.setdefault(normal(name), [])
            if mention not in entries:
                entries.append(mention)
        table.pop("", None)
        knowledge.memo["interview-mentions"] = table
    return table


def _names(knowledge: Knowledge) -> Iterator[tuple[str, Mention]]:
    decisions = knowledge.decisions.values()
    for decision in decisions:
        for name in (decision.id, decision.form.title, decision.form.topic or "", *decision.form.heard_as):
            yield name, Mention("decision", decision.id)
    for decision in decisions:
        for option, form in decision.options.items():
            if option == "none":
                continue
            names = [option, form.title, *form.heard_as]
            if form.technology is not None:
                names += [form.technology, knowledge.technologies[form.technology].title]
            for name in names:
                yield name, Mention("option", decision.id, option)
    for decision in decisions:
        for option, form in decision.options.items():
            if form.category != "none":
                yield form.category, Mention("option", decision.id, option)
    for capability in knowledge.capabilities.values():
        for name in (capability.capability, capability.title, *capability.heard_as):
            yield name, Mention("capability", capability.capability)
        for component in capability.components:
            if component.id is not None:
                for name in (component.id, component.title or component.id):
                    yield name, Mention("component", component.id)
    for fact in knowledge.facts.values():
        for name in (fact.name, fact.title, *(fact.form.heard_as if fact.form.input else ())):
            yield name, Mention("fact", fact.name)


def options_named(evaluation: Evaluation, name: str) -> list[Mention]:
    """The options that bear exactly this name, those of decisions that apply first."""
    found = [m for m in _table(evaluation.knowledge).get(normal(name), []) if m.kind == "option"]
    return sorted(found, key=lambda m: (m.owner not in evaluation.choices, evaluation.choices.get(m.owner) != m.option))


def options_meant(evaluation: Evaluation, name: str, *, chosen: bool) -> list[Mention]:
    """The options that `name` means, those of decisions that apply first; with `chosen`, the chosen ones before all."""
    found = [m for m in mentions(evaluation.knowledge, name) if m.kind == "option"]
    choices = evaluation.choices
    return sorted(found, key=lambda m: (m.owner not in choices, (choices.get(m.owner) == m.option) != chosen))
