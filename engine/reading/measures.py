"""Shares, money and ratios, beside bytes and durations."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.neighbours import Answer, money_period, nines
from engine.reading.quantity import Quantity
from engine.reading.sizes import Sizes
from engine.reading.times import Times
from engine.reading.units import DOLLARS, MONTH, YEAR

_EVERY_DAY = word_set("measures.every_day")
_SPENT = word_set("measures.spent")
_EARNED = word_set("measures.earned")
_MOST_A_MONTH = 1e6
_PHONES = ("mobile", "phone", "phones", "app")
_PEOPLE = ("users_total", "monthly_active_users", "daily_active_users")
_RATE_OF_A_STREAM = {
    "live_streaming": "live_bitrate",
    "video_on_demand": "playback_bitrate",
    "calls": "call_bitrate",
    "telemetry": "camera_bitrate",
}


class Measures(Sizes, Times):
    """By the unit, then by name and cue."""

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
        if (at_once := self.at_once_of(q)) is not None:
            return "concurrent_users", at_once, ""
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
        asked_share = view.words_of(view.asked) if view.asked else None
        if 0.99 <= q.value < 1 and not q.nouns and (asked_share is None or asked_share.dimension.kind != "fraction"):
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

    def at_once_of(self, q: Quantity) -> float | None:
        """'100M users, 10% concurrent': how many of those who were counted are there at the same time."""
        after = self.view.keys(q.last, q.last + 4)
        said = after[:1] == ["concurrent"] or bool({"concurrently", "simultaneously", "online"} & set(after[:3]))
        if not said or self.view.asked or "concurrent_users" not in self.view.lexicon.fact_by_id:
            return None
        people = (n for f in self.view.facts if f.fact in _PEOPLE for n in [f.value] if isinstance(n, float))
        most = max(people, default=0.0)
        return most * q.value if most * q.value >= 1 else None

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

    def bits(self, q: Quantity) -> Answer:
        """'720p at 2 Mbit/s': the rate of one stream, where streams are spoken of."""
        answer = self.labelled(q)
        if answer[0] or answer[2] or not (q.period or self.view.key(q.last) in ("/", "per")):
            return answer
        for capability, fact in _RATE_OF_A_STREAM.items():
            words = self.view.words_of(fact)
            if capability in self.view.spoken and words is not None:
                value = q.value / (q.period or 1.0)
                low, high = words.range
                if (low is None or value >= low) and (high is None or value <= high):
                    return fact, value, ""
        return None, None, ""

    def nines(self, q: Quantity) -> Answer:
        if "durability" in self.view.keys(q.first - 3, q.last + 3):
            return (
                None,
                None,
                f"'{self.view.words(q.first, q.end)}' of durability: how rarely things are lost, no availability",
            )
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
        if self.is_alone(q) and not labelled and not view.asked:
            view.remarks.append(f"'{view.words(q.first, q.end)}' was taken as the budget a month.")
            labelled = True
        first, last = view.clause(q)
        before = view.keys(max(first, q.first - 9), q.first) or view.keys(q.first - 4, q.first)
        around = set(before + view.keys(q.end, min(last, q.end + 6)))
        firmly = bool(around & _SPENT)
        if around & _EARNED and not firmly and view.asked != "monthly_budget":
            return None, None, f"'{view.words(q.first, q.end)}' is what comes in or what one pays, not a budget"
        taken = next((f for f in view.facts if f.fact == "monthly_budget"), None)
        if taken is not None and firmly and not self.budget_is_firm and q.period in (MONTH, YEAR):
            view.facts.remove(taken)
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
        self.budget_is_firm = self.budget_is_firm or firmly
        return "monthly_budget", dollars / money_period(q.period), ""

    def is_alone(self, q: Quantity) -> bool:
        """'..., one developer, 100 dollars.': an amount of which nothing is said."""
        view = self.view
        if (
            not self.describing
            or q.period is not None
            or q.value > _MOST_A_MONTH
            or any(f.fact == "monthly_budget" for f in view.facts)
        ):
            return False
        if sum(1 for o in view.quantities if o.kind == "money") > 1:
            return False
        begins = q.first > 0 and view.key(q.first - 1) in (",", ";", ".")
        return begins and (q.end >= len(view.tokens) or view.is_boundary(q.end))

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
