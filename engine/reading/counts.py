"""Numbers without a unit of measure: people, engineers, requests, orders, devices."""

from __future__ import annotations

from engine.reading.data import phrases, word_set
from engine.reading.neighbours import PEOPLE, REQUEST_RATES, USERLIKE, Answer
from engine.reading.nouns import families_of
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.rates import Rates
from engine.reading.shares import of_all
from engine.reading.units import ADVERBS, DAY, MONTH
from engine.reading.unnamed import name_the_unnamed

_VISITS = word_set("mapping.visits")
_CORE = frozenset(phrases("facts")["labels"]) | frozenset(PEOPLE)
_PLACES = frozenset(
    ("rooms", "beds", "houses", "cabins", "apartments", "chairs", "desks", "tables", "cards", "lockers")
)
_HOMES = frozenset(
    ("flats", "apartments", "homes", "houses", "rooms", "doors", "cars", "buildings", "offices", "cabins", "lockers")
)
_SELLING = frozenset(("sell", "sells", "selling", "supply", "supplies", "supplying", "deliver", "delivers", "sold"))
_MOST_REGIONS = 12
_BUYERS = word_set("counts.organisations") | frozenset(
    ("pubs", "bars", "cafes", "kiosks", "bakeries", "dealers", "retailers")
)
_WHOLESALE = frozenset(("b2b", "wholesale", "wholesaler", "wholesalers"))
_OF_WHOM = frozenset(("houses_total", "customer_firms", "tenants_total", "booking_sites"))
_MANY = 10
_RUNNING = word_set("counts.running")
_HOUSES = word_set("counts.houses_of_people")
_NEEDS_UNIT = frozenset(("data_size", "average_object_size", "data_growth_per_day"))


