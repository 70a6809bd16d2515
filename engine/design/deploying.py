"""Which components there are: parts of capabilities folded into deployables by the service style, roles by decisions.

`Deployment.resolve` answers, for any name that knowledge uses (a part, a role, client, edge, gateway), which component
that is here, or None where the choice was to have no such thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.design.model import Component, Part
from engine.design.ranking import called
from engine.design.words import holds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models

ONE_POOL = ("monolith", "modular_monolith")
# A role that is served by another role's component when its choice brings no component of its own.
STAND_INS = {"bulk_store": "primary_store", "message_broker": "primary_store", "search_index": "primary_store"}
CLIENT = Component("client", "Browsers and apps", "client", "users' devices")
DEVICES = "devices_total"


@dataclass(frozen=True, slots=True)
class Deployment:
    components: tuple[Component, ...]
    home: dict[str, str]
    absent: frozenset[str]

    def resolve(self, name: str) -> str | None:
        """The id of the component that `name` is here."""
        found = self.home.get(name)
        if found is not None:
            return found
        if name in STAND_INS and name not in self.absent:
            return self.home.get(STAND_INS[name])
        return None


def deploy(evaluation: Evaluation, capabilities: Iterable[models.Capability]) -> Deployment:
    """The components of this case."""
    parts = [
        Part(str(form.id), form.title or str(form.id).replace("_", " ").capitalize(), capability.capability, form)
        for capability in capabilities
        for form in capability.components
        if form.id is not None and holds(evaluation, form.when)
    ]
    home: dict[str, str] = {}
    components: list[Component] = [_client(evaluation, capabilities)]
    absent: set[str] = set()
    roles = list(_roles(evaluation, absent))
    taken = {c.id for c in roles}
    edge = next((c for c in roles if c.layer == "edge"), None)
    gateway = next((c for c in roles if c.layer == "gateway" and c.role == "load_balancing"), None)
    if gateway is None:
        gateway = Component(
            "gateway", "Reverse proxy", "gateway", "terminates TLS and forwards requests", "load_balancing"
        )
        roles.append(gateway)
    own = [p for p in parts if p.form.layer in ("service", "async") and p.id not in taken]
    apart = [p for p in own if _stands_apart(evaluation, p)]
    folded = [
        *_fold(evaluation, [p for p in own if p not in apart]),
        *(replace(_alone(evaluation, p), apart=True) for p in apart),
    ]
    for part in parts:
        if part.form.layer not in ("service", "async") and part.id not in taken and part.id not in home:
            # A part in the data layer that is only another name for a role's store, such as a timeline cache.
            role = next(
                (r for r in part.form.uses if r in ("cache", "bulk_store", "primary_store", "search_index")), ""
            )
            if role and any(c.role == role for c in roles):
                home[part.id] = next(c.id for c in roles if c.role == role)
            else:
                roles.append(replace(_alone(evaluation, part), apart=part.form.apart))
    components += [*roles, *folded]
    for component in components:
        home[component.id] = component.id
        if component.role:
            home.setdefault(component.role, component.id)
        for part in component.parts:
            home[part.id] = component.id
    home.setdefault("edge", (edge or gateway).id)
    home.setdefault("gateway", gateway.id)
    order = {layer: i for i, layer in enumerate(models.LAYERS)}
    named = _told_apart(sorted(components, key=lambda c: order[c.layer]))
    return Deployment(tuple(named), home, frozenset(absent))


def _told_apart(components: Iterable[Component]) -> list[Component]:
    """The same technology in two roles is two clusters: each title says for what."""
    taken: set[str] = set()
    named = []
    for component in components:
        title = component.title
        if title in taken:
            title = f"{title} ({(component.role or component.id).replace('_', ' ')})"
        taken.add(title)
        named.append(replace(component, title=title))
    return named


def _client(evaluation: Evaluation, capabilities: Iterable[models.Capability]) -> Component:
    mobile = evaluation.number("mobile_share")
    devices = evaluation.number(DEVICES) > 0 and any(
        c.capability in ("telemetry", "device_management") for c in capabilities
    )
    if devices:
        return Component(
            "client", "Devices and browsers", "client", f"{evaluation.shown(DEVICES)} devices and users' browsers"
        )
    if mobile > 0.3:
        share = evaluation.shown("mobile_share")
        return Component("client", "Browsers and mobile apps", "client", f"users' devices, {share} of use from phones")
    return Component("client", "Browsers", "client", "users' browsers")


def _roles(evaluation: Evaluation, absent: set[str]) -> Iterable[Component]:
    """The component of each chosen option that brings one."""
    for name, ledger in evaluation.ledgers.items():
        option = evaluation.knowledge.decisions[name].options[ledger.choice]
        form = option.component
        if ledger.choice == "none":
            absent.add(name)
        if form is None or not holds(evaluation, form.when):
            continue
        does = evaluation.text(form.does) or ""
        nodes = form.nodes if form.nodes and evaluation.value(form.nodes) is not None else ""
        yield Component(form.id or name, form.title or option.title, form.layer, does, name, nodes)


def _count(evaluation: Evaluation, part: Part) -> str:
    return part.nodes if evaluation.value(part.nodes) is not None else ""


def _stands_apart(evaluation: Evaluation, part: Part) -> bool:
    """A part that runs by itself: on a single machine only what needs machines of its own kind."""
    if evaluation.choices.get("compute_platform") == "single_vm" and part.form.nodes is None:
        return False
    return part.form.apart


def _alone(evaluation: Evaluation, part: Part) -> Component:
    does = evaluation.text(part.form.does) or ""
    return Component(part.id, part.title, part.form.layer, does, "", _count(evaluation, part), (part,))


def _fold(evaluation: Evaluation, parts: list[Part]) -> list[Component]:
    style = evaluation.choices.get("service_style", "modular_monolith")
    services = [p for p in parts if p.form.layer == "service"]
    workers = [p for p in parts if p.form.layer == "async"]
    if style in ONE_POOL:
        return _one_pool(evaluation, services, workers)
    if style == "services":
        return [*_by_capability(evaluation, services, "service"), *_by_capability(evaluation, workers, "async")]
    return [_alone(evaluation, part) for part in parts]


def _one_pool(evaluation: Evaluation, services: list[Part], workers: list[Part]) -> list[Component]:
    """One application; its background work in a process of its own only where jobs are handed over at all."""
    apart = bool(workers) and evaluation.choices.get("message_broker", "none") != "none"
    inside = services if apart else [*services, *workers]
    does = "one deployable with a module per capability"
    found = [Component("application", "Application", "service", does, "", "app_nodes", tuple(inside))]
    if apart:
        found.append(
            Component(
                "worker",
                "Background worker",
                "async",
                "the same code, started as a worker for jobs and events",
                "",
                "",
                tuple(workers),
            )
        )
    return found


def _by_capability(evaluation: Evaluation, parts: list[Part], layer: str) -> list[Component]:
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.capability, []).append(part)
    found = []
    for capability, members in groups.items():
        if len(members) == 1:
            (part,) = members
            does, title, component_id = evaluation.text(part.form.does) or "", part.title, part.id
        else:
            word = "service" if layer == "service" else "workers"
            title = f"{called(evaluation, evaluation.knowledge.capabilities[capability]).title} {word}"
            does, component_id = "; ".join(p.title for p in members), f"{capability}_{word}"
        nodes = _count(evaluation, members[0]) if len(members) == 1 else ""
        found.append(Component(component_id, title, layer, does, "", nodes, tuple(members)))
    return found
