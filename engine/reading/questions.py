"""Questions about the design: why, why not, what if, which of two."""

from __future__ import annotations

from engine.reading.targets import compared, target_hits
from engine.reading.utterance import Utterance


class Questions(Utterance):
    """Intents of messages that ask."""

    def asks(self) -> str | None:
        """A question about a choice, or about what would be otherwise."""
        view = self.view
        hits = target_hits(view)
        named = [h.meaning for h in hits]
        choices = compared(view)
        asks_help = self.starts("help") or bool(view.table("in:help"))
        if (
            self.starts("what_if")
            and not (self.words[:1] == ["assume"] and "rest" in self.words)
            and self._is_hypothesis()
        ):
            return "what_if"
        if view.table("in:what_if") and (self.question or self.content or named):
            return "what_if"
        if self.contains("why do you ask", "why do you need", "why are you asking", "why do you want to know"):
            return "help"
        if self._is_doubt():
            return "why"
        why_not = self.starts("why_not") or bool(view.table("in:why_not"))
        if (
            why_not
            and (named or self.words[:2] in (["why", "not"], ["why", "no"]))
            and not (self.found.describing >= 3)
        ) and not (self.words[0] in ("isnt", "arent", "wouldnt") and len(choices) >= 2 and "or" in self.words):
            return "why_not"
        is_compare = self.starts("compare") or bool(view.table("in:compare")) or self._has_versus()
        if is_compare and len(choices) >= 2 and not (self.given and not self.question) and self.words[0] != "why":
            return "compare"
        if (
            len(named) >= 2
            and ({"or", "which"} & set(self.words) or len(self.words) <= len(named) + 1)
            and (self.question or len(self.words) <= 8)
            and "unwanted" not in self.found.facts
            and not self.given
            and self.words[0] != "why"
        ):
            return "compare"
        if (
            self.starts("compare")
            and self.words[0] in ("compare", "comparison", "difference", "pros", "contrast")
            and (named or self.words[0] in ("compare", "comparison"))
        ):
            return "compare"
        if (self.starts("why") or view.table("in:why")) and not ("unwanted" in self.found.facts and not self.question):
            plain_why = self.words[0] in ("why", "y") or "why" in self.words[:6] or bool(view.table("in:why"))
            if named and not (
                asks_help
                and self.words[0] in ("what", "explain", "whats")
                and not plain_why
                and not self.has("choice", "reason", "point", "need", "purpose", "rationale")
            ):
                return "why"
            if plain_why and not self.found.describing >= 3 and not (self.given and not self.question):
                return "why"
        return None

    def _is_hypothesis(self) -> bool:
        opening = self.words[0] if self.words else ""
        if opening in ("if", "assume", "assuming", "say", "and", "in", "but") and not (
            self.content or target_hits(self.view)
        ):
            return False
        if self.words[:2] == ["assume", "we"] or opening != "assume":
            return True
        return self.question

    def _is_doubt(self) -> bool:
        named = bool(target_hits(self.view))
        text = " ".join(self.words)
        return (
            named
            and self.question
            and (
                "overkill" in text
                or "really need" in text
                or "necessary" in text
                or text.startswith(("do we need", "do i need", "why do we need"))
            )
        )

    def _has_versus(self) -> bool:
        return bool({"vs", "versus"} & set(self.words))
