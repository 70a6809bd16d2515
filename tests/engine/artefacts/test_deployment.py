"""Manifests, Terraform, inventories, units and pipelines: read by their own validators, sized as the design says."""

from __future__ import annotations

import configparser
import math
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import hcl2
import kubernetes_validate
import pytest
import yaml

from engine.artefacts import artefacts
from engine.artefacts.case import Case, slug
from engine.design import Design
from engine.knowledge import Knowledge
from tests.engine.artefacts.cases import ALL, PRESETS, designed

Files = Mapping[str, Mapping[str, str]]

KUBERNETES = "1.33"
CLOUDS = ("aws", "gcp", "azure")
PLATFORMS = ("single_vm", "vms", "containers_managed", "kubernetes", "serverless", "bare_metal")
STORES = ("postgresql", "mysql_sharded", "mongodb", "dynamodb", "cassandra", "distributed_sql")
BROKERS = ("none", "database_queue", "rabbitmq", "kafka", "pubsub")


def manifests(files: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        manifest
        for path, text in files.items()
        if path.startswith("kubernetes/")
        for manifest in yaml.load_all(text, yaml.CSafeLoader)
    ]


def made(design: Design) -> dict[str, str]:
    return {artefact.path: artefact.text for artefact in artefacts(design)}


# -- every file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_yaml_file_is_yaml(files: Files, name: str) -> None:
    for path, text in files[name].items():
        if path.endswith(".yaml"):
            assert list(yaml.load_all(text, yaml.CSafeLoader)), path
        assert text.endswith("\n"), path
        assert not re.search(r"[ \t]$", text, re.MULTILINE) or path.startswith("schema/"), path


def test_the_same_design_gives_the_same_files(shipped: Knowledge, files: Files) -> None:
    assert made(designed(shipped, "uber")) == files["uber"]


# -- Kubernetes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRESETS)
def test_manifests_meet_the_schemas_of_kubernetes(files: Files, name: str) -> None:
    found = manifests(files[name])
    assert found
    for manifest in found:
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


@pytest.mark.parametrize("name", PRESETS)
def test_replicas_are_the_nodes_of_the_design(designs: dict[str, Design], files: Files, name: str) -> None:
    case = Case(designs[name])
    replicas = {
        m["metadata"]["name"]: m["spec"]["replicas"] for m in manifests(files[name]) if m["kind"] == "Deployment"
    }
    for component in case.workloads:
        found = replicas.pop(slug(component.id))
        assert found >= math.ceil(case.number(component.nodes) / case.regions)
        assert found >= case.number("region_minimum_nodes")
    assert replicas == {}


@pytest.mark.parametrize("name", PRESETS)
def test_selectors_meet_labels_and_ports_have_names_that_exist(files: Files, name: str) -> None:
    found = manifests(files[name])
    labels = {
        m["metadata"]["name"]: m["spec"]["template"]["metadata"]["labels"] for m in found if m["kind"] == "Deployment"
    }
    for manifest in found:
        spec, kind = manifest.get("spec", {}), manifest["kind"]
        if kind in ("PodDisruptionBudget", "Deployment"):
            assert spec["selector"]["matchLabels"]["app"] in labels
        if kind == "Service":
            assert spec["selector"]["app"] in labels
        if kind == "HorizontalPodAutoscaler":
            assert spec["scaleTargetRef"]["name"] in labels
            assert spec["minReplicas"] <= spec["maxReplicas"]
        if kind == "NetworkPolicy":
            assert spec["podSelector"].get("matchLabels", {}).get("app", "") in ("", *labels)
            for rule in spec.get("egress", []):
                for to in rule.get("to", []):
                    assert to.get("podSelector", {}).get("matchLabels", {}).get("app") in (None, *labels)


# -- Terraform ---------------------------------------------------------------------------------------------------------


