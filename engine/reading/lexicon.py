"""What a reading needs to know of the knowledge base, as plain data, and its phrases compiled for the search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.reading.data import phrases
from engine.reading.normalise import lowered
from engine.reading.phrasebook import PhraseBook
from engine.reading.repair import Repairer
from engine.reading.tokens import tokens_of
from engine.reading.units import Dimension, dimension_of

_NO_NAMES = frozenset(("both",))
"""Names of options that say too little anywhere but in the answer to their own question."""
Kind = Literal["quantity", "choice", "set", "flag"]


@dataclass(frozen=True)
class FactWords:
    """One fact: `unit` as in the vocabulary, `range` in canonical units."""

    fact: str
    kind: Kind
    unit: str = ""
    range: tuple[float | None, float | None] = (None, None)
    heard_as: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    home: str = ""
    """The capability that alone needs it, or nothing for what every system has."""

    @cached_property
    def dimension(self) -> Dimension:
        return dimension_of(self.unit)


@dataclass(frozen=True)
class CapabilityWords:
    id: str
    heard_as: tuple[str, ...] = ()
    title: str = ""
    implies: tuple[str, ...] = ()


@dataclass(frozen=True)
class PresetWords:
    id: str
    aliases: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionWords:
    id: str
    title: str = ""
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    facts: tuple[FactWords, ...] = ()
    capabilities: tuple[CapabilityWords, ...] = ()
    presets: tuple[PresetWords, ...] = ()
    decisions: tuple[DecisionWords, ...] = ()

    @cached_property
    def fact_by_id(self) -> dict[str, FactWords]:
        return {words.fact: words for words in self.facts}

    @cached_property
    def capability_ids(self) -> frozenset[str]:
        return frozenset(words.id for words in self.capabilities)

    @staticmethod
    def slug_of(preset: PresetWords) -> str:
        """The name by which a product is found in a text."""
        return slug(preset.id)

    @cached_property
    def decision_by_id(self) -> dict[str, DecisionWords]:
        return {words.id: words for words in self.decisions}

    def with_implied(self, capabilities: Iterable[str]) -> frozenset[str]:
        """The capabilities and all that they cannot do without."""
        found: set[str] = set()
        open_ends = [c for c in capabilities if c in self._capability_by_id]
        while open_ends:
            capability = open_ends.pop()
            if capability not in found:
                found.add(capability)
                open_ends += [c for c in self._capability_by_id[capability].implies if c in self._capability_by_id]
        return frozenset(found)

    @cached_property
    def _capability_by_id(self) -> dict[str, CapabilityWords]:
        return {words.id: words for words in self.capabilities}

    @cached_property
    def preset_by_slug(self) -> dict[str, str]:
        return {slug(words.id): words.id for words in self.presets}

    @cached_property
    def book(self) -> PhraseBook:
        """Every phrase of the knowledge and of the language, by table."""
        book = PhraseBook()
        _add_fact_phrases(book, self)
        _add_value_phrases(book, self)
        _add_feature_phrases(book, self)
        _add_targets(book, self)
        _add_intent_phrases(book)
        return book

    @cached_property
    def openings(self) -> PhraseBook:
        """Phrases that decide an intent only at the beginning of an utterance."""
        book = PhraseBook()
        for intent, forms in phrases("intents").items():
            if isinstance(forms, dict) and "starts" in forms:
                book.add(intent, intent, forms["starts"])
        return book

    @cached_property
    def repairer(self) -> Repairer:
        return Repairer(self.book.words | self.openings.words, _repairable(self))


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _add_fact_phrases(book: PhraseBook, lexicon: Lexicon) -> None:
    table = phrases("facts")
    for fact, labels in table["labels"].items():
        book.add("label", fact, labels)
    too_little = frozenset(table["too_little"])
    for words in lexicon.facts:
        names = [words.fact, words.fact.replace("_", " "), *words.heard_as]
        # what says too little by itself is left to the noun tables and cues
        book.add("label", words.fact, [n for n in names if words.home or lowered(n) not in too_little])
    for old, fact in table["same_as"].items():
        book.add("label", fact, [old, old.replace("_", " ")])
    for fact, cues in table["cues"].items():
        book.add(f"cue:{fact}", fact, cues)
    for guard in ("not_latency", "not_budget", "not_data", "not_people"):
        book.add(guard, guard, table[guard])
    for fact, subjects in table["scales"].items():
        book.add("subject", fact, subjects)
    for words in lexicon.facts:
        if words.kind == "quantity":
            book.add("subject", words.fact, [words.fact.replace("_", " "), words.fact])
    book.add("vague", "vague", phrases("numbers")["vague"])


def _add_value_phrases(book: PhraseBook, lexicon: Lexicon) -> None:
    values = phrases("values")
    for fact, parts in values.items():
        if not isinstance(parts, dict):
            book.add(f"reply:{fact}", fact, parts)
            continue
        if fact in ("numbers", "numbers_asked"):
            for counted, forms in parts.items():
                for number, said in forms.items():
                    book.add(f"{'always' if fact == 'numbers' else 'asked'}:numbers:{counted}", number, said)
            continue
        if fact == "flags":
            for flag, words in parts.items():
                book.add("flag", flag, words)
            continue
        book.add(f"hint:{fact}", fact, parts.get("hints", ()))
        for strength in ("always", "asked", "hinted"):
            for value, words in parts.get(strength, {}).items():
                book.add(f"{strength}:{fact}", value, words)
    places = phrases("places")
    for region, names in places["regions"].items():
        book.add("region", region, names if region in places["capitals_only"] else [region, *names])
    for name, regions in places["several"].items():
        book.add("region", "+".join(regions), [name])
    cities = phrases("cities")
    for region, listed in cities["cities"].items():
        book.add("region", region, (name.strip() for name in listed.split(",")))
    for table, name_lists in (("region_word", cities["words"]), ("region_adjective", cities["adjectives"])):
        for region, names in name_lists.items():
            book.add(table, region, names)
    book.add("region_never", "never", places["never"])
    for name, region in places["capitals_only"].items():
        book.add("region_capital", region, [name])
    for fact_words in lexicon.facts:
        for value, synonyms in fact_words.choices.items():
            book.add(f"asked:{fact_words.fact}", value, (value, value.replace("_", " "), *synonyms))
        if fact_words.kind == "flag" and fact_words.fact not in values["flags"]:
            book.add("flag", fact_words.fact, [fact_words.fact.replace("_", " "), *fact_words.heard_as])


def _add_feature_phrases(book: PhraseBook, lexicon: Lexicon) -> None:
    table = phrases("features")
    weak = {lowered(word) for word in table["weak"]}
    for feature in table["features"]:
        book.add("feature", "+".join(feature["means"]), feature["phrases"])
    for words in lexicon.capabilities:
        own = {words.id.replace("_", " "), *(lowered(p) for p in words.heard_as)}
        if words.title:
            own.add(lowered(words.title))
        book.add("feature", words.id, own - weak)
        book.add("weak_feature", words.id, own & weak)
    for whole in table["wholes"]:
        book.add("whole", "+".join(whole["means"]), whole["phrases"])
    book.add("feature_never", "never", table["never"])
    for place, act in enumerate(table["acts"]):
        book.add("act", str(place), act["verbs"])
        book.add("act_object", str(place), act.get("objects", ()))
        book.add("act_unless", str(place), act.get("unless", ()))
    for counted in table["counted"]:
        book.add("counted", "+".join(counted["means"]), counted["phrases"])
    for weak_rule in table["beside"]:
        book.add("beside_word", weak_rule["means"], weak_rule["words"])
    for place, rule in enumerate(table["rather"]):
        book.add("feature_beside", str(place), rule["beside"])
    book.add("negator", "before", table["negators_before"])
    book.add("negator_after", "after", table["negators_after"])
    for product, names in phrases("products").items():
        book.add("product", product, names)
    for product, likeness in phrases("likenesses").items():
        book.add("product", product, likeness.get("names", ()))
    for preset in lexicon.presets:
        # an id may be a common word: "stock_exchange" must not be heard in a request for one
        book.add("product", slug(preset.id), preset.aliases or (preset.id,))


def _add_targets(book: PhraseBook, lexicon: Lexicon) -> None:
    for target, names in phrases("technologies").items():
        book.add("target", target, names)
    book.add("unwanted_before", "before", phrases("unwanted")["before"])
    book.add("unwanted_after", "after", phrases("unwanted")["after"])
    for decision in lexicon.decisions:
        book.add("decision", decision.id, [decision.id.replace("_", " "), decision.title])
        for option, synonyms in decision.options.items():
            if option != "none":
                names = (option.replace("_", " "), *synonyms)
                book.add("option", option, [name for name in names if lowered(name) not in _NO_NAMES])
                book.add(f"option:{decision.id}", option, names)


def _add_intent_phrases(book: PhraseBook) -> None:
    for intent, forms in phrases("intents").items():
        if isinstance(forms, dict):
            book.add(f"in:{intent}", intent, forms.get("contains", ()))
    book.add("courtesy", "courtesy", phrases("intents")["courtesies"])
    export = phrases("intents")["export"]
    book.add("export_strong", "export", export["strong"])
    book.add("export_verb", "export", export["verbs"])
    for name, form in export["formats"].items():
        book.add("format", form, [name])
    describe = phrases("intents")["describe"]
    book.add("design_verb", "describe", describe["verbs"])
    book.add("system", "describe", describe["systems"])


def _repairable(lexicon: Lexicon) -> frozenset[str]:
    """Words that a misspelt word may be turned into."""
    facts, numbers, units = phrases("facts"), phrases("numbers"), phrases("units")
    sources: list[str] = []
    for table in (facts["labels"], facts["nouns"], facts["cues"], phrases("technologies"), phrases("products")):
        for names in table.values():
            sources += names
    sources += [*numbers["units"], *numbers["tens"], *numbers["scales"], *units["bytes"], *units["time"]]
    for feature in phrases("features")["features"]:
        sources += feature["phrases"]
    sources += [name for likeness in phrases("likenesses").values() for name in likeness.get("names", ())]
    sources += [phrase for fact in lexicon.facts for phrase in fact.heard_as]
    sources += [phrase for capability in lexicon.capabilities for phrase in capability.heard_as]
    for fact in ("consistency", "traffic_pattern", "deployment", "cloud_provider", "compliance"):
        for names in (n for part in ("always", "asked") for n in phrases("values")[fact].get(part, {}).values()):
            sources += names
    for names in phrases("places")["regions"].values():
        sources += names
    describe = phrases("intents")["describe"]
    sources += [*describe["verbs"], *describe["systems"]]
    sources += [
        "change",
        "double",
        "triple",
        "halve",
        "increase",
        "decrease",
        "generate",
        "export",
        "restart",
        "previous",
        "compare",
        "skip",
        "difference",
    ]
    sources += [
        "actually",
        "availability",
        "explain",
        "default",
        "download",
        "remove",
        "without",
        "instead",
        "question",
        "architecture",
        "design",
    ]
    return frozenset(t.key for s in sources for t in tokens_of(lowered(s)) if t.kind == "word" and len(t.key) >= 4)
