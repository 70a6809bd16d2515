"""Microsoft Azure: the resources of one region, by what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.terraform.figures import Figures, media
from engine.artefacts.terraform.hcl import Block, Raw, inner, resource
from engine.artefacts.terraform.vendors import atlas, cockroach

PROVIDERS = {"azurerm": {"source": "hashicorp/azurerm", "version": "~> 4.0"}}
GROUP = Raw("azurerm_resource_group.main.name")
HERE = {"location": Raw("azurerm_resource_group.main.location"), "resource_group_name": GROUP}
SUBNET = Raw("azurerm_subnet.inside.id")
IMAGE = "${var.registry}/${each.key}:${var.release}"
DEBIAN = {"publisher": "Debian", "offer": "debian-12", "sku": "12-gen2", "version": "latest"}


def provider(case: Case) -> list[Block]:
    return [Block("provider", ("azurerm",), {"subscription_id": Raw("var.subscription"), "features": inner()})]


def single(case: Case) -> list[Block]:
    disk = case.gigabytes(case.kept_on_machine, room=3, least=32)
    name = {"name": case.name}
    address = {"name": case.name, "subnet_id": SUBNET, "private_ip_address_allocation": "Dynamic"}
    card = inner(**address, public_ip_address_id=Raw("azurerm_public_ip.app.id"))
    machine = {
        **name,
        **HERE,
        "size": "Standard_B2s_v2" if case.small_nodes else "Standard_B4s_v2",
        "admin_username": "owner",
        "network_interface_ids": Raw("[azurerm_network_interface.app.id]"),
        "admin_ssh_key": inner(username="owner", public_key=Raw("var.ssh_key")),
        "os_disk": inner(caching="ReadWrite", storage_account_type="Premium_LRS", disk_size_gb=disk),
        "source_image_reference": inner(**DEBIAN),
    }
    ports = inner(
        name="https",
        priority=100,
        direction="Inbound",
        access="Allow",
        protocol="Tcp",
        source_port_range="*",
        source_address_prefix="*",
        destination_port_ranges=["80", "443"],
        destination_address_prefix="*",
    )
    vault = {"resource_group_name": GROUP, "recovery_vault_name": Raw("azurerm_recovery_services_vault.main.name")}
    backup = inner(frequency="Daily", time="02:00")
    policy = {**name, **vault, "backup": backup, "retention_daily": inner(count=35)}
    protected = {
        **vault,
        "source_vm_id": Raw("azurerm_linux_virtual_machine.app.id"),
        "backup_policy_id": Raw("azurerm_backup_policy_vm.nightly.id"),
    }
    size = "2 vCPU, 8 GB" if case.small_nodes else "4 vCPU, 16 GB"
    note = f"{size} for {case.shown('peak_requests')} at peak; {case.shown(case.kept_on_machine)} of data"
    group = {**name, "location": case.places[0]}
    network = {**name, **HERE, "address_space": ["10.0.0.0/24"]}
    subnet = {
        "name": "inside",
        "resource_group_name": GROUP,
        "virtual_network_name": Raw("azurerm_virtual_network.main.name"),
        "address_prefixes": ["10.0.0.0/24"],
    }
    joined = {"subnet_id": SUBNET, "network_security_group_id": Raw("azurerm_network_security_group.https.id")}
    return [
        resource("azurerm_linux_virtual_machine", "app", machine, note),
        resource("azurerm_resource_group", "main", group),
        resource("azurerm_virtual_network", "main", network),
        resource("azurerm_subnet", "inside", subnet),
        resource("azurerm_public_ip", "app", {**name, **HERE, "allocation_method": "Static"}),
        resource("azurerm_network_interface", "app", {**name, **HERE, "ip_configuration": card}),
        resource("azurerm_network_security_group", "https", {**name, **HERE, "security_rule": ports}),
        resource("azurerm_subnet_network_security_group_association", "https", joined),
        resource("azurerm_recovery_services_vault", "main", {**name, **HERE, "sku": "Standard"}),
        resource("azurerm_backup_policy_vm", "nightly", policy),
        resource("azurerm_backup_protected_vm", "app", protected),
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
    yield resource("azurerm_resource_group", "main", {"name": name, "location": Raw("var.region")})
    yield resource("azurerm_virtual_network", "main", {"name": name, **HERE, "address_space": Raw("[var.cidr]")})
    subnet = {
        "resource_group_name": GROUP,
        "virtual_network_name": Raw("azurerm_virtual_network.main.name"),
        "address_prefixes": Raw("[cidrsubnet(var.cidr, 2, 0)]"),
    }
    yield resource("azurerm_subnet", "inside", {"name": "inside", **subnet})
    yield resource("azurerm_nat_gateway", "main", {"name": name, **HERE})
    ids = {"subnet_id": SUBNET, "nat_gateway_id": Raw("azurerm_nat_gateway.main.id")}
    yield resource("azurerm_subnet_nat_gateway_association", "main", ids)
    yield resource("azurerm_public_ip", "nat", {"name": name, **HERE, "allocation_method": "Static"})
    address = {"public_ip_address_id": Raw("azurerm_public_ip.nat.id"), "nat_gateway_id": ids["nat_gateway_id"]}
    yield resource("azurerm_nat_gateway_public_ip_association", "main", address)


def compute(case: Case, figures: Figures) -> Iterator[Block]:
    least = case.count("region_minimum_nodes", 2)
    peak = f"{case.shown('compute_nodes')} of {case.node_size} at peak"
    match case.chosen("compute_platform"):
        case "kubernetes":
            cluster = {
                "name": case.name,
                **HERE,
                "dns_prefix": case.name,
                "private_cluster_enabled": True,
                "default_node_pool": inner(
                    name="apps",
                    vm_size="Standard_D4s_v5",
                    vnet_subnet_id=SUBNET,
                    auto_scaling_enabled=True,
                    min_count=max((figures.nodes + 1) // 2, 2),
                    max_count=-(-figures.nodes * 3 // 2),
                    zones=["1", "2", "3"],
                ),
                "identity": inner(type="SystemAssigned"),
                "network_profile": inner(network_plugin="azure", network_policy="cilium", network_data_plane="cilium"),
            }
            yield resource("azurerm_kubernetes_cluster", "main", cluster, peak)
        case "serverless":
            yield Block("locals", (), {"services": Raw(_set(figures.services))})
            plan = {"name": case.name, **HERE, "os_type": "Linux", "sku_name": "EP1"}
            yield resource("azurerm_service_plan", "main", plan)
            account = {"name": Raw("var.functions_storage"), **HERE, "account_tier": "Standard"}
            yield resource("azurerm_storage_account", "functions", {**account, "account_replication_type": "ZRS"})
            body = {
                "for_each": Raw("local.services"),
                "name": f"{case.name}-" + "${each.key}",
                **HERE,
                "service_plan_id": Raw("azurerm_service_plan.main.id"),
                "storage_account_name": Raw("azurerm_storage_account.functions.name"),
                "storage_uses_managed_identity": True,
                "virtual_network_subnet_id": SUBNET,
                "site_config": inner(app_scale_limit=min(figures.concurrency, 200)),
            }
            note = f"{case.shown('peak_requests')} at {case.shown('latency_p50')} each"
            yield resource("azurerm_linux_function_app", "service", body, note)
        case "containers_managed":
            yield Block("locals", (), {"services": figures.services})
            place = {"name": case.name, **HERE, "infrastructure_subnet_id": SUBNET, "zone_redundancy_enabled": True}
            yield resource("azurerm_container_app_environment", "main", place)
            memory = "${each.value.cpu * 2}Gi"
            container = inner(name=Raw("each.key"), image=IMAGE, cpu=Raw("each.value.cpu"), memory=memory)
            mode = (
                "Multiple"
                if case.chosen("rollout") in ("canary", "continuous", "event_ready", "blue_green")
                else "Single"
            )
            body = {
                "for_each": Raw("local.services"),
                "name": Raw("each.key"),
                "resource_group_name": GROUP,
                "container_app_environment_id": Raw("azurerm_container_app_environment.main.id"),
                "revision_mode": mode,
                "template": inner(min_replicas=least, max_replicas=Raw("each.value.max"), container=container),
            }
            yield resource("azurerm_container_app", "service", body, peak)
        case _:
            yield Block("locals", (), {"services": figures.machines})
            card = inner(
                name="inside",
                primary=True,
                ip_configuration=inner(name="inside", primary=True, subnet_id=SUBNET),
            )
            body = {
                "for_each": Raw("local.services"),
                "name": Raw("each.key"),
                **HERE,
                "sku": "Standard_D4s_v5",
                "instances": Raw("each.value.nodes"),
                "zones": ["1", "2", "3"],
                "source_image_id": Raw("var.image"),
                "admin_username": "owner",
                "admin_ssh_key": inner(username="owner", public_key=Raw("var.ssh_key")),
                "os_disk": inner(caching="ReadWrite", storage_account_type="Premium_LRS"),
                "network_interface": card,
            }
            yield resource("azurerm_linux_virtual_machine_scale_set", "service", body, peak)


def _set(names: Any) -> str:
    return "toset([" + ", ".join(f'"{name}"' for name in names) + "])"


def _machines(name: str, count: int, size: str, disk: int, note: str) -> Iterator[Block]:
    """Machines of one's own with a disk each."""
    many = {"count": count, "name": Raw('"' + name.replace("_", "-") + '-${count.index + 1}"'), **HERE}
    address = inner(name="inside", subnet_id=SUBNET, private_ip_address_allocation="Dynamic")
    yield resource("azurerm_network_interface", name, {**many, "ip_configuration": address})
    body = {
        **many,
        "size": size,
        "zone": Raw("tostring(count.index % 3 + 1)"),
        "source_image_id": Raw("var.image"),
        "admin_username": "owner",
        "network_interface_ids": Raw(f"[azurerm_network_interface.{name}[count.index].id]"),
        "admin_ssh_key": inner(username="owner", public_key=Raw("var.ssh_key")),
        "os_disk": inner(caching="ReadWrite", storage_account_type="Premium_LRS"),
    }
    yield resource("azurerm_linux_virtual_machine", name, body, note)
    kept = {**many, "storage_account_type": "PremiumV2_LRS", "create_option": "Empty", "disk_size_gb": disk}
    yield resource("azurerm_managed_disk", name, {**kept, "zone": Raw("tostring(count.index % 3 + 1)")})
    joined = {
        "count": count,
        "managed_disk_id": Raw(f"azurerm_managed_disk.{name}[count.index].id"),
        "virtual_machine_id": Raw(f"azurerm_linux_virtual_machine.{name}[count.index].id"),
        "lun": 0,
        "caching": "None",
    }
    yield resource("azurerm_virtual_machine_data_disk_attachment", name, joined)


