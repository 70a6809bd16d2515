"""What stands around a quantity: names of facts, cues in its clause, the question asked; whether it fits a fact."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.nouns import families_of
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.units import ADVERBS, DAY, MONTH, YEAR
from engine.reading.view import View

PEOPLE = ("users_total", "daily_active_users", "monthly_active_users", "concurrent_users")
REQUEST_RATES = ("peak_requests", "average_requests")
USERLIKE = word_set("mapping.userlike")
CONNECT_LEFT = word_set("mapping.connect_left")
_CONNECT_RIGHT = word_set("mapping.connect_right")
_CORRECTS = word_set("quantities.correcting") | word_set("neighbours.correcting")
_PLANS = word_set("neighbours.plans")
_WINDOW = 16
_CLOSE = 2
_CHANGING = word_set("neighbours.changing")
_DIFFERENCE = word_set("neighbours.difference")
_AFTER_ONLINE = word_set("neighbours.after_online")
_LOST_THINGS = frozenset(
    (
        "phones",
        "phone",
        "devices",
        "device",
        "cards",
        "card",
        "keys",
        "parcels",
        "luggage",
        "bikes",
        "items",
        "tablets",
        "laptops",
    )
)
_BEFORE_ONLINE = frozenset(
    (
        "are",
        "is",
        "be",
        "stay",
        "come",
        "go",
        "currently",
        "all",
        "together",
        "peak",
        "max",
        "them",
        "who's",
        "which",
        ",",
        "(",
        "/",
        "constantly",
        "typically",
        "usually",
        "always",
    )
)
_OF_A_SECOND = word_set("neighbours.of_a_second")
_DONE_BY = word_set("neighbours.made_by") | word_set("neighbours.used_by")

Answer = tuple[str | None, float | None, str]
"""A fact and its value, or neither and the reason why not."""


class Neighbourhood:
    """Looks around a quantity. Remembers which names were used up and what the last quantity was."""

    def __init__(self, view: View, describing: bool) -> None:
        self.view = view
        self.describing = describing
        self.consumed: set[tuple[int, int]] = set()
        self.last_fact: str | None = None
        self.last_quantity: Quantity | None = None
        self.last_seen: Quantity | None = None
        self.peak_was_named = False
        self.items_are_known = False
        self.percentile_was_named = False
        self.developers_are_named = False
        self.budget_is_firm = False
        """Whether the words beside it said that it is what may be spent."""
        self.team_is_firm = False
        """Whether a verb said who builds it."""
        self.rates: dict[str, float] = {}
        self.providers: Quantity | None = None
        """Those with whom appointments are made, in all houses together."""
        self.users: Quantity | None = None
        """What the number of users was taken from."""

    def chosen(self, hit: Hit, value: float) -> tuple[str, float, str]:
        self.consumed.add((hit.first, hit.last))
        return hit.meaning, value, ""

    def labelled(self, q: Quantity) -> Answer:
        for hit in self.label_candidates(q):
            value = self.value(hit.meaning, q, labelled=True)
            if value is not None:
                self.share_with_neighbour(hit, q, value)
                return self.chosen(hit, value)
            if hit.meaning == "other_percentile" and q.kind == "time":
                return (
                    None,
                    None,
                    f"'{self.view.words(hit.first, hit.last)}' "
                    "is a percentile that is not kept; the 50th and the 99th are",
                )
        return None, None, ""

    def share_with_neighbour(self, hit: Hit, q: Quantity, value: float) -> None:
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

    def label_candidates(self, q: Quantity) -> list[Hit]:
        """Names of facts right before and right after, nearest first, the left one before the right one."""
        found = [hit for hit in (self.left_label(q), self.right_label(q)) if hit]
        same_place = [
            h
            for hit in found
            for h in self.view.near("label", hit.first, hit.last)
            if (h.first, h.last) == (hit.first, hit.last) and h is not hit
        ]
        return found + same_place

    def left_label(self, q: Quantity) -> Hit | None:
        best: Hit | None = None
        for hit in self.view.near("label", q.first - _WINDOW, q.first):
            if (hit.first, hit.last) in self.consumed or (best is not None and hit.last <= best.last):
                continue
            if hit.meaning == "monthly_budget" and self.in_feature(hit):
                continue  # 'image hosting: 12 mio pictures'
            said = self.view.key(hit.first).startswith("answer") and families_of(self.view.key(hit.first - 1))
            if hit.meaning == "latency_p99" and said and "user" in said:
                continue  # 'players answer within 10 seconds'
            if hit.meaning == "rto" and self.view.key(hit.first - 1) in ("was", "were", "been", "went"):
                continue  # 'the portal was down for six hours' last year
            if self.view.keys(hit.first, hit.last + 1) == ["up", "to"]:
                continue  # 'groups up to 256' are not up
            if any(h.first <= hit.first and hit.last <= h.last for h in self.view.table("always:deployment")):
                continue  # 'on own machines in fifteen places'
            if self.view.keys(hit.first, hit.last) == ["load"] and _is_loaded(q):
                continue  # 'load up to sixty billion records'
            gap = self.gap(hit.last, q.first)
            if (
                len(gap) <= 7
                and all(key in CONNECT_LEFT for key in gap)
                and not self.quantity_between(hit.last, q.first)
            ):
                best = hit
        return best

    def right_label(self, q: Quantity, exact: bool = False) -> Hit | None:
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
                    and not self.quantity_between(q.end, hit.first)
                ):
                    return hit
        return None

    def in_feature(self, hit: Hit) -> bool:
        """Whether the words are part of the name of a feature."""
        return any(
            h.last - h.first > 1 and h.first <= hit.first and hit.last <= h.last for h in self.view.table("feature")
        )

    def are_devices(self, q: Quantity) -> bool:
        """'6.2 million smart meters every fifteen minutes': what is counted just before reports so often."""
        for other in self.view.quantities:
            if other.end <= q.first and q.first - other.end <= 8 and other.families & {"device"}:
                between = self.view.keys(other.end, q.first)
                return not {".", ";"} & set(between)
        return False

    def quantity_between(self, first: int, last: int) -> bool:
        return any(first <= o.first < last and not o.trap and not o.dropped for o in self.view.quantities)

    def gap(self, first: int, last: int) -> list[str]:
        """Words between, without quantities that were taken back: 'the RTO from 4 hours to 1 hour'."""
        taken_back = [o for o in self.view.quantities if o.dropped]
        if not taken_back:
            return self.view.keys(first, last)
        between = [self.view.key(i) for i in range(first, last) if not any(o.first <= i < o.end for o in taken_back)]
        corrected = any(first <= o.first < last for o in taken_back)
        return [key for key in between if key not in _CORRECTS] if corrected else between

    def cue(self, q: Quantity, facts: tuple[str, ...]) -> str | None:
        """The fact of `facts` whose cue stands nearest in the clause; what follows wins over what precedes."""
        first, last = self.view.clause(q)
        best: tuple[int, str] | None = None
        for hit in (h for fact in facts for h in self.view.near(f"cue:{fact}", first, last)):
            if hit.first < q.last and hit.last > q.first:
                continue
            if self.view.key(hit.first) == "online" and hit.last - hit.first == 1 and not self.ends_online(hit):
                continue  # 'an online shop'
            if hit.meaning == "rpo" and self.view.key(hit.last) in _LOST_THINGS:
                continue  # 'lost phones are wiped within a minute'
            if facts is PEOPLE and self.is_of_a_plan(hit):
                continue  # '1,900 members on monthly subscriptions'
            if facts is PEOPLE and hit.last - hit.first == 1 and "for" in self.view.keys(hit.last + 1, q.first):
                continue  # 'monthly statements for 2M customers', 'online status for an app of 5M users'
            distance = (q.first - hit.last) + 1 if hit.last <= q.first else hit.first - q.last
            if best is None or distance < best[0]:
                best = (distance, hit.meaning)
        if facts is PEOPLE and best and best[1] == "users_total":
            at_once = [h for h in self.view.near("cue:concurrent_users", q.end, last) if h.first - q.end <= _CLOSE]
            if at_once:
                return "concurrent_users"  # '250k in total at once'
        return best[1] if best else None

    def is_of_a_plan(self, hit: Hit) -> bool:
        """Whether 'daily' or 'monthly' belongs to something else than people: a plan, a report, a fee."""
        after = self.view.key(hit.last)
        said = self.view.keys(hit.first, hit.last) in (["daily"], ["monthly"])
        return said and after in _PLANS

    def ends_online(self, hit: Hit) -> bool:
        """'9k players online in the evening', 'users online'; not 'an online shop'."""
        after, before = self.view.key(hit.last), self.view.key(hit.first - 1)
        counted = any(o.first <= hit.first - 1 < max(o.end, o.last) for o in self.view.quantities)
        if not counted and before and not families_of(before) & {"user", "device"} and before not in _BEFORE_ONLINE:
            return False  # 'permits applied for online', 'sells honey online'
        return hit.last >= len(self.view.tokens) or self.view.is_boundary(hit.last) or after in _AFTER_ONLINE

    def guarded(self, q: Quantity, guard: str) -> bool:
        first, last = self.view.clause(q)
        return any(True for _ in self.view.near(guard, first, last))

    def asked(self, q: Quantity) -> Answer:
        asked = self.view.asked
        if asked is None or self.answered():
            return None, None, ""
        value = self.value(asked, q, labelled=True, asked=True)
        return (asked, value, "") if value is not None else (None, None, "")

    def answered(self) -> bool:
        return any(f.fact == self.view.asked for f in self.view.facts)

    def value(self, fact: str, q: Quantity, labelled: bool = False, asked: bool = False) -> float | None:
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
            if not bare or (q.per and q.per not in USERLIKE and q.per != unit.per):
                return None
            if unit.per and not asked and (q.period is None or not (q.per or labelled)):
                return None  # '3 photos per user' is no rate
            if q.period:
                return q.value / q.period
            if labelled and not asked and unit.factor == 1.0 and not self.tells_rate(q):
                return None  # '30k orders in that time' are none a second
            return (
                q.value * unit.factor
                if labelled and (not q.families or asked or unit.factor != 1.0 or not q.families & {"user", "team"})
                else None
            )
        if unit.kind == "bytes":
            return q.value if kind == "bytes" and q.period is None and q.per in ("", "each") else None
        if unit.kind == "bytes_rate":
            if kind == "bits" and (q.period or labelled):
                return q.value / (q.period or 1.0)
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
            if bare and labelled and not q.families and not q.suffix and not set(q.nouns) - set(ADVERBS):
                return q.value * self.time_factor(fact, unit.factor)
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
            if bare and labelled and not q.families and not q.per and not _counts_things(q):
                return q.value / money_period(q.period)
            return None
        if unit.kind == "ratio":
            if kind in ("ratio", "times"):
                return q.value
            return q.value if bare and labelled and not q.families and q.period is None else None
        return None

    def tells_rate(self, q: Quantity) -> bool:
        """'orders per second: 500', 'peak load 5,000': whether the words around say that a second is meant."""
        return bool(_OF_A_SECOND & set(self.view.keys(q.first - 6, q.first) + self.view.keys(q.last, q.last + 4)))

    def time_factor(self, fact: str, own: float) -> float:
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

    def names_peak(self, q: Quantity) -> bool:
        first, last = self.view.clause(q)
        for hit in self.view.near("cue:peak_requests", first, last):
            later = next((o for o in self.view.quantities if o.first >= hit.last and o is not q), None)
            if later is None or not all(key in CONNECT_LEFT for key in self.gap(hit.last, later.first)):
                return True
        return False

    def by_change(self, q: Quantity) -> bool:
        """'by 5k', 'add 2 engineers', '3 more': a difference, where the new value is wanted."""
        before, after = self.view.key(q.first - 1), self.view.key(q.last)
        if before in ("adding", "add", "adds", "plus") and q.period is not None:
            return False
        if before == "by":
            doing = self.view.key(q.first - 2)
            return doing not in _DONE_BY and bool(_CHANGING & set(self.view.keys(q.first - 6, q.first)))
        return before in _DIFFERENCE or after in ("more", "extra", "additional", "fewer", "less")

    def reason(self, q: Quantity) -> str:
        words = self.view.words(q.first, q.last)
        if q.families or q.nouns:
            return f"'{self.view.words(q.first, max(q.end, q.last))}': a number of nothing that is asked for here"
        if q.kind == "bare":
            return f"{words} has no unit that I know"
        return f"'{words}': what does it say? Name the fact with it"


def _is_loaded(q: Quantity) -> bool:
    """Whether things are counted that one loads, and nothing that loads the system."""
    return bool(q.families) and not q.families & {"request", "transaction", "write", "user", "connection"}


def _counts_things(q: Quantity) -> bool:
    """'podcast hosting: 30k shows' is no money for hosting."""
    return (
        bool(q.nouns) and q.nouns[0] not in ADVERBS and q.nouns[0] not in ("total", "overall", "tops", "budget", "all")
    )


def money_period(period: float | None) -> float:
    """The seconds an amount of money is for: a year is twelve months of money."""
    return {None: MONTH, YEAR: 12 * MONTH, YEAR / 365 * 90: 3 * MONTH}.get(period, period or MONTH)


def nines(count: float) -> float:
    """4 -> 0.9999; three and a half -> 0.9995."""
    whole = int(count)
    return 1 - 10.0**-whole if count == whole else 1 - 5 * 10.0 ** -(whole + 1)
