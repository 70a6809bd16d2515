"""Commands to the conversation: skip, back, generate, export, and messages that say nothing."""

from __future__ import annotations

from engine.reading.phrasebook import Hit
from engine.reading.targets import target_hits
from engine.reading.utterance import WHOLE, Utterance, says

_PAPERS = frozenset(
    (
        "invoices",
        "receipts",
        "tickets",
        "statements",
        "payslips",
        "labels",
        "certificates",
        "contracts",
        "users",
        "customers",
    )
)


class Commands(Utterance):
    """Intents of messages that order something of the conversation."""

    def says_nothing(self) -> str | None:
        """Signs alone: a question mark, a smile, an empty line."""
        if self.view.low.strip() in ("?", "??", "???"):
            return "help"
        if not self.words:
            if whole := WHOLE.get(self.view.low.strip()):
                return whole[0][0]
            if not self.view.low.strip(" .,!"):
                return "out_of_scope"
            return "smalltalk" if len(self.view.low.strip()) <= 4 and not self.found.injected else "out_of_scope"
        return None

    def commands(self) -> str | None:
        """A message that is nothing but a command."""
        intent = self.whole_form()
        if intent == "unknown" and " ".join(self.words) in ("default", "anything") and not self.view.asked:
            return "unknown"
        if intent == "generate" and " ".join(self.core) in ("update", "design") and self.content:
            return None
        if intent is not None:
            return intent
        if self._is_export():
            return "export"
        return None

    def _last_command(self) -> str | None:
        """'looks good, generate': the last clause that is a command by itself."""
        clauses: list[list[str]] = [[]]
        for i, token in enumerate(self.view.tokens):
            if self.view.is_boundary(i):
                clauses.append([])
            elif says(token.key):
                clauses[-1].append(token.key)
        for clause in reversed(clauses):
            for intent, _ in WHOLE.get(" ".join(clause), ())[:1]:
                if intent not in ("smalltalk", "help") and len(clauses) > 1:
                    return intent
        return None

    def _is_export(self) -> bool:
        if self.question and self.starts("why", "what_if", "compare"):
            return False
        formats = self.view.table("format")
        if _PAPERS & set(self.words):
            return False  # 'we also need invoices as PDF'
        formats = [h for h in formats if not (h.meaning in ("link", "png") and self.found.features)]
        if self.view.table("export_strong") and not self.found.describing >= 3 and not self.given:
            strong = self.view.table("export_strong")[0]
            near_start = strong.first <= 6
            if strong.meaning and (
                formats
                or (near_start and not self.found.features and len(self.words) <= 9 and self._exports_by_itself(strong))
            ):
                return True
        if (
            formats
            and self.view.table("export_verb")
            and not self.given
            and self.found.describing < 3
            and len(self.words) <= 14
        ):
            return True
        bare = [w for w in self.core if w not in ("the", "a", "an", "as", "file", "format", "in", "it")]
        return bool(formats) and len(bare) <= 1 and not self.view.asked

    def _exports_by_itself(self, strong: Hit) -> bool:
        words = self.view.keys(strong.first, strong.last)
        if words in (["save"], ["print"]):
            rest = set(self.words) - {"save", "print"}
            return not rest or bool(
                rest
                & {
                    "design",
                    "it",
                    "this",
                    "document",
                    "result",
                    "everything",
                    "diagram",
                    "file",
                    "all",
                    "work",
                    "session",
                }
            )
        return not (words == ["a", "copy"] and self.found.describing)

    def commands_at_length(self) -> str | None:
        """A command within more words, where nothing is said of a system."""
        view = self.view
        if self.given or self.found.scale:
            return None
        short = len(self.words) <= 16
        if not short or (
            self.found.describing >= 3 and (self.found.features or self.found.product or view.table("system"))
        ):
            return None
        if not self.content and (clause := self._last_command()):
            return clause
        for intent in ("restart", "back", "skip", "unknown", "generate"):
            if self.starts(intent) or view.table(f"in:{intent}"):
                if (
                    intent in ("restart", "generate", "back", "skip")
                    and (self.found.features or self.found.ruled_out)
                    and not (view.table(f"in:{intent}") and intent != "skip")
                ):
                    continue
                if intent == "skip" and self.starts("skip") and view.table("feature"):
                    continue
                if intent == "unknown" and self.question and self.starts("help"):
                    return "help"
                return intent
        describes = self.found.describing and (
            self.words[:2] == ["help", "with"]
            or (self.found.features and not self.question and self.found.describing >= 2)
        )
        if (self.starts("help") or view.table("in:help")) and not describes:
            return "help"
        if self.words[0] in ("explain", "define", "clarify", "meaning") and not target_hits(view):
            return "help"
        if self.starts("smalltalk") and len(self.words) <= 9 and not self.content:
            return "smalltalk"
        return None
