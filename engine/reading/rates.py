"""Numbers for a period: requests a second, orders a day, messages of each user."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.names import Names
from engine.reading.neighbours import REQUEST_RATES, Answer
from engine.reading.nouns import families_of, names_people, people_of
from engine.reading.quantity import Quantity
from engine.reading.shares import INTERVAL, of_all
from engine.reading.units import ADVERBS, DAY, WEEK, YEAR

_VISITS = word_set("mapping.visits")
_NEW = word_set("mapping.new")
_CAME = frozenset(("visits", "visit", "sessions", "session"))
_OF_UPDATES = frozenset(("telemetry", "leaderboards", "live_ticker", "live_location", "device_management", "crawling"))
_DONE = word_set("rates.done")
_OWN_ACTS = word_set("rates.own_acts")
_WANTED_OF_PEOPLE = word_set("rates.wanted_of_people")
_CALLS = frozenset(("call", "calls", "meetings", "consultations"))
_OF_PHONES = word_set("counts.of_phones")
_SERVED = word_set("counts.served")
_ASKED_FOR = word_set("counts.asked_for")
_FEW_PEOPLE = 50
_SIDES = {"reads": "r", "read": "r", "gets": "r", "get": "r", "writes": "w", "write": "w", "puts": "w", "put": "w"}
_ONE_PERSON = frozenset(("user", "person", "customer", "learner", "reader", "viewer", "player"))
_TIMES_AS_MANY_DEVICES = 10
_OFTEN_A_DAY = 1440
_SIGN_INS = frozenset(("logins", "log-ins", "sign-ins", "signins"))
_MESSAGES = frozenset(("messages", "msgs", "msg", "message"))
_COUNTING = frozenset(("feed", "game_sessions", "leaderboards", "catalogue", "booking", "video_on_demand"))
_MESSENGERS = frozenset(
    (
        "chat",
        "end_to_end",
        "telemetry",
        "device_management",
        "notifications",
        "message_queue",
        "email",
        "alerting",
        "comments",
    )
)
_SLICES = frozenset(("slots", "quarters", "periods", "windows", "intervals", "hours", "sessions"))
_SEARCHED_BEFORE = frozenset(("booking", "departures", "ticketing"))
_MANY_A_YEAR = 100
_CERTAINLY_EACH = 10_000
_PAYING = frozenset({"payments", "identity", "ledger", "fraud_scoring", "public_api", "notifications", "audit_log"})
_OF_DEVICES = frozenset(("values", "samples", "points", "intervals", "datapoints", "registers"))
_GRANTED = frozenset(("tier", "limit", "quota", "allowance", "cap", "plan"))
_MEASURED = word_set("rates.measured")
_PEAK_OVER_AVERAGE = 3
_TICKETS_OF_AN_ORDER = 2.3
_SOLD = frozenset(("tickets", "ticket", "seats", "orders", "pieces"))
_ADJECTIVES = frozenset(("unique", "active", "concurrent", "daily", "monthly", "simultaneous"))
_NO_VERB = word_set("rates.no_verb")


class Rates(Names):
    """By the period, and by what each of many does."""

    def of_each(self, q: Quantity) -> Answer | None:
        """'3 million users, 40 messages a day each': what all of them make."""
        following = any(q.end + 1 == o.first for o in self.view.quantities)
        after = self.view.keys(q.end, q.end + 3)
        if (
            q.period is None
            and after[:1] == ["each"]
            and after[1:2] in (["per"], ["a"], ["every"])
            and after[2:] == ["day"]
        ):
            q.period = DAY  # 'five searches each per day'
        if q.kind != "bare" or q.period is None or following or self.view.key(q.end) not in ("each", "apiece"):
            return None
        return of_all(self.view, q, self.users_or_devices(q))

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

    def each_before(self, q: Quantity) -> str | None:
        """'each user uploads 3 photos a day': a count for one of many."""
        if q.period is None:
            return self.subject_each(q)
        for at in range(q.first - 1, max(-1, q.first - 6), -1):
            if self.view.is_boundary(at):
                return None
            noun = self.view.key(at + 1)
            people = people_of(noun) | (families_of(noun) & {"device"}) if noun not in _ADJECTIVES else frozenset()
            one = self.view.key(at) in ("a", "an", "average", "typical", "one") and not noun.endswith("s")
            if people and (one or self.view.key(at) in ("each", "every", "per", "single")):
                return noun
            if self.view.key(at) == "each" and noun.endswith("s") and at + 2 == q.first:
                return "of them"  # 'each does 10 searches a day'
        return self.doer(q)

    def doer(self, q: Quantity) -> str | None:
        """'users upload 3 photos a day, 5M users': so few cannot be what all of them make together."""
        if q.first < 2 or self.view.is_boundary(q.first - 1):
            return None
        noun, verb = self.view.key(q.first - 2), self.view.key(q.first - 1)
        if verb in _NO_VERB or not noun.endswith(("s", "people")):
            return None
        if not people_of(noun) or q.families & {"user", "team", "device", "request"} or not q.period or q.period > WEEK:
            return None
        others = [o.value for o in self.view.quantities if o is not q and "user" in o.families and not o.trap]
        return noun if others and max(others) >= _CERTAINLY_EACH * max(q.value, 1) else None

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

    def of_one_a_day(self, q: Quantity) -> Answer | None:
        """'20 messages per driver per day', '4 rides per bike per day': a fact that is for one of many."""
        if not q.per or q.period is None or not q.nouns or self.view.asked:
            return None
        people = bool(people_of(q.per) & {"user"})
        for words in self.view.lexicon.facts:
            if words.home not in self.view.spoken or words.dimension.kind != "rate":
                continue
            thing, _, one = words.fact.partition("_per_")
            one = one.removesuffix("_per_day")
            if not words.fact.endswith("_per_day") or (one != q.per and not (people and one in _ONE_PERSON)):
                continue
            if _stem(q.nouns[-1]) == _stem(thing.split("_")[0]) or _stem(q.nouns[0]) == _stem(thing.split("_")[0]):
                return words.fact, q.value / q.period, ""
        return None

    def users_or_devices(self, q: Quantity) -> str:
        """What was counted last before `q`: '1e6 devices, 100 byte payload, 1 message a minute each'."""
        for other in reversed(self.view.quantities):
            if other.end <= q.first and other.families & {"device", "user"}:
                return "device" if "device" in other.families else "user"
        return "of them"

    def rate(self, q: Quantity) -> Answer:
        families, asked, period = q.families, self.view.asked, q.period or 1.0
        if "updates" in q.nouns and period >= 3600 and not asked and not self.view.spoken & _OF_UPDATES:
            return "average_requests", q.value / period, ""  # '2M rate updates a day' are no bookings
        if "request" in families and len(q.nouns) > 1 and q.nouns[0] in _WANTED_OF_PEOPLE and period >= 3600:
            families = q.families = frozenset(("item",))  # '2,500 pull requests a day'
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
        counting = self.view.spoken & _COUNTING
        if set(q.nouns) & _MESSAGES and counting and not self.view.spoken & _MESSENGERS and not asked and period > 60:
            said = self.view.words(q.first, q.end)
            return None, None, f"'{said}': messages between people, or posts?"  # 'a feed and games, 3M messages a day'
        devices = next((f.value for f in self.view.facts if f.fact == "devices_total"), None)
        of_each = "event" in families or set(q.nouns) & _OF_DEVICES
        if (
            of_each
            and {"telemetry", "parking", "device_management"} & self.view.spoken
            and isinstance(devices, float)
            and q.value > 0
        ):
            few = q.value * _TIMES_AS_MANY_DEVICES <= devices and q.value <= _OFTEN_A_DAY * period / DAY
            if few and period >= 60 and INTERVAL in self.view.lexicon.fact_by_id:
                return INTERVAL, period / q.value, ""  # '52k bins, 4 readings a day'
        if self.is_of_each_in_brackets(q):
            return of_all(self.view, q, "of them")
        if q.value == 1 and (q.spelled or "event" in families):
            return (
                None,
                None,
                f"'{self.view.words(q.first, q.end)}' sounds like the rate of one sender; "
                "say how many they make together",
            )
        if set(q.nouns) & _SLICES and not families and "order_entry" in self.view.spoken:
            return None, None, f"'{self.view.words(q.first, q.end)}': of the day, not of orders"  # '96 slots a day'
        if set(q.nouns) & _VISITS and not families and period >= 3600 and {"booking", "ticketing"} & self.view.spoken:
            return "items_per_day", value, ""  # '40,000 visits a month' of what is booked
        if (came := self.visits(q, value)) is not None:
            return came
        if set(q.nouns) & _VISITS and not families:
            return None, None, f"'{self.view.words(q.first, q.end)}': visits are not people; say how many people a day"
        side = _SIDES.get(q.nouns[-1], "") if q.nouns else ""
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
        if set(q.nouns) & _SIGN_INS and period >= 3600 and not asked:
            return None, None, f"'{self.view.words(q.first, q.end)}': how many people are these a day?"
        if set(q.nouns) & _CALLS and period >= 3600 and self.are_talks():
            return "items_per_day", value, ""
        if period < 60 and not families and 0 < len(set(q.nouns) - set(ADVERBS)) < 3 and not set(q.nouns) & _VISITS:
            families = frozenset(("request",))  # '15k challenges per second': whatever they are, it is asked for
        if period < 60 and "request" not in families and (set(q.nouns) & _ASKED_FOR or self.is_served(q)):
            families = q.families | {"request"}
        if "searches" in q.nouns and not asked and _SEARCHED_BEFORE & self.view.spoken:
            families = frozenset(("request",))  # '2M searches an hour' of flights: few of them book
        if families & {"request", "write"} or ("transaction" in families and period < 3600):
            left = self.left_label(q)
            cue = self.cue(q, REQUEST_RATES)
            if cue is None and left and left.meaning in REQUEST_RATES and left.last - left.first > 1:
                cue = left.meaning
            if cue is None and asked in REQUEST_RATES and not self.answered():
                cue = asked
            if cue is None and asked == "items_per_day" and "request" in families and period >= 3600:
                cue = "average_requests"
            if cue in (None, "peak_requests") and self.are_payments(q):
                return "payments_busiest", value, ""
            return cue or ("peak_requests" if period < 3600 else "average_requests"), value, ""
        if asked in (*REQUEST_RATES, "peak_events", "items_per_day") and not self.answered():
            if asked in REQUEST_RATES and families & {"item"} and not families & {"event", "transaction"}:
                return "items_per_day", value, ""
            return asked, value, ""
        peak = self.cue(q, REQUEST_RATES) == "peak_requests"
        if set(q.nouns) & _MESSAGES and {"hl7", "fhir", "edifact", "swift"} & set(self.view.all_keys()) and not asked:
            return None, None, f"'{self.view.words(q.first, q.end)}': between systems, not of people"
        if _GRANTED & set(self.view.keys(q.first - 3, q.first)) and not asked:
            return None, None, f"'{self.view.words(q.first, q.end)}': what one of them may ask for"
        if (
            "sessions" in q.nouns
            and self.view.spoken & {"telemetry", "vehicle_sharing"}
            and period >= 3600
            and not asked
        ):
            return "items_per_day", value, ""  # charging sessions
        if set(q.nouns) & _MEASURED and not families & {"user", "device"}:
            return None, None, f"'{self.view.words(q.first, q.end)}': an amount, not a number of things"
        if (
            "same" in self.view.keys(q.last, q.end)
            and period >= 60
            and "concurrent_users" in self.view.lexicon.fact_by_id
        ):
            return "concurrent_users", q.value, ""  # '12,000 submitting in the same hour'
        if not families and q.nouns and names_people(q.nouns[0]) and len(q.nouns) > 1 and q.nouns[1].endswith("ing"):
            return self.people(q)  # '1,200 florists ordering every night'
        if (sold := self.sold_at_once(q, value)) is not None:
            return sold
        if period < 3600 and families & {"item", "transaction"} and self.is_burst(q):
            return "peak_requests", value, ""
        during = period <= 60 and {"during", "before", "opening"} & set(self.view.keys(q.end, q.end + 3))
        if period < 3600 and families & {"item", "transaction"} and (peak or during):
            said = self.view.words(q.first, q.end)
            self.view.remarks.append(f"'{said}' at peak was taken as a third of it on average.")
            return "items_per_day", value / _PEAK_OVER_AVERAGE, ""  # each order is many requests
        if "event" in families and period < 3600 and self.cue(q, REQUEST_RATES) == "average_requests":
            return "items_per_day", value, ""
        if "event" in families and period < 3600 and "peak_events" in self.view.lexicon.fact_by_id:
            return "peak_events", value, ""
        if families & {"item", "transaction", "object", "event", "device"} or (
            not families
            and (3600 <= period < YEAR or (period >= YEAR and q.value >= _MANY_A_YEAR))
            and 0 < len(set(q.nouns) - set(ADVERBS)) < 4
        ):
            if set(q.nouns) & _NEW and families & {"user"}:
                return None, None, ""
            if self.are_of_each_person(q):
                return of_all(self.view, q, "of them")
            return "items_per_day", value + self.listed_before(q) / period, ""
        return None, None, ""

    def visits(self, q: Quantity, value: float) -> Answer | None:
        """'300,000 parking sessions a day' are what is done there; '4M visits a day' are people, each once."""
        view = self.view
        if not set(q.nouns) & _CAME or q.families or (q.period or 0) < 3600 or view.asked:
            return None
        done = {word for name in view.spoken for word in name.split("_")}
        if _stem(q.nouns[0]) in {_stem(word) for word in done} or q.nouns[0] in _DONE:
            return "items_per_day", value, ""
        if set(q.nouns) - _CAME - set(ADVERBS) or "daily_active_users" not in view.lexicon.fact_by_id:
            return None
        view.remarks.append(f"'{view.words(q.first, q.end)}' were taken for as many people a day, each once.")
        return "daily_active_users", value * DAY, ""

    def are_of_each_person(self, q: Quantity) -> bool:
        """'600,000 patients, 2 measurements a day': so few of what people do are those of each."""
        people = next((f.value for f in self.view.facts if f.fact in ("users_total", "daily_active_users")), None)
        few = q.value <= _FEW_PEOPLE and (q.period or 0) >= DAY and not self.view.asked
        return few and isinstance(people, float) and people >= _CERTAINLY_EACH and bool(set(q.nouns) & _OWN_ACTS)

    def sold_at_once(self, q: Quantity, value: float) -> Answer | None:
        """'12k tickets a minute when a big artist goes on sale': how fast a sale goes, of which no day is made."""
        view = self.view
        known = "ticketing" in view.spoken and "sale_order_limit" in view.lexicon.fact_by_id
        if not known or (q.period or 0) >= 3600 or not set(q.nouns) & _SOLD:
            return None
        return "sale_order_limit", max(value / _TICKETS_OF_AN_ORDER, 0.1) if "orders" not in q.nouns else value, ""

    def are_talks(self) -> bool:
        """Whether calls are those of people and not of programs."""
        spoken = self.view.spoken
        return bool(_OF_PHONES & set(self.view.all_keys())) or ("calls" in spoken and "public_api" not in spoken)

    def is_of_each_in_brackets(self, q: Quantity) -> bool:
        """'a score after each match (6 matches a day)': so few are those of one of many."""
        many = any(
            isinstance(f.value, float) and f.value >= 1000
            for f in self.view.facts
            if f.fact in ("users_total", "daily_active_users", "devices_total")
        )
        opened = self.view.key(q.first - 1) == "(" or self.view.keys(q.first - 2, q.first) in (
            ["(", "~"],
            ["(", "about"],
        )
        each = {"each", "every"} & set(self.view.keys(q.first - 5, q.first))
        return many and opened and bool(each) and q.value <= _FEW_PEOPLE and (q.period or 0) >= DAY

    def are_payments(self, q: Quantity) -> bool:
        """'A payment system for 10k TPS': its transactions are payments, where nothing else is spoken of."""
        spoken = self.view.spoken
        known = "payments_busiest" in self.view.lexicon.fact_by_id
        alone = known and "payments" in spoken and spoken <= _PAYING
        return alone and self.view.words(q.first, q.end).lower().endswith("tps")

    def is_burst(self, q: Quantity) -> bool:
        """'100k orders in the first minute': a moment, of which no day is made."""
        around = self.view.keys(q.first - 2, q.end + 6)
        return bool(
            {"first", "last", "burst", "opening", "final"} & set(around)
        ) and "minute" in around + self.view.keys(q.last, q.end)

    def is_served(self, q: Quantity) -> bool:
        """'40,000 pictures a second served': what goes out is asked for, not made."""
        return bool(_SERVED & {*self.view.keys(q.first - 3, q.first), *self.view.keys(q.end, q.end + 2)})


def _stem(noun: str) -> str:
    return noun.removesuffix("s").removesuffix("e").removesuffix("i").removesuffix("y")
