"""Systems of every size whose files must run: the presets, and requests of other kinds."""

from __future__ import annotations

from typing import Any

from engine.design import Design, assemble
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge

PRESETS = ("netflix", "twitter", "facebook", "uber")
NAMED: dict[str, dict[str, Any]] = {
    "wiki": {"capabilities": ["documents", "search"], "users_total": 40, "team_size": 2},
    "hotels": {
        "capabilities": ["booking", "payments"],
        "booking_sites": 220,
        "team_size": 9,
        "regions": ["eu"],
        "monthly_budget": "12000 USD/month",
    },
    "meters": {
        "capabilities": ["telemetry", "device_management", "alerting"],
        "devices_total": "900k",
        "deployment": "on_prem",
    },
    "chat": {"capabilities": ["chat"], "daily_active_users": "2M"},
    "shop on Google Cloud": {
        "capabilities": ["catalogue", "cart_orders", "payments", "search", "media_upload"],
        "users_total": "3M",
        "team_size": 60,
        "cloud_provider": "gcp",
    },
    "files on Azure": {
        "capabilities": ["file_sync", "collaboration"],
        "users_total": "400k",
        "team_size": 14,
        "cloud_provider": "azure",
    },
    "links": {"capabilities": ["url_redirect"], "items_per_day": "2M/day", "team_size": 4},
}
ALL = (*PRESETS, *NAMED)


def designed(
    knowledge: Knowledge, name: str, pins: dict[str, str] | None = None, more: dict[str, Any] | None = None
) -> Design:
    """The case `name`, with choices of one's own and `more` facts."""
    given = NAMED.get(name, {})
    return assemble(
        evaluate(knowledge, givens_from(knowledge, given | (more or {}), pins or {}, None if given else name))
    )
