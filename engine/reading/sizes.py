"""Bytes: all that is stored, what comes each day, one object."""

from __future__ import annotations

from engine.reading.data import phrases, word_set
from engine.reading.neighbours import CONNECT_LEFT, USERLIKE, Answer, Neighbourhood
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.units import ADVERBS

_SENT_OUT = word_set("measures.sent_out")
_LARGEST_COUNTED = 1e8
_NEAR = 6
_HOUR = 3600.0
_A_MESSAGE = 1e6
_LARGEST_OBJECT = 1e11
_SURELY_A_PERSONS = 1e10
_FILES: frozenset[str] = frozenset(phrases("facts")["files"])
_OBJECTS: frozenset[str] = frozenset(phrases("facts")["nouns"]["object"])


class Sizes(Neighbourhood):
    """By whether all, the growth or one object is meant."""

    def bytes(self, q: Quantity) -> Answer:
        fact, value, reason = self.bytes_of(q)
        if fact == "average_object_size" and self.is_largest(q):
            return None, None, f"'{self.view.words(q.first, q.end)}' is the largest one; the average is taken"
        sized = "between" in self.view.keys(q.first - 2, q.first + 1) and self.view.key(q.first - 2) in _OBJECTS
        if fact == "data_size" and sized and not self.view.asked:
            return None, None, f"'{self.view.words(q.first, q.end)}' are sizes of one; which is usual?"
        small = value is not None and value <= _A_MESSAGE and "message_size" in self.view.lexicon.fact_by_id
        of_files = {"media_upload", "crawling", "object_store"} & self.view.spoken
        sent = "telemetry" in self.view.spoken and not of_files and self.view.asked is None
        if fact == "average_object_size" and small and sent and self.follows_devices(q):
            return "message_size", value, reason
        bucket = self.view.key(q.first - 1) in ("s3", "minio", "bucket", "buckets")
        if fact == "data_size" and self.view.asked != fact and (self.are_files(q) or bucket):
            fact = "object_data_today"
        return fact, value, reason

    def is_largest(self, q: Quantity) -> bool:
        """'max 1 MB each but 10 kB average': the most that one may be, beside the average."""
        view = self.view
        largest = set(view.keys(q.first - 2, q.first)) & {"max", "maximum", "most", "to", "limit"}
        if not largest or view.asked:
            return False
        if "to" in view.keys(q.first - 1, q.first) and view.key(q.first - 2) == "up":
            return True  # 'attachments up to 25 MB'
        return any(
            o is not q
            and o.kind == "bytes"
            and abs(o.first - q.first) <= 8
            and {"avg", "average", "typical", "typically", "mean", "usually"}
            & set(view.keys(o.first - 2, o.first) + view.keys(o.last, o.last + 3))
            for o in view.quantities
        )

    def is_of_what_was_counted(self, q: Quantity) -> bool:
        """'2.2bn call records a day, 350 bytes, ...': the size of what was counted just before."""
        view = self.view
        counted_before = [o for o in reversed(view.quantities) if o.end <= q.first and not o.trap]
        before = next((o for o in counted_before if not o.nouns or o.nouns[-1] not in ("consumers", "copies")), None)
        if before is None or view.asked or q.value > _LARGEST_COUNTED:
            return False
        counted = before.families & {"object", "event", "item", "request", "transaction", "write"}
        gap = [key for key in view.keys(before.end, q.first) if key not in ("about", "~", "each", "à", "of", "at", "@")]
        alone = q.end >= len(view.tokens) or view.is_boundary(q.end) or view.key(q.end) in ("each", "and", "apiece")
        return bool(counted) and gap[-1:] in ([","], [], ["("], ["total"]) and len(gap) < 6 and alone

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

    def keepers(self, q: Quantity) -> float | None:
        """'photo backup for 20k families with 100 GB each': how many keep files of that size in all.

        Not what each may keep, nor where a day's uploads are said.
        """
        view = self.view
        allowed = {"free", "quota", "limit", "max", "allowance", "plan"} & set(view.keys(q.first - 3, q.end + 4))
        if allowed or any(o is not q and o.kind == "bytes" and o.period is not None for o in view.quantities):
            return None
        if not {"file_sync", "media_upload"} & view.spoken or "object_data_today" not in view.lexicon.fact_by_id:
            return None
        counts = [o.value for o in view.quantities if o.families == {"user"} and not (o.trap or o.per or o.period)]
        return counts[0] if len(counts) == 1 else None

    def bytes_of(self, q: Quantity) -> Answer:
        """Of all that is stored, of what comes each day, or of one object."""
        view = self.view
        if "key_value_store" in view.spoken and view.keys(q.last, q.last + 2) == ["in", "memory"] and q.value >= 1e9:
            return "data_size", q.value, ""
        if self.guarded(q, "not_data") or (q.per and q.per != "each" and q.per not in _OBJECTS):
            return (
                None,
                None,
                f"'{view.words(q.first, q.end)}' is neither the data stored in all, "
                "nor its growth, nor the size of one object",
            )
        if q.period is not None and _SENT_OUT & set(view.keys(q.first - 4, q.first)) and not view.asked:
            return None, None, f"'{view.words(q.first, q.end)}' goes out and is not stored"
        if self.of_each_message(q):
            view.take("message_size", q.value, q.first, q.end)
            return "reporting_interval", q.period, ""
        if q.period is not None and "data_growth_per_day" in view.lexicon.fact_by_id:
            return "data_growth_per_day", q.value / q.period * self.of_so_many(q), ""
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
            if (people := self.keepers(q)) and (share or of_users or q.value >= _SURELY_A_PERSONS):
                return "object_data_today", q.value * people, ""
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
        if following and following[0] in _OBJECTS and q.value < _LARGEST_OBJECT and view.key(q.last) != "of":
            return "average_object_size", q.value, ""
        asked = self.asked(q)
        if asked[0]:
            return asked
        if set(ADVERBS) & set(view.keys(q.first - 5, q.first)):
            return None, None, f"'{view.words(q.first, q.end)}': new data, or the same again each time?"
        if (
            self.cue(q, ("average_object_size",))
            and not self.cue(q, ("data_size", "retention"))
            and q.value < _LARGEST_OBJECT
            and "data" not in before
        ):
            return "average_object_size", q.value, ""
        if self.is_of_what_was_counted(q):
            return "average_object_size", q.value, ""
        if q.value >= 1e9 or {"data", "stored", "storage", "total", "database"} & set(
            view.keys(q.first - 6, q.end + 4)
        ):
            return "data_size", q.value, ""
        return None, None, f"'{view.words(q.first, q.end)}': of what? The data in all, or one object?"

    def follows_devices(self, q: Quantity) -> bool:
        """'410,000 thermostats report every 2 minutes, 180 bytes each': of one message."""
        before = [o for o in self.view.quantities if o.end <= q.first and not o.trap and o.kind == "bare"]
        if not before:
            return False
        return bool(before[-1].families & {"device", "event"}) or "hz" in (
            *before[-1].nouns,
            self.view.key(before[-1].last - 1),
        )

    def of_each_message(self, q: Quantity) -> bool:
        """'250,000 cars, 1 KB every second': what one of many devices sends, and how often."""
        view = self.view
        if q.period is None or q.period > _HOUR or q.value > _A_MESSAGE or "telemetry" not in view.spoken or view.asked:
            return False
        if not {"every", "each"} & set(view.keys(q.last, q.end)):
            return False
        known = {"message_size", "reporting_interval"} <= set(view.lexicon.fact_by_id)
        devices = any(o.families & {"device"} and o.value > 1 and o.end <= q.first for o in view.quantities)
        return known and (devices or any(f.fact == "devices_total" for f in view.facts))

    def of_so_many(self, q: Quantity) -> float:
        """'48 satellites, each downlinks 30 GB per day': what all of them make; one where nothing was counted."""
        view = self.view
        each = {"each", "every"} & set(view.keys(q.first - 3, q.first)) or {"each", "apiece"} & set(
            view.keys(q.last, q.end + 1)  # '400 labs with 50 GB each a day'
        )
        before = next((o for o in reversed(view.quantities) if o.end <= q.first and not o.trap), None)
        if not each or before is None or before.value < 2 or before.period is not None:
            return 1.0
        if not before.families & {"device", "user"} and not (before.nouns and before.kind == "bare"):
            return 1.0
        return before.value if q.first - before.end <= _NEAR else 1.0

    def grows_by(self, name: Hit) -> bool:
        """'600 TB growing by 9 TB a month': the growth has an amount of its own."""
        return any(name.last <= o.first <= name.last + 2 and o.period is not None for o in self.view.quantities)
