"""Which names of facts beside a number are meant by it, and what a noun before or behind it counts."""

from __future__ import annotations

from dataclasses import replace

from engine.reading.data import word_set
from engine.reading.neighbours import CONNECT_LEFT, PEOPLE, REQUEST_RATES
from engine.reading.nouns import families_of, names_people, people_of
from engine.reading.people import People
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.units import ADVERBS, DAY, MONTH

_SALES = word_set("counts.sales")


class Names(People):
    """By the names of facts that stand beside a number."""

    def name_of_head(self, q: Quantity) -> Hit | None:
        """'80 garbage trucks': the noun behind adjectives, where it names a fact of what is spoken of."""
        for hit in self.view.near("label", q.last + 1, q.last + 1 + len(q.nouns)):
            words = self.view.words_of(hit.meaning)
            if words is not None and words.home in self.view.spoken and words.dimension.kind == "count":
                return hit if q.period is None and not q.per and (hit.first, hit.last) not in self.consumed else None
        return None

    def is_business(self, name: Hit, q: Quantity) -> bool:
        """'2.5k orders/day': the items of a day, as whatever they are; a second's are the name's own."""
        return bool(
            name.last - name.first == 1
            and q.families & {"item", "transaction"}
            and q.period is not None
            and q.period >= 60
            and name.meaning.replace("_", " ") == self.view.key(name.first)
            and "items_per_day" in self.view.lexicon.fact_by_id
        )

    def within_name(self, name: Hit, q: Quantity) -> Quantity:
        """The quantity without what its name says: '60 rooms per hotel' is 60, '40 shops daily' are 40 shops."""
        words = self.view.words_of(name.meaning)
        if words is None or words.dimension.kind != "count":
            return q
        covered = self.view.keys(name.first, name.last)
        if "sold" in (*q.nouns, self.view.key(q.end)):
            return q
        if q.per and (q.per in covered or (q.per in _SALES and words.home in self.view.spoken)):
            return replace(q, per="", period=None)
        things = q.families & {"item", "event", "request", "object", "transaction", "write"}
        high = words.range[1]
        if high is not None and q.value > high:
            return q  # '1.2M signatures a month' are no signatures of one paper
        if q.period is not None and not q.per and not things and words.home in self.view.spoken:
            return replace(q, period=None)
        return q

    def noun_before(self, q: Quantity) -> frozenset[str]:
        """'clients 1,5 million', 'riders: about 2M'."""
        at = q.first - 1
        if self.view.key(at) == "(" and self.view.key(q.last) == ")":
            at -= 1  # 'analysts (a dozen)'
        while at >= 0 and q.first - at < 6 and self.view.key(at) in CONNECT_LEFT and not self.view.is_boundary(at):
            at -= 1
        if at < 0 or self.view.is_boundary(at) or any(o.first <= at < o.end for o in self.view.quantities):
            return frozenset()
        if any(h.first <= at < h.last for h in self.view.table("always:deployment")):
            return frozenset()  # 'on own machines in fifteen places'
        families = families_of(self.view.key(at))
        if self.view.key(at) in ("watches", "hosts", "families"):
            return frozenset()
        things = {"user", "device", "team"}
        if q.period:
            things.add("request" if q.period < 3600 else "item")
        return families & things

    def is_specific(self, label: Hit, q: Quantity) -> bool:
        """A name on the left that overrides what the number counts: 'DAU: 3M people', 'team of 5 people'."""
        if label.meaning in ("users_total",) and q.families & {"user"}:
            return False
        words = self.view.words_of(label.meaning)
        if words and not words.home and label.meaning not in (*PEOPLE, "team_size") and q.families == {"user"}:
            return False  # 'construction sites: 220 foremen'
        if self.is_of_other_things(label, q):
            return False
        if label.meaning in REQUEST_RATES and (
            q.families - {"request", "transaction", "write"} or (not q.families and q.nouns)
        ):
            return False
        if label.meaning in ("data_size", "average_object_size", "data_growth_per_day"):
            return False
        if label.meaning in ("latency_p99", "availability") and q.nouns:
            return False
        if label.meaning == "monthly_budget" and (set(q.nouns) - set(ADVERBS) or q.families):
            return False
        if label.meaning in PEOPLE and q.families and not q.families & {"user"}:
            return False
        if label.meaning == "team_size" and q.families and not q.families & {"user", "team"}:
            return False
        if label.meaning == "mobile_share":
            return False
        if label.meaning in REQUEST_RATES and q.period is not None:
            cue = self.cue(q, REQUEST_RATES)
            return cue is None or cue == label.meaning
        return True

    def is_of_other_things(self, label: Hit, q: Quantity) -> bool:
        """'bookings for 350 hotels' are not 350 bookings; 'rooms: 80 of each kind' are 80 rooms."""
        words = self.view.words_of(label.meaning)
        gap = set(self.view.keys(label.last, q.first))
        if label.meaning in PEOPLE and set(q.nouns) - set(ADVERBS) and not q.families and not gap & {":", "=", "is"}:
            return True  # 'students at 3 universities'
        things = set(q.nouns) - set(ADVERBS) and not q.families and not names_people(q.nouns[0])
        if label.meaning == "team_size" and things and not gap & {":", "=", "is"}:
            return True  # '1,100 staff in three shifts'
        if words is not None and words.home and q.families == {"user"} and not _counts_people(words.unit):
            return True  # 'concert tickets: half a million fans'
        if words is None or not words.home or words.dimension.per or not set(q.nouns) - set(ADVERBS):
            return False
        return not gap & {":", "=", "is", "are"} and self.view.key(label.last - 1) not in ("of", "to", "every", "for")

    def suits_asked(self, q: Quantity) -> bool:
        """'3000 orders' answers the question for business items, '12 hotels' answers none of ours."""
        words = self.view.words_of(self.view.asked or "")
        if words is None:
            return False
        if words.fact in ("items_per_day", "devices_total", "event_consumers") or words.dimension.kind == "rate":
            return True
        return words.fact not in PEOPLE and words.fact != "team_size" and words.dimension.kind in ("count", "money")

    def other_of_pair(self, q: Quantity) -> str | None:
        """'5000 rps at peak, 800 on average': a second rate; '12M monthly, 3M daily': a second kind of users."""
        view = self.view
        if self.last_fact in REQUEST_RATES or view.asked in REQUEST_RATES:
            cue = self.cue(q, REQUEST_RATES)
            if (
                cue
                and cue != view.asked
                and not q.families - {"request"}
                and not (view.asked in REQUEST_RATES and not self.answered() and cue == "peak_requests")
            ):
                return cue
        if self.last_fact in PEOPLE or view.asked in PEOPLE:
            if q.period == DAY:
                return "daily_active_users"
            if q.period == MONTH:
                return "monthly_active_users"
            if not q.families and not q.nouns:
                cue = self.cue(q, PEOPLE)
                if cue and (cue != "users_total" or self.last_fact in PEOPLE):
                    return cue
        return None


def _counts_people(unit: str) -> bool:
    return bool(people_of(unit)) or not families_of(unit + "s")
