"""Kubernetes manifests: a file for each service and worker, and one for the namespace that they share.

A pod takes most of a node of 4 vCPU and 16 GB, which the design counts in: its replicas are the design's nodes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from engine.artefacts.artefact import Artefact
from engine.artefacts.case import WORKER, Case, slug
from engine.artefacts.yaml_text import several
from engine.design.model import Component

Manifest = dict[str, Any]

CPU, MEMORY = "3500m", "13Gi"
"""What is left of a node of 4 vCPU and 16 GB after the system's own agents."""
LESS_CPU, LESS_MEMORY = "3000m", "11Gi"
"""Where a worker runs beside."""
LAST_WORK = 3600
"""Seconds that a part which stands apart may take to end what it holds."""
PORTS = {
    "postgresql": 5432,
    "timescaledb": 5432,
    "mysql_sharded": 3306,
    "mongodb": 27017,
    "cassandra": 9042,
    "distributed_sql": 26257,
    "clickhouse": 8443,
    "redis": 6379,
    "redis_cluster": 6379,
    "kafka": 9092,
    "rabbitmq": 5671,
    "opensearch": 9200,
    "search_node": 9200,
}
ADDRESSES = {
    "primary_store": "DATABASE_HOST",
    "bulk_store": "BULK_STORE_HOST",
    "cache": "CACHE_HOST",
    "message_broker": "BROKER_HOST",
    "search_index": "SEARCH_HOST",
    "object_storage": "BUCKET",
}
ABSENT = frozenset({"", "none", "same_store", "database_queue", "database_search", "in_process"})


def manifests(case: Case) -> Iterator[Artefact]:
    yield Artefact("kubernetes/namespace.yaml", several(namespace(case)), "namespace and shared settings")
    for component in case.workloads:
        note = f"{component.title}: {case.nodes(component)} nodes in all, {case.replicas(component)} in each region."
        path = f"kubernetes/{slug(component.id)}.yaml"
        yield Artefact(path, several(workload(case, component), note), component.title)


def settings(case: Case) -> dict[str, str]:
    """Where the stores are, as every process reads it from its environment."""
    found = {}
    for role, variable in ADDRESSES.items():
        if case.chosen(role) in ABSENT:
            continue
        host = f"{slug(role)}.{case.name}.internal"
        found[variable] = f"{case.name}-files" if role == "object_storage" else host
    found["REQUEST_TIMEOUT_MS"] = str(math.ceil(case.number("latency_p99") * 3000) or 1500)
    return found


def namespace(case: Case) -> list[Manifest]:
    meta = {"name": case.name, "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}
    dns = {
        "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}],
        "ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}],
    }
    return [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": meta},
        {"apiVersion": "v1", "kind": "ConfigMap"} | {"metadata": _meta(case, "addresses"), "data": settings(case)},
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": _meta(case, "nothing-but-names"),
            "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": [dns]},
        },
    ]


def workload(case: Case, component: Component) -> list[Manifest]:
    found = [deployment(case, component)]
    if serves(component):
        found.append(service(case, component))
    # What stands apart holds what must not end early (a match, a build): processor use says nothing of that, so no
    # autoscaler may take a pod away; its own controller asks for more and lets the idle go.
    scaled = [] if component.apart else [autoscaler(case, component)]
    return [*found, *scaled, disruption(case, component), network(case, component)]


def serves(component: Component) -> bool:
    """Whether others call it; a worker fetches its work. What holds connections is given time to part with them."""
    return component.layer == "service" or component.role == "realtime_transport"


def _meta(case: Case, name: str, **labels: str) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "namespace": case.name}
    return meta | ({"labels": labels} if labels else {})


def _name(component: Component) -> str:
    return slug(component.id)


def deployment(case: Case, component: Component) -> Manifest:
    name = _name(component)
    spread = {"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway"}
    canary = case.chosen("rollout") in ("canary", "continuous", "event_ready")
    grace = 900 if component.role == "realtime_transport" else 60 if serves(component) else 120
    template: dict[str, Any] = {"labels": {"app": name, "layer": component.layer}}
    if component.apart:
        grace = LAST_WORK
        template["annotations"] = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}
    pod = {
        "serviceAccountName": "default",
        "automountServiceAccountToken": False,
        "terminationGracePeriodSeconds": grace,
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "topologySpreadConstraints": [spread | {"labelSelector": {"matchLabels": {"app": name}}}],
        "containers": [container(case, component)],
    }
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "10%" if canary else 1, "maxUnavailable": 0}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": _meta(case, name, app=name),
        "spec": {
            "replicas": case.replicas(component),
            "selector": {"matchLabels": {"app": name}},
            "strategy": strategy,
            "template": {"metadata": template, "spec": pod},
        },
    }


