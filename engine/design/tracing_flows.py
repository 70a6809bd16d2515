"""Flows hop by hop in this deployment, with a latency budget that adds up."""

from __future__ import annotations

from collections.abc import Iterable

from engine.design.deploying import Deployment
from engine.design.model import Flow, Hop
from engine.design.words import filled, holds, seconds
from engine.inference.evaluation import Evaluation
from engine.knowledge import models
from engine.units import show, unit

_MS = unit("ms")


def trace_flows(
    evaluation: Evaluation, deployment: Deployment, capabilities: Iterable[models.Capability]
) -> tuple[Flow, ...]:
    """All flows that exist here, main ones first."""
    flows = [
        _flow(evaluation, deployment, capability.capability, form)
        for capability in capabilities
        for form in capability.flows
        if holds(evaluation, form.when)
    ]
    return tuple(sorted((f for f in flows if f.hops), key=lambda f: not f.main))


def _flow(evaluation: Evaluation, deployment: Deployment, capability: str, form: models.Flow) -> Flow:
    titles = {c.id: c.title for c in deployment.components}
    hops: list[Hop] = []
    for hop in form.hops:
        source, target = deployment.resolve(hop.from_), deployment.resolve(hop.to)
        if source is None or target is None:
            continue
        takes = seconds(evaluation, hop.takes)
        does = evaluation.text(hop.does) or ""
        if source == target:
            module = hop.to.replace("_", " ")
            does = does or (f"in process: {module}" if hop.to != hop.from_ else "works on it")
        hops.append(Hop(titles[source], titles[target], does, takes, show(takes, _MS)))
    total = sum(hop.seconds for hop in hops)
    target_seconds = _target(evaluation, form)
    reserve = target_seconds - total
    return Flow(
        name=evaluation.text(form.name) or form.name,
        kind=form.kind,
        capability=capability,
        main=form.main,
        hops=tuple(hops),
        then=filled(evaluation, form.then),
        total=show(total, _MS),
        target=show(target_seconds, _MS),
        reserve=show(abs(reserve), _MS),
        fits=reserve >= 0,
    )


def _target(evaluation: Evaluation, form: models.Flow) -> float:
    """The flow's own target (a fact or a time), or the latency that every call is promised."""
    if form.target is None:
        return evaluation.number("latency_p99")
    return seconds(evaluation, form.target)
