"""Facts whose value is a word: choices, regions, standards, flags, and numbers said without a number."""

from __future__ import annotations

from engine.reading.data import phrases, word_set
from engine.reading.groups import OWN_SIZE
from engine.reading.limits import problem_with
from engine.reading.nouns import families_of
from engine.reading.phrasebook import Hit
from engine.reading.shares import INTERVAL
from engine.reading.view import View

_CHOICES = ("consistency", "traffic_pattern", "deployment", "cloud_provider", "crowd")
_NEGATION = word_set("values.negation")
_BEFORE_PLACES = word_set("values.before_places")
_NEAR = 12
_AFTER_ONE_SITE = word_set("values.after_one_site")
_LEAVING = frozenset(("leaving", "leave", "leaves", "left", "quit", "quitting"))
_SUPPLIERS = frozenset(("vendor", "vendors", "supplier", "suppliers", "bidder", "bidders", "tenderer", "tenderers"))
_REPORTS = word_set("values.reports")
_INSTITUTIONS = frozenset(str(phrases("cities")["institutions"]).split())
_MULTIPLIERS: dict[str, float] = phrases("numbers")["multipliers"]


_PLACES_OF_LAWS = {"gdpr": "eu", "lgpd": "latam", "dpdp": "apac", "popia": "africa"}


def read_values(view: View, describing: bool) -> None:
    """Adds every fact that is said in words."""
    for fact in _CHOICES:
        _read_choice(view, fact)
    _read_regions(view)
    _read_standards(view)
    _read_flags(view)
    _read_offline(view)
    _read_numbers_in_words(view)
    _read_asked_choice(view)


def _negated(view: View, hit: Hit, reach: int = 3) -> bool:
    """A negation shortly before, with no comma or 'but' between."""
    for i in range(hit.first - 1, max(-1, hit.first - 1 - reach), -1):
        key = view.key(i)
        if key in ("leave", "leaves", "leaving") and hit.table.startswith("region"):
            return False
        if view.is_boundary(i) or key in ("but", "just", "only", "than"):
            return False
        if key in _NEGATION:
            return True
    return False


def _known(view: View, fact: str) -> bool:
    return fact in view.lexicon.fact_by_id


def _read_choice(view: View, fact: str) -> None:
    if not _known(view, fact):
        return
    asked = view.asked == fact
    if _read_named_choice(view, fact) or (fact == "deployment" and _read_both(view)):
        return
    for hit in view.table(f"always:{fact}"):
        if _is_negated_choice(view, fact, hit):
            continue
        if fact == "deployment" and view.key(hit.last) in ("outside", "abroad"):
            continue  # 'no cloud outside India' is one inside
        if fact == "cloud_provider" and _is_left(view, hit):
            continue
        if fact == "cloud_provider" and hit.meaning in ("aws", "gcp", "azure") and _rejected_after(view, hit):
            continue
        view.take(fact, hit.meaning, hit.first, hit.last)
        return
    if asked:
        return
    hints = view.table(f"hint:{fact}")
    for hit in view.table(f"hinted:{fact}"):
        near = [h for h in hints if abs(h.first - hit.first) <= 6 and not (h.first < hit.last and h.last > hit.first)]
        if (
            near
            and not _negated(view, hit)
            and not any(
                view.is_boundary(i) for h in near[:1] for i in range(min(h.last, hit.last), max(h.first, hit.first))
            )
        ):
            if any(q.first <= hit.first < q.end for q in view.quantities):
                continue
            view.take(fact, hit.meaning, hit.first, hit.last)
            return


def _read_named_choice(view: View, fact: str) -> bool:
    """'consistency: strong', 'deployment = on_prem': the fact's name and then one of its values."""
    for label in view.table("label"):
        if label.meaning != fact:
            continue
        for hit in view.near(f"asked:{fact}", label.last, label.last + 7):
            gap = view.keys(label.last, hit.first)
            if (
                all(
                    key in ('"', ":", "=", "is", "to", "should", "be", "must", "as", "'", "needs", "will")
                    for key in gap
                )
                and gap
            ):
                view.take(fact, hit.meaning, hit.first, hit.last)
                return True
    return False


def _read_both(view: View) -> bool:
    """'hybrid: part in our data centre, part in AWS'"""
    keys = {t.key for t in view.tokens}
    own = [h for h in view.table("always:deployment") if h.meaning == "on_prem"]
    rented = [h for h in view.table("always:cloud_provider") if h.meaning in ("aws", "gcp", "azure")]
    if own and rented and keys & {"hybrid", "part", "partly", "both", "half", "mix"}:
        first, last = sorted((own[0], rented[0]), key=lambda h: h.first)
        view.take("deployment", "hybrid", first.first, last.last)
        return True
    return False


