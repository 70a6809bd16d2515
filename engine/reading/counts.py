"""Numbers without a unit of measure: people, engineers, requests, orders, devices."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from engine.reading.builders import Roles
from engine.reading.data import phrases, word_set
from engine.reading.groups import OWN_SIZE, Groups
from engine.reading.neighbours import CONNECT_LEFT, PEOPLE, REQUEST_RATES, USERLIKE, Answer
from engine.reading.nouns import families_of, people_of
from engine.reading.phrasebook import Hit
from engine.reading.quantities import Quantity
from engine.reading.shares import INTERVAL, of_all
from engine.reading.units import ADVERBS, DAY, MONTH, YEAR
from engine.reading.unnamed import name_the_unnamed

_MADE = word_set("mapping.made")
_TEAM_SUBJECT = word_set("mapping.team_subject")
_VISITS = word_set("mapping.visits")
_NEW = word_set("mapping.new")
_ACTIVE = frozenset(("active", "actives"))
_CORE = frozenset(phrases("facts")["labels"]) | frozenset(PEOPLE)
_GENERIC = word_set("counts.generic")
_MADE_BY = word_set("neighbours.made_by")
_USERS_DEVELOP = word_set("counts.user_developers")
_ENDS = frozenset(("but", "and", ".", ";", ",", ")", ":"))
_CALLS = frozenset(("call", "calls", "meetings", "consultations"))
_OF_PHONES = word_set("counts.of_phones")
_WHO = frozenset(("who", "that", "can", "to", "actually", "really", "could", "us", "them"))
_SERVED = word_set("counts.served")
_ASKED_FOR = word_set("counts.asked_for")
_ORGANISATIONS = word_set("counts.organisations")
_ABOUT = word_set("builders.about")
_TENANTS = frozenset(("customers", "clients", "tenants", "accounts", "merchants", "members"))
_FEW_PEOPLE = 50
_MANY_FOLLOWERS = 100_000
_MOST_DEVELOPERS = 5000
_ADMINS = word_set("counts.admins")
_SALES = word_set("counts.sales")
_EVENTS = word_set("quantities.weekdays") | word_set("counts.events")
_NEEDS_UNIT = frozenset(("data_size", "average_object_size", "data_growth_per_day"))


class Counts(Groups):
    """By what is counted."""

    def bare(self, q: Quantity) -> Answer:
        view = self.view
        noun = set(q.nouns)
        if self.by_change(q):
            return None, None, f"'{view.words(q.first - 1, q.end)}' is a change; say the new value"
        if (active := self.actives(q)) is not None:
            return active, q.value, ""
        name_the_unnamed(view, q, self.last_seen)
        if self.are_of_a_chain(q):
            return "booking_sites", q.value, ""
        if (by_role := self.by_role(q))[0] is not None:
            return by_role
        left = self.left_label(q)
        if left and self.is_specific(left, q):
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
        if (ratio := self.reads_for_writes(q)) is not None:
            return "read_write_ratio", ratio, ""
        if not q.families and not q.nouns and left is None and (families := self.noun_before(q)):
            q.families = families
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

    def note_at_once(self, q: Quantity) -> None:
        """'20,000 candidates at once': people that a fact of their own counts are there at the same time, too."""
        if q.families == {"user"} and q.period is None and self.cue(q, PEOPLE) == "concurrent_users":
            self.view.take("concurrent_users", q.value, q.first, q.end)

    def of_each(self, q: Quantity) -> Answer | None:
        """'3 million users, 40 messages a day each': what all of them make."""
        following = any(q.end + 1 == o.first for o in self.view.quantities)
        if q.kind != "bare" or q.period is None or following or self.view.key(q.end) not in ("each", "apiece"):
            return None
        return of_all(self.view, q, self.users_or_devices(q))

    def note_users(self, q: Quantity) -> None:
        """'15 of our analysts': people that a fact of their own counts use the system, too."""
        ours = "our" in self.view.keys(q.first - 1, q.first) + self.view.keys(q.last, q.last + 2)
        if ours and q.families == {"user"} and q.period is None:
            self.view.take("users_total", q.value, q.first, q.end)

    def by_role(self, q: Quantity) -> Answer:
        """People who build the system, or people who use it, where the words around say which."""
        role = Roles(self.view).of(q)
        if self.is_of_groups(q) and q.families & {"user", "team"}:
            return self.people(q, used=True)
        if role == "build":
            return self.builders(q, firmly=Roles(self.view).firmly(q) == "build")
        named = self.left_label(q)
        if role == "use" and (
            ("user" in q.families and self.view.key(q.first - 1) == "by")
            or "team" in q.families
            or Roles(self.view).group(q) is not None
            or (named and named.meaning == "team_size")
        ):
            return self.people(q, used=True)
        return None, None, ""

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
        if q.period is not None and not q.per and not things and words.home in self.view.spoken:
            return replace(q, period=None)
        return q

    def actives(self, q: Quantity) -> str | None:
        """'120M daily active', '5M daily, 20M monthly': people, though nothing says so."""
        if q.families or q.period not in (DAY, MONTH) or self.view.key(q.last) not in ("daily", "monthly"):
            return None
        named = {*q.nouns, self.view.key(q.end), self.view.key(q.last + 1)} & _ACTIVE
        if not named and (set(q.nouns) - set(ADVERBS) or self.view.asked or not self.ends_here(q)):
            return None
        return "daily_active_users" if q.period == DAY else "monthly_active_users"

    def ends_here(self, q: Quantity) -> bool:
        """Whether no further word belongs to the quantity."""
        return q.last + 1 >= len(self.view.tokens) or self.view.is_boundary(q.last + 1)

    def reads_for_writes(self, q: Quantity) -> float | None:
        """'10 writes for every read', '50 reads per write'."""
        if not q.families & {"request", "write"} or q.value <= 0:
            return None
        noun, at = self.view.key(q.noun_place), q.noun_place + 1
        while self.view.key(at) in (
            "per",
            "for",
            "every",
            "each",
            "one",
            "to",
            "a",
            "an",
            "single",
            "against",
            "versus",
            "1",
        ):
            at += 1
        other = self.view.key(at)
        if noun in ("reads", "read") and other in ("write", "writes") and at > q.noun_place + 1:
            return q.value
        if noun in ("writes", "write") and other in ("read", "reads") and at > q.noun_place + 1:
            return 1 / q.value
        return None

    def noun_before(self, q: Quantity) -> frozenset[str]:
        """'clients 1,5 million', 'riders: about 2M'."""
        at = q.first - 1
        while at >= 0 and q.first - at < 6 and self.view.key(at) in CONNECT_LEFT and not self.view.is_boundary(at):
            at -= 1
        if at < 0 or self.view.is_boundary(at) or any(o.first <= at < o.end for o in self.view.quantities):
            return frozenset()
        if any(h.first <= at < h.last for h in self.view.table("always:deployment")):
            return frozenset()  # 'on own machines in fifteen places'
        families = families_of(self.view.key(at))
        return (
            families & ({"user", "device", "team"} | ({"request"} if q.period and q.period < 3600 else set()))
            if self.view.key(at) not in ("watches", "hosts", "families")
            else frozenset()
        )

    def each_before(self, q: Quantity) -> str | None:
        """'each user uploads 3 photos a day': a count for one of many."""
        if q.period is None:
            return self.subject_each(q)
        for at in range(q.first - 1, max(-1, q.first - 6), -1):
            if self.view.is_boundary(at):
                return None
            noun = self.view.key(at + 1)
            people = people_of(noun) | (families_of(noun) & {"device"})
            one = self.view.key(at) in ("a", "an", "average", "typical", "one") and not noun.endswith("s")
            if people and (one or self.view.key(at) in ("each", "every", "per", "single")):
                return noun
            if self.view.key(at) == "each" and noun.endswith("s") and at + 2 == q.first:
                return "of them"  # 'each does 10 searches a day'
        return None

    def subject_each(self, q: Quantity) -> str | None:
        """'where each user can have up to 5000 friends': people that are counted for one of many."""
        if not q.families & {"user"}:
            return None
        for at in range(q.first - 1, max(-1, q.first - 9), -1):
            if self.view.is_boundary(at):
                return None
            noun = self.view.key(at + 1)
            if self.view.key(at) in ("each", "every", "per") and families_of(noun) & {"user"} and at + 1 < q.first - 1:
                verbs = {"has", "have", "follow", "follows", "can", "may", "with", "knows", "gets", "manages"}
                return noun if verbs & set(self.view.keys(at + 2, q.first)) else None
        return None

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
        if "event" in families and q.period is None and self.each_has(q):
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

    def users_or_devices(self, q: Quantity) -> str:
        """What was counted last before `q`: '1e6 devices, 100 byte payload, 1 message a minute each'."""
        for other in reversed(self.view.quantities):
            if other.end <= q.first and other.families & {"device", "user"}:
                return "device" if "device" in other.families else "user"
        return "of them"

    def rate(self, q: Quantity) -> Answer:
        families, asked, period = q.families, self.view.asked, q.period or 1.0
        if (
            q.rate_word
            and self.view.key(q.last - 1) == "ops"
            and q.value <= _FEW_PEOPLE
            and self.last_fact == "team_size"
        ):
            return self.builders(q)  # '8 developers + 1 ops'
        value = q.value / period
        following = any(q.end + 1 == o.first for o in self.view.quantities)  # '... a second, each 500 bytes'
        if self.view.key(q.end) in ("each", "apiece") and not following:
            counted = self.users_or_devices(q)
            return of_all(self.view, q, counted)
        if self.view.key(q.last - 1) == "hz":
            return self.of_signals(value)
        if q.value == 1 and "event" in families and self.are_devices(q) and INTERVAL in self.view.lexicon.fact_by_id:
            return INTERVAL, period, ""
        if q.value == 1 and (q.spelled or "event" in families):
            return (
                None,
                None,
                f"'{self.view.words(q.first, q.end)}' sounds like the rate of one sender; "
                "say how many they make together",
            )
        if set(q.nouns) & _VISITS and not families and period >= 3600 and {"booking", "ticketing"} & self.view.spoken:
            return "items_per_day", value, ""  # '40,000 visits a month' of what is booked
        if set(q.nouns) & _VISITS and not families:
            return None, None, f"'{self.view.words(q.first, q.end)}': visits are not people; say how many people a day"
        side = q.nouns[-1][0] if q.nouns and q.nouns[-1] in ("reads", "read", "writes", "write") else ""
        other = self.rates.get({"r": "w", "w": "r"}.get(side, ""))
        if side and other:
            reads, writes = (value, other) if side == "r" else (other, value)
            self.view.take("read_write_ratio", reads / writes, q.first, q.end)
            taken = next((f for f in self.view.facts if f.fact in REQUEST_RATES), None)
            if taken is not None and reads > 0:
                self.view.facts.remove(taken)
                return taken.fact, reads + writes, ""
        if side and value > 0:
            self.rates[side] = value
        if set(q.nouns) & _CALLS and period >= 3600 and self.are_talks():
            return "items_per_day", value, ""
        if period < 60 and "request" not in families and (set(q.nouns) & _ASKED_FOR or self.is_served(q)):
            families = q.families | {"request"}
        if families & {"request", "write"} or ("transaction" in families and period < 3600):
            left = self.left_label(q)
            cue = self.cue(q, REQUEST_RATES)
            if cue is None and left and left.meaning in REQUEST_RATES and left.last - left.first > 1:
                cue = left.meaning
            if cue is None and asked in REQUEST_RATES and not self.answered():
                cue = asked
            if cue is None and asked == "items_per_day" and "request" in families and period >= 3600:
                cue = "average_requests"
            return cue or ("peak_requests" if period < 3600 else "average_requests"), value, ""
        if asked in (*REQUEST_RATES, "peak_events", "items_per_day") and not self.answered():
            if asked in REQUEST_RATES and families & {"item"} and not families & {"event", "transaction"}:
                return "items_per_day", value, ""
            return asked, value, ""
        if period < 3600 and families & {"item", "transaction"} and self.is_burst(q):
            return "peak_requests", value, ""
        if "event" in families and period < 3600 and self.cue(q, REQUEST_RATES) == "average_requests":
            return "items_per_day", value, ""
        if "event" in families and period < 3600 and "peak_events" in self.view.lexicon.fact_by_id:
            return "peak_events", value, ""
        if families & {"item", "transaction", "object", "event", "device"} or (
            not families and 3600 <= period < YEAR and 0 < len(q.nouns) < 3
        ):
            if set(q.nouns) & _NEW and families & {"user"}:
                return None, None, ""
            return "items_per_day", value + self.listed_before(q) / period, ""
        return None, None, ""

    def are_of_a_chain(self, q: Quantity) -> bool:
        """'online booking for a chain of 12 saunas': the places of one house, whatever it is."""
        view = self.view
        if "booking" not in view.spoken or "booking_sites" not in view.lexicon.fact_by_id or not q.nouns or q.period:
            return False
        before = view.keys(q.first - 2, q.first)
        return before in (["chain", "of"], ["group", "of"]) and not q.families & {"user", "team", "item", "request"}

    def watch_at_once(self, q: Quantity) -> bool:
        """'a live stream, 60,000 viewers on Sunday': who comes to one event is there at the same time."""
        view = self.view
        if "live_streaming" not in view.spoken:
            return False
        after = view.keys(q.end, q.end + 4)
        return bool(
            set(q.nouns) & {"viewers", "watchers", "spectators"}
            and after[:1] in (["on"], ["at"], ["during"], ["for"])
            and _EVENTS & set(after)
        )

    def are_talks(self) -> bool:
        """Whether calls are those of people and not of programs."""
        spoken = self.view.spoken
        return bool(_OF_PHONES & set(self.view.all_keys())) or ("calls" in spoken and "public_api" not in spoken)

    def is_burst(self, q: Quantity) -> bool:
        """'100k orders in the first minute': a moment, of which no day is made."""
        around = self.view.keys(q.first - 2, q.end + 6)
        return bool({"first", "burst", "opening"} & set(around)) and "minute" in around + self.view.keys(q.last, q.end)

    def is_served(self, q: Quantity) -> bool:
        """'40,000 pictures a second served': what goes out is asked for, not made."""
        return bool(_SERVED & {*self.view.keys(q.first - 3, q.first), *self.view.keys(q.end, q.end + 2)})

    def people(self, q: Quantity, used: bool = False) -> Answer:
        """The fact that a number of people is; `used` where it is settled that they use the system."""
        view, asked = self.view, self.view.asked
        if (each := self.in_each(q)) is not None:
            self.note_groups(q, each)
            return "users_total", q.value * each, ""
        if (crowd := self.crowd(q)) is not None:
            return crowd, q.value, ""
        if "sold" in (*q.nouns, view.key(q.end)) and q.period is not None:
            return "items_per_day", q.value / q.period, ""  # '1.1M seats sold per month'
        if "followers" in q.nouns and q.value >= _MANY_FOLLOWERS and "social_graph" in view.spoken:
            return "largest_following", q.value, ""
        if self.is_of_groups(q):
            return None, None, f"'{view.words(q.first, q.end)}' is the size of one group; say how many people in all"
        if q.per or view.key(q.end) in ("each", "apiece"):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is a count for each {q.per or 'of them'}, not of all users",
            )
        if not used and (self.writes_code(q) or self.makes_it(q)):
            return "team_size", q.value, ""
        before = view.keys(q.first - 5, q.first)
        if not used and before[-1:] == ["by"] and before[-2:-1] and before[-2] in _MADE and q.value <= 300:
            return "team_size", q.value, ""
        if (set(q.nouns) & _ADMINS or self.of_the_it(q)) and q.value <= _FEW_PEOPLE and self.stands_by_itself(q):
            return "team_size", q.value, ""
        if self.describes_ourselves(q):
            return None, None, f"'{view.words(q.first, q.end)}' {OWN_SIZE}"
        if set(q.nouns) & _NEW and q.period:
            return None, None, f"'{view.words(q.first, q.end)}' are new users, not active ones"
        if q.period == DAY:
            return "daily_active_users", q.value, ""
        if q.period == MONTH:
            return "monthly_active_users", q.value, ""
        if q.period is not None:
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is not a count that is kept; "
                "say users a day, a month or at the same time",
            )
        nouns = set(q.nouns)
        if view.keys(q.end, q.end + 2) == ["at", "peak"] or view.keys(q.end, q.end + 3) == ["at", "the", "peak"]:
            live = "live_streaming" in view.spoken and "live_viewers_peak" in view.lexicon.fact_by_id
            return "live_viewers_peak" if live else "concurrent_users", q.value, ""
        if self.watch_at_once(q):
            return "concurrent_users", q.value, ""
        if nouns & {"concurrent", "simultaneous", "online", "connected"}:
            return "concurrent_users", q.value, ""
        if nouns & {"mau", "monthly"}:
            return "monthly_active_users", q.value, ""
        if nouns & {"dau", "daily"}:
            return "daily_active_users", q.value, ""
        if nouns & {"unique", "uniques"}:
            return "monthly_active_users", q.value, ""
        left = self.left_label(q)
        if left and left.meaning in (*PEOPLE, "team_size")[: 4 if used else 5] and left.meaning != "users_total":
            return self.chosen(left, q.value)
        cue = self.cue(q, PEOPLE)
        if (
            cue == "users_total"
            and asked in PEOPLE
            and not {"total", "registered", "overall"} & set(view.keys(q.first - 3, q.end + 3))
        ):
            cue = None
        if cue:
            return cue, q.value, ""
        if used:
            return asked if asked in PEOPLE and not self.answered() else "users_total", q.value, ""
        firm = view.keys(q.last, q.end + 2)
        if (
            q.value <= 50
            and {"startup", "team", "shop", "studio", "crew", "outfit"} & set(firm)
            and "for" not in before
            and not {"lead", "leads", "leader", "leaders", "managers"} & set(firm)
        ):
            if any("team" in other.families for other in view.quantities if other is not q and not other.trap):
                return None, None, f"'{view.words(q.first, q.end)}': the engineers among them are counted"
            return "team_size", q.value, ""
        generic = nouns & _GENERIC
        if asked == "team_size" and generic:
            return "team_size", q.value, ""
        if generic and self.is_own_company(q):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' sounds like your own company; engineers and users are what counts",
            )
        if (
            generic
            and q.value <= 300
            and before[-1:]
            and before[-1] in _TEAM_SUBJECT
            and not {"for", "of", "used"} & set(before)
            and before[-2:-1] not in (["it"], ["there"], ["they"], ["if"], ["these"], ["those"])
        ) and {"we", "i", "were", "im", "our", "team"} & set(before):
            return "team_size", q.value, ""
        if asked in PEOPLE and not self.answered():
            return asked, q.value, ""
        return "users_total", q.value, ""

    def in_each(self, q: Quantity) -> float | None:
        """How many organisations have so many people each: '120 schools with 600 pupils each'."""
        after = self.view.keys(q.end, q.end + 2)
        each = (
            self.is_of_groups(q)
            or after[:1] in (["each"], ["apiece"])
            or self.view.key(q.first - 1) in ("à", "@")
            or after in (["in", "each"], ["on", "average"], ["per", "company"])
        )
        before = self.last_seen
        if not each or before is None or before.value < 2 or q.first - before.end > 5 or before.period is not None:
            return None
        customers = set(before.nouns) & _TENANTS and self.view.key(before.end) in ("with", "having", "of")
        if (before.families and not customers) or not before.nouns or self.view.asked:
            return None
        return before.value

    def is_of_groups(self, q: Quantity) -> bool:
        """'for teams of up to 20 people', '60 teams of 8 engineers'."""
        at = q.first - 1
        while self.view.key(at) in _ABOUT:
            at -= 1
        group = self.view.key(at - 1)
        return self.view.key(at) == "of" and group.endswith("s") and group in _ORGANISATIONS

    def is_own_company(self, q: Quantity) -> bool:
        if any(hit.meaning == "used_at_work" for hit in self.view.table("flag")):
            return False
        if {"internal", "internally", "intranet", "inhouse"} & {token.key for token in self.view.tokens}:
            return False
        if {("for", "them"), ("for", "us"), ("for", "ourselves"), ("our", "own")} & set(pairwise(self.view.all_keys())):
            return False
        before = self.view.keys(q.first - 12, q.first)
        if before[-1:] == ["with"] and {"i", "we"} & set(before) and {"run", "own", "have", "operate"} & set(before):
            return True
        for hit in self.view.table("not_people"):
            if "for" in self.view.keys(hit.first - 6, hit.first):
                continue
            gap = self.view.keys(hit.last, q.first)
            if 0 <= q.first - hit.last <= 5 and "of" not in gap and "with" not in gap and "for" not in gap:
                return True
        return False

    def team(self, q: Quantity) -> Answer:
        before, after = self.view.keys(q.first - 4, q.first), self.view.keys(q.end, q.end + 3)
        used_by = self.is_for(q) and not {"team", "we", "have", "built"} & set(before)
        if self.view.asked != "team_size" and (
            ({"use", "using"} & set(after)) or (used_by and (self.describing or q.value > 1000))
        ):
            return "users_total", q.value, ""
        if q.per or q.period:
            return None, None, ""
        said = {"team", "we", "our", "us", "built", "run", "maintained"} & set(before + after)
        if q.value > _MOST_DEVELOPERS and set(q.nouns) & {"dev", "devs"} and "telemetry" in self.view.spoken:
            q.families = frozenset(("device",))
            return "devices_total", q.value, ""  # '1.2M dev' of an IoT backend
        if _USERS_DEVELOP & self.view.spoken and q.value > 30 and not said and self.view.asked != "team_size":
            return "users_total", q.value, ""
        if self.view.asked in PEOPLE and not self.answered() and q.value > 1000:
            return self.view.asked, q.value, ""
        return self.builders(q)

    def builders(self, q: Quantity, firmly: bool = False) -> Answer:
        """The team, or one more part of it: '7 backend engineers, 2 SREs'; who is said to do it comes before others."""
        before_team = next((f for f in self.view.facts if f.fact == "team_size"), None)
        joined = (
            self.last_fact == "team_size"
            and self.last_quantity is not None
            and self.view.keys(self.last_quantity.end, q.first) in (["and"], [","], ["+"], ["plus"], [",", "and"])
        )
        if before_team is not None and joined and isinstance(before_team.value, float):
            self.view.facts.remove(before_team)
            return "team_size", before_team.value + q.value, ""
        if firmly and before_team is not None and not self.team_is_firm:
            self.view.facts.remove(before_team)
        self.team_is_firm = self.team_is_firm or firmly
        return "team_size", q.value, ""

    def is_for(self, q: Quantity) -> bool:
        """'a tool for 40 engineers', not 'for 30 cities, 40 engineers'."""
        for at in range(q.first - 1, max(-1, q.first - 5), -1):
            if self.view.key(at) == "for":
                return True
            if self.view.is_boundary(at) or self.quantity_between(at, at + 1):
                return False
        return False

    def writes_code(self, q: Quantity) -> bool:
        keys = self.view.keys(q.last, q.last + 9)
        stop = next((i for i, k in enumerate(keys) if k[:1].isdigit() or k in _ENDS), len(keys))
        after = keys[:stop]
        writes = {"write", "writes", "writing", "do", "does"} & set(after) and {"code", "coding", "programming"} & set(
            after
        )
        codes = any(k in ("code", "program") and after[i - 1] in _WHO for i, k in enumerate(after) if i)
        return bool(writes or codes) or (after[:2] == ["of", "us"] and not {"use", "users"} & set(after))

    def makes_it(self, q: Quantity) -> bool:
        """'run by one person', 'maintained by two volunteers': who builds it, not who uses it."""
        before = self.view.keys(q.first - 3, q.first)
        doing = before[-2:-1] if before[-1:] == ["by"] else before[:1] if before[1:2] == ["by"] else []
        return bool(doing and doing[0] in _MADE_BY and _GENERIC & set(q.nouns) and q.value <= 1000)


def _counts_people(unit: str) -> bool:
    return bool(people_of(unit)) or not families_of(unit + "s")