def size(case: Case, component: Component) -> tuple[str, str]:
    """Processors and memory of a pod."""
    if component.id == WORKER:
        return "500m", "2Gi"
    return (LESS_CPU, LESS_MEMORY) if case.beside else (CPU, MEMORY)


def container(case: Case, component: Component) -> dict[str, Any]:
    name = _name(component)
    cpu, memory = size(case, component)
    probe = {"httpGet": {"path": "/health", "port": "metrics"}, "periodSeconds": 5}
    found: dict[str, Any] = {
        "name": name,
        "image": f"registry.example/{case.name}/{name}:release",
        "ports": [{"name": "metrics", "containerPort": 9090}],
        "envFrom": [{"configMapRef": {"name": "addresses"}}, {"secretRef": {"name": f"{name}-secrets"}}],
        "resources": {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}},
        "readinessProbe": probe | {"failureThreshold": 2},
        "livenessProbe": probe | {"periodSeconds": 10, "failureThreshold": 6},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    }
    if serves(component):
        found["ports"].insert(0, {"name": "http", "containerPort": 8080})
        found["lifecycle"] = {"preStop": {"sleep": {"seconds": 10}}}
    return found


def service(case: Case, component: Component) -> Manifest:
    name = _name(component)
    port = {"name": "http", "port": 80, "targetPort": "http"}
    spec = {"selector": {"app": name}, "ports": [port]}
    return {"apiVersion": "v1", "kind": "Service", "metadata": _meta(case, name, app=name), "spec": spec}


def autoscaler(case: Case, component: Component) -> Manifest:
    """From the fewest that survive a lost zone, or half of the peak's, to half as many again as the peak needs."""
    name, peak = _name(component), case.replicas(component)
    least = max(case.count("region_minimum_nodes", 1), math.ceil(peak / 2))
    target = {"type": "Utilization", "averageUtilization": math.floor((case.number("target_utilisation") or 0.7) * 100)}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": _meta(case, name),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "minReplicas": min(least, peak),
            "maxReplicas": max(math.ceil(peak * 1.5), peak + 1),
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": target}}],
            "behavior": {"scaleDown": {"stabilizationWindowSeconds": 600}},
        },
    }


def disruption(case: Case, component: Component) -> Manifest:
    name = _name(component)
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": _meta(case, name),
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": name}}},
    }


def network(case: Case, component: Component) -> Manifest:
    """Who may speak to this part, and whom it may speak to: the links of the design and nothing else."""
    name = _name(component)
    names = {c.id for c in case.workloads}
    links = case.design.links
    towards = [k.source for k in links if k.target == component.id and k.kind == "sync"]
    callers = sorted({slug(source) for source in towards if source in names})
    onwards = [k.target for k in links if k.source == component.id and k.kind == "sync"]
    called = sorted({slug(target) for target in onwards if target in names})
    front = any(source not in names for source in towards)
    sources: list[dict[str, Any]] = [{"podSelector": {"matchLabels": {"app": caller}}} for caller in callers]
    if front:
        sources.append({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateway"}}})
    watched = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    ingress = [{"from": sources, "ports": [{"port": "http"}]}] if sources and serves(component) else []
    egress: list[dict[str, Any]] = []
    if called:
        to = [{"podSelector": {"matchLabels": {"app": other}}} for other in called]
        egress.append({"to": to, "ports": [{"port": "http"}]})
    if ports := store_ports(case, component):
        egress.append({"ports": [{"port": port} for port in ports]})
    spec = {
        "podSelector": {"matchLabels": {"app": name}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [*ingress, {"from": [watched], "ports": [{"port": "metrics"}]}],
        "egress": egress,
    }
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy"} | {
        "metadata": _meta(case, name),
        "spec": spec,
    }


def store_ports(case: Case, component: Component) -> list[int]:
    """Ports of the stores and brokers that the links lead to; HTTPS for those that are rented as a service."""
    roles = {c.id: c.role for c in case.design.components if c.role}
    ports = set()
    for link in case.design.links:
        other = link.target if link.source == component.id else ""
        if link.kind == "async" and link.target == component.id:  # it fetches what a broker has for it
            other = link.source
        role = roles.get(other, "")
        if role in ADDRESSES and case.chosen(role) not in ABSENT:
            ports.add(PORTS.get(case.chosen(role), 443))
    return sorted(ports)
