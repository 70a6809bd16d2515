"""Statements: a description of a system, a change to it, an answer; and what is left when nothing is sure."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.targets import asked_for, target_hits
from engine.reading.utterance import Utterance

_NO_NAMES = word_set("intents.no_names")
_VERBS = word_set("intents.verbs")
_CORRECTING = frozenset(("no", "wait", "correction", "sorry", "oops", "scratch", "nope"))
_BRIEF = 8
_HEADING_ENDS = frozenset((":", "for", ",", ".", "in", "(", "with", "from", "at", "on", "across"))


class Statements(Utterance):
    """Intents of messages that say something of the system."""

    def says_what_it_is(self) -> str | None:
        """A description, a change, or the answer to what was asked, where one of them is sure."""
        view, found = self.view, self.found
        asked = view.asked
        if found.scale and (found.describing < 2 or "scale" in self.openings):
            return "scale_by" if not (self.question and self.starts("what_if")) else "what_if"
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

    def as_a_last_resort(self) -> str:
        """What it most likely is where nothing was sure."""
        view = self.view
        if self.found.describing >= 2 and not self.question:
            return "describe"
        if self.starts("smalltalk"):
            return "smalltalk"
        if view.table("vague") and not self.question:
            return "answer" if view.asked else "set_fact"
        if view.leftovers and self._sets() and not self.question:
            return "answer" if view.asked else "set_fact"
        if self.question and target_hits(view):
            return "why"
        if self.question and self.is_english():
            return "help" if self.view.asked and len(self.words) <= 8 and not self._far_off() else "out_of_scope"
        if view.asked and self.is_english() and len(self.words) >= 2 and not self.question:
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
        if not self.question and len(self.words) >= 4 and self.is_english() and self._is_about_a_system():
            return "answer" if view.asked else "set_fact"
        if view.leftovers and any(any(c.isdigit() for c in left.words) for left in view.leftovers):
            return "answer" if view.asked else "set_fact"
        if view.asked and self.words and len(self.words) == 1 and view.lexicon.repairer.is_word(self.words[0]):
            return "answer"
        return "out_of_scope"
