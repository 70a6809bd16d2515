"""What a number counts where no noun says it: '800k of them a day', '4 million watch at once', 'adding 4k a day'."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.nouns import families_of, names_people
from engine.reading.quantity import Quantity
from engine.reading.units import DAY, MONTH, YEAR
from engine.reading.view import View

_ACTS = word_set("unnamed.acts")
_MAKES = word_set("unnamed.makes")
_NO_DEVICES = word_set("counts.organisations") | word_set("unnamed.no_devices")
_CONTROLLED = word_set("unnamed.controlled")
_TRACKED = word_set("unnamed.tracked")
_KINDS_OF_USERS = frozenset(("registered", "active", "paying", "subscribed"))
_PRONOUNS = frozenset(("them", "whom", "those", "these", "which"))
_SHORT = 7
_FEWEST_PEOPLE = 10
_MANY = 1000


def name_the_unnamed(view: View, q: Quantity, before: Quantity | None) -> None:
    """Gives `q` the kind of thing it counts, from a pronoun, a verb or the quantity before it."""
    if q.families & {"user", "team", "device"}:
        return
    after = view.keys(q.last, q.last + 2)
    in_all = not q.families and not q.nouns and after == ["in", "total"]
    of_them = after[:1] == ["of"] and bool(set(after[1:]) & _PRONOUNS)
    of_which = view.keys(q.first - 2, q.first) in (["of", "which"], ["of", "whom"])
    if in_all or of_them or (of_which and (not q.families or q.nouns[0] in _ACTS)):
        _name_by_pronoun(view, q)
    elif _are_reporting(view, q) or _are_controlled(view, q) or _are_tracked(view, q):
        q.families = frozenset(("device",))
        q.end = max(q.end, q.last + 1)
    elif _act(q) or _are_kinds(q):
        q.families = frozenset(("user",))
    elif (
        q.nouns
        and not q.families
        and q.period in (None, DAY, MONTH)
        and not q.per
        and names_people(q.nouns[-1])
        and not _counted_apart(view, q)
    ):
        q.families = frozenset(("user",))
        q.end = max(q.end, q.last + len(q.nouns))
    elif (families := _alone_in_a_list(view, q)) is not None:
        q.families = families
    elif _rate_of_what_was_named(view, q):
        q.families = frozenset(("item",))
    elif not q.nouns and not q.families and q.period is not None and q.period < 3600 and _are_events(before):
        q.families = frozenset(("event",))
    elif not q.nouns and not q.families and q.period is not None and 3600 <= q.period < YEAR and not view.asked:
        made = bool(_MAKES & set(view.keys(q.first - 4, q.first))) and bool(view.table("feature"))
        many = q.value >= 1000 if q.period < MONTH else q.value >= 100_000
        if (
            made
            or (many and not view.context.capabilities and (view.spoken or len(view.tokens) > _SHORT))
            or (before is not None and "item" in before.families)
        ):
            q.families = frozenset(("item",))


def _are_reporting(view: View, q: Quantity) -> bool:
    """'telemetry from 85 trains', 'the position of 600 snow ploughs': what reports, whatever it is."""
    if "telemetry" not in view.spoken or q.families - {"item"} or not q.nouns or q.period is not None or q.per:
        return False
    if view.key(q.first - 1) not in ("from", "of", "for") or q.value < 2 or q.kind != "bare":
        return False
    things = [noun for noun in q.nouns[:2] if noun.endswith("s") and len(noun) > 3]
    return bool(things) and things[0] not in _NO_DEVICES and not names_people(things[0])


def _are_controlled(view: View, q: Quantity) -> bool:
    """'800 stores with 25,000 labels each', '200 doors each': what is looked after from afar."""
    if "device_management" not in view.spoken or q.families or q.period is not None or q.per:
        return False
    return bool(set(q.nouns[:2]) & _CONTROLLED)


def _are_tracked(view: View, q: Quantity) -> bool:
    """'900 trains tracked live': what moves, where positions are spoken of."""
    if "telemetry" not in view.spoken or q.period is not None or q.per or q.families - {"item"}:
        return False
    return bool(set(q.nouns[:2]) & _TRACKED)


def _counted_apart(view: View, q: Quantity) -> bool:
    """'booking for 60 dentists': a feature that is spoken of counts them for itself."""
    labels = (view.words_of(hit.meaning) for hit in view.near("label", q.last, q.last + len(q.nouns)))
    return any(words is not None and words.home in view.spoken and words.dimension.kind == "count" for words in labels)


def _act(q: Quantity) -> bool:
    """'4 million watch at once'"""
    acts = bool(q.nouns) and q.nouns[0] in _ACTS
    return acts and q.period is None and not q.per and q.value >= _FEWEST_PEOPLE


def _are_kinds(q: Quantity) -> bool:
    """'20k registered, 300 active daily'"""
    return bool(q.nouns) and q.nouns[0] in _KINDS_OF_USERS and not q.families - {"item"} and not q.per


def _alone_in_a_list(view: View, q: Quantity) -> frozenset[str] | None:
    """'smart meters for a water utility, 1.3M': how many of what was named first."""
    alone = not q.nouns and not q.families and q.period is None and not q.per and q.kind == "bare"
    if not alone or q.value < _MANY or view.asked or view.context.capabilities or view.key(q.first - 1) != ",":
        return None
    if not (q.end >= len(view.tokens) or view.is_boundary(q.end)) or any(o.end <= q.first for o in view.quantities):
        return None
    for at in range(q.first):
        families = families_of(view.key(at)) & {"user", "device"}
        if families and view.key(at).endswith("s"):
            return frozenset(families)
    return None


def _rate_of_what_was_named(view: View, q: Quantity) -> bool:
    """'motor insurance claims, 1.2M a year, 300 clerks': how often there is one of what was named first."""
    rate = q.period is not None and q.period >= DAY and not q.per and q.kind == "bare"
    if not rate or q.nouns or q.families or view.asked or view.context.capabilities or view.key(q.first - 1) != ",":
        return False
    if not (q.end >= len(view.tokens) or view.is_boundary(q.end)) or any(o.end <= q.first for o in view.quantities):
        return False
    named = view.key(q.first - 2)
    things = named.endswith("s") and len(named) > 3 and not families_of(named) & {"user", "device", "team"}
    return things and bool(view.table("feature"))


def _are_events(before: Quantity | None) -> bool:
    """'40 messages a second on average, 600 a second at peak'"""
    return before is not None and before.families == {"event"} and before.period is not None


def _name_by_pronoun(view: View, q: Quantity) -> None:
    """'passengers look up arrivals, 800k of them a day'; 'members, of whom 20k log in every day'."""
    for at in range(q.first - 1, -1, -1):
        families = families_of(view.key(at)) & {"user", "device", "team"}
        if families:
            families = frozenset(("user",)) if "team" in families else families
            break
    else:
        return
    q.families, q.nouns = families, ()
    q.end = max(q.end, q.last + (2 if view.key(q.last) == "of" else 0))
    for at in range(q.end, min(q.end + 6, len(view.tokens))):
        if view.is_boundary(at) or q.period is not None:
            return
        if view.key(at) in ("a", "per", "each", "every") and view.key(at + 1) == "day":
            q.period, q.end = DAY, at + 2
        elif view.key(at) == "daily":
            q.period, q.end = DAY, at + 1
        elif view.key(at) in ("a", "per", "each", "every") and view.key(at + 1) == "month":
            q.period, q.end = MONTH, at + 2
