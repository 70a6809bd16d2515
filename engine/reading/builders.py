"""Which of two meanings a number of people has: those who build and run the system, or those who use it."""

from __future__ import annotations

from typing import Literal

from engine.reading.data import word_set
from engine.reading.nouns import names_people
from engine.reading.quantity import Quantity
from engine.reading.view import View

Role = Literal["build", "use", ""]

_BODIES = frozenset(("companies", "firms", "subsidiaries", "businesses", "organisations", "organizations"))
_GROUPS = word_set("builders.groups")
_FIRMS = word_set("builders.firms")
_MAKING_ADJECTIVES = word_set("builders.making_adjectives")
_MAKERS = word_set("builders.makers")
_MADE_BY = word_set("neighbours.made_by") | word_set("builders.made_by")
_USED_BY = word_set("neighbours.used_by") | word_set("builders.used_by")
_MAKES = word_set("builders.makes")
_TENDS = word_set("builders.tends")
_USES = word_set("builders.uses")
_THE_SYSTEM = word_set("builders.the_system")
_SMALL_WORDS = word_set("builders.small_words")
_FEASIBLE = word_set("builders.feasible")
_WORKERS = word_set("builders.workers")
_DEPARTMENTS = word_set("builders.departments")
_AUDIENCE = word_set("builders.audience")
_OWNERS = word_set("builders.owners")
_PUBLIC = word_set("builders.public")
_AT_WORK = word_set("builders.at_work")
_DETERMINERS = word_set("builders.determiners")
_ABOUT = word_set("builders.about")
_GROUP_SIZES = frozenset(("person", "people", "man", "strong", "member", "head", "employee"))
_HEADS = word_set("builders.heads")
_MOST_BUILDERS = 5000
_SMALL_FIRM = 30
_OF_THE_PUBLIC = frozenset(("cart_orders", "catalogue", "ticketing", "auctions", "publishing", "feed", "booking"))


