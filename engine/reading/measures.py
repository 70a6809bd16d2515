"""Bytes, durations, shares, money and ratios."""

from __future__ import annotations

from engine.reading.data import phrases, word_set
from engine.reading.neighbours import CONNECT_LEFT, USERLIKE, Answer, Neighbourhood, money_period, nines
from engine.reading.phrasebook import Hit
from engine.reading.quantities import Quantity
from engine.reading.units import ADVERBS, DAY, DOLLARS, MONTH, WEEK, YEAR
from engine.reading.view import View

_RECORDED = frozenset(("lectures", "lecture", "video", "videos", "recordings", "recorded", "training", "talks"))
_KEPT = frozenset(
    ("data", "history", "readings", "logs", "records", "measurements", "recordings", "footage", "positions")
)
_SENT_OUT = word_set("measures.sent_out")
_EVERY_DAY = word_set("measures.every_day")
_PHONES = ("mobile", "phone", "phones", "app")
_PERIODS = ("quarter", "month", "year", "week", "day")
_WINDOW = 16
_LARGEST_OBJECT = 1e11
_HOURS_OF_CONTENT = 1000 * 3600
_READY = frozenset(
    ("live", "launch", "launched", "ready", "delivered", "production", "finished", "done", "built", "mvp", "shipped")
)
_QUICK = ("fast", "quick", "quickly", "snappy", "instant", "responsive")
_SLOWEST = 60
_SHORTEST_KEPT = 365 * DAY
_FILES: frozenset[str] = frozenset(phrases("facts")["files"])
_OBJECTS: frozenset[str] = frozenset(phrases("facts")["nouns"]["object"])


