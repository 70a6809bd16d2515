"""Which fact a quantity is: by the name beside it, what it counts, its clause, the question asked."""

from __future__ import annotations

import re

from engine.reading.builders import Roles
from engine.reading.busy_days import is_of_a_busy_day
from engine.reading.counts import Counts
from engine.reading.data import phrases, word_set
from engine.reading.limits import problem_with
from engine.reading.measures import Measures
from engine.reading.model import Leftover, ReadFact
from engine.reading.neighbours import PEOPLE, REQUEST_RATES, Answer
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.shares import of_all
from engine.reading.view import View


def map_quantities(view: View, describing: bool) -> None:
    """Turns every quantity into a fact of the view, or into a leftover that says why not."""
    _Mapper(view, describing).run()


_FEW = 50
_TIMES_AS_MANY = 20
_NO_REQUEST = 1.5
_NINETY_NINTH = frozenset(("p99", "99th"))
_COUNTED = "main_item"
_ITEMS_OF = {capability: frozenset(words.split()) for capability, words in phrases("features")["items"].items()}
_COVERED = word_set("mapping.covered")
_MOST_PLACES = 100_000
_FUTURE = word_set("mapping.future")


class _Mapper(Counts, Measures):
    """Takes one quantity after the other."""

    def run(self) -> None:
        view = self.view
        for q in view.quantities:
            if q.dropped:
                view.remarks.append(f"'{view.words(q.first, q.end)}' was read as taken back.")
            if q.used or q.dropped:
                continue
            if q.trap:
                continue
            before = self.last_seen
            fact, value, reason = self.fact_of(q)
            self.last_seen = q
            if fact is None and not reason and self.are_places(q):
                fact, value = "localities", q.value
            if fact is None or value is None:
                view.leave(q.first, q.end, reason or self.reason(q), fact)
                continue
            if fact == "latency_p99" and self.is_behind_live(value):
                fact = "live_latency"
            words = view.words_of(fact)
            if words is None and fact not in view.lexicon.fact_by_id:
                view.leave(q.first, q.end, f"{fact.replace('_', ' ')} is not among the facts that are known", fact)
                continue
            value = self.at_each_site(fact, value, q)
            self.make_room(fact, q)
            self.name_the_percentile(fact, q)
            self.prefer_items(fact, q)
            if self.count_the_larger(fact, value, q):
                continue
            self.grow_into(fact, value, q)
            if fact == "stored_items" and self.are_of_each(value, q):
                view.leave(q.first, q.end, f"'{view.words(q.first, q.end)}': of each, not in all", fact)
                continue
            problem = problem_with(words, value, view.words(q.first, q.end)) if words else None
            elsewhere = words is not None and words.home and words.home not in view.spoken and fact != view.asked
            if problem and elsewhere:
                view.leave(q.first, q.end, self.reason(q))  # '2M visits a year' to a museum are no patient's
            elif problem:
                view.leave(q.first, q.end, problem, fact, problem=True)
            else:
                view.take(fact, value, q.first, q.end)
                if any(f.fact == fact and f.span == view.span(q.first, q.end) for f in view.facts):
                    self.note_items(fact, q)
                self.note_work(fact, q)
                self.multiply_tenants(fact, q, before)
            self.last_fact, self.last_quantity = fact, q
        self.share_providers()
        self.name_what_reports()
        self.leave_the_fewer()

    def are_places(self, q: Quantity) -> bool:
        """'a parking app for 40 cities', '85 sites': over how many places it is spread, where nothing else counts."""
        view = self.view
        if "localities" not in view.lexicon.fact_by_id or not q.nouns or view.asked or q.kind != "bare":
            return False
        alone = q.period is None and not q.per and not q.families & {"user", "team", "device"}
        return alone and q.nouns[0] in _COVERED and 2 <= q.value <= _MOST_PLACES and q.value == int(q.value)

    def is_behind_live(self, value: float) -> bool:
        """'live sports, latency under 8 s': from the camera to the screen; no request takes as long."""
        known = "live_latency" in self.view.lexicon.fact_by_id and "live_streaming" in self.view.spoken
        return known and value >= _NO_REQUEST and self.view.asked is None

    def are_of_each(self, value: float, q: Quantity) -> bool:
        """'90,000 listings with 7 photos of 2.5 MB each': so few are those of one thing."""
        return (
            value < _FEW
            and not self.view.asked
            and any(
                o is not q and o.kind == "bare" and not o.trap and o.value >= _TIMES_AS_MANY * _FEW
                for o in self.view.quantities
            )
        )

    def name_what_reports(self) -> None:
        """'6,000 boxes, temperature every 2 minutes': what is counted and nothing else is what reports."""
        view = self.view
        taken = {f.fact for f in view.facts}
        known = "devices_total" in view.lexicon.fact_by_id and not view.asked
        if not known or "telemetry" not in view.spoken or "devices_total" in taken or "reporting_interval" not in taken:
            return
        for q in view.quantities:
            things = [noun for noun in q.nouns[:2] if noun.endswith("s") and len(noun) > 3]
            left = next((one for one in view.leftovers if one.span == view.span(q.first, q.end)), None)
            alone = q.kind == "bare" and q.period is None and not q.per and not q.trap
            if left is not None and not left.problem and left.fact is None and alone and things and q.value >= 2:
                view.leftovers.remove(left)
                view.take("devices_total", q.value, q.first, q.end)
                return

    def share_providers(self) -> None:
        """'14 physiotherapists, three practices': five in each."""
        view, staff = self.view, self.providers
        sites = next((f.value for f in view.facts if f.fact == "booking_sites"), None)
        if staff is None or not isinstance(sites, float) or sites < 2 or sites > staff.value:
            return
        view.facts = [f for f in view.facts if f.fact != "resources_per_site"]
        view.take("resources_per_site", float(max(round(staff.value / sites), 1)), staff.first, staff.end)

    def leave_the_fewer(self) -> None:
        """'60k readers a day, 3,500 paying subscribers': fewer than come in a day are not all who use it."""
        view = self.view
        users = next((f for f in view.facts if f.fact == "users_total"), None)
        daily = next((f for f in view.facts if f.fact in ("daily_active_users", "concurrent_users")), None)
        if users is None or daily is None or view.asked:
            return
        if isinstance(users.value, float) and isinstance(daily.value, float) and users.value < daily.value:
            view.facts.remove(users)
            reason = f"'{users.words}' are fewer than come at once or in a day; they are some of all users"
            view.leftovers.append(Leftover(users.words, users.span, reason, "users_total"))

    def count_the_larger(self, fact: str, value: float, q: Quantity) -> bool:
        """'15 agents answer, 4,000 employees file tickets': of two kinds of users the larger is the size.

        True where the number was taken for those who build it.
        """
        if fact != "users_total" or self.view.asked in PEOPLE:
            return False
        before, self.users = self.users, q
        taken = next((f for f in self.view.facts if f.fact == fact), None)
        if taken is None or before is None or not isinstance(taken.value, float):
            return False
        if taken.value >= _TIMES_AS_MANY * value and value <= _FEW and self.stands_alone(q):
            self.view.take("team_size", value, q.first, q.end)  # '2M users; p95 < 1.5 s; 2 people; cheap'
            self.users = before
            return True
        if taken.value >= value:
            return False
        if set(before.nouns) & set(q.nouns) or not q.nouns:
            self.users = before
            return False
        self.view.facts.remove(taken)
        if (
            set(before.nouns) & {"people", "persons", "folks"}
            and before.value <= _FEW
            and value >= _TIMES_AS_MANY * before.value
        ):
            self.view.take("team_size", before.value, before.first, before.end)  # '2 people, 5000 users'
            return False
        self.view.leave(before.first, before.end, "fewer than the other users; their number is not added", fact)
        return False

    def multiply_tenants(self, fact: str, q: Quantity, tenants: Quantity | None) -> None:
        """'600 customers with 40 users each': the users are those of all customers."""
        if fact != "users_per_tenant" or tenants is None or q.first - tenants.end > 5 or tenants.value < 2:
            return
        self.view.facts = [f for f in self.view.facts if f.fact != "users_total"]
        self.view.take("users_total", tenants.value * q.value, tenants.first, q.end)
        self.view.take("tenants_total", tenants.value, tenants.first, tenants.end)

    def grow_into(self, fact: str, value: float, q: Quantity) -> None:
        """'5k rps today, should handle 50k rps in two years': what it grows to is what it is made for."""
        view = self.view
        taken = next((f for f in view.facts if f.fact == fact), None)
        if taken is None or view.asked or not isinstance(taken.value, float) or taken.value >= value:
            return
        words = self.view.words_of(fact)
        if words is None or words.dimension.kind not in ("count", "rate", "bytes") or fact == "team_size":
            return
        around = view.keys(q.first - 6, q.first) + view.keys(q.end, q.end + 5)
        years = any(o.kind == "time" and q.end <= o.first <= q.end + 2 for o in view.quantities)
        if _FUTURE & set(around) or (years and "in" in around) or any(re.fullmatch(r"20[2-9]\d", k) for k in around):
            view.facts.remove(taken)

    def note_items(self, fact: str, q: Quantity) -> None:
        """'a feed and chat, 40M messages a day': what is counted, where another part would count the items first."""
        words = self.view.words_of(_COUNTED)
        if fact != "items_per_day" or words is None or not q.nouns:
            return
        counting = [capability for capability in words.choices if capability in self.view.spoken]
        made_by = next((c for c in counting if set(q.nouns) & _ITEMS_OF.get(c, frozenset())), None)
        if made_by is not None and counting[0] != made_by:
            self.view.take(_COUNTED, made_by, q.first, q.end)

    def note_work(self, fact: str, q: Quantity) -> None:
        """Users who are counted as employees use the system for their work."""
        if fact not in PEOPLE or "used_at_work" not in self.view.lexicon.fact_by_id:
            return
        if not any(f.fact == fact and f.span == self.view.span(q.first, q.end) for f in self.view.facts):
            return  # another number was taken
        roles = Roles(self.view)
        if roles.at_work(q) and not roles.public_is_counted():
            self.view.take("used_at_work", True, q.first, q.end)

    def prefer_items(self, fact: str, q: Quantity) -> None:
        """'600 trains a day with 500 seats each, 350k reservations a day': what is known to be an item comes first."""
        if fact != "items_per_day":
            return
        taken = next((f for f in self.view.facts if f.fact == fact), None)
        if taken is not None and not self.items_are_known and q.families & {"item", "transaction"}:
            self.view.facts.remove(taken)
            self.view.leftovers.append(Leftover(taken.words, taken.span, self.view_reason(taken.words), None))
        self.items_are_known = self.items_are_known or bool(q.families & {"item", "transaction"})

    @staticmethod
    def view_reason(words: str) -> str:
        return f"'{words}': a number of nothing that is asked for here"

    def make_room(self, fact: str, q: Quantity) -> None:
        """'5000 rps with bursts of 20k': the rate that was called no peak makes room for the one that is."""
        taken = next((f for f in self.view.facts if f.fact == fact), None)
        if fact != "peak_requests" or taken is None or self.peak_was_named:
            self.peak_was_named = self.peak_was_named or (fact == "peak_requests" and self.names_peak(q))
            return
        if self.names_peak(q):
            self.peak_was_named = True
            self.view.facts.remove(taken)
            if not any(f.fact == "average_requests" for f in self.view.facts):
                self.view.facts.append(ReadFact("average_requests", taken.value, taken.words, taken.span))

    def name_the_percentile(self, fact: str, q: Quantity) -> None:
        """'the national system answers in 2 to 9 s ... p99 of a scan 200 ms': what is called p99 is meant."""
        if fact != "latency_p99" or self.view.asked:
            return
        named = bool(_NINETY_NINTH & set(self.view.keys(q.first - 7, q.first) + self.view.keys(q.end, q.end + 4)))
        taken = next((f for f in self.view.facts if f.fact == fact), None)
        if taken is not None and named and not self.percentile_was_named:
            self.view.facts.remove(taken)
        self.percentile_was_named = self.percentile_was_named or named

    def fact_of(self, q: Quantity) -> Answer:
        if q.kind == "times":
            return self.times(q)
        exact = self.right_label(q, exact=True)
        if (of_each := self.of_each(q)) is not None:
            return of_each
        if q.kind == "bare" and q.period is not None and not self.is_of_one((exact, self.left_label(q))):
            each = self.each_before(q)
            if each is not None:
                return of_all(self.view, q, each)
        if exact and exact.meaning not in PEOPLE and exact.last - exact.first >= 2 and q.kind in ("bare", "time"):
            value = self.value(exact.meaning, q, labelled=True)
            if value is not None and exact.meaning not in REQUEST_RATES:
                return self.chosen(exact, value)
        handler = {
            "bare": self.bare,
            "bytes": self.bytes,
            "time": self.time,
            "percent": self.percent,
            "nines": self.nines,
            "money": self.money,
            "ratio": self.ratio,
        }.get(q.kind)
        delivered = "content_delivery" in self.view.spoken and "dn_egress_peak" in self.view.lexicon.fact_by_id
        if q.kind == "bits" and q.period and delivered and not self.left_label(q):
            return "dn_egress_peak", q.value / q.period, ""
        if handler is None and q.kind == "bits":
            return self.bits(q)
        if handler is None:
            return self.labelled(q)
        return handler(q)

    def is_of_one(self, names: tuple[Hit | None, ...]) -> bool:
        """Whether one of the names is of a fact that is for each user, as 'posts a user a day' is."""
        facts = [self.view.words_of(hit.meaning) for hit in names if hit is not None]
        return any(words is not None and words.dimension.per for words in facts)

    def times(self, q: Quantity) -> Answer:
        """'100 times more reads than writes', 'peak is 5x the average'."""
        first, last = self.view.clause(q)
        keys = self.view.keys(first, last)
        if "busiest_day_factor" in self.view.lexicon.fact_by_id and q.value > 1 and is_of_a_busy_day(self.view, q):
            return "busiest_day_factor", q.value, ""
        usual = {"usual", "average", "normal", "typical"} & set(self.view.keys(q.last, q.last + 4))
        if usual and "peak_factor" in self.view.lexicon.fact_by_id:
            return "peak_factor", q.value, ""
        sides = [k[0] for k in keys if k in ("read", "reads", "write", "writes")]
        if q.value > 0 and (sides[:2] == ["r", "w"] or sides[:2] == ["w", "r"]):
            more = q.value if not {"less", "fewer", "rarer"} & set(keys) else 1 / q.value
            return "read_write_ratio", more if sides[0] == "r" else 1 / more, ""
        return self.labelled(q)