class Roles:
    """Looks at what is done with a system by the people that a quantity counts."""

    def __init__(self, view: View) -> None:
        self.view = view

    def of(self, q: Quantity) -> Role:
        """`build`, `use`, or nothing where the words around say neither."""
        if q.kind != "bare" or q.period is not None or q.per or (q.families and not q.families & {"user", "team"}):
            return ""
        if q.nouns and not q.families and not names_people(q.nouns[-1]) and q.nouns[-1] not in _HEADS:
            return ""  # '1,100 staff in three shifts'
        if (role := self.firmly(q)) or (role := self._for(q)):
            return role
        if (group := self.group(q)) is not None:
            return self._group_role(q, group)
        return self._possession(q)

    def firmly(self, q: Quantity) -> Role:
        """What a verb says: 'run by two people', 'two admins look after it'."""
        if q.kind != "bare" or q.period is not None or q.per or (q.families and not q.families & {"user", "team"}):
            return ""
        return self._by(q) or self._doing(q)

    def group(self, q: Quantity) -> int | None:
        """The token of the group that the number is the size of: 'a team of about 40', 'a 40-person team'."""
        view, at = self.view, q.first - 1
        if q.nouns and not q.families and not names_people(q.nouns[-1]) and q.nouns[0] not in _GROUP_SIZES:
            return None  # 'a fitness studio with three sites'
        while view.key(at) in _ABOUT and at > 0:
            at -= 1
        if view.key(at) in ("of", "with") and view.key(at - 1) in _GROUPS and not set(q.nouns) & _BODIES:
            return at - 1
        if q.nouns and q.nouns[0] in _GROUP_SIZES:
            for place in range(q.last, min(q.last + 5, len(view.tokens))):
                if view.key(place) in _GROUPS:
                    return place
                if view.is_boundary(place):
                    break
        return None

    def at_work(self, q: Quantity) -> bool:
        """Whether the people counted use it as part of their work."""
        group = self.group(q)
        if group is not None and self.view.key(group) in _AT_WORK:
            return True
        if any(0 <= q.first - hit.last <= 5 for hit in self.view.table("not_people")):
            return True  # 'our company (about 450 people)'
        if self.view.key(q.first - 1) == "(" and self.view.key(q.first - 2) in _AT_WORK:
            return True  # 'our marketing department (35 people)'
        if self.view.key(q.end) in ("in", "from") and self.view.key(q.end + 1) in _DEPARTMENTS:
            return True
        nouns = {*q.nouns, self.view.key(q.noun_place)} if q.noun_place >= 0 else set(q.nouns)
        return bool(nouns & _WORKERS) or ("team" in q.families)

    def public_is_counted(self) -> bool:
        return any(not q.trap and set(q.nouns) & _PUBLIC for q in self.view.quantities)

    # -- what tells ---

    def _by(self, q: Quantity) -> Role:
        """'run by one administrator', 'looked after by our team of 4', 'used by 12 analysts'."""
        view, at = self.view, self._start(q)
        steps = 0
        while at >= 0 and steps < 5 and view.key(at) != "by":
            key = view.key(at)
            if view.is_boundary(at) or key in ("for", "to", "with", "and") or key in _USES:
                return ""
            at, steps = at - 1, steps + 1
        if view.key(at) != "by" or at < 1:
            return ""
        done = [view.key(at - 1), view.key(at - 2)]
        if done[0] in _USED_BY:
            return "use"
        tended = done[0] in ("after", "alive", "running", "up", "going", "of") and done[1] in _TENDS | {"care", "kept"}
        if (done[0] in _MADE_BY or tended) and q.value <= _MOST_BUILDERS:
            return "build"
        return ""

    def _doing(self, q: Quantity) -> Role:
        """'one engineer maintains it', '12 of us working on it', '5,000 employees file tickets'."""
        view, at = self.view, q.end
        if view.keys(at, at + 2) == ["of", "them"] or view.keys(at, at + 2) == ["of", "us"]:
            at += 2
        elif view.key(at) in ("of", "in", "from", "at") and view.key(at + 1) in (*_DETERMINERS, "these", "those"):
            at += 3
        seen = 0
        while at < len(view.tokens) and seen < 9:
            key = view.key(at)
            if view.is_boundary(at) and key != ",":
                return ""
            if key in ("build", "building") and view.key(at + 1) in ("on", "upon", "with", "against"):
                return "use"
            if key in ("look", "looks", "looking") and view.key(at + 1) == "at":
                return "use"
            if key in _MAKES or key in _TENDS:
                return "build" if self._of_the_system(at, key, q) else ""
            if key in _USES:
                return "use" if "user" in q.families or "team" in q.families or not q.families else ""
            if key not in _SMALL_WORDS:
                return ""
            at, seen = at + 1, seen + 1
        return ""

    def _of_the_system(self, verb: int, key: str, q: Quantity) -> bool:
        """Whether what is made or tended is the system: 'maintain it', not 'maintain their own pages'."""
        after = self.view.keys(verb + 1, verb + 7)
        following = after[0] if after else ""
        if q.value > _MOST_BUILDERS:
            return False
        if key in ("code", "coding", "programming", "developing", "develop", "build", "building", "program"):
            return not {"their", "own"} & set(after[:2])
        return bool(_THE_SYSTEM & set(after)) or following in ("", ".", ",", ";", "!", ")", "part")

    def _for(self, q: Quantity) -> Role:
        """'a wiki for a team of 40', 'a portal for our 600 engineers'; not 'enough for two people to run'."""
        view, at = self.view, self._start(q)
        steps = 0
        while at >= 0 and steps < 6:
            key = view.key(at)
            if key in ("for", "among", "within", "across", "inside"):
                break
            if view.is_boundary(at) or key in ("and", "or", "with", "by", "to", "in", "on", "is", "are", "have", "has"):
                return ""
            if any(o.first <= at < o.end for o in view.quantities if o is not q and not o.trap):
                return ""
            at, steps = at - 1, steps + 1
        if at < 0 or view.key(at) not in ("for", "among", "within", "across", "inside"):
            return ""
        if view.key(at - 1) in _FEASIBLE:
            return "build"
        after = view.keys(q.end, q.end + 4)
        if "to" in after[:1] and set(after[1:3]) & (_MAKES | _TENDS):
            return "build"
        people = bool(q.families & {"user", "team"}) or self.group(q) is not None
        return "use" if people else ""

    def _group_role(self, q: Quantity, group: int) -> Role:
        view = self.view
        at, adjectives = group - 1, list[str]()
        while at >= 0 and not view.is_boundary(at) and len(adjectives) < 5:
            key = view.key(at)
            adjectives.append(key)
            if key in _DETERMINERS:
                break
            at -= 1
        opening = list(reversed(view.keys(max(0, at - 3), at)))
        ours = bool({"we", "were", "im", "i", "am", "as", "me", "ours", "weve"} & {*adjectives, *opening[:2]})
        for_whom = {"for", "at", "in"} & set(view.keys(q.first - 3, q.first))
        if view.key(group) in ("startup", "start-up") and not for_whom and q.value <= _SMALL_FIRM:
            return "build"  # '..., 3 person startup'
        if view.key(group) in _FIRMS:
            alone = not {"for", "at", "in", "within", "inside"} & set(view.keys(at - 1, group))
            if alone and view.spoken & _OF_THE_PUBLIC and not {"internal", "intranet"} & set(view.all_keys()):
                return ""  # 'a web shop; a company of twenty'
            return "" if ours or "our" in adjectives or "my" in adjectives else "use"
        if ours or set(adjectives) & _MAKING_ADJECTIVES:
            return "build"
        if q.families & {"team"}:
            return "build"
        if view.key(group) in ("team", "squad", "crew"):
            named = adjectives[0] if adjectives else ""
            return "use" if named in ("sales", "support", "marketing", "legal", "finance", "hr", "service") else "build"
        return "use"

    def _possession(self, q: Quantity) -> Role:
        """'the engineering team counts 11 heads', '25 of them in engineering'."""
        view = self.view
        after = view.keys(q.end, q.end + 6)
        if _MAKING_ADJECTIVES & {view.key(q.last), *q.nouns[:1]} and q.value <= 1000 and q.families & {"user", "team"}:
            return "build"
        if view.key(q.first - 1) in (":", "=") and (q.families & {"user", "team"} or not q.nouns):
            if view.key(q.first - 2) in _AUDIENCE:
                return "use"
            if view.key(q.first - 2) in _OWNERS:
                return "build"
        if {"people", "persons", "folks"} & set(q.nouns) and self._of_ourselves(q):
            return "build"
        counts = view.key(q.first - 1) in ("is", "has", "are", ":", "=")
        if {"people", "persons", "folks"} & set(q.nouns) and counts and view.key(q.first - 2) in _MAKING_ADJECTIVES:
            return "build"  # 'our IT is 1.5 people'
        if not q.nouns and self._we_are(q):
            return "build"
        of_them = view.keys(q.end - 2, q.end - 1) == ["of"]
        if of_them and after[:1] in (["in"], ["are"], ["do"]) and set(after[1:3]) & (_MAKING_ADJECTIVES | _MAKERS):
            return "build"
        if after[:2] in (["of", "them"], ["of", "whom"], ["of", "us"]) and set(after[2:5]) & (
            _MAKING_ADJECTIVES | _MAKERS
        ):
            return "build"
        before = view.keys(q.first - 5, q.first)
        for place, key in enumerate(before):
            if (
                key in ("team", "squad", "crew", "department", "group", "unit")
                and place
                and before[place - 1] in _MAKING_ADJECTIVES
            ):
                gap = before[place + 1 :]
                if not {",", ".", ";", "for"} & set(gap) and "for" not in view.keys(q.first - 8, q.first - 5):
                    return "build"
        return ""

    def _of_ourselves(self, q: Quantity) -> bool:
        """'We are volunteers, four people': a sentence about who asks."""
        view, at = self.view, q.first
        while at > 0 and view.key(at - 1) not in (".", "!", "?", ";"):
            at -= 1
        ours = view.key(at) == "were" or view.keys(at, at + 2) == ["we", "are"]
        return (
            ours and q.first - at <= 7 and not {"for", "used", "with"} & set(view.keys(at, q.first)) and q.value <= 50
        )

    def _we_are(self, q: Quantity) -> bool:
        """'now we're four'"""
        view = self.view
        subject = view.key(q.first - 1) == "were" or view.keys(q.first - 2, q.first) == ["we", "are"]
        ends = q.end >= len(view.tokens) or view.is_boundary(q.end) or view.key(q.end) in ("now", "people", "in", "and")
        return subject and ends and view.key(q.first - 2) not in ("it", "there", "they", "if") and view.asked is None

    def _start(self, q: Quantity) -> int:
        """The last token before the phrase of people that the quantity is part of."""
        group = self.group(q)
        return (group if group is not None and group < q.first else q.first) - 1