def _is_negated_choice(view: View, fact: str, hit: Hit) -> bool:
    first = view.key(hit.first)
    if first in ("no", "not", "never", "cannot", "cant", "must", "without", "nothing", "any", "dont"):
        return False
    return _negated(view, hit)


def _is_left(view: View, hit: Hit) -> bool:
    """'leaving AWS for Azure', 'from AWS to Azure': the one that is left behind."""
    before = view.key(hit.first - 1)
    if before in _LEAVING:
        return True
    after = view.near("always:cloud_provider", hit.last, hit.last + 4)
    return before in ("from", "off") and any(h.meaning != hit.meaning for h in after)


def _rejected_after(view: View, hit: Hit) -> bool:
    return view.keys(hit.last, hit.last + 3) in (["is", "not", "allowed"], ["is", "not", "possible"])


def _read_asked_choice(view: View) -> None:
    """A short reply to the question on screen: 'eventual is fine', 'amazon', 'yes'."""
    asked = view.asked
    words = view.words_of(asked or "")
    if words is None or any(f.fact == asked for f in view.facts) or words.kind == "quantity":
        return
    assert asked is not None
    start_reply = {reply: _opens(view, f"reply:{reply}") for reply in ("yes", "no", "none")}
    if words.kind == "flag":
        for reply, value in (("yes", True), ("no", False)):
            if start_reply[reply] and not _is_unsure(view):
                view.take(asked, value, start_reply[reply][0].first, start_reply[reply][0].last)
                return
        return
    if words.kind == "set":
        if start_reply["none"] and asked != "capabilities" and len(view.tokens) <= 8 and asked != "regions":
            view.take(asked, frozenset[str](), start_reply["none"][0].first, start_reply["none"][0].last)
            return
        if asked not in ("regions", "compliance", "capabilities"):
            found = [h for h in view.table(f"asked:{asked}") if not _negated(view, h)]
            if found:
                view.take(asked, frozenset(h.meaning for h in found), found[0].first, found[-1].last)
        return
    hits = [
        h
        for t in ("asked", "hinted")
        for h in view.table(f"{t}:{asked}")
        if not _negated(view, h) or view.key(h.first) == "no"
    ]
    if hits and not _is_unsure(view):
        best = max(hits, key=lambda h: (h.last - h.first, -h.first))
        view.take(asked, best.meaning, best.first, best.last)


def _is_unsure(view: View) -> bool:
    return bool(view.table("in:unknown") or view.table("in:skip"))


def _opens(view: View, table: str) -> list[Hit]:
    """Hits at the beginning of the text, courtesies aside."""
    first = 0
    while first < len(view.tokens) and view.key(first) in ("well", "um", "hm", "oh", "ok", "i", "think", ",", "so"):
        first += 1
    return [h for h in view.table(table) if h.first == first]


def _read_regions(view: View) -> None:
    if not _known(view, "regions"):
        return
    never = {i for hit in view.table("region_never") for i in range(hit.first, hit.last)}
    found: list[tuple[str, Hit]] = []
    excluded: set[str] = set()
    hits = [h for h in view.table("region") if not set(range(h.first, h.last)) & never]
    hits += [h for h in view.table("region_capital") if _is_region(view, h, hits)]
    hits += [h for h in view.table("region_word") if _is_place(view, h)]
    hits += [h for h in view.table("region_adjective") if _is_of_a_country(view, h)]
    covered: set[int] = set()
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        if hit.first in covered:
            continue
        covered.update(range(hit.first, hit.last))
        regions = hit.meaning.split("+")
        outside = view.key(hit.first - 1) == "outside" or view.keys(hit.first - 2, hit.first) == ["outside", "the"]
        if outside and {"no", "not", "never", "nothing"} & set(view.keys(hit.first - 8, hit.first)):
            found += [(region, hit) for region in regions]
            continue
        if (
            _negated(view, hit)
            or view.key(hit.first - 1) in ("outside", "except", "excluding")
            or view.keys(hit.first - 2, hit.first) in (["outside", "the"], ["except", "the"])
        ):
            excluded.update(regions)
            continue
        found += [(region, hit) for region in regions]
    staying = [hit for _, hit in found if _must_stay(view, hit)]
    if staying and _known(view, "data_residency"):
        view.take("data_residency", True, max(0, staying[0].first - 2), staying[0].last)
    members = view.lexicon.fact_by_id["regions"].choices
    value = {region for region, _ in found if not members or region in members}
    if "global" in value and len(value) > 1 and view.asked != "regions":
        value = {"global"} if found[-1][0] == "global" or found[0][0] == "global" else value
    if value - excluded or (value and not excluded):
        near = [hit for _, hit in found if hit.last - found[0][1].first <= _NEAR]
        view.take("regions", frozenset(value - excluded or value), near[0].first, near[-1].last)
    elif view.asked == "regions" and excluded and {"outside"} & set(view.keys(0, len(view.tokens))):
        view.leave(0, len(view.tokens), "where the users are not was understood; where are they?", "regions")


