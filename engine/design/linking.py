"""Who speaks to whom, and the picture of it that a person can still read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.design.deploying import Deployment
from engine.design.model import Component, Link, Picture
from engine.design.words import holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models
from engine.texts import listed, lower_first, rate_of

MAX_NODES = 16
LONGEST_TITLE = 40  # as the diagram takes it
MAX_LINKS, MOST_LINKS = 20, 26  # lines that are wished for, and that a picture can bear
FEWEST = {"async": 2, "service": 3}  # boxes that stay while the lines can be borne
LEAST = {"async": 1, "service": 2}  # boxes that stay, however many lines there are
SHOWN = 4  # things named in a link's words
PREFIXES = ("back: ", "reads and writes ", "appends and reads ", "requests for ", "calls ", "fills cached views for ")
CUT = re.compile(r"(\d+) more$")
EVENT = re.compile(r"[a-z_]+\.[a-z_]+$|\d+ more$")
ROLE_WORDS = {
    "primary_store": "reads and writes {owned}",
    "bulk_store": "appends and reads {owned}",
    "cache": "reads and fills cached views",
    "search_index": "queries and updates the index",
    "object_storage": "stores and fetches files",
}


class _Links:
    """Links by pair; what several parts say to the same target is joined into one line."""

    def __init__(self) -> None:
        self.pairs: dict[tuple[str, str], tuple[str, dict[str, None]]] = {}

    def add(self, source: str | None, target: str | None, kind: str, does: str) -> None:
        if source is None or target is None or source == target:
            return
        known_kind, words = self.pairs.get((source, target), (kind, {}))
        words.update(dict.fromkeys([does] if does else []))
        self.pairs[(source, target)] = ("sync" if "sync" in (known_kind, kind) else kind, words)


def link(evaluation: Evaluation, deployment: Deployment, capabilities: Iterable[models.Capability]) -> tuple[Link, ...]:
    """All links, numbered from the top of the picture down."""
    links = _Links()
    by_id = {c.id: c for c in deployment.components}
    gateway, edge = deployment.resolve("gateway"), deployment.resolve("edge")
    load = f", {rate_of(peak, 'requests')} at peak" if (peak := evaluation.shown("peak_requests")) else ""
    mqtt = evaluation.choices.get("realtime_transport") == "mqtt"
    if edge != gateway:
        links.add("client", edge, "sync", "pages, files and API calls, terminated at the nearest point of presence")
        links.add(edge, gateway, "sync", f"cache misses{load}")
        links.add(edge, deployment.home.get("object_storage"), "sync", "fetches files on a cache miss")
    else:
        inside = " including MQTT" if load and mqtt else ""
        links.add("client", gateway, "sync", f"HTTPS{load}{inside}")
    realtime = deployment.home.get("realtime_transport")
    if realtime is not None and realtime != gateway:
        links.add("client", realtime, "sync", "long-lived connection")
    called = {c for component in by_id.values() for part in component.parts for c in part.form.calls}
    publishers = _publishers(deployment)
    # What a flow goes to straight from the client: an address of its own, such as a match's.
    reached = {
        h.to for c in capabilities for f in c.flows if holds(evaluation, f.when) for h in f.hops if h.from_ == "client"
    }
    served = {i: c for c in capabilities for i in (p.id for p in c.components if p.id)}
    for component in by_id.values():
        if component.layer == "service":
            public = any(_public(part.id, served.get(part.id)) for part in component.parts)
            direct = component.apart and component.parts[0].id in reached
            if direct:
                links.add("client", component.id, "sync", "direct connection that bypasses the gateway")
            elif public or not any(part.id in called for part in component.parts):
                titles = listed(part.title.lower() + _rate(evaluation, part.form) for part in component.parts)
                links.add(gateway, component.id, "sync", f"requests for {titles}" if titles else "requests")
        for part in component.parts:
            _part_links(links, evaluation, deployment, component, part.form, publishers, realtime)
    order = {c.id: i for i, c in enumerate(deployment.components)}
    pairs = sorted(links.pairs.items(), key=lambda item: (order[item[0][0]], order[item[0][1]]))
    return tuple(
        Link(number, source, target, kind, phrase(words))
        for number, ((source, target), (kind, words)) in enumerate(pairs, 1)
    )


def phrase(words: Iterable[str]) -> str:
    """What is said over one line: things after the same verb are listed once, and long lists end in a count."""
    by_prefix: dict[str, dict[str, None]] = {}
    cut: dict[str, list[int]] = {}  # what was left out before, when words of a line are joined once more
    texts: dict[str, int] = {}
    for text in words:
        prefix = next((p for p in PREFIXES if text.startswith(p)), "")
        texts[prefix] = texts.get(prefix, 0) + 1
        named_here = text[len(prefix) :].replace(" and ", ", ").split(", ")
        for part in named_here if prefix or all(EVENT.match(p) for p in named_here) else [text]:
            if found := CUT.match(part):
                cut.setdefault(prefix, []).append(int(found[1]))
            else:
                by_prefix.setdefault(prefix, {})[part] = None
    parts = []
    for prefix, named in by_prefix.items():
        kept = list(named)[:SHOWN]
        more = len(named) - len(kept) + sum(cut.get(prefix, ()))
        # Lists that were cut before may have left out the same things: then nobody can count them.
        left = "others" if prefix in cut and texts[prefix] > 1 else f"{more} more"
        parts.append(prefix + (f"{', '.join(kept)} and {left}" if more else listed(kept)))
    return "; ".join(parts)


def _rate(evaluation: Evaluation, form: models.Component) -> str:
    """How often a part is asked at peak, in brackets; empty where something else than requests drives it."""
    shown = evaluation.shown(form.scales_with) if form.scales_with else None
    if form.scales_with and evaluation.number(form.scales_with) > evaluation.number("peak_requests"):
        return ""  # more than all requests: readings, scores or rows, of which one request carries many
    return f" ({shown})" if shown and shown.endswith(("/s", "/min", "/h")) else ""


def _public(part: str, capability: models.Capability | None) -> bool:
    """Whether the part answers its capability's HTTP calls: the first service of a capability that has any."""
    if capability is None or not any(i.path for i in capability.interfaces):
        return False
    first = next((c.id for c in capability.components if c.layer == "service"), None)
    return part == first


