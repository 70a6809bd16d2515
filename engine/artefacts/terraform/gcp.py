"""Google Cloud: the resources of one region, by what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.terraform.figures import Figures, media
from engine.artefacts.terraform.hcl import Block, Raw, inner, resource
from engine.artefacts.terraform.vendors import atlas

PROVIDERS = {"google": {"source": "hashicorp/google", "version": "~> 6.0"}}
NETWORK = Raw("google_compute_network.main.id")
SUBNET = Raw("google_compute_subnetwork.main.id")
REGION = Raw("var.region")
IMAGE = "${var.registry}/${each.key}:${var.release}"


def provider(case: Case) -> list[Block]:
    return [Block("provider", ("google",), {"project": Raw("var.project"), "region": case.places[0]})]


def single(case: Case) -> list[Block]:
    disk = case.gigabytes(case.kept_on_machine, room=3)
    zone = f"{case.places[0]}-b"
    body = {
        "name": case.name,
        "zone": zone,
        "machine_type": "e2-medium" if case.small_nodes else "e2-standard-4",
        "tags": ["https"],
        "boot_disk": inner(initialize_params=inner(image="debian-cloud/debian-12", size=disk)),
        "network_interface": inner(network="default", access_config=inner()),
        "shielded_instance_config": inner(enable_secure_boot=True),
    }
    firewall = {
        "name": f"{case.name}-https",
        "network": "default",
        "source_ranges": ["0.0.0.0/0"],
        "target_tags": ["https"],
        "allow": inner(protocol="tcp", ports=["80", "443"]),
    }
    schedule = inner(daily_schedule=inner(days_in_cycle=1, start_time="02:00"))
    policy = {
        "name": f"{case.name}-nightly",
        "region": case.places[0],
        "snapshot_schedule_policy": inner(schedule=schedule, retention_policy=inner(max_retention_days=35)),
    }
    attached = {
        "name": Raw("google_compute_resource_policy.nightly.name"),
        "disk": Raw("google_compute_instance.app.name"),
        "zone": zone,
    }
    note = f"{case.node_size} for {case.shown('peak_requests')} at peak; {case.shown(case.kept_on_machine)} of data"
    return [
        resource("google_compute_instance", "app", body, note),
        resource("google_compute_firewall", "https", firewall),
        resource("google_compute_resource_policy", "nightly", policy),
        resource("google_compute_disk_resource_policy_attachment", "nightly", attached),
    ]


def region(case: Case) -> dict[str, list[Block]]:
    figures = Figures(case)
    return {
        "network": list(network(case)),
        "compute": list(compute(case, figures)),
        "data": list(data(case, figures)),
        "messages": list(messages(case, figures)),
        "files": list(files(case)),
    }


def network(case: Case) -> Iterator[Block]:
    name = Raw('"' + case.name + '-${var.region}"')
    yield resource("google_compute_network", "main", {"name": name, "auto_create_subnetworks": False})
    subnet = {"name": name, "region": REGION, "network": NETWORK, "ip_cidr_range": Raw("var.cidr")}
    yield resource("google_compute_subnetwork", "main", {**subnet, "private_ip_google_access": True})
    yield resource("google_compute_router", "main", {"name": name, "region": REGION, "network": NETWORK})
    nat = {
        "name": name,
        "region": REGION,
        "router": Raw("google_compute_router.main.name"),
        "nat_ip_allocate_option": "AUTO_ONLY",
        "source_subnetwork_ip_ranges_to_nat": "ALL_SUBNETWORKS_ALL_IP_RANGES",
    }
    yield resource("google_compute_router_nat", "main", nat)
    inside = {"name": name, "network": NETWORK, "source_ranges": Raw("[var.cidr]"), "allow": inner(protocol="all")}
    yield resource("google_compute_firewall", "inside", inside)


def compute(case: Case, figures: Figures) -> Iterator[Block]:
    least = case.count("region_minimum_nodes", 2)
    peak = f"{case.shown('compute_nodes')} of {case.node_size} at peak"
    match case.chosen("compute_platform"):
        case "kubernetes":
            cluster = {
                "name": case.name,
                "location": REGION,
                "network": NETWORK,
                "subnetwork": SUBNET,
                "remove_default_node_pool": True,
                "initial_node_count": 1,
                "deletion_protection": True,
                "private_cluster_config": inner(enable_private_nodes=True),
                "release_channel": inner(channel="REGULAR"),
            }
            yield resource("google_container_cluster", "main", cluster)
            pool = {
                "name": "applications",
                "location": REGION,
                "cluster": Raw("google_container_cluster.main.name"),
                "autoscaling": inner(
                    total_min_node_count=max((figures.nodes + 1) // 2, 2),
                    total_max_node_count=-(-figures.nodes * 3 // 2),
                ),
                "node_config": inner(machine_type="n4-standard-4"),
                "upgrade_settings": inner(max_surge=1, max_unavailable=0),
            }
            yield resource("google_container_node_pool", "applications", pool, peak)
        case "serverless":
            yield Block("locals", (), {"services": Raw(_set(figures.services))})
            template = inner(
                max_instance_request_concurrency=1,
                timeout=f"{figures.timeout}s",
                scaling=inner(max_instance_count=figures.concurrency),
                containers=inner(image=IMAGE, resources=inner(limits={"cpu": "1", "memory": "1Gi"})),
            )
            yield _run(
                template, f"{case.shown('peak_requests')} at {case.shown('latency_p50')} each, and as many again"
            )
        case "containers_managed":
            yield Block("locals", (), {"services": figures.services})
            limits = {"cpu": Raw("each.value.cpu"), "memory": "${each.value.memory}Gi"}
            template = inner(
                scaling=inner(min_instance_count=least, max_instance_count=Raw("each.value.max")),
                containers=inner(image=IMAGE, resources=inner(limits=limits)),
            )
            yield _run(template, peak)
        case _:
            yield Block("locals", (), {"services": figures.machines})
            yield from _machines(figures, least, peak)


def _set(names: Any) -> str:
    return "toset([" + ", ".join(f'"{name}"' for name in names) + "])"


def _run(template: Block, note: str) -> Block:
    """A service that the provider places."""
    interface = inner(network=NETWORK, subnetwork=SUBNET)
    body = dict(template.body) | {"vpc_access": inner(egress="PRIVATE_RANGES_ONLY", network_interfaces=interface)}
    outer = {"for_each": Raw("local.services"), "name": Raw("each.key"), "location": REGION}
    return resource("google_cloud_run_v2_service", "service", {**outer, "template": Block("", (), body)}, note)


def _machines(figures: Figures, least: int, note: str) -> Iterator[Block]:
    each = {"for_each": Raw("local.services")}
    template = {
        **each,
        "name_prefix": "${each.key}-",
        "machine_type": "n4-standard-4",
        "disk": inner(source_image=Raw("var.image"), disk_size_gb=50, boot=True),
        "network_interface": inner(subnetwork=SUBNET),
    }
    yield resource("google_compute_instance_template", "service", template)
    group = {
        **each,
        "name": Raw("each.key"),
        "region": REGION,
        "base_instance_name": Raw("each.key"),
        "version": inner(instance_template=Raw("google_compute_instance_template.service[each.key].id")),
        "auto_healing_policies": inner(health_check=Raw("google_compute_health_check.http.id"), initial_delay_sec=90),
    }
    yield resource("google_compute_region_instance_group_manager", "service", group, note)
    policy = inner(
        min_replicas=least,
        max_replicas=Raw("each.value.max"),
        cpu_utilization=inner(target=figures.busy / 100),
    )
    target = Raw("google_compute_region_instance_group_manager.service[each.key].id")
    scaler = {**each, "name": Raw("each.key"), "region": REGION, "target": target, "autoscaling_policy": policy}
    yield resource("google_compute_region_autoscaler", "service", scaler)
    check = {"name": "http", "check_interval_sec": 5, "http_health_check": inner(port=8080, request_path="/health")}
    yield resource("google_compute_health_check", "http", check)


def data(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("primary_store"):
        case "postgresql":
            yield from _sql(case, figures)
        case "mongodb":
            yield atlas(case, figures, "GCP")
        case "distributed_sql":
            body = {
                "name": case.name,
                "display_name": case.name,
                "config": Raw('"regional-${var.region}"'),
                "num_nodes": figures.each("database_nodes", figures.data_regions),
            }
            yield resource("google_spanner_instance", "records", body, f"{case.shown('record_data')} of records")
    for role, engine, count, disk in figures.own():
        name = slug(role).replace("-", "_")
        fact = "database_nodes" if role == "primary_store" else "bulk_nodes"
        disks = {"count": count, "name": Raw('"' + slug(role) + '-${count.index + 1}"'), "type": "pd-ssd"}
        disks |= {"size": disk, "zone": Raw("var.zones[count.index % length(var.zones)]")}
        yield resource("google_compute_disk", name, disks)
        body = {
            "count": count,
            "name": Raw('"' + slug(role) + '-${count.index + 1}"'),
            "zone": Raw("var.zones[count.index % length(var.zones)]"),
            "machine_type": "n2-highmem-8",
            "labels": {"engine": engine.replace("_", "-")},
            "boot_disk": inner(initialize_params=inner(image=Raw("var.image"), size=30)),
            "attached_disk": inner(source=Raw(f"google_compute_disk.{name}[count.index].id")),
            "network_interface": inner(subnetwork=SUBNET),
        }
        yield resource("google_compute_instance", name, body, f"{case.title(role)}: {case.shown(fact)} in all")
    cache = case.chosen("cache")
    if cache == "redis":
        body = {
            "name": f"{case.name}-cache",
            "region": REGION,
            "tier": "STANDARD_HA",
            "memory_size_gb": max(case.gigabytes("cache_memory", room=1.0, least=1) // figures.regions, 1),
            "redis_version": "REDIS_7_2",
            "authorized_network": NETWORK,
            "transit_encryption_mode": "SERVER_AUTHENTICATION",
        }
        yield resource("google_redis_instance", "cache", body, f"{case.shown('cache_hit_ratio')} of reads")
    if cache == "redis_cluster":
        body = {
            "name": f"{case.name}-cache",
            "region": REGION,
            "shard_count": max(figures.each("cache_nodes") // 2, 1),
            "replica_count": 1,
            "node_type": "REDIS_HIGHMEM_XLARGE" if figures.cache_memory > 13 else "REDIS_HIGHMEM_MEDIUM",
            "psc_configs": inner(network=NETWORK),
        }
        yield resource("google_redis_cluster", "cache", body, f"{case.shown('cache_memory')} in all")
    search = case.chosen("search_index")
    if search in ("opensearch", "search_node"):
        count = figures.each("search_nodes", least=3 if search == "opensearch" else 1)
        body = {
            "count": count,
            "name": Raw('"search-${count.index + 1}"'),
            "zone": Raw("var.zones[count.index % length(var.zones)]"),
            "machine_type": "n2-highmem-4",
            "boot_disk": inner(initialize_params=inner(image=Raw("var.image"), size=100)),
            "network_interface": inner(subnetwork=SUBNET),
        }
        yield resource("google_compute_instance", "search", body, f"{case.shown('searchable_data')} of text")


def _sql(case: Case, figures: Figures) -> Iterator[Block]:
    connection = inner(ipv4_enabled=False, private_network=NETWORK)
    backup = inner(enabled=True, point_in_time_recovery_enabled=True)
    settings: dict[str, Any] = {
        "tier": "db-perf-optimized-N-8",
        "edition": "ENTERPRISE_PLUS",
        "availability_type": "REGIONAL" if figures.copies > 1 else "ZONAL",
        "disk_size": figures.disk("primary_store"),
        "disk_type": "PD_SSD",
    }
    body = {
        "count": figures.shards,
        "name": f"{case.name}-" + "${count.index + 1}",
        "region": REGION,
        "database_version": "POSTGRES_17",
        "deletion_protection": True,
        "settings": Block("", (), {**settings, "backup_configuration": backup, "ip_configuration": connection}),
    }
    shards = "one primary" if figures.shards == 1 else f"{figures.shards} shards"
    yield resource("google_sql_database_instance", "records", body, f"{case.shown('record_data')} of records, {shards}")
    if figures.copies > 2:
        master = Raw(f"google_sql_database_instance.records[count.index % {figures.shards}].name")
        settings = {"tier": "db-perf-optimized-N-8", "edition": "ENTERPRISE_PLUS", "ip_configuration": connection}
        body = {
            "count": figures.shards * (figures.copies - 2),
            "name": f"{case.name}-reader-" + "${count.index + 1}",
            "region": REGION,
            "database_version": "POSTGRES_17",
            "master_instance_name": master,
            "settings": Block("", (), settings),
        }
        yield resource("google_sql_database_instance", "reader", body, f"{case.shown('store_reads_peak')} of reads")


def messages(case: Case, figures: Figures) -> Iterator[Block]:
    note = f"{case.shown('peak_events')} at peak"
    match case.chosen("message_broker"):
        case "kafka":
            nodes = figures.each("broker_nodes", least=3)
            capacity = inner(vcpu_count=nodes * 3, memory_bytes=nodes * 3 * 4 * 2**30)
            body = {
                "cluster_id": case.name,
                "location": REGION,
                "capacity_config": capacity,
                "gcp_config": inner(access_config=inner(network_configs=inner(subnet=SUBNET))),
            }
            yield resource("google_managed_kafka_cluster", "events", body, note)
        case "pubsub":
            each = {"for_each": Raw("local.events")}
            yield Block("locals", (), {"events": Raw(_set(slug(name) for name in figures.events))})
            yield resource("google_pubsub_topic", "event", {**each, "name": Raw("each.key")}, note)
            yield resource("google_pubsub_topic", "dead", {**each, "name": "${each.key}-dead"})
            dead = inner(
                dead_letter_topic=Raw("google_pubsub_topic.dead[each.key].id"),
                max_delivery_attempts=max(case.count("dead_letter_after", 5), 5),
            )
            body = {**each, "name": Raw("each.key"), "topic": Raw("google_pubsub_topic.event[each.key].id")}
            body |= {"ack_deadline_seconds": 60, "dead_letter_policy": dead}
            yield resource("google_pubsub_subscription", "event", body)
        case "rabbitmq":
            body = {
                "count": figures.each("broker_nodes", least=3),
                "name": Raw('"broker-${count.index + 1}"'),
                "zone": Raw("var.zones[count.index % length(var.zones)]"),
                "machine_type": "n4-standard-2",
                "boot_disk": inner(initialize_params=inner(image=Raw("var.image"), size=100)),
                "network_interface": inner(subnetwork=SUBNET),
            }
            yield resource("google_compute_instance", "broker", body, note)


def files(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") != "s3":
        return
    body = {
        "name": f"{case.name}-files-" + "${var.region}",
        "location": REGION,
        "uniform_bucket_level_access": True,
        "public_access_prevention": "enforced",
        "autoclass": inner(enabled=True),
        "versioning": inner(enabled=True),
        "lifecycle_rule": inner(
            action=inner(type="Delete"), condition=inner(days_since_noncurrent_time=35, with_state="ARCHIVED")
        ),
    }
    note = f"{case.shown('object_data')} of files after {case.shown('retention')}"
    yield resource("google_storage_bucket", "files", body, note)


def edge(case: Case) -> Iterator[Block]:
    if case.chosen("cdn") != "third_party" or case.chosen("object_storage") != "s3":
        return
    first = f"module.{case.places[0].replace('-', '_')}"
    bucket = {
        "name": f"{case.name}-files",
        "bucket_name": Raw(f"{first}.files_bucket"),
        "enable_cdn": True,
        "cdn_policy": inner(cache_mode="CACHE_ALL_STATIC", default_ttl=86400, serve_while_stale=3600),
    }
    note = media(case)
    yield resource("google_compute_backend_bucket", "files", bucket, note)
    url = {"name": case.name, "default_service": Raw("google_compute_backend_bucket.files.id")}
    yield resource("google_compute_url_map", "files", url)
    proxy = {
        "name": case.name,
        "url_map": Raw("google_compute_url_map.files.id"),
        "ssl_certificates": Raw("[google_compute_managed_ssl_certificate.files.id]"),
    }
    yield resource("google_compute_target_https_proxy", "files", proxy)
    domains = inner(domains=["media.example"])
    yield resource("google_compute_managed_ssl_certificate", "files", {"name": case.name, "managed": domains})
    rule = {
        "name": case.name,
        "target": Raw("google_compute_target_https_proxy.files.id"),
        "port_range": "443",
        "load_balancing_scheme": "EXTERNAL_MANAGED",
    }
    yield resource("google_compute_global_forwarding_rule", "files", rule)


def outputs(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") == "s3":
        yield Block("output", ("files_bucket",), {"value": Raw("google_storage_bucket.files.name")})
