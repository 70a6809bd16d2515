"""A phrase that names a feature means one thing, wherever it is listed."""

from __future__ import annotations

from collections import defaultdict

from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge
from engine.reading.data import phrases
from engine.reading.normalise import lowered
from engine.reading.phrasebook import keys_of
from engine.reading.tokens import tokens_of


def _key(phrase: str) -> str:
    return " ".join(keys_of(tokens_of(lowered(phrase))))


def _meanings(knowledge: Knowledge) -> dict[str, set[frozenset[str]]]:
    """Per phrase what it means in the features of the language and by the capabilities.

    Words that count only as the answer to what the system does are left out.
    """
    table = phrases("features")
    weak = {_key(word) for word in table["weak"]}
    said: dict[str, set[frozenset[str]]] = defaultdict(set)
    for kind in ("features", "wholes"):
        for entry in table[kind]:
            for phrase in entry["phrases"]:
                said[_key(phrase)].add(frozenset(entry["means"]))
    for capability in lexicon_of(knowledge).capabilities:
        for phrase in (capability.id.replace("_", " "), capability.title, *capability.heard_as):
            if _key(phrase) not in weak:
                said[_key(phrase)].add(frozenset((capability.id,)))
    return said


def test_no_phrase_stands_under_two_meanings(shipped: Knowledge) -> None:
    twofold = {
        phrase: sorted("+".join(sorted(meaning)) for meaning in meanings)
        for phrase, meanings in _meanings(shipped).items()
        if len(meanings) > 1
    }
    assert not twofold, "list each in one place, with all that it means (or in `rather`, by its neighbours)"


def test_a_product_without_figures_has_no_name_of_one_with_figures(shipped: Knowledge) -> None:
    known = {
        alias.lower() for preset in shipped.presets.values() for alias in (preset.form.title, *preset.form.aliases)
    }
    # a word of every day ('steam') is a name only where nothing else stands, which its likeness says
    listed = (likeness for likeness in phrases("likenesses").values() if not likeness.get("common"))
    names = [name for likeness in listed for name in likeness.get("names", ())]
    assert not known & set(names)
    assert len(names) == len(set(names))


def test_what_a_product_without_figures_does_is_known(shipped: Knowledge) -> None:
    meant = {capability for likeness in phrases("likenesses").values() for capability in likeness["means"]}
    assert meant <= set(shipped.capabilities)