def data(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("primary_store"):
        case "postgresql":
            yield from _postgresql(case, figures)
        case "mongodb":
            yield atlas(case, figures, "AZURE")
        case "distributed_sql":
            yield cockroach(case, figures, "AZURE")
    for role, _, count, disk in figures.own():
        fact = "database_nodes" if role == "primary_store" else "bulk_nodes"
        note = f"{case.title(role)}: {case.shown(fact)} in all"
        yield from _machines(role, count, "Standard_E8s_v5", disk, note)
    if case.chosen("cache") in ("redis", "redis_cluster"):
        memory = case.number("cache_memory") / 1e9 / figures.regions
        size = next((f"Balanced_B{n}" for n in (1, 3, 5, 10, 20, 50, 100, 150, 250, 350, 500, 700) if memory <= n), "")
        policy = "OSSCluster" if case.chosen("cache") == "redis_cluster" else "EnterpriseCluster"
        body = {
            "name": f"{case.name}-cache",
            **HERE,
            "sku_name": size or "MemoryOptimized_M2000",
            "high_availability_enabled": True,
            "default_database": inner(clustering_policy=policy, client_protocol="Encrypted"),
        }
        note = f"{case.shown('cache_memory')} in all, {case.shown('cache_hit_ratio')} of reads"
        yield resource("azurerm_managed_redis", "cache", body, note)
    search = case.chosen("search_index")
    if search in ("opensearch", "search_node"):
        note = f"OpenSearch, {case.shown('searchable_data')} of text"
        yield from _machines(
            "search",
            figures.each("search_nodes", least=3 if search == "opensearch" else 1),
            "Standard_E4s_v5",
            128,
            note,
        )


def _postgresql(case: Case, figures: Figures) -> Iterator[Block]:
    wanted = figures.disk("primary_store") * 1000
    sizes = (65_536, 131_072, 262_144, 524_288, 1_048_576, 2_097_152, 4_194_304, 8_388_608, 16_777_216)
    body: dict[str, Any] = {
        "count": figures.shards,
        "name": f"{case.name}-" + "${count.index + 1}",
        **HERE,
        "version": "17",
        "sku_name": "MO_Standard_E8ds_v5",
        "storage_mb": next((size for size in sizes if size >= wanted), 33_553_408),
        "administrator_login": "owner",
        "administrator_password": Raw("var.database_password"),
        "backup_retention_days": 35,
        "geo_redundant_backup_enabled": True,
        "public_network_access_enabled": False,
    }
    if figures.copies > 1:
        body["high_availability"] = inner(mode="ZoneRedundant")
    shards = "one primary" if figures.shards == 1 else f"{figures.shards} shards"
    note = f"{case.shown('record_data')} of records, {shards}"
    yield resource("azurerm_postgresql_flexible_server", "records", body, note)
    if figures.copies > 2:
        source = Raw(f"azurerm_postgresql_flexible_server.records[count.index % {figures.shards}].id")
        body = {
            "count": figures.shards * (figures.copies - 2),
            "name": f"{case.name}-reader-" + "${count.index + 1}",
            **HERE,
            "create_mode": "Replica",
            "source_server_id": source,
        }
        yield resource("azurerm_postgresql_flexible_server", "reader", body)


def messages(case: Case, figures: Figures) -> Iterator[Block]:
    note = f"{case.shown('peak_events')} at peak"
    each = {"for_each": Raw("local.events"), "name": Raw("each.key")}
    names = Block("locals", (), {"events": Raw(_set(slug(name) for name in figures.events))})
    match case.chosen("message_broker"):
        case "kafka":
            yield names
            units = min(max(figures.each("broker_nodes", least=1), 1), 16)
            body = {"name": case.name, **HERE, "sku": "Premium", "capacity": units}
            yield resource("azurerm_eventhub_namespace", "events", body, note)
            days = max(1, round(case.number("event_retention") / 86_400))
            hub = {
                **each,
                "namespace_id": Raw("azurerm_eventhub_namespace.events.id"),
                "partition_count": min(case.count("broker_partitions", 1), 100),
                "message_retention": min(days, 90),
            }
            yield resource("azurerm_eventhub", "event", hub)
        case "pubsub":
            yield names
            body = {"name": case.name, **HERE, "sku": "Premium", "capacity": 1, "premium_messaging_partitions": 1}
            yield resource("azurerm_servicebus_namespace", "events", body, note)
            topic = {**each, "namespace_id": Raw("azurerm_servicebus_namespace.events.id")}
            yield resource("azurerm_servicebus_topic", "event", topic)
            taken = {
                **each,
                "topic_id": Raw("azurerm_servicebus_topic.event[each.key].id"),
                "max_delivery_count": case.count("dead_letter_after", 5),
            }
            yield resource("azurerm_servicebus_subscription", "event", taken)
        case "rabbitmq":
            yield from _machines("broker", figures.each("broker_nodes", least=3), "Standard_D2s_v5", 128, note)


def files(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") != "s3":
        return
    properties = inner(versioning_enabled=True, delete_retention_policy=inner(days=35))
    body = {
        "name": Raw("var.files_account"),
        **HERE,
        "account_tier": "Standard",
        "account_replication_type": "ZRS",
        "allow_nested_items_to_be_public": False,
        "min_tls_version": "TLS1_2",
        "blob_properties": properties,
    }
    note = f"{case.shown('object_data')} of files after {case.shown('retention')}"
    yield resource("azurerm_storage_account", "files", body, note)
    container = {"name": "files", "storage_account_id": Raw("azurerm_storage_account.files.id")}
    yield resource("azurerm_storage_container", "files", container)


def edge(case: Case) -> Iterator[Block]:
    if case.chosen("cdn") != "third_party":
        return
    first = f"module.{case.places[0].replace('-', '_')}"
    group = {"name": f"{case.name}-edge", "location": case.places[0]}
    yield resource("azurerm_resource_group", "edge", group)
    profile = {
        "name": case.name,
        "resource_group_name": Raw("azurerm_resource_group.edge.name"),
        "sku_name": "Standard_AzureFrontDoor",
    }
    note = media(case)
    yield resource("azurerm_cdn_frontdoor_profile", "main", profile, note)
    within = {"cdn_frontdoor_profile_id": Raw("azurerm_cdn_frontdoor_profile.main.id")}
    yield resource("azurerm_cdn_frontdoor_endpoint", "main", {"name": case.name, **within})
    balancing = inner(sample_size=4, successful_samples_required=3)
    yield resource(
        "azurerm_cdn_frontdoor_origin_group", "main", {"name": "origin", **within, "load_balancing": balancing}
    )
    host: Any = Raw(f"{first}.files_host") if case.chosen("object_storage") == "s3" else "origin.api.example"
    origin = {
        "name": "origin",
        "cdn_frontdoor_origin_group_id": Raw("azurerm_cdn_frontdoor_origin_group.main.id"),
        "host_name": host,
        "origin_host_header": host,
        "certificate_name_check_enabled": True,
        "enabled": True,
    }
    yield resource("azurerm_cdn_frontdoor_origin", "main", origin)
    route = {
        "name": "everything",
        "cdn_frontdoor_endpoint_id": Raw("azurerm_cdn_frontdoor_endpoint.main.id"),
        "cdn_frontdoor_origin_group_id": Raw("azurerm_cdn_frontdoor_origin_group.main.id"),
        "cdn_frontdoor_origin_ids": Raw("[azurerm_cdn_frontdoor_origin.main.id]"),
        "supported_protocols": ["Http", "Https"],
        "patterns_to_match": ["/*"],
        "cache": inner(query_string_caching_behavior="UseQueryString"),
    }
    yield resource("azurerm_cdn_frontdoor_route", "main", route)


def outputs(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") == "s3":
        yield Block("output", ("files_host",), {"value": Raw("azurerm_storage_account.files.primary_blob_host")})