def _publishers(deployment: Deployment) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for component in deployment.components:
        for part in component.parts:
            for event in part.form.publishes:
                found.setdefault(event, []).append(component.id)
    return found


def _part_links(
    links: _Links,
    evaluation: Evaluation,
    deployment: Deployment,
    component: Component,
    form: models.Component,
    publishers: dict[str, list[str]],
    realtime: str | None,
) -> None:
    primary = deployment.resolve("primary_store")
    for name in form.uses:
        target = deployment.resolve(name)
        if name == "message_broker":
            links.add(component.id, target, "async", "" if form.publishes else "enqueues jobs")
        elif name == "realtime_transport":
            links.add(component.id, realtime, "async", _over_open_lines(evaluation))
        elif name == "cdn":
            continue
        else:
            kept = _stores(evaluation)
            here = [e for e in form.owns if e in kept and (deployment.resolve(kept[e]) or primary) == target]
            words = ROLE_WORDS.get(name, "uses it").format(owned=listed(here) or "its records")
            if name == "bulk_store" and form.owns and not here:
                words = "reads data that others append"
            if name == "cache" and component.layer == "async":
                words = f"fills cached views for {lower_first(form.title or 'a worker')}{_rate(evaluation, form)}"
            links.add(component.id, target, "sync", words)
    for name in form.calls:
        links.add(component.id, deployment.resolve(name), "sync", f"calls {name.replace('_', ' ')}")
    broker = deployment.resolve("message_broker")
    for event in form.publishes:
        if broker is not None:
            links.add(component.id, broker, "async", event)
    for event in form.consumes:
        if broker is not None and event in publishers:  # what nobody here publishes is not consumed either
            links.add(broker, component.id, "async", event)
        for publisher in publishers.get(event, ()) if broker is None else ():
            links.add(publisher, component.id, "async", event)
    if form.pushes:
        links.add(component.id, realtime, "async", _over_open_lines(evaluation))


def _over_open_lines(evaluation: Evaluation) -> str:
    """What goes over connections that stay open: a broker of devices hands over their messages, too."""
    mqtt = evaluation.choices.get("realtime_transport") == "mqtt"
    return "receives device messages, pushes to connected devices" if mqtt else "pushes to connected clients"


