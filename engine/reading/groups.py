"""What a number is of several: groups of people, things at each place, a waiting crowd, a list of messages."""

from __future__ import annotations

from itertools import pairwise

from engine.reading.builders import Roles
from engine.reading.data import word_set
from engine.reading.neighbours import Answer, Neighbourhood
from engine.reading.quantity import Quantity
from engine.reading.shares import INTERVAL
from engine.reading.units import DAY

_SENDING = frozenset(
    ("send", "sends", "sending", "report", "reports", "reporting", "transmit", "emit", "publish", "deliver", "with")
)
_WAITING = word_set("counts.waiting")
_MESSAGES = word_set("counts.messages")
_OF_A_HALL = frozenset(("screens", "signs", "gates"))
_OF_DEVICES = frozenset(("device_management", "telemetry", "publishing"))
_FIRMS = frozenset(("companies", "firms", "tenants", "customers", "teams"))
_JOINED = ([","], ["and"], [",", "and"], ["+"], ["plus"], ["&"])

_COMPANIES = frozenset(("company", "firm", "startup", "business", "studio", "agency", "winery", "family"))
_SELLING = frozenset(("sells", "sell", "selling", "makes", "offers", "rents", "ships", "brews", "bakes"))
OWN_SIZE = "is the size of your company, not of its public"
"""Why a number of employees is not taken, as a leftover says it."""
_MOST_AT_A_SITE = 400


class Groups(Neighbourhood):
    """Looks at what was counted just before."""

    def devices(self, q: Quantity) -> Answer:
        """'70,000 machines'; '800 stations (3 screens each)' are those of all stations."""
        if set(q.nouns) & _OF_A_HALL and self.view.spoken and not self.view.spoken & _OF_DEVICES:
            return None, None, ""  # '65 cinemas with 8 screens each'
        first = q.end
        while first < min(q.end + 5, len(self.view.tokens)) and not self.view.is_boundary(first):
            first += 1
        passing = self.view.keys(q.end, first)
        if {"in", "out", "through", "passing", "pass", "enter"} & set(passing) and "daily" in passing:
            return "items_per_day", q.value / DAY, ""  # '95,000 cars in and out daily'
        each = self.view.key(q.end) in ("each", "apiece") or self.view.key(q.first - 1) in ("each", "à", "@")
        if not each:
            return "devices_total", q.value, ""
        before = self.last_seen
        near = before is not None and before.period is None and before.nouns and q.first - before.end <= 5
        if before is None or not near or before.value < 2 or before.families & {"user", "team", "device"}:
            return None, None, ""
        return "devices_total", before.value * q.value, ""

    def each_has(self, q: Quantity) -> bool:
        """'100k servers, each 200 metrics': the values of one device."""
        view = self.view
        known = "telemetry" in view.spoken and "metrics_per_message" in view.lexicon.fact_by_id
        before = view.keys(q.first - 2, q.first)
        sent = bool(_SENDING & set(before)) and any(
            o.end <= q.first and q.first - o.end <= 3 and o.families & {"device"} for o in view.quantities
        )
        return known and (sent or bool({"each", "x"} & set(before)) or view.key(q.end) in ("each", "apiece"))

    def crowd(self, q: Quantity) -> str | None:
        """'400,000 people waiting when the final goes on sale', 'half a million fans in the queue'."""
        view = self.view
        if "ticketing" not in view.spoken or q.period is not None or "sale_crowd" not in view.lexicon.fact_by_id:
            return None
        around = set(view.keys(q.first - 4, q.first) + view.keys(q.last, q.end + 4))
        if set(q.nouns) & {"concurrent", "simultaneous"} and {"sale", "sales"} & {
            *around,
            *view.keys(q.end, q.end + 6),
        }:
            return "sale_crowd"
        return "sale_crowd" if _WAITING & around else None

    def stands_by_itself(self, q: Quantity) -> bool:
        """'..., 2 admins.': people of whom nothing else is said."""
        view = self.view
        before = q.first == 0 or view.is_boundary(q.first - 1)
        after = q.end + (view.key(q.end) in ("in", "it"))
        after += view.key(after) == "it"
        return before and (after >= len(view.tokens) or view.is_boundary(after))

    def of_the_it(self, q: Quantity) -> bool:
        """'12 people IT', '6 staff in IT'."""
        at = q.end + (self.view.key(q.end) == "in")
        return self.view.key(at) == "it" and self.view.words(at, at + 1) == "IT"

    def describes_ourselves(self, q: Quantity) -> bool:
        """'we are a publishing house with 1,200 employees ... 3 million readers': the size of who asks."""
        view = self.view
        counted = set(q.nouns) & {"employees", "staff", "people", "employee"}
        if not counted or view.key(q.first - 1) not in ("with", "of"):
            return False
        after = view.keys(q.end, q.end + 4)
        if view.key(q.first - 2) in _COMPANIES and (_SELLING & {*after[:1], *after[2:]}):
            return True  # 'our company of 40 people sells wine'
        before = view.keys(q.first - 10, q.first)
        ours = any(pair in (("we", "are"), ("i", "am")) for pair in pairwise(before)) or "were" in before
        return ours and Roles(view).public_is_counted()

    def note_groups(self, q: Quantity, groups: float) -> None:
        """'120 schools with 600 pupils each': what the groups are to the features that are spoken of."""
        view, before = self.view, self.last_seen
        if before is None:
            return
        span = view.span(before.first, before.end)
        view.leftovers = [left for left in view.leftovers if left.span != span]
        view.facts = [
            f for f in view.facts if f.span != span or f.fact != "users_total"
        ]  # '40k families, 4 people each'
        if "tenancy" in view.spoken:
            view.take("tenants_total", groups, before.first, before.end)
            view.take("users_per_tenant", q.value, q.first, q.end)
            return
        counted = any(f.fact == "booking_sites" for f in view.facts)
        if "booking" in view.spoken and not set(before.nouns) & _FIRMS and not counted:
            view.take("booking_sites", groups, before.first, before.end)

    def at_each_site(self, fact: str, value: float, q: Quantity) -> float:
        """'5,000 hotels, 1M rooms': the rooms of all hotels, of which each has its part."""
        if fact != "resources_per_site" or value <= _MOST_AT_A_SITE or q.per or self.view.key(q.end) == "each":
            return value
        sites = next((f.value for f in self.view.facts if f.fact in ("booking_sites", "houses_total")), None)
        return value / sites if isinstance(sites, float) and 1 < sites <= value else value

    def listed_before(self, q: Quantity) -> float:
        """'10 million pushes, 1 million SMS and 5 million emails per day': what else comes in that period."""
        view, total, at = self.view, 0.0, q
        for other in reversed(view.quantities):
            if other.first >= at.first or other.trap or other.dropped:
                continue
            joined = view.keys(max(other.end, other.last + len(other.nouns)), at.first) in _JOINED
            if not joined or other.kind != "bare" or other.period not in (None, q.period) or other.per:
                break
            if not _MESSAGES & set(other.nouns):
                break
            total, at = total + other.value, other
            span = view.span(other.first, other.end)
            view.facts = [f for f in view.facts if f.fact != "items_per_day" or f.span[0] != span[0]]
            view.leftovers = [left for left in view.leftovers if left.span[0] != span[0]]
        return total

    def of_signals(self, value: float) -> Answer:
        """'signals at 10 Hz' of devices; what else swings so often is not known."""
        if "telemetry" in self.view.spoken and INTERVAL in self.view.lexicon.fact_by_id:
            return INTERVAL, 1 / value, ""
        return None, None, ""
