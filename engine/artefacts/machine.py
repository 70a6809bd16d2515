"""One machine: a systemd unit where the program runs by itself, and a compose file to start all of it on a laptop."""

from __future__ import annotations

from typing import Any

from engine.artefacts.case import Case
from engine.artefacts.delivery import password_of, stand_ins
from engine.artefacts.kubernetes import ADDRESSES
from engine.artefacts.yaml_text import yaml_text

DATA = {"postgres": "/var/lib/postgresql/data", "timescale": "/var/lib/postgresql/data", "mysql": "/var/lib/mysql"}
DATA |= {"mongo": "/data/db", "minio": "/data", "cassandra": "/var/lib/cassandra", "redis": "/data"}
COMMANDS = {
    "minio": ["server", "/data"],
    "cockroachdb": ["start-single-node", "--insecure"],
}


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
    needed = stand_ins(case)
    services: dict[str, Any] = {}
    variables = {ADDRESSES[role]: role.replace("_", "-") for role in needed}
    after = {role.replace("_", "-"): {"condition": "service_started"} for role in needed}
    for component in case.workloads if len(case.workloads) <= 4 else case.workloads[:0]:
        command = ["server"] if component.layer == "service" else ["worker"]
        service: dict[str, Any] = {"build": ".", "command": command}
        if component.layer == "service" and not any("ports" in other for other in services.values()):
            service["ports"] = ["8080:8080"]
        if variables:
            service |= {"environment": variables, "depends_on": after}
        else:
            service["volumes"] = ["data:/var/lib/data"]
        services[component.id.replace("_", "-")] = service
    volumes: dict[str, Any] = {} if variables else {"data": {}}
    for role, image in needed.items():
        name = role.replace("_", "-")
        service = {"image": image}
        kind = image.partition("/")[0].partition(":")[0]
        if kind in COMMANDS:
            service["command"] = COMMANDS[kind]
        if variable := password_of(image):
            service["environment"] = {variable: "development"}
        if path := next((path for start, path in DATA.items() if image.startswith(start)), ""):
            service["volumes"] = [f"{name}:{path}"]
            volumes[name] = {}
        services[name] = service
    return {"name": case.name, "services": services} | ({"volumes": volumes} if volumes else {})
