"""What a message wants of the conversation."""

from __future__ import annotations

from engine.reading.commands import Commands
from engine.reading.questions import Questions
from engine.reading.statements import Statements
from engine.reading.targets import compared, main_target
from engine.reading.view import View

_A_PAGE = 70
_SEVERAL = 4


class IntentReader(Commands, Questions, Statements):
    """Decides by ordered questions, the surest first."""

    def intent(self) -> str:
        """What the message wants, by its name in the phrases of intents; `out_of_scope` where nothing fits."""
        if self._is_a_brief():
            return "describe"
        for step in (
            self.says_nothing,
            self._reply_to_asked,
            self.commands,
            self._foreign,
            self.asks,
            self.commands_at_length,
            self.says_what_it_is,
        ):
            intent = step()
            if intent is not None:
                return intent
        return self.as_a_last_resort()

    def _is_a_brief(self) -> bool:
        """A page about a system that ends in a question ('What would you build?') describes it all the same."""
        fresh = not self.view.context.capabilities and not self.view.asked
        return fresh and len(self.view.tokens) > _A_PAGE and len(self.found.facts) >= _SEVERAL

    def _reply_to_asked(self) -> str | None:
        asked = self.view.asked
        if not asked:
            return None
        if any(f.fact == asked for f in self.view.facts) and len(self.words) <= 6 and not self.question:
            fact = self.view.words_of(asked)
            whole = self.whole_form()
            if whole in ("restart", "back", "generate", "skip") and fact is not None and fact.kind == "quantity":
                return None
            if whole in ("unknown",) and "any" not in self.words and fact is not None and fact.kind == "choice":
                return None
            if self.starts("what_if") or (self.starts("why") and self.words[0] == "why"):
                return None
            return "answer"
        decision = self.view.lexicon.decision_by_id.get(asked)
        if decision is not None and self.view.table(f"option:{asked}") and not self.question:
            return "answer"
        return None

    def _foreign(self) -> str | None:
        """Other requests, abuse, machine code."""
        solid = (
            self.found.describing >= 2
            or self.found.facts
            or self.found.scale
            or self.found.features
            or self.found.ruled_out
        )
        if self.found.injected and not solid and not self.found.product:
            return "out_of_scope"
        hits = self.view.table("in:out_of_scope")
        if not hits:
            return None
        if self.found.describing >= 3 or self.found.scale:
            return None
        firm = self.found.facts - {"regions", "cloud_provider", "traffic_pattern"} or self.found.ruled_out
        rude = {"useless", "idiot", "moron", "crap", "shit"} & {
            k for h in hits for k in self.view.keys(h.first, h.last)
        }
        if firm and not rude:
            return None
        orders = {"tell", "write", "translate", "sing", "play", "fix", "debug", "solve", "ignore", "act", "pretend"}
        if self.found.describing >= 2 and not self.question and not rude and self.words[0] not in orders:
            return None
        return "out_of_scope"


def target_of(view: View, intent: str) -> str | tuple[str, ...] | None:
    if intent in ("why", "why_not"):
        return main_target(view)
    if intent == "compare":
        return compared(view) or None
    return None
