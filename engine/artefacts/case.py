"""What all artefacts ask of a design: its choices, its figures, the names and counts of what is deployed."""

from __future__ import annotations

import functools
import math
import re

from engine.artefacts.places import PLACES, region_names
from engine.design.deploying import ONE_POOL
from engine.design.model import Component, Design

_ODD = re.compile(r"[^a-z0-9]+")
WORKER = "worker"
"""The one program started for jobs and events, among the nodes of the application."""
SMALL = frozenset({"compute-cost-small", "compute-cost-small-with-workers"})
"""Rules that price the small size."""
OWN_CONNECTIONS = frozenset({"long_poll", "sse", "websocket", "webrtc"})
"""Transports that hold connections in a program of one's own; MQTT has brokers that one installs."""


def slug(text: str, longest: int = 40) -> str:
    """Lower-case letters, digits and hyphens, as clusters, clouds and files take a name."""
    words = _ODD.sub("-", text.lower()).strip("-")
    if len(words) > longest:
        words = words[: longest + 1].rpartition("-")[0] or words[:longest]
    return words or "system"


class Case:
    """A design, read for making files of it."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.evaluation = design.evaluation
        # The size that a title ends with ("for 400,000 users at once") is no part of a name.
        named = re.split(r" for (?=\d)", design.title.removeprefix("A system for "))[0]
        self.name = slug(named.replace(" and ", " "), 24)

    def chosen(self, decision: str) -> str:
        """The id of the chosen option; an empty text where the decision does not apply."""
        return self.evaluation.choices.get(decision, "")

    def title(self, decision: str) -> str:
        return self.evaluation.shown(decision) or ""

    def shown(self, fact: str) -> str:
        return self.evaluation.shown(fact) or ""

    def number(self, fact: str) -> float:
        """In canonical units; 0 if unknown."""
        return self.evaluation.number(fact)

    def count(self, fact: str, least: int = 0) -> int:
        return max(math.ceil(self.number(fact) - 1e-9), least)

    @property
    def single(self) -> bool:
        return self.chosen("compute_platform") == "single_vm"

    @property
    def small_nodes(self) -> bool:
        """Whether the nodes are of the small size (2 vCPU and 4 GB), as the cost has them."""
        priced = self.evaluation.facts.get("cost_compute")
        return priced is not None and priced.rule is not None and priced.rule.id in SMALL

    @property
    def node_size(self) -> str:
        """Processors and memory of a node, as texts say it."""
        return "2 vCPU and 4 GB" if self.small_nodes else "4 vCPU and 16 GB"

    @property
    def kept_on_machine(self) -> str:
        """The fact for what lies on the one machine: everything, or the databases where files lie elsewhere."""
        return "total_data" if self.chosen("object_storage") in ("filesystem", "none", "") else "database_data"

    @property
    def on_premises(self) -> bool:
        return self.chosen("hosting") == "on_prem"

    @property
    def one_pool(self) -> bool:
        return self.chosen("service_style") in ONE_POOL

    @property
    def cloud(self) -> str:
        """aws, gcp or azure; where none was named, the most common one serves as the example."""
        named = str(self.evaluation.value("cloud_provider") or "")
        return named if named in PLACES else "aws"

    @property
    def regions(self) -> int:
        return self.count("deployed_regions", 1)

    @functools.cached_property
    def places(self) -> list[str]:
        """The provider's names of the regions in use, the first of them the main one."""
        value = self.evaluation.value("regions")
        wanted = value if isinstance(value, frozenset | set | tuple | list) else ()
        given = self.evaluation.facts.get("regions")
        said = given.words if given is not None and given.origin == "given" else ""
        return region_names(self.cloud, frozenset(map(str, wanted)), self.regions, said)

    @functools.cached_property
    def beside(self) -> bool:
        """Whether the one program also runs as a worker, in a corner of the nodes that it has anyway."""
        return self.design.component(WORKER) is not None

    @functools.cached_property
    def workloads(self) -> tuple[Component, ...]:
        """What is deployed of one's own: services, workers and what holds open connections."""
        live = self.chosen("realtime_transport") in OWN_CONNECTIONS
        return tuple(
            c
            for c in self.design.components
            if c.layer in ("service", "async")
            or (live and c.role == "realtime_transport" and c.nodes and self.number(c.nodes))
        )

    def nodes(self, component: Component) -> int:
        """Nodes of a service or worker in all regions together; the worker of one program has a corner of its nodes."""
        if component.id == WORKER:
            return self.regions * self.count("region_minimum_nodes", 1)
        if component.id == "application":
            # What runs by itself (matches, foreign code) has machines of its own and is no part of the program's.
            return self.count("pool_nodes" if self.number("apart_nodes") else "compute_nodes", 1)
        if component.nodes:
            return self.count(component.nodes, 1)
        return max(sum(self.count(part.nodes) for part in component.parts), 1)

    def held(self, component: Component) -> bool:
        """Whether its machines hold what must end by itself before they go: connections, a match, foreign code."""
        return component.apart or component.role == "realtime_transport"

    @property
    def standby(self) -> bool:
        """Whether there is a region that serves nobody until another fails."""
        return self.regions > self.count("active_regions", 1)

    def replicas(self, component: Component) -> int:
        """Nodes in one region, with at least what a lost zone asks for."""
        least = self.count("region_minimum_nodes", 1)
        active = min(self.count("active_regions", 1), self.regions)
        # A standby runs the fewest that may stand; the load is carried by the others.
        share = math.ceil((self.nodes(component) - least * (self.regions - active)) / active)
        return max(share, least)

    def gigabytes(self, fact: str, room: float = 1.3, least: int = 20, over: int = 1) -> int:
        """A disk for `fact`, with room to grow, on each of `over` machines; in GB, two digits of it."""
        wanted = self.number(fact) / max(over, 1) * room / 1e9
        step: int = 10 ** max(len(str(math.ceil(wanted))) - 2, 0)
        return max(int(math.ceil(wanted / step) * step), least)