def _stores(evaluation: Evaluation) -> dict[str, str]:
    """The store role of each entity whose condition holds in this case."""
    table: dict[str, str] | None = evaluation.memo.get("entity_stores")
    if table is None:
        table = evaluation.memo["entity_stores"] = {
            name: form.store
            for capability in evaluation.knowledge.capabilities.values()
            if capability.capability in evaluation.capabilities
            for name, form in capability.entities.items()
            if holds(evaluation, form.when)
        }
    return table


def picture(evaluation: Evaluation, components: tuple[Component, ...], links: tuple[Link, ...]) -> Picture:
    """The components and links to draw: services are joined until a person can follow the lines.

    Those of what the system is there for, which come first, stay apart longest, and of the workers the largest.
    """
    used = {end for found in links for end in (found.source, found.target)}
    group = {c.id: c.id for c in components if c.id in used or c.layer != "data"}
    names: dict[str, list[Component]] = {c.id: [c] for c in components if c.id in group}
    while True:
        shown = _regrouped(components, links, group, names)
        too_many = len(shown.components) > MAX_NODES or len(shown.links) > MAX_LINKS
        pair = _least_missed(evaluation, names, FEWEST) if too_many else None
        if pair is None and (len(shown.components) > MAX_NODES or len(shown.links) > MOST_LINKS):
            pair = _least_missed(evaluation, names, LEAST)
        if pair is None:
            return shown
        kept, merged = pair
        names[kept] += names.pop(merged)
        for component in names[kept]:
            group[component.id] = kept


def _least_missed(
    evaluation: Evaluation, names: dict[str, list[Component]], fewest: dict[str, int]
) -> tuple[str, str] | None:
    """Two boxes to join: the workers with the fewest nodes first, then the services that are told last."""
    for layer in ("async", "service"):
        boxes = [
            (sum(_weight(evaluation, c) for c in members) if layer == "async" else -i, i, name)
            for i, (name, members) in enumerate(names.items())
            if members[0].layer == layer
        ]
        if len(boxes) > fewest[layer]:
            (_, i, first), (_, j, second) = sorted(boxes)[:2]
            return (first, second) if i < j else (second, first)
    return None


def _weight(evaluation: Evaluation, component: Component) -> float:
    """The nodes a component takes, with those of all its parts."""
    return sum(evaluation.number(part.nodes) for part in component.parts)


def _joined_title(titles: list[str], word: str, taken: set[str]) -> str:
    """A short title for several boxes drawn as one, which no other box has."""
    both = [listed(titles)] if len(titles) == 2 else []
    wanted = [*both, f"{len(titles)} other {word}", *(f"{title} and {len(titles) - 1} more" for title in titles)]
    numbered = (f"{len(titles)} other {word}, group {number}" for number in range(2, len(taken) + 3))
    return next(title for title in (*wanted, *numbered) if len(title) <= LONGEST_TITLE and title not in taken)


def _regrouped(
    components: tuple[Component, ...],
    links: tuple[Link, ...],
    group: dict[str, str],
    names: dict[str, list[Component]],
) -> Picture:
    shown: list[Component] = []
    joined: list[str] = []
    for component in components:
        members = names.get(component.id)
        if members is None:
            continue
        if len(members) > 1:
            word = "services" if component.layer == "service" else "workers"
            parts = tuple(p for m in members for p in m.parts)
            title = _joined_title([m.title for m in members], word, {c.title for c in shown})
            shown.append(Component(component.id, title, component.layer, component.does, "", "", parts))
            joined.append(f"{title}: {listed(m.title for m in members)}")
        else:
            shown.append(component)
    pairs: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for found in links:
        source, target = group.get(found.source), group.get(found.target)
        if source is None or target is None or source == target:
            continue
        does = found.does
        if found.kind == "async" and (target, source) in pairs:  # there and back is one line, told in its legend
            source, target, does = target, source, f"back: {does}" if does else ""
        kind, words = pairs.setdefault((source, target), (found.kind, []))
        if does and does not in words:
            words.append(does)
        if "sync" in (kind, found.kind):
            pairs[(source, target)] = ("sync", words)
    numbered = tuple(
        Link(number, source, target, kind, phrase(words))
        for number, ((source, target), (kind, words)) in enumerate(pairs.items(), 1)
    )
    return Picture(tuple(shown), numbered, tuple(joined))
