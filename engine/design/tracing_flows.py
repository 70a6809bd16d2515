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
            does = does or (f"in process: {module}" if hop.to != hop.from_ else "processes it")
        hops.append(Hop(titles[source], titles[target], does, takes, show(takes, _MS)))
    target_seconds = _target(evaluation, form)
    counted, upto = _counted(hops, titles["client"], target_seconds, own_target=form.target is not None)
    reserve = target_seconds - counted
    return Flow(
        name=evaluation.text(form.name) or form.name,
        kind=form.kind,
        capability=capability,
        main=form.main,
        hops=tuple(hops),
        then=filled(evaluation, form.then),
        total=show(sum(hop.seconds for hop in hops), _MS),
        counted=show(counted, _MS),
        upto=upto,
        target=show(target_seconds, _MS),
        reserve=show(abs(reserve), _MS),
        fits=reserve >= 0,
    )


def _counted(hops: list[Hop], client: str, target: float, *, own_target: bool) -> tuple[float, str]:
    """The part of the hops that the target is for, in seconds, and in words what part that is.

    A target of the flow's own is for all of it. The latency that every call is promised is measured at the gateway,
    without the client's line; and where a flow goes on after its answer, it is for the answer.
    """
    inside = [hop for hop in hops if own_target or client not in (hop.source, hop.target)]
    words = "" if len(inside) == len(hops) else "at the gateway"
    whole = sum(hop.seconds for hop in inside)
    answer = next((i for i, hop in enumerate(hops) if i and hop.target == client != hop.source), None)
    if whole <= target or answer is None or answer == len(hops) - 1:
        return whole, words
    early = sum(hop.seconds for hop in hops[: answer + 1] if hop in inside)
    return (early, "until the answer") if early <= target else (whole, words)


def _target(evaluation: Evaluation, form: models.Flow) -> float:
    """The flow's own target (a fact or a time), or the latency that every call is promised."""
    if form.target is None:
        return evaluation.number("latency_p99")
    return seconds(evaluation, form.target)
