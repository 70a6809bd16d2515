"""Durations: latency, retention, recovery, downtime, intervals, time in use."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.neighbours import CONNECT_LEFT, Answer, Neighbourhood
from engine.reading.phrasebook import Hit
from engine.reading.promises import is_within, lasting, promised
from engine.reading.quantity import Quantity
from engine.reading.shares import INTERVAL
from engine.reading.units import DAY, MONTH, WEEK, YEAR
from engine.reading.view import View

_RECORDED = frozenset(("lectures", "lecture", "video", "videos", "recordings", "recorded", "training", "talks"))
_KEPT = frozenset(
    ("data", "history", "readings", "logs", "records", "measurements", "recordings", "footage", "positions")
)
_PERIODS = ("quarter", "month", "year", "week", "day")
_WINDOW = 16
_HOURS_OF_CONTENT = 1000 * 3600
_READY = frozenset(
    ("live", "launch", "launched", "ready", "delivered", "production", "finished", "done", "built", "mvp", "shipped")
)
_QUICK = ("fast", "quick", "quickly", "snappy", "instant", "responsive")
_SLOWEST = 60
_AT_ONCE = 5
_SHORTEST_KEPT = 365 * DAY


_OFTEN = frozenset(("idle_report", "riding_report", "list_age", "state_save"))
_READINGS = word_set("values.reports") | frozenset(("message", "messages", "fix", "record", "records"))
_USUALLY = word_set("times.usually")
_BETWEEN = frozenset(("interval", "intervals", "resolution", "granularity"))
_LOGS = frozenset(("message_queue", "log_search", "telemetry"))
_SCRAPED = frozenset(("scrape", "scraping", "sampling", "collection", "reporting", "polling"))


class Times(Neighbourhood):
    """By name and cue."""

    def time(self, q: Quantity) -> Answer:
        view = self.view
        if q.interval or self.is_between_readings(q):
            return self.interval(q)
        downtime = next(
            (
                h
                for h in self.view.near("label", q.first - _WINDOW, q.end + _WINDOW)
                if (h.meaning == "downtime" and abs(h.first - q.end) <= 4)
                or (h.meaning == "downtime" and 0 <= q.first - h.last <= 6)
            ),
            None,
        )
        if downtime is None:
            down = self.left_label(q)
            if (
                down
                and down.meaning == "rto"
                and "down" in self.view.keys(down.first, down.last)
                and (self.year_or_month_after(q) or q.period)
            ):
                downtime = down
        if downtime is not None:
            period = q.period or self.year_or_month_after(q) or self.period_after(downtime.last)
            if period in (MONTH, YEAR, WEEK, DAY, YEAR / 365 * 90) and q.value < period:
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
            if q.period == DAY and "video_on_demand" in view.spoken and 300 <= q.value <= 8 * 3600:
                return "watch_time_per_day", q.value, ""
            return self.asked(q)
        filmed = {"video_on_demand", "live_streaming"} & view.spoken and "library_hours" in view.lexicon.fact_by_id
        if q.factor == 3600 and q.value >= _HOURS_OF_CONTENT and filmed:
            return "library_hours", q.value / 3600, ""  # 'an archive of 21,000 hours'
        if q.factor == 3600 and q.value >= _HOURS_OF_CONTENT:
            return None, None, f"'{view.words(q.first, q.end)}': hours of what?"  # 'an archive of 22,000 hours'
        if view.key(q.last) == "of" and view.key(q.last + 1) in _KEPT and q.value >= DAY:
            return "retention", q.value, ""  # '3 years of data'
        of_video = q.factor == 3600 and view.key(q.last) == "of" and view.key(q.last + 1) in _RECORDED
        if of_video and "video_on_demand" in view.spoken:
            return "library_hours", q.value / 3600, ""  # '3,000 hours of lectures'
        if self.is_a_deadline(q):
            return None, None, f"'{view.words(q.first, q.end)}' is when it has to be ready"
        if (fact := self.share_of_requests(q)) is not None:
            return (fact, q.value, "") if fact else self.other_percentile(q)
        answer = self.labelled_time(q)
        promise = promised(view, q) if answer[0] in (None, "latency_p99") else None
        if promise is not None:
            return promise, q.value, ""
        if answer[0] or answer[2]:
            return answer
        if (length := lasting(view, q)) is not None:
            return length, q.value, ""
        fact = self.time_by_cue(q)
        if fact:
            return fact, q.value, ""
        if (asked := self.asked(q))[0]:
            return asked
        if self.says_how_fast(q):
            return "latency_p99", q.value, ""
        if q.value >= DAY and self.is_of_a_log(q):
            return "retention", q.value, ""
        if q.value >= _SHORTEST_KEPT and self.is_an_item(q):
            return "retention", q.value, ""
        if q.value <= _AT_ONCE and is_within(q.first, view) and not view.asked and not self.guarded(q, "not_latency"):
            return "latency_p99", q.value, ""  # 'find any bag in < 1 s'
        if q.factor <= 0.001 and not self.guarded(q, "not_latency"):
            return "latency_p99", q.value, ""
        return None, None, ""

    def says_how_fast(self, q: Quantity) -> bool:
        """'it must be fast (less than half a second)'"""
        keys = self.view.keys(q.first - 5, q.first)
        if q.value > _SLOWEST or "(" not in keys:
            return False
        at = keys.index("(")
        said = keys[at - 1] if at else ""
        return said in _QUICK and set(keys[at + 1 :]) <= CONNECT_LEFT

    def is_a_deadline(self, q: Quantity) -> bool:
        """'must be live in 4 months'"""
        before = self.view.keys(q.first - 5, q.first)
        return q.value >= WEEK and before[-1:] in (["in"], ["within"]) and bool(_READY & set(before))

    def is_of_a_log(self, q: Quantity) -> bool:
        """'message queue, 50k msgs/s, 7 days': where what comes in is kept for a time, a span alone is that time."""
        view = self.view
        if not _LOGS & view.spoken or view.asked or "in" in view.keys(q.first - 2, q.first):
            return False
        if view.key(q.first - 1) in ("last", "past", "recent"):
            return True  # 'search the last 14 days'
        listed = q.first and (view.is_boundary(q.first - 1) or view.key(q.first - 1) in ("and", "x", "/s", "second"))
        listed = listed or any(o.end == q.first and not o.trap for o in view.quantities)
        return bool(listed) and (q.end >= len(view.tokens) or view.is_boundary(q.end))

    def is_an_item(self, q: Quantity) -> bool:
        """'readings for billing, 10 years': a span that stands in a list by itself."""
        view = self.view
        if q.first == 0 or view.key(q.first - 1) not in (",", ";", "•", "*", "-"):
            return False
        return q.end >= len(view.tokens) or view.key(q.end) in (",", ";", ".", "\n")

    def share_of_requests(self, q: Quantity) -> str | None:
        """'99% of requests under 200 ms' is the 99th percentile; empty for a percentile that is not kept."""
        for before in self.view.quantities:
            if before.kind == "percent" and 0 < q.first - before.last <= 9 and self.view.key(before.last) == "of":
                what = set(self.view.keys(before.last, before.last + 5))
                if what & {"requests", "queries", "calls", "responses", "pages", "searches", "reads"}:
                    return {0.99: "latency_p99", 0.5: "latency_p50"}.get(round(before.value, 6), "")
        return None

    def is_between_readings(self, q: Quantity) -> bool:
        """'100k servers, 10 s interval', '15 s scrape interval', 'at 1 min resolution'"""
        view = self.view
        after = view.keys(q.last, q.last + 3)
        named = after[:1] and (after[0] in _BETWEEN or (after[0] in _SCRAPED and after[1:2] and after[1] in _BETWEEN))
        return bool(named) and "telemetry" in view.spoken and INTERVAL in view.lexicon.fact_by_id and not view.asked

    def interval(self, q: Quantity) -> Answer:
        for hit in self.view.near("label", q.first - _WINDOW, q.first):
            ends_at_every = (hit.last == q.first and self.view.key(hit.last - 1) in ("every", "each")) or (
                hit.last == q.first - 1 and _is_interval(hit.meaning)
            )
            if ends_at_every and (value := self.value(hit.meaning, q, labelled=True)) is not None:
                return self.chosen(hit, value)
        if (asked := self.asked(q))[0]:
            return asked
        between = self.is_between_readings(q)
        if INTERVAL in self.view.lexicon.fact_by_id and (between or self.are_devices(q) or self.is_of_readings(q)):
            if _USUALLY & set(self.view.keys(q.first - 4, q.first)):
                self.view.facts = [
                    f for f in self.view.facts if f.fact != INTERVAL
                ]  # 'live every 3 s, else every 10 min'
            return INTERVAL, q.value, ""
        return (
            None,
            None,
            f"'every {self.view.words(q.first, q.end)}' is an interval; say how many a second or a day that makes",
        )

    def is_of_readings(self, q: Quantity) -> bool:
        """'meter values each 30 s', '1 message each 15 minutes', where devices are spoken of."""
        view = self.view
        known = any(f.fact == "devices_total" for f in view.facts)
        if not known and "telemetry" not in view.spoken:
            return False
        first, _ = view.clause(q)
        return bool(_READINGS & set(view.keys(max(first - 3, q.first - 8), q.first))) or (
            known and bool(_USUALLY & set(view.keys(q.first - 4, q.first)))
        )

    def year_or_month_after(self, q: Quantity) -> float | None:
        """'five minutes in that year'"""
        keys = self.view.keys(q.last, q.last + 3)
        if (
            keys[:1] in (["in"], ["over"], ["within"], ["during"])
            and keys[1:2]
            and keys[1] in ("a", "that", "the", "any", "one")
        ):
            return {"month": MONTH, "year": YEAR, "week": WEEK}.get(keys[2] if len(keys) > 2 else "")
        return None

    def period_after(self, place: int) -> float | None:
        keys = self.view.keys(place, place + 3)
        for i, key in enumerate(keys):
            if key in _PERIODS and i and keys[i - 1] in ("a", "per", "each", "every"):
                return {"quarter": YEAR / 365 * 90, "month": MONTH, "year": YEAR, "week": WEEK, "day": DAY}[key]
        return {"monthly": MONTH, "yearly": YEAR, "annually": YEAR}.get(keys[0] if keys else "")

    def labelled_time(self, q: Quantity) -> Answer:
        for hit in self.label_candidates(q):
            if hit.meaning in ("latency_p99", "latency_p50") and (
                q.value > 600 or (self.guarded(q, "not_latency") and hit.last - hit.first < 1)
            ):
                continue
            if hit.meaning == "latency_p99" and self.percentile_in_clause(q) and not _names_p99(self.view, hit):
                return self.other_percentile(q)
            if hit.meaning == "latency_p99" and not _names_p99(self.view, hit) and (cue := self.median_before(q)):
                return cue, q.value, ""
            goes_on = self.view.key(hit.last).endswith("ing") and self.view.key(hit.last - 1) in ("keep", "keeps")
            if hit.meaning == "retention" and (q.value < 3600 or goes_on):
                continue  # 'must keep selling offline for 24 h'
            if hit.meaning == "other_percentile":
                self.consumed.add((hit.first, hit.last))
                return self.other_percentile(q)
            value = self.value(hit.meaning, q, labelled=True)
            if value is not None:
                self.share_with_neighbour(hit, q, value)
                return self.chosen(hit, value)
        return None, None, ""

    def median_before(self, q: Quantity) -> str | None:
        first, last = self.view.clause(q)
        return "latency_p50" if {"median", "p50"} & set(self.view.keys(first, last)) else None

    def percentile_in_clause(self, q: Quantity) -> bool:
        first, last = self.view.clause(q)
        return any(h.meaning == "other_percentile" for h in self.view.near("label", first, last))

    def other_percentile(self, q: Quantity) -> tuple[None, None, str]:
        return (
            None,
            None,
            f"'{self.view.words(q.first, q.end)}' is for a percentile that is not kept; say the 50th or the 99th",
        )

    def time_by_cue(self, q: Quantity) -> str | None:
        fitting: list[str] = []
        if q.value <= 120 and not self.guarded(q, "not_latency"):
            fitting += ["latency_p99", "latency_p50"]
        if q.value >= 3600:
            fitting.append("retention")
        fitting += ["rpo", "rto"]
        fact = self.cue(q, tuple(fitting))
        if fact in ("latency_p99", "latency_p50"):
            first, last = self.view.clause(q)
            if self.percentile_in_clause(q):
                return None
            asked = self.view.asked
            if (
                asked in ("latency_p50", "latency_p99")
                and not self.answered()
                and not {"median", "p50", "p99"} & set(self.view.keys(first, last))
            ):
                return asked
            if (
                asked
                and asked not in ("latency_p50", "latency_p99")
                and (words := self.view.words_of(asked))
                and words.dimension.kind == "time"
                and not self.answered()
            ):
                return asked
        return fact


def _names_p99(view: View, hit: Hit) -> bool:
    return any(key in ("p99", "99th", "99") for key in view.keys(hit.first, hit.last))


def _is_interval(fact: str) -> bool:
    """Whether a fact says how often something is done: 'autosave every 20 s', 're-visit every 30 days'."""
    return "interval" in fact or fact in _OFTEN
