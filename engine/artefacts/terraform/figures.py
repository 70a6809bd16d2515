"""The figures that infrastructure is sized with, for one region."""

from __future__ import annotations

import math
import re

from engine.artefacts.case import WORKER, Case, slug
from engine.artefacts.terraform.hcl import Raw

OWN_MACHINES = frozenset({"cassandra", "mysql_sharded", "timescaledb", "clickhouse"})
"""Stores that are run on machines of one's own in every cloud."""
_KEY = re.compile(r"\w+")


def media(case: Case) -> str:
    """What a delivery network carries here."""
    if case.number("peak_cdn_egress") <= 0:
        return "static files of the page"
    return f"{case.shown('peak_cdn_egress')} at peak, {case.shown('cdn_offload')} of it from its caches"


class Figures:
    """What a case asks of each region."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.regions = case.regions
        self.data_regions = max(case.count("data_regions"), 1)

    def each(self, fact: str, over: int = 0, least: int = 1) -> int:
        """The share of a region of what `fact` counts in all of them."""
        return max(math.ceil(self.case.number(fact) / (over or self.regions) - 1e-9), least)

    @property
    def services(self) -> dict[str, dict[str, int]]:
        """Of each service and worker in a region: nodes at peak, the most that may be started, vCPU and GB of each."""
        found = {}
        for component in self.case.workloads:
            nodes = self.case.replicas(component)
            cpu, memory = (1, 2) if component.id == WORKER else (2, 4) if self.case.small_nodes else (4, 16)
            found[slug(component.id)] = {"nodes": nodes, "max": nodes * 2, "cpu": cpu, "memory": memory}
        return found

    @property
    def least(self) -> int:
        """The nodes that a region runs at least, which is all that a standby runs of a service."""
        return self.case.count("region_minimum_nodes", 1)

    @property
    def held(self) -> list[str]:
        """Names of the services whose machines end only when what they hold has ended."""
        return [slug(component.id) for component in self.case.workloads if self.case.held(component)]

    @property
    def entry(self) -> str:
        """The service that the balancer sends requests to."""
        return next((name for name in self.services if name not in self.held), next(iter(self.services)))

    def wanted(self, count: str) -> Raw:
        """`count` in a region that serves, and the least in one that stands by."""
        return Raw(f"var.active ? {count} : {self.least}" if self.case.standby else count)

    @property
    def machines(self) -> dict[str, dict[str, int]]:
        """The same where machines are started and not containers: a worker runs on those of the program."""
        return {
            name: {"nodes": row["nodes"], "max": row["max"]} for name, row in self.services.items() if name != WORKER
        }

    @property
    def nodes(self) -> int:
        """Application nodes of a region that serves; a standby has the fewest of each pool."""
        active = max(min(self.case.count("active_regions", 1), self.regions), 1)
        pools = self.case.count("service_pools", 1)
        share = self.case.number("compute_nodes") - self.least * pools * (self.regions - active)
        return max(math.ceil(share / active - 1e-9), self.least)

    @property
    def shards(self) -> int:
        """Primaries in a region that keeps records: all of them, or the share of a region that keeps its own users."""
        shards = self.case.count("shards", 1)
        if self.case.chosen("multi_region") == "geo_partitioned":
            return max(math.ceil(shards / self.regions), 1)
        return shards

    @property
    def copies(self) -> int:
        return self.case.count("replicas_per_shard", 1)

    def disk(self, role: str) -> int:
        """GB of disk for each machine that keeps the data of a role,"""
        fact, nodes, copies = {
            "primary_store": ("primary_data", "database_nodes", self.copies * self.data_regions),
            "bulk_store": ("bulk_data", "bulk_nodes", 3),
        }[role]
        machines = max(self.case.count(nodes), 1)
        if role == "primary_store" and self.case.chosen(role) in ("postgresql", "mysql_sharded"):
            return self.case.gigabytes(fact, over=self.shards, least=50)
        return self.case.gigabytes(fact, room=copies, over=machines, least=50)

    @property
    def cache_memory(self) -> float:
        """GB of cache on each of a region's nodes."""
        return self.case.number("cache_node_memory") / 1e9

    @property
    def events(self) -> list[str]:
        return [event.name for event in self.case.design.events]

    @property
    def tables(self) -> list[tuple[str, str, str]]:
        """Entities of a key-value store: name, partition key, sort key or an empty text."""
        found = []
        for entity in self.case.design.entities:
            if entity.option in ("dynamodb", "dynamodb_bulk"):
                keys = [match[0] for key in entity.form.keys if (match := _KEY.match(key))]
                found.append((entity.name, keys[0], keys[1] if len(keys) > 1 else ""))
        return found

    def own(self) -> list[tuple[str, str, int, int]]:
        """Stores on machines of one's own: role, engine, machines in this region, GB of disk on each."""
        found = []
        for role, fact in (("primary_store", "database_nodes"), ("bulk_store", "bulk_nodes")):
            engine = self.case.chosen(role)
            if engine in OWN_MACHINES:
                over = self.data_regions if role == "primary_store" else self.regions
                found.append((role, engine, self.each(fact, over), self.disk(role)))
        return found

    @property
    def concurrency(self) -> int:
        """Functions at once at peak, with as many again."""
        case = self.case
        return math.ceil(case.number("peak_requests") * case.number("latency_p50") * 2) + 1

    @property
    def timeout(self) -> int:
        return max(math.ceil(self.case.number("latency_p99") * 3), 1)

    @property
    def busy(self) -> int:
        """Percent of processor use that the design sizes for."""
        return math.floor((self.case.number("target_utilisation") or 0.7) * 100)
