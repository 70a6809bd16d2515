"""The pipeline in the form of GitHub Actions: check, integrate, package, stage, roll out as the design chose."""

from __future__ import annotations

from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.yaml_text import yaml_text

IMAGES = {
    "postgresql": "postgres:17",
    "mysql_sharded": "mysql:8.4",
    "mongodb": "mongo:8",
    "dynamodb": "amazon/dynamodb-local:2.6.1",
    "dynamodb_bulk": "amazon/dynamodb-local:2.6.1",
    "cassandra": "cassandra:5",
    "distributed_sql": "cockroachdb/cockroach:v25.2.0",
    "timescaledb": "timescale/timescaledb:latest-pg17",
    "clickhouse": "clickhouse/clickhouse-server:25.3",
    "redis": "redis:7",
    "redis_cluster": "redis:7",
    "rabbitmq": "rabbitmq:4",
    "kafka": "apache/kafka:4.0.0",
    "pubsub": "localstack/localstack:4",
    "opensearch": "opensearchproject/opensearch:2",
    "s3": "minio/minio",
    "own_object_store": "minio/minio",
}
"""What stands in for a chosen store or broker, in tests and on a laptop."""
ROLES = ("primary_store", "bulk_store", "cache", "message_broker", "search_index", "object_storage")
SECRETS = {"postgres": "POSTGRES_PASSWORD", "timescale": "POSTGRES_PASSWORD", "mysql": "MYSQL_ROOT_PASSWORD"}


def stand_ins(case: Case) -> dict[str, str]:
    """Images by the role that they play; one image is started once."""
    found: dict[str, str] = {}
    for role in ROLES:
        image = IMAGES.get(case.chosen(role), "")
        if image and image not in found.values():
            found[role] = image
    return found


def password_of(image: str) -> str:
    """The variable by which an image is told its password; an empty text if it needs none."""
    return next((name for start, name in SECRETS.items() if image.startswith(start)), "")


def pipeline_text(case: Case) -> str:
    return yaml_text(pipeline(case), f"Merge to main is released to everybody by {case.title('rollout').lower()}.")


def pipeline(case: Case) -> dict[str, Any]:
    document: dict[str, Any] = {"name": "release"}
    document["on"] = {"push": {"branches": ["main"]}, "pull_request": {}}
    document["permissions"] = {"contents": "read", "id-token": "write"}
    document["concurrency"] = {"group": "release-${{ github.ref }}", "cancel-in-progress": False}
    document["jobs"] = _one_job(case) if case.single else _jobs(case)
    return document


def _kinds(case: Case) -> set[str]:
    return {test.kind for test in case.design.tests}


def smoke(case: Case) -> str:
    """What the smoke test does."""
    main = [flow.name for flow in case.design.flows if flow.main] or ["the main flow"]
    return ", ".join(["sign in", *(flow[:1].lower() + flow[1:] for flow in main[:2])])


def _one_job(case: Case) -> dict[str, Any]:
    suites = " ".join(["lint", "unit", *(["property"] if "property" in _kinds(case) else [])])
    steps: list[dict[str, Any]] = [
        {"uses": "actions/checkout@v4"},
        {"name": "Check", "run": f"make {suites} migrate integration contract"},
        {"name": "Package", "run": "make package scan"},
        {
            "name": f"Release, then {smoke(case)}",
            "if": "github.ref == 'refs/heads/main'",
            "run": "make backup deploy smoke || make rollback",
        },
    ]
    job: dict[str, Any] = {"runs-on": "ubuntu-latest", "environment": "production"}
    return {"release": job | _services(case) | {"steps": steps}}


def _services(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for role, image in stand_ins(case).items():
        service: dict[str, Any] = {"image": image}
        if variable := password_of(image):
            service["env"] = {variable: "test"}
        found[slug(role)] = service
    return {"services": found} if found else {}


def _jobs(case: Case) -> dict[str, Any]:
    checkout = {"uses": "actions/checkout@v4"}
    runner = {"runs-on": "ubuntu-latest"}
    released = {"if": "github.ref == 'refs/heads/main'"}
    parts: dict[str, Any] = {}
    if not case.one_pool:  # each part is tested and packaged by itself, and only if it changed
        parts = {"strategy": {"fail-fast": False, "matrix": {"service": [slug(c.id) for c in case.workloads]}}}
    only = "" if case.one_pool else " SERVICE=${{ matrix.service }}"
    suites = " ".join(["lint", "unit", *(["property"] if "property" in _kinds(case) else [])])
    contract = " contract" if not case.one_pool or case.design.events else ""
    return {
        "check": runner | parts | {"steps": [checkout, {"run": f"make {suites}{only}"}]},
        "integration": {"needs": "check"}
        | runner
        | _services(case)
        | {"steps": [checkout, {"run": f"make migrate integration{contract}"}]},
        "image": {"needs": "integration"}
        | released
        | runner
        | parts
        | {"steps": [checkout, {"run": f"make image scan sign{only}"}]},
        "stage": {"needs": "image"}
        | runner
        | {"environment": "staging"}
        | {"steps": [checkout, {"name": f"Deploy, then {smoke(case)}", "run": "make deploy smoke ENV=staging"}]},
        "production": {"needs": "stage"}
        | runner
        | {"environment": "production"}
        | {"steps": [checkout, *rollout(case)]},
    }


def rollout(case: Case) -> list[dict[str, Any]]:
    """The steps of the chosen rollout, each held by what is measured."""
    errors = f"error_ratio:{case.number('fast_burn_ratio'):.6g}"
    match case.chosen("rollout"):
        case "canary":
            share = f"{case.number('canary_share') * 100:g}"
            wait = f"{case.number('canary_time') / 60:.0f}m"
            slow = f"p99:{case.number('latency_p99'):.6g}"
            return [
                {"name": f"{share}% for {wait}, compared with the old version", "run": f"make canary SHARE={share} WAIT={wait}"},
                {"name": "All", "run": f"make widen STEPS=10,50,100 WAIT=15m ROLLBACK_ON={errors},{slow}"},
            ]
        case "blue_green":
            return [
                {"name": "The idle set", "run": "make deploy smoke ENV=production SET=idle"},
                {"name": "Switch", "run": f"make switch watch FOR=15m ROLLBACK_ON={errors}"},
            ]
        case "rolling":
            nodes = case.shown("compute_nodes")
            run = "make deploy ENV=production BATCH=1 DRAIN=30s ROLLBACK_ON=unhealthy"
            return [{"name": f"{nodes} nodes, one by one", "run": run}]
    return [{"name": "Restart", "run": "make backup deploy smoke ENV=production || make rollback"}]
