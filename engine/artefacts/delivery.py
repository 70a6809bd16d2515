"""The pipeline in the form of GitHub Actions: check, integrate, package, stage, roll out as the design chose."""

from __future__ import annotations

from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.stand_ins import stand_ins
from engine.artefacts.yaml_text import yaml_text
from engine.texts import lower_first


def pipeline_text(case: Case) -> str:
    parts = ", ".join(slug(component.id) for component in case.workloads)
    return yaml_text(pipeline(case), f"What is merged to main is released. {case.title('rollout')}.\nDeployed: {parts}")


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
    return ", ".join(["sign in", *map(lower_first, main[:2])])


def _one_job(case: Case) -> dict[str, Any]:
    suites = " ".join(["lint", "unit", *(["property"] if "property" in _kinds(case) else [])])
    steps: list[dict[str, Any]] = [
        {"uses": "actions/checkout@v4"},
        *_started(case),
        {"name": "Check", "run": f"make {suites} migrate integration contract"},
        {"name": "Package", "run": "make package scan"},
        {
            "name": f"Release, then {smoke(case)}",
            "if": "github.ref == 'refs/heads/main'",
            "run": "make backup deploy smoke || make rollback",
        },
    ]
    job: dict[str, Any] = {"runs-on": "ubuntu-latest", "environment": "production"}
    return {"release": job | {"steps": steps}}


def _started(case: Case) -> list[dict[str, Any]]:
    """The stores and brokers of the compose file, for tests that need them."""
    found = stand_ins(case)
    if not found:
        return []
    names = ", ".join(dict.fromkeys(stand_in.title for stand_in in found))
    roles = " ".join(stand_in.name for stand_in in found)
    return [{"name": f"Start {names}", "run": f"docker compose up --detach --wait {roles}"}]


def _jobs(case: Case) -> dict[str, Any]:
    checkout = {"uses": "actions/checkout@v4"}
    runner = {"runs-on": "ubuntu-latest"}
    released = {"if": "github.ref == 'refs/heads/main'"}
    parts: dict[str, Any] = {}
    first: dict[str, Any] = {}
    if not case.one_pool:  # each part is tested and packaged by itself, and only if it changed
        changed = "${{ fromJSON(needs.changed.outputs.services) }}"
        parts = {"needs": "changed", "strategy": {"fail-fast": False, "matrix": {"service": changed}}}
        listed = [checkout, {"id": "list", "run": 'make changed >> "$GITHUB_OUTPUT"'}]
        outputs = {"services": "${{ steps.list.outputs.services }}"}
        first = {"changed": runner | {"outputs": outputs, "steps": listed}}
    only = "" if case.one_pool else " SERVICE=${{ matrix.service }}"
    suites = " ".join(["lint", "unit", *(["property"] if "property" in _kinds(case) else [])])
    contract = " contract" if not case.one_pool or case.design.events else ""
    return first | {
        "check": runner | parts | {"steps": [checkout, {"run": f"make {suites}{only}"}]},
        "integration": {"needs": "check"}
        | runner
        | {"steps": [checkout, *_started(case), {"run": f"make migrate integration{contract}"}]},
        "image": parts
        | {"needs": "integration" if case.one_pool else ["changed", "integration"]}
        | released
        | runner
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
    share = f"{case.number('canary_share') * 100:.3g}"
    wait = f"{case.number('canary_time') / 60:.0f}m"
    match case.chosen("rollout"):
        case "canary" | "event_ready":
            slow = f"p99:{case.number('latency_p99'):.6g}"
            return [
                {
                    "name": f"{share}% for {wait}, compared with the old version",
                    "run": f"make canary SHARE={share} WAIT={wait}",
                },
                {"name": "All", "run": f"make widen STEPS=10,50,100 WAIT=15m ROLLBACK_ON={errors},{slow}"},
            ]
        case "continuous":
            return [
                {"name": f"{share}% for {wait}", "run": f"make canary SHARE={share} WAIT={wait}"},
                {"name": "All", "run": f"make deploy ENV=production BATCH=10% DRAIN=30s ROLLBACK_ON={errors}"},
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