def terraform_faults(files: Mapping[str, str]) -> list[str]:
    """What does not parse, and references within a module to what it does not have."""
    found = []
    for folder in ("terraform", "terraform/region"):
        texts = {p: t for p, t in files.items() if p.endswith(".tf") and p.rpartition("/")[0] == folder}
        declared: set[str] = set()
        for path, text in texts.items():
            try:
                hcl2.loads(text)
            except Exception as error:
                found.append(f"{path}: {error}")
            declared |= {
                f"{kind}.{name}" for kind, name in re.findall(r'^resource "(\w+)" "(\w+)"', text, re.MULTILINE)
            }
            declared |= {f"data.{k}.{n}" for k, n in re.findall(r'^data "(\w+)" "(\w+)"', text, re.MULTILINE)}
            declared |= {f"var.{name}" for name in re.findall(r'^variable "(\w+)"', text, re.MULTILINE)}
            declared |= {f"module.{name}" for name in re.findall(r'^module "(\w+)"', text, re.MULTILINE)}
        used = r"\b(data\.\w+\.\w+|(?<!data\.)(?:aws|google|azurerm|mongodbatlas)_\w+\.\w+|(?:var|module)\.\w+)"
        for path, text in texts.items():
            code = re.sub(r"#.*", "", text)
            found += [f"{path}: there is no {name}" for name in re.findall(used, code) if name not in declared]
    return found


