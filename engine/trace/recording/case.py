"""One evaluation on its way into a trace, with the texts that several sections say of it, each made once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from engine.inference.drafts import with_drafts
from engine.inference.evaluation import Evaluation, FactValue
from engine.knowledge.definitions import Rule
from engine.knowledge.values import shown
from engine.trace.recording.kept import Kept
from engine.trace.recording.writing import quoted

MAX_REMEMBERED = 50_000


class Case:
    """An evaluation, what stands for its knowledge, and the texts of its values and reasons."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.kept = Kept.taken(evaluation)
        self.standing = self.kept.standing
        self.values, self.found = self.kept.values, self.kept.found
        self.fired, self.overruled = evaluation.firings.rules, evaluation.firings.overruled
        self._remembered: dict[Any, str] = evaluation.knowledge.memo.setdefault("trace-texts", {})

    def shown(self, key: str) -> str | None:
        """A fact or another name in words; None if it is unknown."""
        texts = self.kept.shown
        if key not in texts:
            fact = self.evaluation.facts.get(key)
            texts[key] = self.evaluation.shown(key) if fact is None else self.fact_shown(fact)
        return texts[key]

    def fact_shown(self, fact: FactValue) -> str:
        """A value in words: often the same from one evaluation to the next, so it is remembered with the knowledge."""
        key = (fact.name, fact.value)
        text = self._remembered.get(key)
        if text is None:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            text = self._remembered[key] = shown(self.evaluation.knowledge.facts[fact.name], fact.value)
        self.kept.shown[fact.name] = text
        return text

    def because(self, rule: Rule) -> str:
        """The reason of a rule in this case's words, as JSON; as it is written where it names something unknown."""
        text = self.kept.because[rule.number]
        if text is None:
            parts = self.standing.rules[rule.number].because
            text = self.kept.because[rule.number] = quoted(self._filled(parts) or rule.because)
        return text

    def _filled(self, parts: tuple[str, ...]) -> str | None:
        words = list(parts)
        for n in range(1, len(parts), 2):
            value = self.shown(parts[n])
            if value is None:
                return None
            words[n] = value
        return "".join(words).strip()

    @cached_property
    def drafts(self) -> Evaluation | str | None:
        """The evaluation if drafts counted; None where none fired, a text where they would go round in a circle."""
        return with_drafts(self.evaluation)
