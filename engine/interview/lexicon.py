"""What the reader needs to know of a knowledge base."""

from __future__ import annotations

import math

from engine.knowledge.definitions import FactDefinition, Knowledge
from engine.reading.lexicon import CapabilityWords, DecisionWords, FactWords, Lexicon, PresetWords


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """The words of `knowledge`, made once for it."""
    made: Lexicon | None = knowledge.memo.get("interview-lexicon")
    if made is None:
        made = knowledge.memo["interview-lexicon"] = _lexicon(knowledge)
    return made


def _lexicon(knowledge: Knowledge) -> Lexicon:
    return Lexicon(
        facts=tuple(
            _fact(fact) for fact in knowledge.facts.values() if fact.form.input and fact.name != "capabilities"
        ),
        capabilities=tuple(
            CapabilityWords(name, tuple(form.heard_as), form.title) for name, form in knowledge.capabilities.items()
        ),
        presets=tuple(
            PresetWords(name, (preset.form.title, *preset.form.aliases)) for name, preset in knowledge.presets.items()
        ),
        decisions=tuple(
            DecisionWords(
                decision.id,
                decision.form.title,
                {
                    name: tuple(
                        dict.fromkeys((option.title, *option.heard_as, *_technology(knowledge, option.technology)))
                    )
                    for name, option in decision.options.items()
                },
            )
            for decision in knowledge.decisions.values()
        ),
    )


def _technology(knowledge: Knowledge, technology: str | None) -> tuple[str, ...]:
    return () if technology is None else (technology, knowledge.technologies[technology].title)


def _fact(fact: FactDefinition) -> FactWords:
    return FactWords(
        fact=fact.name,
        kind=fact.kind,
        unit=fact.unit.text if fact.kind == "quantity" else "",
        range=(fact.low, None if math.isinf(fact.high) else fact.high) if fact.kind == "quantity" else (None, None),
        heard_as=tuple(fact.form.heard_as),
        choices={word: (title,) for word, title in fact.words.items()},
        title=fact.title,
    )