@pytest.mark.parametrize("name", ALL)
def test_terraform_parses_and_refers_to_what_there_is(files: Files, name: str) -> None:
    assert terraform_faults(files[name]) == []


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_so_it_does_in_every_cloud_on_every_platform(shipped: Knowledge, cloud: str, platform: str) -> None:
    found = made(designed(shipped, "chat", {"compute_platform": platform}, {"cloud_provider": cloud}))
    assert any(path.startswith("terraform/") for path in found)
    assert terraform_faults(found) == []


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize(("store", "broker"), [*((s, "kafka") for s in STORES), *(("postgresql", b) for b in BROKERS)])
def test_so_it_does_with_every_store_and_broker(shipped: Knowledge, cloud: str, store: str, broker: str) -> None:
    pins = {"primary_store": store, "message_broker": broker, "cache": "redis_cluster", "search_index": "opensearch"}
    pins |= {"object_storage": "s3", "cdn": "third_party", "compute_platform": "kubernetes"}
    found = made(designed(shipped, "shop on Google Cloud", pins, {"cloud_provider": cloud}))
    assert terraform_faults(found) == []
    text = "".join(t for p, t in found.items() if p.endswith(".tf"))
    for role in ("cache", "files"):
        assert f'"{role}" {{' in text


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not here")
@pytest.mark.parametrize("name", ALL)
def test_terraform_would_not_lay_it_out_otherwise(files: Files, name: str, tmp_path: Path) -> None:
    for path, text in files[name].items():
        if path.endswith(".tf"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
    command = ("terraform", "fmt", "-check", "-recursive", "-diff", str(tmp_path))
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_only_what_was_chosen_is_rented(files: Files) -> None:
    text = "".join(t for p, t in files["hotels"].items() if p.endswith(".tf"))
    assert 'resource "aws_db_instance" "records"' in text
    for absent in ("elasticache", "msk", "opensearch", "dynamodb", "eks"):
        assert absent not in text


def test_one_region_s_share_of_the_database(designs: dict[str, Design], files: Files) -> None:
    case = Case(designs["netflix"])
    (machines,) = [
        block["count"]
        for resource in hcl2.loads(files["netflix"]["terraform/region/data.tf"])["resource"]
        for kind, named in resource.items()
        if kind.strip('"') == "aws_instance"
        for name, block in named.items()
        if name.strip('"') == "primary_store"
    ]
    (count,) = re.findall(r"\? (\d+) : 0", str(machines)) or [machines]
    main = files["netflix"]["terraform/main.tf"]
    holding = main.count("holds_records = true")
    assert int(count) * (holding or case.regions) == case.number("database_nodes")
    assert holding == case.number("data_regions")


# -- one's own machines ------------------------------------------------------------------------------------------------


def test_on_premises_nothing_is_rented(designs: dict[str, Design], files: Files) -> None:
    found = files["meters"]
    assert not any(path.startswith("terraform/") for path in found)
    children = yaml.safe_load(found["ansible/inventory.yaml"])["all"]["children"]
    counted = {name: sum(hosts(group)) for name, group in children.items()}
    case = Case(designs["meters"])
    stores = {"gateway", "primary_store", "bulk_store", "cache", "message_broker", "search_index", "realtime_transport"}
    assert sum(count for name, count in counted.items() if name not in stores) == case.number("compute_nodes")
    assert counted["primary_store"] == case.number("database_nodes")
    assert counted["message_broker"] == case.number("broker_nodes")
    assert sum(counted.values()) == case.number("total_nodes")


def hosts(group: Mapping[str, Any]) -> list[int]:
    return [int(found[1]) if (found := re.search(r":(\d+)\]", name)) else 1 for name in group["hosts"]]


def test_one_machine_is_a_service_with_a_backup(files: Files) -> None:
    units = {path: text for path, text in files["wiki"].items() if path.startswith("systemd/")}
    assert {path.rpartition(".")[2] for path in units} == {"service", "timer"}
    for text in units.values():
        parser = configparser.ConfigParser(strict=True, interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(text)
        assert "Unit" in parser.sections()
        assert all(value for _, value in parser["Unit"].items())
    assert any("sqlite3" in text for text in units.values())


@pytest.mark.parametrize("name", ALL)
def test_the_compose_file_starts_what_was_chosen(designs: dict[str, Design], files: Files, name: str) -> None:
    compose = yaml.safe_load(files[name]["compose.yaml"])
    ports = [port.partition(":")[0] for service in compose["services"].values() for port in service.get("ports", [])]
    assert len(ports) == len(set(ports))
    for service in compose["services"].values():
        assert ("image" in service) != ("build" in service)
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in compose["volumes"]
        assert set(service.get("depends_on", {})) <= set(compose["services"])
    store = Case(designs[name]).chosen("primary_store")
    assert ("primary-store" in compose["services"]) == (store != "sqlite")


# -- the pipeline ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_the_pipeline_is_a_workflow(files: Files, name: str) -> None:
    workflow = yaml.safe_load(files[name][".github/workflows/release.yaml"])
    assert set(workflow) >= {"name", "on", "jobs"}
    started = yaml.safe_load(files[name]["compose.yaml"])["services"]
    for job_id, job in workflow["jobs"].items():
        assert job["runs-on"]
        needs = job.get("needs", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(workflow["jobs"])
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), job_id
            if "docker compose up" in step.get("run", ""):
                assert set(step["run"].split("--wait ")[1].split()) <= set(started)


@pytest.mark.parametrize(
    ("rollout", "said"),
    [
        ("canary", "make canary SHARE="),
        ("blue_green", "SET=idle"),
        ("rolling", "BATCH=1"),
        ("continuous", "BATCH=10%"),
        ("event_ready", "make widen"),
    ],
)
def test_the_last_step_is_the_chosen_rollout(shipped: Knowledge, rollout: str, said: str) -> None:
    workflow = made(designed(shipped, "chat", {"rollout": rollout}))[".github/workflows/release.yaml"]
    steps = yaml.safe_load(workflow)["jobs"]["production"]["steps"]
    assert any(said in step.get("run", "") for step in steps)


# -- how long it takes -------------------------------------------------------------------------------------------------


def test_the_files_cost_no_more_than_the_design_behind_them(shipped: Knowledge, designs: dict[str, Design]) -> None:
    """In the same breath, so that a busy machine slows both."""
    artefacts(designs["netflix"])

    def best(act: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            began = time.process_time()
            act()
            times.append(time.process_time() - began)
        return min(times)

    assembled = best(lambda: designed(shipped, "netflix"))
    assert best(lambda: artefacts(designs["netflix"])) < 1.5 * assembled
