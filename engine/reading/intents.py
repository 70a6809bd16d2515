"""What a message wants of the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from engine.reading.data import phrases, word_set
from engine.reading.normalise import lowered
from engine.reading.phrasebook import Hit, keys_of
from engine.reading.targets import asked_for, compared, main_target, target_hits
from engine.reading.tokens import tokens_of
from engine.reading.view import View

_NO_NAMES = word_set("intents.no_names")
_VERBS = word_set("intents.verbs")
_CORRECTING = frozenset(("no", "wait", "correction", "sorry", "oops", "scratch", "nope"))
_BRIEF = 8
_HEADING_ENDS = frozenset((":", "for", ",", ".", "in", "(", "with", "from", "at", "on", "across"))
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


def _says(key: str) -> bool:
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


_WHOLE = _whole_forms()


class IntentReader:
    """Decides by ordered questions, the surest first."""

    def __init__(self, view: View, found: Found) -> None:
        self.view = view
        self.found = found
        self.words = [k for k in keys_of(view.tokens) if _says(k)]
        self.core = self._without_courtesies()
        self.openings = view.lexicon.openings.starting(view.tokens, self._first())
        self.first_openings = view.lexicon.openings.starting(view.tokens, 0)
        self.question = "?" in view.low or (bool(self.words) and self.words[0] in _QUESTION)
        self.given = bool(found.facts) or bool(view.leftovers and any(left.problem for left in view.leftovers))
        self.content = self.given or found.features or found.ruled_out or found.product or found.scale

    def intent(self) -> str:
        for step in (
            self._nothing,
            self._reply_to_asked,
            self._command,
            self._foreign,
            self._question_about,
            self._longer_command,
            self._content,
        ):
            intent = step()
            if intent is not None:
                return intent
        return self._fallback()

    # -- steps --------------------------------------------------------------------------------------------------------

    def _nothing(self) -> str | None:
        if self.view.low.strip() in ("?", "??", "???"):
            return "help"
        if not self.words:
            if whole := _WHOLE.get(self.view.low.strip()):
                return whole[0][0]
            if not self.view.low.strip(" .,!"):
                return "out_of_scope"
            return "smalltalk" if len(self.view.low.strip()) <= 4 and not self.found.injected else "out_of_scope"
        return None

    def _reply_to_asked(self) -> str | None:
        asked = self.view.asked
        if not asked:
            return None
        if any(f.fact == asked for f in self.view.facts) and len(self.words) <= 6 and not self.question:
            fact = self.view.words_of(asked)
            whole = self._whole()
            if whole in ("restart", "back", "generate", "skip") and fact is not None and fact.kind == "quantity":
                return None
            if whole in ("unknown",) and "any" not in self.words and fact is not None and fact.kind == "choice":
                return None
            if self._starts("what_if") or (self._starts("why") and self.words[0] == "why"):
                return None
            return "answer"
        decision = self.view.lexicon.decision_by_id.get(asked)
        if decision is not None and self.view.table(f"option:{asked}") and not self.question:
            return "answer"
        return None

    def _whole(self) -> str | None:
        for words in (" ".join(self.words), " ".join(self.core)):
            for intent, _ in _WHOLE.get(words, ())[:1]:
                return intent
        return None

    def _command(self) -> str | None:
        intent = self._whole()
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
            elif _says(token.key):
                clauses[-1].append(token.key)
        for clause in reversed(clauses):
            for intent, _ in _WHOLE.get(" ".join(clause), ())[:1]:
                if intent not in ("smalltalk", "help") and len(clauses) > 1:
                    return intent
        return None

    def _is_export(self) -> bool:
        if self.question and self._starts("why", "what_if", "compare"):
            return False
        formats = self.view.table("format")
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

    def _question_about(self) -> str | None:
        view = self.view
        hits = target_hits(view)
        named = [h.meaning for h in hits]
        choices = compared(view)
        asks_help = self._starts("help") or bool(view.table("in:help"))
        if (
            self._starts("what_if")
            and not (self.words[:1] == ["assume"] and "rest" in self.words)
            and self._is_hypothesis()
        ):
            return "what_if"
        if view.table("in:what_if") and (self.question or self.content or named):
            return "what_if"
        if self._contains("why do you ask", "why do you need", "why are you asking", "why do you want to know"):
            return "help"
        if self._is_doubt():
            return "why"
        why_not = self._starts("why_not") or bool(view.table("in:why_not"))
        if (
            why_not
            and (named or self.words[:2] in (["why", "not"], ["why", "no"]))
            and not (self.found.describing >= 3)
        ) and not (self.words[0] in ("isnt", "arent", "wouldnt") and len(choices) >= 2 and "or" in self.words):
            return "why_not"
        is_compare = self._starts("compare") or bool(view.table("in:compare")) or self._has_versus()
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
            self._starts("compare")
            and self.words[0] in ("compare", "comparison", "difference", "pros", "contrast")
            and (named or self.words[0] in ("compare", "comparison"))
        ):
            return "compare"
        if (self._starts("why") or view.table("in:why")) and not ("unwanted" in self.found.facts and not self.question):
            plain_why = self.words[0] in ("why", "y") or "why" in self.words[:6] or bool(view.table("in:why"))
            if named and not (
                asks_help
                and self.words[0] in ("what", "explain", "whats")
                and not plain_why
                and not self._has("choice", "reason", "point", "need", "purpose", "rationale")
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

    def _longer_command(self) -> str | None:
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
            if self._starts(intent) or view.table(f"in:{intent}"):
                if (
                    intent in ("restart", "generate", "back", "skip")
                    and (self.found.features or self.found.ruled_out)
                    and not (view.table(f"in:{intent}") and intent != "skip")
                ):
                    continue
                if intent == "skip" and self._starts("skip") and view.table("feature"):
                    continue
                if intent == "unknown" and self.question and self._starts("help"):
                    return "help"
                return intent
        describes = self.found.describing and (
            self.words[:2] == ["help", "with"]
            or (self.found.features and not self.question and self.found.describing >= 2)
        )
        if (self._starts("help") or view.table("in:help")) and not describes:
            return "help"
        if self.words[0] in ("explain", "define", "clarify", "meaning") and not target_hits(view):
            return "help"
        if self._starts("smalltalk") and len(self.words) <= 9 and not self.content:
            return "smalltalk"
        return None

    def _content(self) -> str | None:
        view, found = self.view, self.found
        asked = view.asked
        if found.scale and (found.describing < 2 or "scale" in self.openings):
            return "scale_by" if not (self.question and self._starts("what_if")) else "what_if"
        answered = asked is not None and (
            any(f.fact == asked for f in view.facts)
            or any(left.problem and left.fact == asked for left in view.leftovers)
        )
        if asked == "capabilities" and (found.features or found.ruled_out) and not (found.describing >= 4):
            return "answer"
        if answered and found.describing < 3:
            return "answer"
        if (
            found.ruled_out
            and not found.features
            and not found.product
            and view.table("negator")
            and view.table("negator")[0].first <= 3
            and found.describing < 3
        ):
            return "set_fact"
        if found.describing >= 3 and not self._only_sets():
            return "describe"
        if self._is_brief():
            return "describe"
        if asked and self.given and not answered:
            return "set_fact"
        wondering = self.question and self.words[0] in ("which", "what", "who") and not self.content
        if found.describing >= 2 and not self._sets() and not wondering:
            return "describe"
        if found.product and not self._sets():
            return "describe"
        if self._sets() and (self.content or target_hits(view)):
            return "set_fact"
        opens_with_feature = (
            any(h.first <= 3 for h in view.table("feature")) and found.features and not self._is_sentence()
        )
        if self.given and opens_with_feature and not asked:
            return "describe"
        if (
            self.given
            and found.features
            and not (asked or view.context.capabilities or self._sets())
            and (self._is_title() or not self._is_sentence())
        ):
            return "describe"
        if self.given and not (asked or view.context.capabilities or self._sets()) and self._is_heading():
            return "describe"
        if self.given or found.ruled_out:
            return "describe" if found.describing >= 2 else "set_fact"
        if found.features:
            return "set_fact" if self._sets() or (found.describing < 1 and self._is_sentence()) else "describe"
        return None

    def _is_brief(self) -> bool:
        """A long first message that names what it is about: 'we have 9 branches and want people to pre-order bread'."""
        if self.view.asked or self.view.context.capabilities or self._only_sets():
            return False
        if self.words[0] in _CORRECTING or (self.found.ruled_out and not self.found.features):
            return False
        if self.found.features:
            return self.given and len(self.words) >= _BRIEF
        return self.given and len(self.words) >= 3 * _BRIEF

    def _is_title(self) -> bool:
        """'electronic health records for 40 clinics, ...'"""
        return any(
            h.first == 0 and self.view.key(h.last) in ("for", "of", "in", ":") for h in self.view.table("feature")
        )

    def _is_heading(self) -> bool:
        """'Bed management for a 600-bed hospital, ...', 'ship tracking: ...': a name, and then what is said of it."""
        view = self.view
        end = next((i for i, t in enumerate(view.tokens[:8]) if t.key in _HEADING_ENDS), 0)
        if not 0 < end <= 6 or len(self.words) < 6 or self.question or not view.quantities:
            return False
        if any(q.first < end for q in view.quantities) or any(True for _ in view.near("label", 0, end)):
            return False
        if any(q.first == end + 1 and q.kind == "time" for q in view.quantities):
            return False  # 'archive everything for a decade'
        return self.words[0] not in _NO_NAMES and not _VERBS & set(view.keys(0, end))

    def _is_sentence(self) -> bool:
        return bool(
            {"must", "should", "also", "can", "need", "needs", "want", "could", "will", "has", "have"} & set(self.words)
        )

    def _sets(self) -> bool:
        """Begins as a change or statement about what is there already."""
        return ("set_fact" in self.openings or "set_fact" in self.first_openings) and not (
            "describe" in self.openings and self.found.describing >= 2
        )

    def _only_sets(self) -> bool:
        first = self.core[0] if self.core else ""
        return first in (
            "add",
            "also",
            "remove",
            "drop",
            "set",
            "change",
            "update",
            "switch",
            "include",
            "actually",
            "increase",
            "decrease",
            "use",
            "delete",
        ) or (
            self.words[:1] == ["also"]
            or self.words[:2] in (["make", "it"], ["it", "must"], ["it", "should"], ["it", "needs"])
        )

    def _fallback(self) -> str:
        view = self.view
        if self.found.describing >= 2 and not self.question:
            return "describe"
        if self._starts("smalltalk"):
            return "smalltalk"
        if view.table("vague") and not self.question:
            return "answer" if view.asked else "set_fact"
        if view.leftovers and self._sets() and not self.question:
            return "answer" if view.asked else "set_fact"
        if self.question and target_hits(view):
            return "why"
        if self.question and self._is_english():
            return "help" if self.view.asked and len(self.words) <= 8 and not self._far_off() else "out_of_scope"
        if view.asked and self._is_english() and len(self.words) >= 2 and not self.question:
            return "answer"
        if view.asked and view.leftovers:
            return "answer"
        if (
            any(view.table(f"always:{fact}") for fact in ("compliance", "deployment", "cloud_provider", "consistency"))
            and not self.question
        ):
            return "answer" if view.asked else "set_fact"
        if (target_hits(view) and self._sets()) or (asked_for(view) and not self.question):
            return "set_fact"
        if not self.question and len(self.words) >= 4 and self._is_english() and self._is_about_a_system():
            return "answer" if view.asked else "set_fact"
        if view.leftovers and any(any(c.isdigit() for c in left.words) for left in view.leftovers):
            return "answer" if view.asked else "set_fact"
        if view.asked and self.words and len(self.words) == 1 and view.lexicon.repairer.is_word(self.words[0]):
            return "answer"
        return "out_of_scope"

    def _is_about_a_system(self) -> bool:
        """'it can be down at night': says something of a system that no fact holds."""
        subject = self.words[0] in (
            "it",
            "we",
            "they",
            "users",
            "data",
            "can",
            "restore",
            "recover",
            "must",
        ) or self.words[:2] == ["the", "system"]
        return subject and any(self.view.table(t) for t in ("label", "cue:rto", "cue:availability", "cue:latency_p99"))

    def _far_off(self) -> bool:
        return not self.view.table("label") and not {"this", "that", "it", "you", "mean", "question", "answer"} & set(
            self.words
        )

    def _is_english(self) -> bool:
        known = sum(1 for w in self.words if not w.isalpha() or len(w) < 3 or self.view.lexicon.repairer.is_word(w))
        return bool(self.words) and known >= 0.7 * len(self.words)

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _starts(self, *intents: str) -> bool:
        return any(intent in self.openings or intent in self.first_openings for intent in intents)

    def _has(self, *words: str) -> bool:
        return bool(set(words) & set(self.words))

    def _contains(self, *parts: str) -> bool:
        text = " ".join(self.words)
        return any(part in text for part in parts)

    def _without_courtesies(self) -> list[str]:
        tokens = self.view.tokens
        dropped = {i for hit in self.view.table("courtesy") for i in range(hit.first, hit.last)}
        words = [t.key for i, t in enumerate(tokens) if i not in dropped and _says(t.key)]
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


def target_of(view: View, intent: str) -> str | tuple[str, ...] | None:
    if intent in ("why", "why_not"):
        return main_target(view)
    if intent == "compare":
        return compared(view) or None
    return None
