"""Reading: from what a person types to facts, features and an intent, without a language model."""

from engine.reading.lexicon import CapabilityWords, DecisionWords, FactWords, Lexicon, PresetWords
from engine.reading.model import Context, Leftover, ReadFact, Reading
from engine.reading.reading import read
from engine.reading.scoring import Score, score

__all__ = [
    "CapabilityWords",
    "Context",
    "DecisionWords",
    "FactWords",
    "Leftover",
    "Lexicon",
    "PresetWords",
    "ReadFact",
    "Reading",
    "Score",
    "read",
    "score",
]
