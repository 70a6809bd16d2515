"""Files of a design that run: interfaces, alerts, schemas, deployments. Pure functions of the design."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.artefacts import delivery, inventory, kubernetes, machine, prometheus
from engine.artefacts.artefact import Artefact
from engine.artefacts.asyncapi import asyncapi_text
from engine.artefacts.case import Case
from engine.artefacts.listing import listing
from engine.artefacts.openapi import OpenApi
from engine.artefacts.schema_files import schema_files
from engine.artefacts.terraform import terraform
from engine.design.model import Design

__all__ = ["Artefact", "artefacts", "as_zip", "write"]


def artefacts(design: Design) -> tuple[Artefact, ...]:
    """All files of `design`, by path, with a list of them that says how each is checked."""
    case = Case(design)
    found = sorted(_made(case), key=lambda artefact: artefact.path)
    return (listing(case, found), *found)


def _made(case: Case) -> Iterator[Artefact]:
    if case.design.calls:
        yield Artefact("openapi.yaml", OpenApi(case).text(), "the HTTP interfaces, OpenAPI 3.1")
    if case.design.events or case.design.sockets:
        yield Artefact("asyncapi.yaml", asyncapi_text(case), "events and open connections, AsyncAPI 3.0")
    yield from schema_files(case)
    yield from _monitoring(case)
    yield Artefact(".github/workflows/release.yaml", delivery.pipeline_text(case), "the pipeline, for GitHub Actions")
    yield from _deployment(case)


def _monitoring(case: Case) -> Iterator[Artefact]:
    if prometheus.wanted(case):
        yield Artefact("monitoring/alerts.yaml", prometheus.rules_text(case), "Prometheus rules")
        yield Artefact("monitoring/prometheus.yaml", prometheus.scrape_text(case), "what Prometheus scrapes")
    if case.chosen("observability_stack") == "otel_full":
        yield Artefact("monitoring/otel-collector.yaml", prometheus.collector_text(case), "the OpenTelemetry collector")


def _deployment(case: Case) -> Iterator[Artefact]:
    if case.chosen("compute_platform") == "kubernetes":
        yield from kubernetes.manifests(case)
    if case.single:
        yield Artefact(f"systemd/{case.name}.service", machine.unit_text(case), "the program as a service")
        yield Artefact(f"systemd/{case.name}-backup.service", machine.backup_unit_text(case), "one backup")
        yield Artefact(f"systemd/{case.name}-backup.timer", machine.backup_timer_text(case), "when backups run")
    if machine.compose(case)["services"]:
        yield Artefact("compose.yaml", machine.compose_text(case), "the system on a laptop, for development")
    if case.on_premises:
        yield Artefact("ansible/inventory.yaml", inventory.inventory_text(case), "the machines, for Ansible")
    else:
        yield from terraform(case)


def write(files: Iterable[Artefact], folder: Path) -> int:
    """Writes the files below `folder`, which is made if need be; returns how many."""
    count = 0
    for artefact in files:
        path = folder / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(artefact.text, "utf-8")
        count += 1
    return count


def as_zip(files: Iterable[Artefact]) -> bytes:
    """The files as one archive, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for artefact in files:
            entry = zipfile.ZipInfo(artefact.path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, artefact.text)
    return buffer.getvalue()
