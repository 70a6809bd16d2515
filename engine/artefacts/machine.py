"""One machine: a systemd unit where the program runs by itself, and a compose file to start all of it on a laptop."""

from __future__ import annotations

from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.kubernetes import ADDRESSES
from engine.artefacts.stand_ins import stand_ins
from engine.artefacts.yaml_text import yaml_text


def unit_text(case: Case) -> str:
    """The unit of the one program; the service manager restarts it and keeps it in its place."""
    return f"""\
# {case.design.title}: one program, {case.shown("peak_requests")} at peak.
[Unit]
Description={case.design.title}
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=notify
User={case.name}
WorkingDirectory=/srv/{case.name}/current
EnvironmentFile=/etc/{case.name}/environment
ExecStart=/srv/{case.name}/current/bin/server --listen 127.0.0.1:8080 --data /var/lib/{case.name}
Restart=on-failure
RestartSec=1
TimeoutStopSec=30
StateDirectory={case.name}
MemoryMax=3G
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
CapabilityBoundingSet=

[Install]
WantedBy=multi-user.target
"""


def backup_unit_text(case: Case) -> str:
    copy = (
        f'sqlite3 /var/lib/{case.name}/data.db ".backup /var/backups/{case.name}/data.db"'
        if case.chosen("primary_store") == "sqlite"
        else f"/srv/{case.name}/current/bin/backup --to /var/backups/{case.name}"
    )
    return f"""\
# At most {case.shown("rpo")} may be lost; {case.shown("backup_data") or "the copies"} are kept.
[Unit]
Description=Backup of {case.design.title}

[Service]
Type=oneshot
User={case.name}
ExecStart=/bin/sh -c '{copy}'
ExecStartPost=/srv/{case.name}/current/bin/ship-backup /var/backups/{case.name}
"""


def backup_timer_text(case: Case) -> str:
    rpo = case.number("rpo") or 86_400
    when = "daily" if rpo >= 86_400 else "hourly" if rpo >= 3_600 else "*:0/5"
    return f"""\
[Unit]
Description=When the backup of {case.design.title} runs

[Timer]
OnCalendar={when}
Persistent=yes

[Install]
WantedBy=timers.target
"""


def compose_text(case: Case) -> str:
    return yaml_text(compose(case), f"{case.design.title} on a laptop: the code of this folder and what it needs.")


def compose(case: Case) -> dict[str, Any]:
    """The code of this folder as one server and its worker, and the stores it needs; many services start apart."""
    needed = stand_ins(case)
    variables = {ADDRESSES[one.role]: one.name for one in needed}
    after = {one.name: {"condition": "service_healthy" if one.image.ready else "service_started"} for one in needed}
    services: dict[str, Any] = {}
    volumes: dict[str, Any] = {} if variables else {"data": {}}
    for component in case.design.components if case.one_pool else ():
        if component.layer not in ("service", "async") or component.role:
            continue
        server = component.layer == "service"
        service: dict[str, Any] = {"build": ".", "command": ["server" if server else "worker"]}
        if server:
            service["ports"] = ["8080:8080"]
        if variables:
            service |= {"environment": variables, "depends_on": after}
        else:
            service["volumes"] = ["data:/var/lib/data"]
        services[slug(component.id)] = service
    for one in needed:
        image = one.image
        service = {"image": image.name, "ports": [f"{one.host_port}:{image.port}"]}
        if image.command:
            service["command"] = list(image.command)
        if image.environment:
            service["environment"] = dict(image.environment)
        if image.ready:
            test = {"test": ["CMD-SHELL", image.ready], "interval": "2s", "retries": 30}
            service["healthcheck"] = test
        if image.data:
            service["volumes"] = [f"{one.name}:{image.data}"]
            volumes[one.name] = {}
        services[one.name] = service
    return {"name": case.name, "services": services} | ({"volumes": volumes} if volumes else {})
