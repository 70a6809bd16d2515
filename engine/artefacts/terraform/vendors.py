"""Stores that their makers run themselves, the same in every cloud: MongoDB Atlas and CockroachDB."""

from __future__ import annotations

from typing import Literal

from engine.artefacts.case import Case
from engine.artefacts.terraform.figures import Figures
from engine.artefacts.terraform.hcl import Block, Raw, inner, resource

Cloud = Literal["AWS", "GCP", "AZURE"]


def atlas(case: Case, figures: Figures, cloud: Cloud) -> Block:
    """The cluster of MongoDB Atlas that keeps the records, in `cloud`."""
    node = inner(instance_size="M50", node_count=figures.copies)
    config = inner(provider_name=cloud, region_name=Raw("var.atlas_region"), priority=7, electable_specs=node)
    body = {
        "project_id": Raw("var.atlas_project"),
        "name": case.name,
        "cluster_type": "SHARDED" if figures.shards > 1 else "REPLICASET",
        "backup_enabled": True,
        "replication_specs": inner(num_shards=figures.shards, region_configs=config),
    }
    return resource("mongodbatlas_advanced_cluster", "records", body, f"{case.shown('record_data')} of records")


def cockroach(case: Case, figures: Figures, cloud: Cloud) -> Block:
    """The cluster of CockroachDB that keeps the records, in `cloud`."""
    nodes = figures.each("database_nodes", figures.data_regions, 3)
    body = {
        "name": case.name,
        "cloud_provider": cloud,
        "plan": "ADVANCED",
        "dedicated": {"storage_gib": figures.disk("primary_store"), "num_virtual_cpus": 8},
        "regions": [{"name": Raw("var.region"), "node_count": nodes}],
        "delete_protection": True,
    }
    return resource("cockroach_cluster", "records", body, f"{case.shown('database_nodes')} nodes in all")
