"""What a question is about: a technology, an option, a decision; and the formats of an export."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.phrasebook import Hit
from engine.reading.view import View

_NAMED = word_set("targets.named")
_SETTLED = frozenset(("what", "our", "mandatory", "required", "set", "fixed", "given", "must", "preferred"))
_PREFERRING = frozenset(("rather", "prefer", "prefers"))
_ASKING = word_set("targets.asking")
_LEAVING = word_set("targets.leaving")
_ARTICLES = frozenset(("a", "an", "the", "our", "own", "managed", "plain", "just", "aws", "amazon", "apache", "google"))
_JOINTS = frozenset((",", "and", "+", "/", "&", "with", "plus"))
_ENDS = frozenset((".", ";", "!", "?", ","))
_REJECTING = (["instead", "of"], ["rather", "than"], ["in", "place", "of"], ["over"])


def target_hits(view: View) -> list[Hit]:
    """Technologies, options and decisions named, in the order of the text; the more particular of overlapping ones."""
    priority = {"target": 0, "option": 1, "decision": 2}
    hits = [h for table in priority for h in view.table(table)]
    hits.sort(key=lambda h: (h.first, -(h.last - h.first), priority[h.table]))
    kept: list[Hit] = []
    for hit in hits:
        if hit.meaning == "rest" and _is_the_rest(view, hit):
            continue
        if (
            hit.meaning in ("go", "rust", "write", "read")
            and hit.last - hit.first == 1
            and view.key(hit.first) != "golang"
        ):
            continue
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept


def _is_the_rest(view: View, hit: Hit) -> bool:
    return view.key(hit.first - 1) in ("the", "all") and view.key(hit.last) not in ("api", "apis")


def targets(view: View) -> list[str]:
    found: list[str] = []
    for hit in target_hits(view):
        if hit.meaning not in found:
            found.append(hit.meaning)
    return found


def main_target(view: View) -> str | None:
    """The one technology that is asked about: not the one after 'instead of', not the one it was preferred over."""
    hits = target_hits(view)
    favoured = [h for h in hits if not any(view.keys(h.first - len(words), h.first) == words for words in _REJECTING)]
    chosen = favoured or hits
    named = [h for h in chosen if h.meaning not in ("primary_store", "bulk_store", "message_broker", "cloud")]
    chosen = named or chosen
    return chosen[0].meaning if chosen else None


def asked_for(view: View) -> tuple[str, ...]:
    """Technologies that the system shall be built on: not those it leaves, has had, or shall do without."""
    found: list[str] = []
    last: int | None = None
    for hit in target_hits(view):
        if hit.meaning not in _NAMED:
            continue
        before = view.keys(hit.first - 4, hit.first)
        near = [key for key in before if key not in _ARTICLES]
        goes_on = last is not None and set(view.keys(last, hit.first)) <= _JOINTS and hit.first - last <= 3
        asked = bool(near) and (near[-1] in _ASKING or (near[-1] in _ENDS and near[-1] != "?"))
        first = next((i + 1 for i in range(hit.first - 1, -1, -1) if view.key(i) in _ENDS), 0)
        end = next((i for i in range(hit.last, len(view.tokens)) if view.key(i) in _ENDS), len(view.tokens))
        preferred = bool(_PREFERRING & set(view.keys(first, hit.first))) and view.key(hit.last) in (
            "than",
            "over",
            "to",
        )
        if preferred or _is_there(view, hit):
            asked = True
        elif _LEAVING & set(view.keys(max(first, hit.first - 9), min(end, hit.last + 4))):
            continue
        if asked or goes_on or _is_set(view, hit):
            last = hit.last
            if hit.meaning not in found:
                found.append(hit.meaning)
    return tuple(found)


def _is_there(view: View, hit: Hit) -> bool:
    """'we already have Kafka', 'RabbitMQ is already there', 'MySQL today', 'Oracle is what we have'."""
    before = [key for key in view.keys(hit.first - 5, hit.first) if key not in _ARTICLES]
    has = before[-2:] in (["already", "have"], ["already", "run"], ["already", "use"], ["already", "operate"])
    has = has or (before[-2:-1] == ["we"] and before[-1:] in (["have"], ["run"], ["own"], ["know"], ["operate"]))
    after = view.keys(hit.last, hit.last + 4)
    there = after[:3] in (["is", "already", "there"], ["is", "there", "already"], ["is", "in", "place"])
    there = there or after[:3] in (["is", "what", "we"], ["is", "already", "in"], ["is", "our", "database"])
    there = there or (
        after[:1] in (["is"], ["are"])
        and after[1:3] in (["in", "place"], ["in", "use"], ["already", "in"], ["must", "stay"])
    )
    there = there or after[:2] == ["must", "stay"]
    today = after[:1] == ["today"] and view.key(hit.first - 1) in (".", ",", ";", "")
    slow = {"slow", "outgrown", "replace", "migrate", "leave", "away", "hate", "old"} & set(
        view.keys(hit.first - 6, hit.last + 8)
    )
    return (has or there or today) and not slow


def _is_set(view: View, hit: Hit) -> bool:
    """'MySQL is what our people know', 'Kubernetes is mandatory'"""
    return view.key(hit.last) in ("is", "are") and view.key(hit.last + 1) in _SETTLED


def compared(view: View) -> tuple[str, ...]:
    named = targets(view)
    if len(named) >= 2:
        return tuple(named)
    if view.asked and (decision := view.lexicon.decision_by_id.get(view.asked)) is not None:
        options = [h.meaning for h in view.table(f"option:{decision.id}")]
        if len(options) >= 2:
            return tuple(dict.fromkeys(options))
    return _choice_values(view) or tuple(named)


def _choice_values(view: View) -> tuple[str, ...]:
    """'what's the difference between strong and eventual?'"""
    best: tuple[str, ...] = ()
    for fact in ("consistency", "deployment"):
        hits = [h for t in ("always", "asked") for h in view.table(f"{t}:{fact}")]
        values = tuple(
            dict.fromkeys(
                h.meaning
                for h in sorted(hits, key=lambda h: h.first)
                if h.meaning.split("_")[0] in view.keys(h.first, h.last)
            )
        )
        if len(values) >= 2 and len(values) > len(best):
            best = values
    return best


def format_named(view: View) -> str | None:
    hits = view.table("format")
    return hits[0].meaning if hits else None