def _must_stay(view: View, hit: Hit) -> bool:
    """'stays within Canada', 'stored in Germany', 'no data outside the EU'."""
    before = [key for key in view.keys(hit.first - 5, hit.first) if key not in ("the", "our", "all", "only")]
    if view.key(hit.last) == "only" and "data" in before:
        return True  # 'data in Germany only'
    if before[-1:] == ["outside"]:
        return "data" in view.keys(hit.first - 8, hit.first)
    if before[-1:] in (["leave"], ["leaves"]):
        return bool({"nothing", "no", "not", "never"} & set(before[:-1]))
    staying = {"stay", "stays", "remain", "remains"} & set(before[-2:-1])
    return bool(staying) and before[-1:] in (["in"], ["within"], ["inside"])


def _is_place(view: View, hit: Hit) -> bool:
    """'in Nice', 'for Bath': a common word that is a place, by its capital and what stands before it."""
    start, _ = view.span(hit.first, hit.last)
    return view.text[start : start + 1].isupper() and view.key(hit.first - 1) in _BEFORE_PLACES


def _is_of_a_country(view: View, hit: Hit) -> bool:
    """'Dutch students', 'Swiss private banks'; not 'Dutch translations'."""
    for key in view.keys(hit.last, hit.last + 2):
        if families_of(key) & {"user", "device"} or key in _INSTITUTIONS:
            return True
    return False


def _is_region(view: View, hit: Hit, sure: list[Hit]) -> bool:
    """'US', 'EU' and 'UK' in capitals, or in a place where only a region can stand."""
    start, end = view.span(hit.first, hit.last)
    written = view.text[start:end]
    before, after = view.key(hit.first - 1), view.key(hit.last)
    if written.isupper():
        shouting = view.text.isupper() and len(view.text) > 12
        if (before == "us" and written == "US") or after == "$":
            return False
        return not (shouting and written == "US" and before not in ("the", "in"))
    if hit.meaning in ("eu", "uk"):
        return True
    if view.asked == "regions":
        return True
    if before == "the" or (
        after in ("only", "east", "west", "based", "users", "customers", "market", "citizens", "wide")
        and before not in ("for", "with", "to", "help", "of", "by", "let")
    ):
        return True
    others = [h for h in sure if abs(h.first - hit.last) <= 3 or abs(hit.first - h.last) <= 3]
    others += [
        h
        for h in view.table("region_capital")
        if h is not hit and (abs(h.first - hit.last) <= 2 or abs(hit.first - h.last) <= 2)
    ]
    return bool(others) and (
        after in ("and", "+", "&", ",", "/", "or", "plus", "") or before in ("and", "+", "&", ",", "/", "or", "plus")
    )


def _read_standards(view: View) -> None:
    if not _known(view, "compliance"):
        return
    table = "always:compliance"
    hits = view.table(table)
    if view.asked == "compliance":
        hits = hits + view.table("asked:compliance")
    members = view.lexicon.fact_by_id["compliance"].choices
    taken = [
        h
        for h in hits
        if not _negated(view, h, 4) and not _not_needed_after(view, h) and (not members or h.meaning in members)
    ]
    taken = [
        h
        for h in taken
        if not (
            h.meaning == "financial"
            and view.key(h.first) == "dora"
            and not view.text[slice(*view.span(h.first, h.last))].isupper()
        )
    ]
    if taken:
        view.take(
            "compliance", frozenset(h.meaning for h in taken), min(h.first for h in taken), max(h.last for h in taken)
        )
        laws = {h.meaning for h in taken} & set(_PLACES_OF_LAWS)
        alone = len(laws) == 1 and len({h.meaning for h in taken}) == 1
        of_place = alone and not view.asked and _known(view, "regions")
        if of_place and not any(f.fact == "regions" for f in view.facts):  # the law of a place tells the place
            view.take("regions", frozenset({_PLACES_OF_LAWS[laws.pop()]}), taken[0].first, taken[0].last)
    elif hits and view.asked == "compliance":
        view.take("compliance", frozenset[str](), hits[0].first, hits[-1].last)


def _not_needed_after(view: View, hit: Hit) -> bool:
    after = view.keys(hit.last, hit.last + 4)
    return "not" in after[:2] or "isnt" in after[:1] or "doesnt" in after[:1] or after[:1] == ["no"]


_OF_HOMES = frozenset(
    ("rent", "rents", "flat", "flats", "apartments", "landlord", "landlords", "housing", "lease", "leases")
)
_TURNS_TRUE = frozenset(("no", "not", "never", "without", "must", "may", "cannot", "cant", "when"))


