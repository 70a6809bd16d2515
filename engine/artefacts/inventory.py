"""On one's own premises: the Ansible inventory, with as many machines as the design counts."""

from __future__ import annotations

from typing import Any

from engine.artefacts.case import WORKER, Case, slug
from engine.artefacts.yaml_text import yaml_text

GROUPS = (
    ("gateway", "gw", "gateway_nodes"),
    ("primary_store", "db", "database_nodes"),
    ("bulk_store", "bulk", "bulk_nodes"),
    ("cache", "cache", "cache_nodes"),
    ("message_broker", "broker", "broker_nodes"),
    ("search_index", "search", "search_nodes"),
    ("realtime_transport", "live", "realtime_nodes"),
)
ABSENT = frozenset({"", "none", "same_store", "database_queue", "database_search", "in_process", "filesystem"})


def inventory_text(case: Case) -> str:
    return yaml_text(inventory(case), f"{case.design.title}: {case.shown('total_nodes') or '1'} own machines.")


def inventory(case: Case) -> dict[str, Any]:
    children: dict[str, Any] = {}
    for component in case.workloads:
        if component.id == WORKER or component.role == "realtime_transport":  # among others; told below
            continue
        prefix = "app" if component.id == "application" else slug(component.id)
        children[component.id] = _hosts(prefix, case.nodes(component))
    for role, prefix, fact in GROUPS:
        if (count := case.count(fact)) and (role == "gateway" or case.chosen(role) not in ABSENT):
            group = _hosts(prefix, count)
            if role != "gateway":
                group["vars"] = {"engine": case.chosen(role)}
            children[role] = group
    variables = {
        "backup_every": "continuous" if case.number("rpo") < 600 else "24h",
        "log_retention_days": round(case.number("log_retention") / 86_400),
        "target_utilisation": float(f"{case.number('target_utilisation'):.3g}"),
    }
    return {"all": {"children": children, "vars": variables}}


def _hosts(prefix: str, count: int) -> dict[str, Any]:
    return {"hosts": {f"{prefix}-[1:{count}]" if count > 1 else f"{prefix}-1": {}}}
