"""The stores that were chosen, sized by the design's figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.terraform.aws.shared import INSIDE, PRIVATE
from engine.artefacts.terraform.figures import Figures
from engine.artefacts.terraform.hcl import Block, Raw, inner, resource
from engine.artefacts.terraform.vendors import atlas, cockroach

MONTH = 30 * 86400  # seconds: prices are dollars a second inside
DATABASE_NODES = ((60, "db.t4g.medium"), (180, "db.m7g.large"))  # dollars a month up to which each is meant
CACHE_NODES = ((3, "cache.t4g.medium"), (13, "cache.r7g.large"), (26, "cache.r7g.xlarge"), (64, "cache.r7g.2xlarge"))
"""GB of memory as the cost counts them, and the node that has them."""
WAITING = 3
"""Copies of a primary whose commits wait for one of two others."""
CLUSTER_KINDS = {"db.t4g.medium": "db.m6gd.large", "db.m7g.large": "db.m6gd.large", "db.r7g.2xlarge": "db.r6gd.2xlarge"}
"""The class with local disks that a cluster over three zones asks for, by the one of a single instance."""
LOCAL_DISKS = ((1_800, "i4i.2xlarge"), (3_700, "i4i.4xlarge"), (7_500, "i4i.8xlarge"))
"""GB of NVMe in the machine itself, which is what Cassandra wants."""


def data(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("primary_store"):
        case "postgresql":
            if case.evaluation.value("shared_volume"):
                yield from _aurora(case, figures)
            elif figures.copies == WAITING and case.chosen("replication") in ("semi_sync", "quorum"):
                yield from _three_copies(case, figures)
            else:
                yield from _rds(case, figures)
        case "mongodb":
            yield atlas(case, figures, "AWS")
        case "distributed_sql":
            yield cockroach(case, figures, "AWS")
    yield from _tables(case, figures)
    for role, engine, count, disk in figures.own():
        local = next((kind for size, kind in LOCAL_DISKS if disk <= size), "i4i.16xlarge")
        body: dict[str, Any] = {
            "count": count,
            "ami": Raw("var.image"),
            "instance_type": local if engine == "cassandra" else "r6i.2xlarge",
            "subnet_id": Raw("values(aws_subnet.private)[count.index % var.zones].id"),
            "vpc_security_group_ids": INSIDE,
            "tags": {"Name": slug(role) + "-${count.index + 1}", "engine": engine},
            "root_block_device": inner(volume_size=30, volume_type="gp3", encrypted=True),
        }
        if engine != "cassandra":
            kept = inner(device_name="/dev/sdf", volume_size=disk, volume_type="gp3", encrypted=True)
            body["ebs_block_device"] = kept
        fact = "database_nodes" if role == "primary_store" else "bulk_nodes"
        note = f"{case.title(role)}: {case.shown(fact)} in all, {disk:,} GB on each"
        yield resource("aws_instance", role, body, note)
    if case.chosen("cache") in ("redis", "redis_cluster"):
        yield from _redis(case, figures)
    if case.chosen("search_index") in ("opensearch", "search_node"):
        yield from _opensearch(case, figures)


def _aurora(case: Case, figures: Figures) -> Iterator[Block]:
    """A cluster whose storage is a service of its own: it grows by itself, and a reader copies no bytes."""
    yield resource("aws_db_subnet_group", "records", {"name": f"{case.name}-records", "subnet_ids": PRIVATE})
    body: dict[str, Any] = {
        "cluster_identifier": f"{case.name}-records",
        "engine": "aurora-postgresql",
        "engine_version": "17",
        "master_username": "owner",
        "manage_master_user_password": True,
        "storage_encrypted": True,
        "db_subnet_group_name": Raw("aws_db_subnet_group.records.name"),
        "vpc_security_group_ids": INSIDE,
        "backup_retention_period": 35,
        "deletion_protection": True,
    }
    yield resource(
        "aws_rds_cluster", "records", body, f"{case.shown('record_data')} of records, one volume that grows by itself"
    )
    body = {
        "count": max(figures.copies, 1),
        "identifier": f"{case.name}-" + "${count.index + 1}",
        "cluster_identifier": Raw("aws_rds_cluster.records.id"),
        "engine": Raw("aws_rds_cluster.records.engine"),
        "instance_class": _database_kind(case),
    }
    yield resource("aws_rds_cluster_instance", "records", body, "the first writes, the others read and take over")


def _three_copies(case: Case, figures: Figures) -> Iterator[Block]:
    """One that writes and two that read, in three zones: a commit waits for one of the two."""
    yield resource("aws_db_subnet_group", "records", {"name": f"{case.name}-records", "subnet_ids": PRIVATE})
    body: dict[str, Any] = {
        "count": figures.shards,
        "cluster_identifier": f"{case.name}-" + "${count.index + 1}",
        "engine": "postgres",
        "engine_version": "17",
        "db_cluster_instance_class": CLUSTER_KINDS[_database_kind(case)],
        "allocated_storage": max(figures.disk("primary_store"), 100),
        "storage_type": "gp3",
        "storage_encrypted": True,
        "master_username": "owner",
        "manage_master_user_password": True,
        "db_subnet_group_name": Raw("aws_db_subnet_group.records.name"),
        "vpc_security_group_ids": INSIDE,
        "backup_retention_period": 35,
        "deletion_protection": True,
    }
    each = "3 copies in 3 zones, one of two followers confirms each commit"
    shards = "" if figures.shards == 1 else f"; {figures.shards} shards"
    yield resource("aws_rds_cluster", "records", body, f"{case.shown('record_data')} of records, {each}{shards}")


def _rds(case: Case, figures: Figures) -> Iterator[Block]:
    yield resource("aws_db_subnet_group", "records", {"name": f"{case.name}-records", "subnet_ids": PRIVATE})
    kind = _database_kind(case)
    common = {"engine": "postgres", "instance_class": kind, "storage_encrypted": True}
    body: dict[str, Any] = {
        "count": figures.shards,
        "identifier": f"{case.name}-" + "${count.index + 1}",
        **common,
        "engine_version": "17",
        "allocated_storage": figures.disk("primary_store"),
        "storage_type": "gp3",
        "multi_az": figures.copies > 1,
        "username": "owner",
        "manage_master_user_password": True,
        "db_subnet_group_name": Raw("aws_db_subnet_group.records.name"),
        "vpc_security_group_ids": INSIDE,
        "backup_retention_period": 35,
        "deletion_protection": True,
    }
    shards = "one primary" if figures.shards == 1 else f"{figures.shards} shards"
    shards += " with a standby in another zone" if figures.copies > 1 else ""
    yield resource("aws_db_instance", "records", body, f"{case.shown('record_data')} of records, {shards}")
    if figures.copies > 2:
        copies = figures.shards * (figures.copies - 2)
        body = {
            "count": copies,
            "identifier": f"{case.name}-reader-" + "${count.index + 1}",
            "instance_class": kind,
            "replicate_source_db": Raw(f"aws_db_instance.records[count.index % {figures.shards}].identifier"),
            "storage_encrypted": True,
            "skip_final_snapshot": True,
        }
        yield resource("aws_db_instance", "reader", body, f"{case.shown('store_reads_peak')} of reads at peak")


def _database_kind(case: Case) -> str:
    """The instance class that section 10 prices: by what a node costs a month."""
    price = case.number("price_database_node") * MONTH
    return next((kind for dollars, kind in DATABASE_NODES if 0 < price <= dollars), "db.r7g.2xlarge")


def _tables(case: Case, figures: Figures) -> Iterator[Block]:
    types = {entity.name: entity.form.fields for entity in case.design.entities}
    for name, key, sort in figures.tables:
        fields = types[name]
        attributes = [inner(name=k, type=_attribute(fields.get(k, "text"))) for k in (key, sort) if k]
        body: dict[str, Any] = {"name": slug(name), "billing_mode": "PAY_PER_REQUEST", "hash_key": key}
        if sort:
            body["range_key"] = sort
        body |= {"deletion_protection_enabled": True, "attribute": attributes}
        body["point_in_time_recovery"] = inner(enabled=True)
        yield resource("aws_dynamodb_table", slug(name).replace("-", "_"), body)


def _attribute(field: str) -> str:
    return "N" if field.split("(")[0].strip("? ") in ("int", "bigint", "money", "float", "decimal") else "S"


def _redis(case: Case, figures: Figures) -> Iterator[Block]:
    nodes = figures.each("cache_nodes", case.count("active_regions", 1))
    size = case.number("cache_node_size") / 1e9
    kind = next((name for gigabytes, name in CACHE_NODES if size <= gigabytes + 0.5), "cache.r7g.4xlarge")
    body: dict[str, Any] = {
        "replication_group_id": f"{case.name}-cache",
        "description": f"{case.shown('cache_memory')} in all, {case.shown('cache_hit_ratio')} of reads",
        "engine": "redis",
        "engine_version": "7.1",
        "node_type": kind,
    }
    if case.chosen("cache") == "redis_cluster":
        body |= {"num_node_groups": max(nodes // 2, 1), "replicas_per_node_group": 1}
    else:
        body |= {"num_cache_clusters": max(nodes, 2)}
    body |= {
        "automatic_failover_enabled": True,
        "multi_az_enabled": True,
        "transit_encryption_enabled": True,
        "at_rest_encryption_enabled": True,
        "subnet_group_name": Raw("aws_elasticache_subnet_group.cache.name"),
        "security_group_ids": INSIDE,
    }
    yield resource("aws_elasticache_subnet_group", "cache", {"name": f"{case.name}-cache", "subnet_ids": PRIVATE})
    yield resource("aws_elasticache_replication_group", "cache", body)


def _opensearch(case: Case, figures: Figures) -> Iterator[Block]:
    spread = case.chosen("search_index") == "opensearch"
    zones = "min(var.zones, 3)" if spread else "1"
    nodes = figures.each("search_nodes", case.count("active_regions", 1), least=3 if spread else 1)
    disk = case.gigabytes("searchable_data", room=4, over=max(case.count("search_nodes"), 1))
    cluster = inner(
        instance_type="r7g.xlarge.search",
        instance_count=nodes,
        zone_awareness_enabled=spread,
        **({"zone_awareness_config": inner(availability_zone_count=Raw(zones))} if spread else {}),
    )
    body = {
        "domain_name": f"{case.name[:20]}-search",
        "engine_version": "OpenSearch_2.19",
        "cluster_config": cluster,
        "ebs_options": inner(ebs_enabled=True, volume_type="gp3", volume_size=disk),
        "encrypt_at_rest": inner(enabled=True),
        "node_to_node_encryption": inner(enabled=True),
        "vpc_options": inner(subnet_ids=Raw(f"slice(values(aws_subnet.private)[*].id, 0, {zones})")),
    }
    yield resource("aws_opensearch_domain", "search", body, f"{case.shown('searchable_data')} of text")