def _read_flags(view: View) -> None:
    for hit in view.table("flag"):
        fact = hit.meaning
        if not _known(view, fact) or any(f.fact == fact for f in view.facts):
            continue
        if fact == "managed_services" and not any(
            k in ("fine", "ok", "allowed", "use", "prefer", "welcome", "no", "not", "without", "avoid")
            for k in view.keys(hit.first - 4, hit.last + 3)
        ):
            continue
        if fact == "used_at_work" and _is_of_a_firm(view, hit):
            continue
        if fact == "live_weekly" and not {"live_streaming", "polls", "live_ticker"} & view.spoken:
            continue  # 'peaks on Fridays' are no show
        if fact == "multi_tenant" and _OF_HOMES & set(view.all_keys()):
            continue  # the tenants of flats
        if any(h.first <= hit.first and hit.last <= h.last for h in view.table("always:deployment")):
            continue  # 'the public cloud' is not for the public
        negated = _negated(view, hit, 4) and view.key(hit.first) not in _TURNS_TRUE
        view.take(fact, not negated, hit.first, hit.last)


def _is_of_a_firm(view: View, hit: Hit) -> bool:
    """'a publishing house with 1,200 employees', 'vendors must have 50+ employees': nobody who uses it."""
    start, _ = view.span(hit.first, hit.last)
    if any(left.span[0] <= start < left.span[1] and left.reason.endswith(OWN_SIZE) for left in view.leftovers):
        return True
    for at in range(hit.first - 1, max(-1, hit.first - 14), -1):
        if view.key(at) == ".":
            return False
        if view.key(at) in _SUPPLIERS:
            return True
    return False


def _read_offline(view: View) -> None:
    """'sync between devices, offline': a wish that is one word."""
    if not _known(view, "offline_first") or any(f.fact == "offline_first" for f in view.facts) or view.asked:
        return
    for at in range(1, len(view.tokens)):
        after = at + 1 >= len(view.tokens) or view.is_boundary(at + 1)
        if view.key(at) == "offline" and view.key(at - 1) == "," and after:
            view.take("offline_first", True, at, at + 1)
            return


def _read_numbers_in_words(view: View) -> None:
    values = phrases("values")
    keys = [t.key for t in view.tokens]
    for fact in values["numbers"]:
        if not _known(view, fact) or any(f.fact == fact for f in view.facts):
            continue
        home = view.lexicon.fact_by_id[fact].home
        if home and home not in view.spoken and fact not in phrases("features")["told_by"]:
            continue  # 'a hotel' says how many there are only where hotels are booked
        for hit in view.table(f"always:numbers:{fact}"):
            if fact == INTERVAL and not _is_reported(view, hit):
                continue
            if _negated(view, hit, 2) and view.key(hit.first) not in (
                "no",
                "not",
                "zero",
                "without",
                "never",
                "nothing",
            ):
                continue
            if fact == "availability" and view.key(hit.last) in ("more", "for", "longer", "over"):
                continue  # 'must never be down more than 5 minutes a year'
            if fact == "booking_sites" and view.key(hit.last) not in _AFTER_ONE_SITE and hit.last < len(view.tokens):
                continue  # 'a hotel booking system', 'a gym chain'
            times = float(_MULTIPLIERS.get(view.key(hit.first - 1), 0))
            if view.key(hit.first - 1) == "times":
                break
            value = float(hit.meaning)
            if times and value == 1 and fact == "read_write_ratio":
                reads_first = "reads" in view.keys(hit.first, hit.first + 3)
                value = times if reads_first else 1 / times
            _take_number(view, fact, value, hit.first, hit.last)
            break
    asked = view.asked or ""
    if (
        asked in values["numbers_asked"]
        and not any(f.fact == asked for f in view.facts)
        and not view.quantities
        and len(keys) <= 9
    ):
        hits = [h for h in view.table(f"asked:numbers:{asked}") if not _is_unsure(view)]
        distinct = {h.meaning for h in hits}
        if hits and len(distinct) == 1:
            _take_number(view, asked, float(hits[0].meaning), hits[0].first, hits[-1].last)


def _is_reported(view: View, hit: Hit) -> bool:
    """'45k elevators, each sends status every minute', 'hourly values': how often devices report."""
    if "telemetry" not in view.spoken and not any(f.fact == "devices_total" for f in view.facts):
        return False
    if any(q.first <= hit.first < q.end for q in view.quantities if not q.trap):
        return False
    return bool(_REPORTS & set(view.keys(hit.first - 8, hit.last + 4)))


def _take_number(view: View, fact: str, value: float, first: int, last: int) -> None:
    words = view.words_of(fact)
    problem = problem_with(words, value, view.words(first, last)) if words else None
    if problem:
        view.leave(first, last, problem, fact, problem=True)
    else:
        view.take(fact, value, first, last)
