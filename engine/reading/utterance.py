"""A message as its intent needs it: its words without signs and courtesies, how it opens, what was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.reading.data import phrases, word_set
from engine.reading.normalise import lowered
from engine.reading.phrasebook import keys_of
from engine.reading.tokens import tokens_of
from engine.reading.view import View

_QUESTION = word_set("intents.question")


@dataclass(slots=True)
class Found:
    """What the other readers found, as the intent needs it."""

    describing: int
    scale: bool
    features: bool
    ruled_out: bool
    product: bool
    injected: bool
    facts: frozenset[str] = frozenset()
    """Facts without those that a bare place or name may have given."""


def says(key: str) -> bool:
    """Whether a token is more than a sign."""
    return any(c.isalnum() for c in key) or not key.isascii()


def _whole_forms() -> dict[str, list[tuple[str, str]]]:
    forms: dict[str, list[tuple[str, str]]] = {}
    for intent in ("skip", "unknown", "back", "restart", "generate", "help", "smalltalk"):
        for phrase in phrases("intents")[intent]["whole"]:
            forms.setdefault(_plain(phrase), []).append((intent, phrase))
    return forms


def _plain(text: str) -> str:
    tokens = tokens_of(lowered(text))
    words = [k for k in keys_of(tokens) if k.isalnum()]
    if not any(len(word) > 1 or word in "khny" for word in words):
        return text.strip()
    return " ".join(words)


WHOLE = _whole_forms()
"""What a whole message may be, by its words: intents, and the phrase as it is listed."""


class Utterance:
    """What a message is made of."""

    def __init__(self, view: View, found: Found) -> None:
        self.view = view
        self.found = found
        self.words = [k for k in keys_of(view.tokens) if says(k)]
        self.core = self._without_courtesies()
        self.openings = view.lexicon.openings.starting(view.tokens, self._first())
        self.first_openings = view.lexicon.openings.starting(view.tokens, 0)
        self.question = "?" in view.low or (bool(self.words) and self.words[0] in _QUESTION)
        self.given = bool(found.facts) or bool(view.leftovers and any(left.problem for left in view.leftovers))
        self.content = self.given or found.features or found.ruled_out or found.product or found.scale

    def starts(self, *intents: str) -> bool:
        """Whether the message opens with a phrase of one of the intents, behind courtesies or at once."""
        return any(intent in self.openings or intent in self.first_openings for intent in intents)

    def has(self, *words: str) -> bool:
        """Whether one of the words stands in it."""
        return bool(set(words) & set(self.words))

    def contains(self, *parts: str) -> bool:
        """Whether one of the phrases stands in it."""
        text = " ".join(self.words)
        return any(part in text for part in parts)

    def whole_form(self) -> str | None:
        """The intent that the message is by all its words ('skip it'), with or without courtesies."""
        for words in (" ".join(self.words), " ".join(self.core)):
            for intent, _ in WHOLE.get(words, ())[:1]:
                return intent
        return None

    def is_english(self) -> bool:
        """Whether most of its words are known."""
        known = sum(1 for w in self.words if not w.isalpha() or len(w) < 3 or self.view.lexicon.repairer.is_word(w))
        return bool(self.words) and known >= 0.7 * len(self.words)

    def _without_courtesies(self) -> list[str]:
        tokens = self.view.tokens
        dropped = {i for hit in self.view.table("courtesy") for i in range(hit.first, hit.last)}
        words = [t.key for i, t in enumerate(tokens) if i not in dropped and says(t.key)]
        return words or self.words

    def _first(self) -> int:
        """The first token that is neither a courtesy nor a sign."""
        tokens = self.view.tokens
        spans = {hit.first: hit.last for hit in self.view.table("courtesy")}
        at = 0
        while at < len(tokens):
            if at in spans:
                at = spans[at]
            elif tokens[at].kind == "sign" and not tokens[at].key.isalnum():
                at += 1
            else:
                break
        return at if at < len(tokens) else 0
