"""Which fact a quantity is: by the name beside it, what it counts, its clause, the question asked."""

from __future__ import annotations

from engine.reading.data import phrases, word_set
from engine.reading.limits import problem_with
from engine.reading.phrasebook import Hit
from engine.reading.quantities import Quantity, families_of
from engine.reading.units import ADVERBS, DAY, MONTH, YEAR
from engine.reading.view import View

PEOPLE = ("users_total", "daily_active_users", "monthly_active_users", "concurrent_users")
REQUEST_RATES = ("peak_requests", "average_requests")
_CONNECT_LEFT = word_set("mapping.connect_left")
_CONNECT_RIGHT = word_set("mapping.connect_right")
_USERLIKE = word_set("mapping.userlike")
_TEAM_SUBJECT = word_set("mapping.team_subject")
_WINDOW = 16
_VISITS = word_set("mapping.visits")
_NEW = word_set("mapping.new")


def map_quantities(view: View, describing: bool) -> None:
    """Turns every quantity into a fact of the view, or into a leftover that says why not."""
    _Mapper(view, describing).run()


class _Mapper:
    def __init__(self, view: View, describing: bool) -> None:
        self.view = view
        self.describing = describing
        self.consumed: set[tuple[int, int]] = set()
        self.last_fact: str | None = None
        self.last_quantity: Quantity | None = None

    def run(self) -> None:
        view = self.view
        for q in view.quantities:
            if q.used or q.dropped:
                continue
            if q.trap:
                continue
            fact, value, reason = self._fact_of(q)
            if fact is None or value is None:
                view.leave(q.first, q.end, reason or self._reason(q), fact)
                continue
            words = view.words_of(fact)
            if words is None and fact not in view.lexicon.fact_by_id:
                view.leave(q.first, q.end, f"{fact.replace('_', ' ')} is not among the facts that are known", fact)
                continue
            problem = problem_with(words, value, view.words(q.first, q.end)) if words else None
            if problem:
                view.leave(q.first, q.end, problem, fact, problem=True)
            else:
                view.take(fact, value, q.first, q.end)
            self.last_fact, self.last_quantity = fact, q

    # -- the way of one quantity ------------------------------------------------------------------------------------

    def _fact_of(self, q: Quantity) -> tuple[str | None, float | None, str]:
        if q.kind == "times":
            return self._times(q)
        exact = self._right_label(q, exact=True)
        if exact and exact.meaning not in PEOPLE and exact.last - exact.first >= 2 and q.kind in ("bare", "time"):
            value = self._value(exact.meaning, q, labelled=True)
            if value is not None and exact.meaning not in REQUEST_RATES:
                return self._chosen(exact, value)
        handler = {
            "bare": self._bare,
            "bytes": self._bytes,
            "time": self._time,
            "percent": self._percent,
            "nines": self._nines,
            "money": self._money,
            "ratio": self._ratio,
        }.get(q.kind)
        if handler is None:
            return self._labelled(q)
        return handler(q)

    def _times(self, q: Quantity) -> tuple[str | None, float | None, str]:
        """'100 times more reads than writes', 'peak is 5x the average'."""
        first, last = self.view.clause(q)
        keys = self.view.keys(first, last)
        sides = [k[0] for k in keys if k in ("read", "reads", "write", "writes")]
        if q.value > 0 and (sides[:2] == ["r", "w"] or sides[:2] == ["w", "r"]):
            more = q.value if not {"less", "fewer", "rarer"} & set(keys) else 1 / q.value
            return "read_write_ratio", more if sides[0] == "r" else 1 / more, ""
        return self._labelled(q)

    def _chosen(self, hit: Hit, value: float) -> tuple[str, float, str]:
        self.consumed.add((hit.first, hit.last))
        return hit.meaning, value, ""

    def _labelled(self, q: Quantity) -> tuple[str | None, float | None, str]:
        for hit in self._label_candidates(q):
            value = self._value(hit.meaning, q, labelled=True)
            if value is not None:
                self._share_with_neighbour(hit, q, value)
                return self._chosen(hit, value)
            if hit.meaning == "other_percentile" and q.kind == "time":
                return (
                    None,
                    None,
                    f"'{self.view.words(hit.first, hit.last)}' is a percentile that is not kept; the 50th and the 99th are",
                )
        return None, None, ""

    def _share_with_neighbour(self, hit: Hit, q: Quantity, value: float) -> None:
        """'RPO and RTO of one hour' names two facts."""
        for other in self.view.near("label", hit.first - 6, hit.first):
            if (
                hit.first - other.last <= 1
                and hit.first - other.last
                == len([k for k in self.view.keys(other.last, hit.first) if k in ("and", "/", "&", "+")])
                and other.meaning != hit.meaning
                and {other.meaning, hit.meaning} <= {"rpo", "rto", "latency_p50", "latency_p99"}
            ):
                self.view.take(other.meaning, value, q.first, q.end)

    def _label_candidates(self, q: Quantity) -> list[Hit]:
        """Names of facts right before and right after, nearest first, the left one before the right one."""
        found = [hit for hit in (self._left_label(q), self._right_label(q)) if hit]
        same_place = [
            h
            for hit in found
            for h in self.view.near("label", hit.first, hit.last)
            if (h.first, h.last) == (hit.first, hit.last) and h is not hit
        ]
        return found + same_place

    def _left_label(self, q: Quantity) -> Hit | None:
        best: Hit | None = None
        for hit in self.view.near("label", q.first - _WINDOW, q.first):
            if (hit.first, hit.last) in self.consumed:
                continue
            gap = self._gap(hit.last, q.first)
            if (
                len(gap) <= 7
                and all(key in _CONNECT_LEFT for key in gap)
                and not self._quantity_between(hit.last, q.first)
            ):
                if best is None or hit.last > best.last:
                    best = hit
        return best

    def _right_label(self, q: Quantity, exact: bool = False) -> Hit | None:
        for start in (q.last, q.end):
            for hit in self.view.near("label", start, start + _WINDOW):
                if (hit.first, hit.last) in self.consumed:
                    continue
                if exact:
                    if hit.first == q.last:
                        return hit
                    continue
                gap = self.view.keys(start, hit.first)
                if (
                    len(gap) <= 3
                    and all(key in _CONNECT_RIGHT for key in gap)
                    and not self._quantity_between(q.end, hit.first)
                ):
                    return hit
        return None

    def _quantity_between(self, first: int, last: int) -> bool:
        return any(first <= o.first < last and not o.trap and not o.dropped for o in self.view.quantities)

    def _gap(self, first: int, last: int) -> list[str]:
        """Words between, without quantities that were taken back: 'the RTO from 4 hours to 1 hour'."""
        taken_back = [o for o in self.view.quantities if o.dropped]
        return [self.view.key(i) for i in range(first, last) if not any(o.first <= i < o.end for o in taken_back)]

    def _cue(self, q: Quantity, facts: tuple[str, ...]) -> str | None:
        """The fact of `facts` whose cue stands nearest in the clause; what follows wins over what precedes."""
        first, last = self.view.clause(q)
        best: tuple[int, str] | None = None
        for hit in (h for fact in facts for h in self.view.near(f"cue:{fact}", first, last)):
            if hit.first < q.last and hit.last > q.first:
                continue
            distance = (q.first - hit.last) + 1 if hit.last <= q.first else hit.first - q.last
            if best is None or distance < best[0]:
                best = (distance, hit.meaning)
        return best[1] if best else None

    def _guarded(self, q: Quantity, guard: str) -> bool:
        first, last = self.view.clause(q)
        return any(True for _ in self.view.near(guard, first, last))

    def _asked(self, q: Quantity) -> tuple[str | None, float | None, str]:
        asked = self.view.asked
        if asked is None or self._answered():
            return None, None, ""
        value = self._value(asked, q, labelled=True, asked=True)
        return (asked, value, "") if value is not None else (None, None, "")

    def _answered(self) -> bool:
        return any(f.fact == self.view.asked for f in self.view.facts)

    # -- values -----------------------------------------------------------------------------------------------------

    def _value(self, fact: str, q: Quantity, labelled: bool = False, asked: bool = False) -> float | None:
        """The canonical value of `q` as that fact, or None where the dimensions do not fit."""
        if fact == "write_read_ratio":
            return None
        words = self.view.words_of(fact)
        if words is None or words.kind != "quantity":
            return None
        unit = words.dimension
        kind = q.kind
        bare = kind == "bare"
        if unit.kind == "count":
            people = fact in PEOPLE and q.period in (DAY, MONTH)
            return q.value if bare and (q.period is None or people) and not (q.per and not asked) else None
        if unit.kind == "rate":
            if not bare or (q.per and q.per not in _USERLIKE and q.per != unit.per):
                return None
            if unit.per and not q.per and not labelled:
                return None
            if q.period:
                return q.value / q.period
            return (
                q.value * unit.factor
                if labelled and (not q.families or asked or unit.factor != 1.0 or not q.families & {"user", "team"})
                else None
            )
        if unit.kind == "bytes":
            return q.value if kind == "bytes" and q.period is None and q.per in ("", "each") else None
        if unit.kind == "bytes_rate":
            if kind == "bits" and q.period:
                return q.value / q.period
            if kind != "bytes":
                return None
            if q.period:
                return q.value / q.period
            return q.value / DAY if asked else None
        if unit.kind == "time":
            if kind == "time":
                return q.value if q.period is None or fact.endswith("per_day") or asked else None
            if bare and labelled and q.suffix in ("m",) and fact in ("rpo", "rto", "session_time_per_day"):
                return q.plain * 60
            if bare and labelled and not q.families and not q.suffix:
                return q.value * self._time_factor(fact, unit.factor)
            return None
        if unit.kind == "fraction":
            if kind == "percent":
                return q.value
            if kind == "nines" and fact == "availability":
                return nines(q.value)
            if bare and labelled and not q.families and not q.suffix and q.period is None:
                return q.value * 0.01 if abs(q.value) > 1 or (q.value == 1 and fact != "availability") else q.value
            return None
        if unit.kind == "money":
            if kind == "money" and q.currency == "USD" and not q.per:
                return q.value / money_period(q.period)
            if bare and labelled and not q.families and not q.per:
                return q.value / money_period(q.period)
            return None
        if unit.kind == "ratio":
            if kind in ("ratio", "times"):
                return q.value
            return q.value if bare and labelled and not q.families and q.period is None else None
        return None

    def _time_factor(self, fact: str, own: float) -> float:
        before = self.last_quantity
        if (
            before is not None
            and before.kind == "time"
            and self.last_fact in ("rpo", "rto", "latency_p99", "latency_p50", "retention")
        ):
            pairs = ({"rpo", "rto"}, {"latency_p50", "latency_p99"})
            if any({fact, self.last_fact} <= pair for pair in pairs):
                return before.factor
        return own

    # -- counts -----------------------------------------------------------------------------------------------------

    def _bare(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view = self.view
        noun = set(q.nouns)
        if self._by_change(q):
            return None, None, f"'{view.words(q.first - 1, q.end)}' is a change; say the new value"
        left = self._left_label(q)
        if left and self._is_specific(left, q):
            value = self._value(left.meaning, q, labelled=True)
            if value is None and left.meaning in ("peak_requests", "average_requests") and q.families & {"user"}:
                value = None
            elif value is not None:
                return self._chosen(left, value)
        exact = self._right_label(q, exact=True)
        if (
            exact
            and exact.meaning not in PEOPLE
            and exact.meaning not in _CORE
            and (value := self._value(exact.meaning, q, labelled=True)) is not None
        ):
            return self._chosen(exact, value)
        if not q.families and noun <= set(ADVERBS) and q.period is not None:
            fact = self._other_of_pair(q)
            if fact and (value := self._value(fact, q, labelled=True)) is not None:
                return fact, value, ""
        if (ratio := self._reads_for_writes(q)) is not None:
            return "read_write_ratio", ratio, ""
        if not q.families and not q.nouns and left is None and (families := self._noun_before(q)):
            q.families = families
        if q.families or q.period is not None or (noun & _VISITS):
            answer = self._counted(q)
            if answer[0] is not None or answer[2]:
                return answer
        if not q.nouns or not q.families:
            fact = self._other_of_pair(q)
            if fact and (value := self._value(fact, q, labelled=True)) is not None:
                return fact, value, ""
        bare_right = self._right_label(q)
        for hit in (left, bare_right):
            if hit and (hit is left or hit.first == q.last or not q.nouns):
                value = self._value(hit.meaning, q, labelled=True)
                if value is not None and hit.meaning not in _NEEDS_UNIT:
                    return self._chosen(hit, value)
                same = [
                    h
                    for h in self.view.near("label", hit.first, hit.last)
                    if (h.first, h.last) == (hit.first, hit.last) and h is not hit
                ]
                for other in same:
                    if (value := self._value(other.meaning, q, labelled=True)) is not None:
                        return self._chosen(other, value)
        if q.nouns and not q.families and view.asked and not self._suits_asked(q):
            return None, None, self._reason(q)
        if view.asked in PEOPLE and not q.nouns:
            cue = self._cue(q, PEOPLE)
            if cue and self._answered():
                return cue, q.value, ""
        if view.asked:
            words = view.words_of(view.asked)
            if words and words.dimension.kind in ("bytes", "bytes_rate") and q.kind == "bare" and not q.nouns:
                return None, None, f"{view.words(q.first, q.end)} of what: kB, MB, GB, TB?"
            return self._asked(q)
        if not view.asked and self.describing is False and not q.nouns:
            cue = self._cue(
                q, ("concurrent_users", "daily_active_users", "monthly_active_users", "team_size", "mobile_share")
            )
            if cue in PEOPLE and q.period is None and self.last_fact in PEOPLE:
                return cue, q.value, ""
        if self._writes_code(q):
            return "team_size", q.value, ""
        return None, None, ""

    def _reads_for_writes(self, q: Quantity) -> float | None:
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

    def _noun_before(self, q: Quantity) -> frozenset[str]:
        """'clients 1,5 million', 'riders: about 2M'."""
        at = q.first - 1
        while at >= 0 and q.first - at < 6 and self.view.key(at) in _CONNECT_LEFT and not self.view.is_boundary(at):
            at -= 1
        if at < 0 or self.view.is_boundary(at) or any(o.first <= at < o.end for o in self.view.quantities):
            return frozenset()
        families = families_of(self.view.key(at))
        return (
            families & {"user", "device", "team"}
            if self.view.key(at) not in ("watches", "hosts", "families")
            else frozenset()
        )

    def _is_specific(self, label: Hit, q: Quantity) -> bool:
        """A name on the left that overrides what the number counts: 'DAU: 3M people', 'team of 5 people', 'budget 5000'."""
        if label.meaning in ("users_total",) and q.families & {"user"}:
            return False
        if label.meaning in REQUEST_RATES and (
            q.families - {"request", "transaction", "write"} or (not q.families and q.nouns)
        ):
            return False
        if label.meaning in ("data_size", "average_object_size", "data_growth_per_day"):
            return False
        if label.meaning in ("latency_p99", "availability") and q.nouns:
            return False
        if label.meaning == "monthly_budget" and (q.nouns or q.families):
            return False
        if label.meaning in PEOPLE and q.families and not q.families & {"user"}:
            return False
        if label.meaning == "team_size" and q.families and not q.families & {"user", "team"}:
            return False
        if label.meaning == "mobile_share":
            return False
        if label.meaning in REQUEST_RATES and q.period is not None:
            cue = self._cue(q, REQUEST_RATES)
            return cue is None or cue == label.meaning
        return True

    def _by_change(self, q: Quantity) -> bool:
        view = self.view
        return view.key(q.first - 1) == "by" and bool(
            {"increase", "raise", "reduce", "lower", "cut", "grow", "decrease", "bump", "up", "increased"}
            & set(view.keys(q.first - 6, q.first))
        )

    def _suits_asked(self, q: Quantity) -> bool:
        """'3000 orders' answers the question for business items, '12 hotels' answers none of ours."""
        words = self.view.words_of(self.view.asked or "")
        if words is None:
            return False
        if words.fact in ("items_per_day", "devices_total", "event_consumers") or words.dimension.kind == "rate":
            return True
        return words.fact not in PEOPLE and words.fact != "team_size" and words.dimension.kind in ("count", "money")

    def _other_of_pair(self, q: Quantity) -> str | None:
        """'5000 rps at peak, 800 on average': a second rate; '12M monthly, 3M daily': a second kind of users."""
        view = self.view
        if self.last_fact in REQUEST_RATES or view.asked in REQUEST_RATES:
            cue = self._cue(q, REQUEST_RATES)
            if (
                cue
                and cue != view.asked
                and not q.families - {"request"}
                and not (view.asked in REQUEST_RATES and not self._answered() and cue == "peak_requests")
            ):
                return cue
        if self.last_fact in PEOPLE or view.asked in PEOPLE:
            if q.period == DAY:
                return "daily_active_users"
            if q.period == MONTH:
                return "monthly_active_users"
            if not q.families and not q.nouns:
                cue = self._cue(q, PEOPLE)
                if cue and (cue != "users_total" or self.last_fact in PEOPLE):
                    return cue
        return None

    def _counted(self, q: Quantity) -> tuple[str | None, float | None, str]:
        families, asked = q.families, self.view.asked
        if ("user" in families and not families & {"device"}) or ("user" in families and q.period in (DAY, MONTH)):
            return self._people(q)
        if "team" in families:
            return self._team(q)
        if q.per and q.per in _USERLIKE:
            return None, None, ""
        if "connection" in families and q.period is None and not q.per:
            return "concurrent_connections", q.value, ""
        if "device" in families and q.period is None and not q.per:
            return "devices_total", q.value, ""
        if q.period is None:
            if families & {"request", "transaction", "event"} and asked in (
                *REQUEST_RATES,
                "peak_events",
                "items_per_day",
            ):
                return self._asked(q)
            if families & {"request"} and (hit := self._left_label(q)) and hit.meaning in REQUEST_RATES:
                return self._chosen(hit, q.value)
            return None, None, ""
        if q.per:
            return None, None, ""
        if not families and not q.nouns:
            return None, None, ""
        return self._rate(q)

    def _rate(self, q: Quantity) -> tuple[str | None, float | None, str]:
        families, asked, period = q.families, self.view.asked, q.period or 1.0
        value = q.value / period
        if q.value == 1 and (q.spelled or "event" in families):
            return (
                None,
                None,
                f"'{self.view.words(q.first, q.end)}' sounds like the rate of one sender; say how many they make together",
            )
        if set(q.nouns) & _VISITS and not families:
            return None, None, f"'{self.view.words(q.first, q.end)}': visits are not people; say how many people a day"
        if families & {"request", "write"} or ("transaction" in families and period < 3600):
            left = self._left_label(q)
            cue = self._cue(q, REQUEST_RATES)
            if cue is None and left and left.meaning in REQUEST_RATES and left.last - left.first > 1:
                cue = left.meaning
            if cue is None and asked in REQUEST_RATES and not self._answered():
                cue = asked
            if cue is None and asked == "items_per_day" and "request" in families and period >= 3600:
                cue = "average_requests"
            return cue or ("peak_requests" if period < 3600 else "average_requests"), value, ""
        if asked in (*REQUEST_RATES, "peak_events", "items_per_day") and not self._answered():
            if asked in REQUEST_RATES and families & {"item"} and not families & {"event", "transaction"}:
                return "items_per_day", value, ""
            return asked, value, ""
        if "event" in families and period < 3600 and "peak_events" in self.view.lexicon.fact_by_id:
            return "peak_events", value, ""
        if families & {"item", "transaction", "object", "event", "device"} or (
            not families and period >= 3600 and q.nouns
        ):
            if set(q.nouns) & _NEW and families & {"user"}:
                return None, None, ""
            return "items_per_day", value, ""
        return None, None, ""

    def _people(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view, asked = self.view, self.view.asked
        if q.per or view.key(q.end) in ("each", "apiece"):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is a count for each {q.per or 'of them'}, not of all users",
            )
        if self._writes_code(q):
            return "team_size", q.value, ""
        before = view.keys(q.first - 5, q.first)
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
                f"users {view.words(q.last, q.end)} is not a count that is kept; say users a day, a month or at the same time",
            )
        nouns = set(q.nouns)
        if nouns & {"concurrent", "simultaneous", "online", "connected"}:
            return "concurrent_users", q.value, ""
        if nouns & {"mau", "monthly"}:
            return "monthly_active_users", q.value, ""
        if nouns & {"dau", "daily"}:
            return "daily_active_users", q.value, ""
        if nouns & {"unique", "uniques"}:
            return "monthly_active_users", q.value, ""
        left = self._left_label(q)
        if left and left.meaning in (*PEOPLE, "team_size") and left.meaning != "users_total":
            return self._chosen(left, q.value)
        cue = self._cue(q, PEOPLE)
        if (
            cue == "users_total"
            and asked in PEOPLE
            and not {"total", "registered", "overall"} & set(view.keys(q.first - 3, q.end + 3))
        ):
            cue = None
        if cue:
            return cue, q.value, ""
        generic = nouns & {"people", "persons", "person", "folks", "staff", "guys", "employees", "heads", "workers"}
        if asked == "team_size" and generic:
            return "team_size", q.value, ""
        if generic and self._is_own_company(q):
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
        ):
            if {"we", "i", "were", "im", "our", "team"} & set(before):
                return "team_size", q.value, ""
        if asked in PEOPLE and not self._answered():
            return asked, q.value, ""
        return "users_total", q.value, ""

    def _is_own_company(self, q: Quantity) -> bool:
        for hit in self.view.table("not_people"):
            gap = self.view.keys(hit.last, q.first)
            if 0 <= q.first - hit.last <= 5 and "of" not in gap and "with" not in gap and "for" not in gap:
                return True
        return False

    def _team(self, q: Quantity) -> tuple[str | None, float | None, str]:
        before, after = self.view.keys(q.first - 4, q.first), self.view.keys(q.end, q.end + 3)
        used_by = "for" in before and not {"team", "we", "have", "built"} & set(before)
        if self.view.asked != "team_size" and (
            ({"use", "using"} & set(after)) or (used_by and (self.describing or q.value > 1000))
        ):
            return "users_total", q.value, ""
        if q.per or q.period:
            return None, None, ""
        if self.view.asked in PEOPLE and not self._answered() and q.value > 1000:
            return self.view.asked, q.value, ""
        before_team = next((f for f in self.view.facts if f.fact == "team_size"), None)
        joined = (
            self.last_fact == "team_size"
            and self.last_quantity is not None
            and self.view.keys(self.last_quantity.end, q.first) in (["and"], [","], ["+"], ["plus"], [",", "and"])
        )
        if before_team is not None and joined and isinstance(before_team.value, float):
            self.view.facts.remove(before_team)
            return "team_size", before_team.value + q.value, ""
        return "team_size", q.value, ""

    def _writes_code(self, q: Quantity) -> bool:
        keys = self.view.keys(q.last, q.last + 9)
        stop = next((i for i, k in enumerate(keys) if k[:1].isdigit() or k in ("but", "and", ".", ";")), len(keys))
        after = set(keys[:stop])
        return bool(
            after & {"code", "coding", "program", "programming"}
            and after & {"write", "writes", "writing", "code", "coding", "program", "can"}
        ) or (self.view.keys(q.last, q.last + 2) == ["of", "us"] and not after & {"use", "users"})

    # -- bytes, time, shares, money ---------------------------------------------------------------------------------

    def _bytes(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view = self.view
        if self._guarded(q, "not_data") or (q.per and q.per != "each" and q.per not in _OBJECTS):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is neither the data stored in all, nor its growth, nor the size of one object",
            )
        if q.period is not None:
            if view.asked in ("data_growth_per_day",) or "data_growth_per_day" in view.lexicon.fact_by_id:
                return "data_growth_per_day", q.value / q.period, ""
        if q.per in _OBJECTS:
            return "average_object_size", q.value, ""
        before = [k for k in view.keys(q.first - 7, q.first) if k not in _CONNECT_LEFT or k == "of"]
        last_noun = before[-2] if before[-1:] == ["of"] and len(before) > 1 else (before[-1] if before else "")
        following = list(view.keys(q.last, q.last + 2))
        if q.per == "each":
            if last_noun in _USERLIKE or any(k in _USERLIKE for k in before[-2:]):
                return (
                    None,
                    None,
                    f"'{view.words(q.first, q.end)}' is a share of one user; say how much is stored in all",
                )
            return "average_object_size", q.value, ""
        for hit in self._label_candidates(q):
            if hit.meaning == "data_growth_per_day" and view.asked != hit.meaning:
                return None, None, f"'{view.words(q.first, q.end)}' a day, a month, a year?"
            value = self._value(hit.meaning, q, labelled=True)
            if value is not None and not (
                hit.meaning == "data_size" and last_noun in _OBJECTS and hit.last <= q.first and before[-1:] == ["of"]
            ):
                return self._chosen(hit, value)
        if last_noun in _OBJECTS and last_noun not in ("data",):
            return "average_object_size", q.value, ""
        if following and following[0] in _OBJECTS and q.value < 1e11 and view.key(q.last) != "of":
            return "average_object_size", q.value, ""
        asked = self._asked(q)
        if asked[0]:
            return asked
        if (
            self._cue(q, ("average_object_size",))
            and not self._cue(q, ("data_size", "retention"))
            and q.value < 1e11
            and "data" not in before
        ):
            return "average_object_size", q.value, ""
        if q.value >= 1e9 or {"data", "stored", "storage", "total", "database"} & set(
            view.keys(q.first - 6, q.end + 4)
        ):
            return "data_size", q.value, ""
        return None, None, f"'{view.words(q.first, q.end)}': of what? The data in all, or one object?"

    def _time(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view = self.view
        if q.interval:
            return self._interval(q)
        downtime = next(
            (
                h
                for h in self.view.near("label", q.first - _WINDOW, q.end + _WINDOW)
                if (h.meaning == "downtime" and abs(h.first - q.end) <= 4)
                or (h.meaning == "downtime" and 0 <= q.first - h.last <= 6)
            ),
            None,
        )
        if downtime is not None:
            period = q.period or self._period_after(downtime.last)
            if period in (MONTH, 31536000.0, 604800.0, DAY) and q.value < period:
                return "availability", 1 - q.value / period, ""
        if q.period is not None:
            if q.period == DAY and "session_time_per_day" in view.lexicon.fact_by_id and q.value < DAY:
                spent = {
                    "spend",
                    "spends",
                    "spent",
                    "session",
                    "sessions",
                    "use",
                    "uses",
                    "app",
                    "screen",
                    "stay",
                    "stays",
                    "active",
                } & set(view.keys(q.first - 8, q.end + 6))
                if spent or view.asked == "session_time_per_day":
                    return "session_time_per_day", q.value, ""
            return self._asked(q)
        answer = self._labelled_time(q)
        if answer[0] or answer[2]:
            return answer
        fact = self._time_by_cue(q)
        if fact:
            return fact, q.value, ""
        if (asked := self._asked(q))[0]:
            return asked
        if q.factor <= 0.001 and not self._guarded(q, "not_latency"):
            return "latency_p99", q.value, ""
        return None, None, ""

    def _interval(self, q: Quantity) -> tuple[str | None, float | None, str]:
        for hit in self.view.near("label", q.first - _WINDOW, q.first):
            ends_at_every = hit.last == q.first and self.view.key(hit.last - 1) in ("every", "each")
            if ends_at_every and (value := self._value(hit.meaning, q, labelled=True)) is not None:
                return self._chosen(hit, value)
        if (asked := self._asked(q))[0]:
            return asked
        return (
            None,
            None,
            f"'every {self.view.words(q.first, q.end)}' is an interval; say how many a second or a day that makes",
        )

    def _period_after(self, place: int) -> float | None:
        keys = self.view.keys(place, place + 3)
        for i, key in enumerate(keys):
            if key in ("month", "year", "week", "day") and i and keys[i - 1] in ("a", "per", "each", "every"):
                return {"month": MONTH, "year": 31536000.0, "week": 604800.0, "day": DAY}[key]
        return {"monthly": MONTH, "yearly": 31536000.0, "annually": 31536000.0}.get(keys[0] if keys else "")

    def _labelled_time(self, q: Quantity) -> tuple[str | None, float | None, str]:
        for hit in self._label_candidates(q):
            if hit.meaning in ("latency_p99", "latency_p50") and (
                q.value > 600 or (self._guarded(q, "not_latency") and hit.last - hit.first < 1)
            ):
                continue
            if hit.meaning == "latency_p99" and self._percentile_in_clause(q) and not _names_p99(self.view, hit):
                return self._other_percentile(q)
            if hit.meaning == "latency_p99" and not _names_p99(self.view, hit) and (cue := self._median_before(q)):
                return cue, q.value, ""
            if hit.meaning == "retention" and q.value < 3600:
                continue
            if hit.meaning == "other_percentile":
                self.consumed.add((hit.first, hit.last))
                return self._other_percentile(q)
            value = self._value(hit.meaning, q, labelled=True)
            if value is not None:
                self._share_with_neighbour(hit, q, value)
                return self._chosen(hit, value)
        return None, None, ""

    def _median_before(self, q: Quantity) -> str | None:
        first, last = self.view.clause(q)
        return "latency_p50" if {"median", "p50"} & set(self.view.keys(first, last)) else None

    def _percentile_in_clause(self, q: Quantity) -> bool:
        first, last = self.view.clause(q)
        return any(h.meaning == "other_percentile" for h in self.view.near("label", first, last))

    def _other_percentile(self, q: Quantity) -> tuple[None, None, str]:
        return (
            None,
            None,
            f"'{self.view.words(q.first, q.end)}' is for a percentile that is not kept; say the 50th or the 99th",
        )

    def _time_by_cue(self, q: Quantity) -> str | None:
        fitting: list[str] = []
        if q.value <= 120 and not self._guarded(q, "not_latency"):
            fitting += ["latency_p99", "latency_p50"]
        if q.value >= 3600:
            fitting.append("retention")
        fitting += ["rpo", "rto"]
        fact = self._cue(q, tuple(fitting))
        if fact in ("latency_p99", "latency_p50"):
            first, last = self.view.clause(q)
            if self._percentile_in_clause(q):
                return None
            asked = self.view.asked
            if (
                asked in ("latency_p50", "latency_p99")
                and not self._answered()
                and not {"median", "p50", "p99"} & set(self.view.keys(first, last))
            ):
                return asked
            if (
                asked
                and asked not in ("latency_p50", "latency_p99")
                and (words := self.view.words_of(asked))
                and words.dimension.kind == "time"
                and not self._answered()
            ):
                return asked
        return fact

    def _percent(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view = self.view
        after = view.keys(q.last, q.last + 5)
        if (
            {"requests", "queries", "calls", "responses", "pages", "reads-of"} & set(after[:4])
            and after[:1] == ["of"]
            and q.value >= 0.5
        ):
            return None, None, ""
        if after[:1] and after[0] in ("reads", "read", "writes", "write"):
            return self._share_of_reads(q, after[0].startswith("read"))
        if after[:2] in (["of", "the"], ["are", "reads"], ["of", "traffic"]) or after[:1] == ["of"]:
            words = set(after) | set(view.keys(q.last, q.last + 8))
            if "reads" in words and "writes" not in words:
                return self._share_of_reads(q, True)
            if "writes" in words and "reads" not in words:
                return self._share_of_reads(q, False)
        answer = self._labelled(q)
        if answer[0]:
            return answer
        first, last = view.clause(q)
        keys = set(view.keys(first, last))
        cue = self._cue(q, ("mobile_share", "availability"))
        if cue == "mobile_share":
            return cue, q.value, ""
        if {"desktop", "desktops", "laptop", "laptops", "web", "browser", "pc", "pcs"} & keys and not (
            view.asked == "mobile_share" and not keys & {"desktop", "desktops"}
        ):
            return None, None, ""
        if cue == "availability" and q.value >= 0.9:
            return cue, q.value, ""
        if (asked := self._asked(q))[0]:
            return asked
        if 0.99 <= q.value < 1 and not q.nouns and not view.asked:
            return "availability", q.value, ""
        return None, None, ""

    def _share_of_reads(self, q: Quantity, reads: bool) -> tuple[str | None, float | None, str]:
        share = q.value if reads else 1 - q.value
        if not 0 < share < 1:
            return None, None, ""
        if any(f.fact == "read_write_ratio" for f in self.view.facts):
            q.used = True
            return (
                "read_write_ratio",
                next(float(str(f.value)) for f in self.view.facts if f.fact == "read_write_ratio"),
                "",
            )
        return "read_write_ratio", share / (1 - share), ""

    def _nines(self, q: Quantity) -> tuple[str | None, float | None, str]:
        if not 0 < q.value <= 15:
            return None, None, "so many nines are no availability"
        return "availability", nines(q.value), ""

    def _money(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view = self.view
        if q.per or q.families & {"user", "item", "request"} or self._guarded(q, "not_budget"):
            return None, None, f"'{view.words(q.first, q.end)}' is money, but not a monthly budget"
        labelled = self._cue(q, ("monthly_budget",)) or any(
            h.meaning == "monthly_budget" for h in self._label_candidates(q)
        )
        if not (labelled or view.asked == "monthly_budget" or q.period in (MONTH, 31536000.0)):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is money; say it is the budget, and whether a month or a year",
            )
        if self._by_change(q):
            return None, None, f"'{view.words(q.first, q.end)}' is a change; say the new budget"
        if q.currency != "USD":
            return None, None, f"'{view.words(q.first, q.end)}' is not converted; say the budget in US dollars"
        return "monthly_budget", q.value / money_period(q.period), ""

    def _ratio(self, q: Quantity) -> tuple[str | None, float | None, str]:
        view = self.view
        first, last = view.clause(q)
        keys = view.keys(first, last)
        reads = [i for i, k in enumerate(keys) if k in ("read", "reads", "r", "reading", "lookups", "views")]
        writes = [i for i, k in enumerate(keys) if k in ("write", "writes", "w", "writing", "inserts", "uploads")]
        if q.value <= 0:
            return None, None, ""
        if not (reads or writes) and view.asked != "read_write_ratio":
            return self._labelled(q)
        if "outnumber" in keys and reads and writes:
            return "read_write_ratio", q.value if reads[0] < writes[0] else 1 / q.value, ""
        if reads and writes and writes[0] < reads[0]:
            return "read_write_ratio", 1 / q.value, ""
        if writes and not reads and view.asked != "read_write_ratio":
            return "read_write_ratio", 1 / q.value, ""
        return "read_write_ratio", q.value, ""

    def _reason(self, q: Quantity) -> str:
        words = self.view.words(q.first, q.last)
        if q.families or q.nouns:
            return f"'{self.view.words(q.first, max(q.end, q.last))}': a number of nothing that is asked for here"
        if q.kind == "bare":
            return f"{words} has no unit that I know"
        return f"'{words}': what does it say? Name the fact with it"


_CORE = frozenset((*PEOPLE, *REQUEST_RATES, "team_size", "items_per_day", "devices_total", "concurrent_connections", "monthly_budget", "data_size",
                   "average_object_size", "data_growth_per_day", "latency_p99", "latency_p50", "availability", "retention", "rpo", "rto", "mobile_share",
                   "peak_events", "read_write_ratio", "write_read_ratio", "peak_factor", "other_percentile", "downtime", "session_time_per_day",
                   "event_consumers"))  # fmt: skip
_NEEDS_UNIT = frozenset(("data_size", "average_object_size", "data_growth_per_day"))


_OBJECTS: frozenset[str] = frozenset(phrases("facts")["nouns"]["object"])


def _names_p99(view: View, hit: Hit) -> bool:
    return any(key in ("p99", "99th", "99") for key in view.keys(hit.first, hit.last))


def money_period(period: float | None) -> float:
    """The seconds an amount of money is for: a year is twelve months of money."""
    return {None: MONTH, YEAR: 12 * MONTH, YEAR / 365 * 90: 3 * MONTH}.get(period, period or MONTH)


def nines(count: float) -> float:
    """4 -> 0.9999; three and a half -> 0.9995."""
    whole = int(count)
    return 1 - 10.0**-whole if count == whole else 1 - 5 * 10.0 ** -(whole + 1)