class Measures(Neighbourhood):
    """By the unit, then by name and cue."""

    def bytes(self, q: Quantity) -> Answer:
        fact, value, reason = self.bytes_of(q)
        if fact == "data_size" and self.view.asked != fact and self.are_files(q):
            fact = "object_data_today"
        return fact, value, reason

    def are_files(self, q: Quantity) -> bool:
        """'30 TB of photos', 'an archive of 4 PB': files, which no database keeps."""
        if "object_data_today" not in self.view.lexicon.fact_by_id:
            return False
        after = self.view.keys(q.last, q.last + 5)
        for at, key in enumerate(after):
            if key == "of" and at == 0:
                continue
            if at and after[0] != "of":
                break
            if self.view.is_boundary(q.last + at) or key in ("and", "in", "for", "with"):
                break
            if key in _FILES:
                return True
        first, _ = self.view.clause(q)
        before = self.view.keys(max(first, q.first - 5), q.first)
        if self.view.key(q.first - 1) == "," and not self.quantity_between(q.first - 5, q.first):
            before = self.view.keys(q.first - 5, q.first)  # 'cold storage of scans, 600 TB'
        of_what = [k for k in after[1:3] if after[:1] == ["of"]]
        return bool(_FILES & set(before)) and not of_what

    def bytes_of(self, q: Quantity) -> Answer:
        """Of all that is stored, of what comes each day, or of one object."""
        view = self.view
        if self.guarded(q, "not_data") or (q.per and q.per != "each" and q.per not in _OBJECTS):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is neither the data stored in all, "
                "nor its growth, nor the size of one object",
            )
        if q.period is not None and _SENT_OUT & set(view.keys(q.first - 4, q.first)) and not view.asked:
            return None, None, f"'{view.words(q.first, q.end)}' goes out and is not stored"
        if q.period is not None and "data_growth_per_day" in view.lexicon.fact_by_id:
            return "data_growth_per_day", q.value / q.period, ""
        if q.per in _OBJECTS:
            return "average_object_size", q.value, ""
        before = [k for k in view.keys(q.first - 7, q.first) if k not in CONNECT_LEFT or k == "of"]
        last_noun = before[-2] if before[-1:] == ["of"] and len(before) > 1 else (before[-1] if before else "")
        following = list(view.keys(q.last, q.last + 2))
        counted = next((o for o in reversed(view.quantities) if o.end <= q.first and not o.trap), None)
        of_users = counted is not None and counted.families == frozenset(("user",)) and q.first - counted.end <= 2
        between = view.keys(counted.end, q.first) if counted is not None else []
        share = counted is not None and counted.families == {"user"} and between[-2:] == ["each", "with"]
        if q.per == "each" or (of_users and view.key(q.last + 2) == "each") or share:
            if share or of_users or last_noun in USERLIKE or any(k in USERLIKE for k in before[-2:]):
                return (
                    None,
                    None,
                    f"'{view.words(q.first, q.end)}' is a share of one user; say how much is stored in all",
                )
            return "average_object_size", q.value, ""
        for hit in self.label_candidates(q):
            if hit.meaning == "data_growth_per_day" and hit.first >= q.end and self.grows_by(hit):
                continue
            if hit.meaning == "data_growth_per_day" and view.asked != hit.meaning:
                return None, None, f"'{view.words(q.first, q.end)}' a day, a month, a year?"
            value = self.value(hit.meaning, q, labelled=True)
            if value is not None and not (
                hit.meaning == "data_size" and last_noun in _OBJECTS and hit.last <= q.first and before[-1:] == ["of"]
            ):
                return self.chosen(hit, value)
        if last_noun in _OBJECTS and last_noun not in ("data",) and q.value < _LARGEST_OBJECT:
            return "average_object_size", q.value, ""
        if view.key(q.first - 1) == "(" and view.key(q.first - 2).endswith("s") and q.value < _LARGEST_OBJECT:
            return "average_object_size", q.value, ""  # 'X-rays (20-80 MB)'
        if view.keys(q.first - 2, q.first) == ["each", "of"] and counted is not None and counted.families & {"object"}:
            return "average_object_size", q.value, ""
        if following and following[0] in _OBJECTS and q.value < 1e11 and view.key(q.last) != "of":
            return "average_object_size", q.value, ""
        asked = self.asked(q)
        if asked[0]:
            return asked
        if set(ADVERBS) & set(view.keys(q.first - 5, q.first)):
            return None, None, f"'{view.words(q.first, q.end)}': new data, or the same again each time?"
        if (
            self.cue(q, ("average_object_size",))
            and not self.cue(q, ("data_size", "retention"))
            and q.value < 1e11
            and "data" not in before
        ):
            return "average_object_size", q.value, ""
        if q.value >= 1e9 or {"data", "stored", "storage", "total", "database"} & set(
            view.keys(q.first - 6, q.end + 4)
        ):
            return "data_size", q.value, ""
        return None, None, f"'{view.words(q.first, q.end)}': of what? The data in all, or one object?"

    def grows_by(self, name: Hit) -> bool:
        """'600 TB growing by 9 TB a month': the growth has an amount of its own."""
        return any(name.last <= o.first <= name.last + 2 and o.period is not None for o in self.view.quantities)

    def time(self, q: Quantity) -> Answer:
        view = self.view
        if q.interval:
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
                and self.year_or_month_after(q)
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
        if answer[0] or answer[2]:
            return answer
        fact = self.time_by_cue(q)
        if fact:
            return fact, q.value, ""
        if (asked := self.asked(q))[0]:
            return asked
        if self.says_how_fast(q):
            return "latency_p99", q.value, ""
        if q.value >= _SHORTEST_KEPT and self.is_an_item(q):
            return "retention", q.value, ""
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

    def interval(self, q: Quantity) -> Answer:
        for hit in self.view.near("label", q.first - _WINDOW, q.first):
            ends_at_every = hit.last == q.first and self.view.key(hit.last - 1) in ("every", "each")
            if ends_at_every and (value := self.value(hit.meaning, q, labelled=True)) is not None:
                return self.chosen(hit, value)
        if (asked := self.asked(q))[0]:
            return asked
        if self.are_devices(q) and "reporting_interval" in self.view.lexicon.fact_by_id:
            return "reporting_interval", q.value, ""
        return (
            None,
            None,
            f"'every {self.view.words(q.first, q.end)}' is an interval; say how many a second or a day that makes",
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
            if hit.meaning == "retention" and q.value < 3600:
                continue
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

    def percent(self, q: Quantity) -> Answer:
        view = self.view
        after = view.keys(q.last, q.last + 5)
        if (
            {"requests", "queries", "calls", "responses", "pages", "reads-of"} & set(after[:4])
            and after[:1] == ["of"]
            and q.value >= 0.5
        ):
            return None, None, ""
        if after[:1] and after[0] in ("reads", "read", "writes", "write"):
            return self.share_of_reads(q, after[0].startswith("read"))
        if after[:2] in (["of", "the"], ["are", "reads"], ["of", "traffic"]) or after[:1] == ["of"]:
            words = set(after) | set(view.keys(q.last, q.last + 8))
            if "reads" in words and "writes" not in words:
                return self.share_of_reads(q, True)
            if "writes" in words and "reads" not in words:
                return self.share_of_reads(q, False)
        if (active := self.active_share(q)) is not None:
            return "daily_share", active, ""
        answer = self.labelled(q)
        if answer[0]:
            return answer
        first, last = view.clause(q)
        keys = set(view.keys(first, last))
        cue = self.cue(q, ("mobile_share", "availability"))
        if cue == "mobile_share":
            return cue, q.value, ""
        if {"desktop", "desktops", "laptop", "laptops", "web", "browser", "pc", "pcs"} & keys and not (
            view.asked == "mobile_share" and not keys & {"desktop", "desktops"}
        ):
            return None, None, ""
        if cue == "availability" and q.value >= 0.9:
            return cue, q.value, ""
        if (asked := self.asked(q))[0]:
            return asked
        if 0.99 <= q.value < 1 and not q.nouns and not view.asked:
            return "availability", q.value, ""
        return None, None, ""

    def active_share(self, q: Quantity) -> float | None:
        """'10% daily', 'of which 20% are active every day', 'maybe 5% log in on a given day'."""
        if "daily_share" not in self.view.lexicon.fact_by_id or self.view.asked:
            return None
        after = self.view.keys(q.last, q.last + 8)
        stop = next((i for i, k in enumerate(after) if k in (",", ".", ";") or k[:1].isdigit()), len(after))
        seen = after[:stop]
        by_day = seen[:1] == ["daily"] or bool({"active", "log", "logged", "come", "return", "use"} & set(seen[:5]))
        return q.value if by_day and set(seen) & _EVERY_DAY and not {"mobile", "growth"} & set(seen) else None

    def share_of_phones(self, q: Quantity) -> float | None:
        """'70/30 mobile/desktop'"""
        first = q.value * q.second_part
        if abs(first + q.second_part - 100) > 1e-6 or self.view.key(q.last) not in (*_PHONES, "desktop", "web"):
            return None
        return (first if self.view.key(q.last) in _PHONES else q.second_part) / 100

    def share_of_reads(self, q: Quantity, reads: bool) -> Answer:
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

    def nines(self, q: Quantity) -> Answer:
        if not 0 < q.value <= 15:
            return None, None, "so many nines are no availability"
        return "availability", nines(q.value), ""

    def money(self, q: Quantity) -> Answer:
        view = self.view
        if q.per or q.families & {"user", "item", "request"} or self.guarded(q, "not_budget"):
            return None, None, f"'{view.words(q.first, q.end)}' is money, but not a monthly budget"
        labelled = self.cue(q, ("monthly_budget",)) or any(
            h.meaning == "monthly_budget" for h in self.label_candidates(q)
        )
        if not (labelled or view.asked == "monthly_budget" or q.period in (MONTH, YEAR)):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is money; say it is the budget, and whether a month or a year",
            )
        if self.by_change(q):
            return None, None, f"'{view.words(q.first, q.end)}' is a change; say the new budget"
        dollars = q.value * DOLLARS[q.currency]
        if q.currency != "USD":
            view.remarks.append(
                f"'{view.words(q.first, q.end)}' is taken as {dollars:,.0f} US dollars; "
                "say the budget in dollars to be exact."
            )
        return "monthly_budget", dollars / money_period(q.period), ""

    def ratio(self, q: Quantity) -> Answer:
        view = self.view
        first, last = view.clause(q)
        keys = view.keys(first, last)
        reads = [i for i, k in enumerate(keys) if k in ("read", "reads", "r", "reading", "lookups", "views")]
        writes = [i for i, k in enumerate(keys) if k in ("write", "writes", "w", "writing", "inserts", "uploads")]
        if q.value <= 0:
            return None, None, ""
        if (share := self.share_of_phones(q)) is not None:
            return "mobile_share", share, ""
        if not (reads or writes) and view.asked != "read_write_ratio":
            return self.labelled(q)
        if "outnumber" in keys and reads and writes:
            return "read_write_ratio", q.value if reads[0] < writes[0] else 1 / q.value, ""
        if reads and writes and writes[0] < reads[0]:
            return "read_write_ratio", 1 / q.value, ""
        if writes and not reads and view.asked != "read_write_ratio":
            return "read_write_ratio", 1 / q.value, ""
        return "read_write_ratio", q.value, ""


def _names_p99(view: View, hit: Hit) -> bool:
    return any(key in ("p99", "99th", "99") for key in view.keys(hit.first, hit.last))
