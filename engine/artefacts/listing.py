"""The list of a design's files: what each is, and what reads it without running it."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch

from engine.artefacts.artefact import Artefact
from engine.artefacts.case import Case

CHECKS = (
    ("openapi.yaml", "openapi-spec-validator openapi.yaml"),
    ("schema/*.sql", "the database itself, in an empty one"),
    ("schema/*.cql", "cqlsh -f, on an empty cluster"),
    ("monitoring/alerts.yaml", "promtool check rules monitoring/alerts.yaml"),
    ("monitoring/prometheus.yaml", "promtool check config monitoring/prometheus.yaml"),
    ("monitoring/otel-collector.yaml", "otelcol validate --config monitoring/otel-collector.yaml"),
    (".github/*", "actionlint"),
    ("kubernetes/*", "kubectl apply --dry-run=server -f kubernetes/"),
    ("systemd/*", "systemd-analyze verify systemd/*"),
    ("compose.yaml", "docker compose config --quiet"),
    ("ansible/*", "ansible-inventory -i ansible/inventory.yaml --list"),
    ("terraform/*", "terraform -chdir=terraform init -backend=false && terraform -chdir=terraform validate"),
)


def listing(case: Case, files: Iterable[Artefact]) -> Artefact:
    rows = [
        f"| `{artefact.path}` | {artefact.about.splitlines()[0].replace('|', '/')} | {_check(artefact.path)} |"
        for artefact in files
    ]
    text = f"""\
# {case.design.title}: files

Made from the design; sizes and counts are its figures. Names ending in `.example` and `.internal`, passwords and the
programs' images are to be replaced by your own.

| file | what it is | checked by |
|---|---|---|
"""
    return Artefact("README.md", text + "\n".join(rows) + "\n", "what each file is")


def _check(path: str) -> str:
    found = next((command for pattern, command in CHECKS if fnmatch(path, pattern)), "")
    return f"`{found}`" if found and " the " not in f" {found}" and "cluster" not in found else found