class Counts(Rates):
    """By what is counted."""

    def bare(self, q: Quantity) -> Answer:
        view = self.view
        noun = set(q.nouns)
        if q.families == {"user"} and q.nouns and q.nouns[-1] in _PLACES:
            q.families = frozenset()  # '24 guest rooms'
        if not q.families and not set(q.nouns) - set(ADVERBS) and q.period and q.period < 3600 and self.of_items(q):
            q.families = frozenset(("item",))
        if (together := self.in_groups_at_once(q)) is not None:
            return "concurrent_users", together, ""
        if self.are_of_a_house(q):
            return "users_total", q.value, ""
        if self.by_change(q):
            return None, None, f"'{view.words(q.first - 1, q.end)}' is a change; say the new value"
        if (active := self.actives(q)) is not None:
            return active, q.value, ""
        if self.are_where_it_runs(q):
            return "sites", q.value, ""
        name_the_unnamed(view, q, self.last_seen)
        if self.have_one_each(q):
            return "devices_total", q.value, ""
        if self.installed(q) and not view.asked:
            return "users_total", q.value, ""
        if self.are_sold_to(q):
            return "users_total", q.value, ""
        if self.are_of_a_chain(q):
            return "booking_sites", q.value, ""
        if not q.families and (staff := self.are_booked(q)) is not None:
            return staff, q.value, ""
        if view.key(q.first - 1) == "(" and q.period and not q.nouns and not q.families:
            q.families = families_of(view.key(q.first - 2)) & {"item", "object"}  # 'complaints (80/day)'
        if (by_role := self.by_role(q))[0] is not None:
            return by_role
        left = self.left_label(q)
        if left and not q.families and not set(q.nouns) - set(ADVERBS) and (q.period or 0) >= 3600:
            thing = left.meaning.replace("_", " ") == view.key(left.first) and left.last - left.first == 1
            if thing and "items_per_day" in view.lexicon.fact_by_id:
                return "items_per_day", q.value / (q.period or DAY), ""  # 'orders are more like 300k a day'
        if left and self.is_specific(left, q) and not self.has_noun_of_its_own(left, q):
            value = self.value(left.meaning, q, labelled=True)
            if value is None and left.meaning in ("peak_requests", "average_requests") and q.families & {"user"}:
                value = None
            elif value is not None:
                return self.chosen(left, value)
        exact = self.right_label(q, exact=True) or self.name_of_head(q)
        if exact and exact.meaning not in PEOPLE and exact.meaning not in _CORE and not self.is_business(exact, q):
            value = self.value(exact.meaning, self.within_name(exact, q), labelled=True)
            if value is not None:
                self.note_users(q)
                self.note_at_once(q)
                return self.chosen(exact, value)
        if not q.families and noun <= set(ADVERBS) and q.period is not None:
            fact = self.other_of_pair(q)
            if fact and (value := self.value(fact, q, labelled=True)) is not None:
                return fact, value, ""
        if (of_one := self.of_one_a_day(q)) is not None:
            return of_one
        if (ratio := self.reads_for_writes(q)) is not None:
            return "read_write_ratio", ratio, ""
        if not q.families and not q.nouns and left is None and (families := self.noun_before(q)):
            q.families = families
        if (
            not q.families
            and not q.nouns
            and left is None
            and (q.period or DAY) < 60
            and not view.asked
            and q.value >= _MANY
        ):
            q.families = frozenset(("request",))  # 'score updates 20,000 per second'
        if (each := self.each_before(q)) is not None:
            return of_all(view, q, each)
        if q.families or q.period is not None or (noun & _VISITS):
            answer = self.counted(q)
            if answer[0] is not None or answer[2]:
                return answer
        if not q.nouns or not q.families:
            fact = self.other_of_pair(q)
            if fact and (value := self.value(fact, q, labelled=True)) is not None:
                return fact, value, ""
        bare_right = self.right_label(q)
        for hit in (left, bare_right):
            if (
                hit
                and not (hit is left and self.is_of_other_things(hit, q))
                and (hit is left or hit.first == q.last or not q.nouns)
            ):
                value = self.value(hit.meaning, q, labelled=True)
                if value is not None and hit.meaning not in _NEEDS_UNIT:
                    return self.chosen(hit, value)
                same = [
                    h
                    for h in self.view.near("label", hit.first, hit.last)
                    if (h.first, h.last) == (hit.first, hit.last) and h is not hit
                ]
                for other in same:
                    if (value := self.value(other.meaning, q, labelled=True)) is not None:
                        return self.chosen(other, value)
        if q.nouns and not q.families and view.asked and not self.suits_asked(q):
            return None, None, self.reason(q)
        if view.asked in PEOPLE and not q.nouns:
            cue = self.cue(q, PEOPLE)
            if cue and self.answered():
                return cue, q.value, ""
        if view.asked:
            words = view.words_of(view.asked)
            if words and words.dimension.kind in ("bytes", "bytes_rate") and q.kind == "bare" and not q.nouns:
                return None, None, f"{view.words(q.first, q.end)} of what: kB, MB, GB, TB?"
            return self.asked(q)
        if not view.asked and self.describing is False and not q.nouns:
            cue = self.cue(
                q, ("concurrent_users", "daily_active_users", "monthly_active_users", "team_size", "mobile_share")
            )
            if cue in PEOPLE and q.period is None and self.last_fact in PEOPLE:
                return cue, q.value, ""
        if self.writes_code(q):
            return "team_size", q.value, ""
        if 99 < q.value < 100 and not (q.nouns or q.suffix or view.asked) and q.period is None:
            return "availability", q.value * 0.01, ""  # '99.95', 'not 99.9 but 99.99'
        return None, None, ""

    def has_noun_of_its_own(self, left: Hit, q: Quantity) -> bool:
        """'concerts: 100k seats': seats and no concerts, where one part of the system counts both."""
        right = self.right_label(q, exact=True)
        if self.view.key(left.last) == ":" and left.meaning in _OF_WHOM and set(q.nouns) - set(ADVERBS):
            return True  # 'for universities: 40M documents'
        if right is None or right.meaning == left.meaning or self.view.key(left.last) != ":":
            return False
        known = self.view.words_of(right.meaning), self.view.words_of(left.meaning)
        return all(words is not None and words.home for words in known) and len({w.home for w in known if w}) == 1

    def counted(self, q: Quantity) -> Answer:
        families, asked = q.families, self.view.asked
        if ("user" in families and not families & {"device"}) or ("user" in families and q.period in (DAY, MONTH)):
            return self.people(q)
        if "team" in families:
            return self.team(q)
        if q.per and q.per in USERLIKE:
            return None, None, ""
        if "connection" in families and q.period is None and not q.per:
            return "concurrent_connections", q.value, ""
        if "device" in families and q.period is None and not q.per:
            return self.devices(q)
        if (families & {"event"} or "values" in q.nouns) and q.period is None and self.each_has(q):
            return "metrics_per_message", q.value, ""
        if q.period is None:
            if families & {"request", "transaction", "event"} and asked in (
                *REQUEST_RATES,
                "peak_events",
                "items_per_day",
            ):
                return self.asked(q)
            if families & {"request"} and (hit := self.left_label(q)) and hit.meaning in REQUEST_RATES:
                return self.chosen(hit, q.value)
            return None, None, ""
        if q.per:
            return None, None, ""
        if not families and not set(q.nouns) - set(ADVERBS):
            return None, None, ""
        return self.rate(q)

    def are_where_it_runs(self, q: Quantity) -> bool:
        """'must run in three sites'; 'our company has three sites' says where people work."""
        view = self.view
        if not set(q.nouns[:1]) & {"sites", "places", "regions"} or q.period or q.per:
            return False
        if q.value < 2 or "sites" not in view.lexicon.fact_by_id:
            return False
        starts = q.first == 0 or view.is_boundary(q.first - 1) or view.key(q.first - 1) in ("and", "with")
        if starts and q.value <= _MOST_REGIONS and {"km", "apart"} & set(view.keys(q.end, q.end + 4)):
            return True  # 'two sites 25 km apart'
        if q.nouns[0] == "regions" and starts and q.value <= _MOST_REGIONS:
            return True  # 'RPO 0, two regions EU only'
        return view.key(q.first - 1) in ("in", "on", "across", "from", "at") and bool(
            _RUNNING & set(view.keys(q.first - 4, q.first - 1))
        )

    def of_items(self, q: Quantity) -> bool:
        """'orders will peak at 3,000 a minute': orders, not requests."""
        first, _ = self.view.clause(q)
        before = self.view.keys(max(first, q.first - 6), q.first)
        return any("item" in families_of(key) for key in before) and not any(
            "request" in families_of(key) for key in before
        )

    def in_groups_at_once(self, q: Quantity) -> float | None:
        """'12,000 classes at once of 25': all who are there together."""
        view = self.view
        if q.nouns or q.families or q.period or q.per or view.asked or view.key(q.first - 1) != "of":
            return None
        before = next((o for o in reversed(view.quantities) if o.end <= q.first and o.kind == "bare"), None)
        at_once = view.keys(q.first - 3, q.first - 1) in (["at", "once"], ["in", "parallel"], ["same", "time"])
        if before is None or not at_once or "concurrent_users" not in view.lexicon.fact_by_id:
            return None
        span = view.span(before.first, before.end)
        view.leftovers = [left for left in view.leftovers if left.span[0] != span[0]]
        return before.value * q.value

    def are_of_a_house(self, q: Quantity) -> bool:
        """'Google Docs for a university of 60,000': the people of the one house that was named."""
        view = self.view
        if q.nouns or q.families or q.period or q.per or view.asked or q.value < _MANY:
            return False
        return view.key(q.first - 1) == "of" and view.key(q.first - 2) in _HOUSES

    def have_one_each(self, q: Quantity) -> bool:
        """'smart locks for 90,000 holiday flats': one for each, where no devices are counted."""
        view = self.view
        if "device_management" not in view.spoken or q.period or q.per or view.asked or q.families & {"device", "team"}:
            return False
        if any("device" in o.families for o in view.quantities if o is not q):
            return False
        return bool(q.nouns) and q.nouns[-1] in _HOMES and view.key(q.first - 1) in ("for", "in", "of", "on", "across")

    def are_sold_to(self, q: Quantity) -> bool:
        """'a brewery sells kegs to 310 pubs': firms that order are its customers."""
        view = self.view
        if "cart_orders" not in view.spoken or q.families or q.period or q.per or not q.nouns or view.asked:
            return False
        before = set(view.keys(q.first - 6, q.first - 1))
        if _WHOLESALE & set(view.all_keys()) and set(q.nouns) & _BUYERS:
            return True  # 'B2B ordering portal: 14,000 restaurants'
        return view.key(q.first - 1) == "to" and bool(_SELLING & before)

    def are_of_a_chain(self, q: Quantity) -> bool:
        """'online booking for a chain of 12 saunas': the places of one house, whatever it is."""
        view = self.view
        if "booking" not in view.spoken or "booking_sites" not in view.lexicon.fact_by_id or not q.nouns or q.period:
            return False
        before = view.keys(q.first - 2, q.first)
        people = q.families & {"user", "team", "item", "request"} and not self.name_houses(q)
        return before in (["chain", "of"], ["group", "of"]) and not people
