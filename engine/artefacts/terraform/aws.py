"""Amazon Web Services: the resources of one region, by what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.terraform.figures import Figures, media
from engine.artefacts.terraform.hcl import Block, Raw, called, inner, resource

PRIVATE = Raw("[for s in aws_subnet.private : s.id]")
INSIDE = Raw("[aws_security_group.inside.id]")
PROVIDERS = {"aws": {"source": "hashicorp/aws", "version": "~> 6.0"}}
CACHE_NODES = ((3, "cache.t4g.medium"), (12, "cache.r7g.large"), (26, "cache.r7g.xlarge"), (52, "cache.r7g.2xlarge"))
LOCAL_DISKS = ((1_800, "i4i.2xlarge"), (3_700, "i4i.4xlarge"), (7_500, "i4i.8xlarge"))
"""GB of NVMe in the machine itself, which is what Cassandra wants."""


def provider(case: Case) -> list[Block]:
    """One provider for each region; the first is the default one."""
    tags = inner(tags={"system": case.name, "environment": Raw("var.environment")})
    found = []
    for number, place in enumerate(case.places):
        alias = {"alias": place.replace("-", "_")} if number else {}
        found.append(Block("provider", ("aws",), {**alias, "region": place, "default_tags": tags}))
    return found


def providers_of(case: Case, place: str) -> Raw:
    return Raw("aws" if place == case.places[0] else f"aws.{place.replace('-', '_')}")


def single(case: Case) -> list[Block]:
    """The one machine."""
    image = {
        "most_recent": True,
        "owners": ["136693071363"],
        "filter": inner(name="name", values=["debian-12-arm64-*"]),
    }
    ports = [
        inner(from_port=443, to_port=443, protocol="tcp", cidr_blocks=["0.0.0.0/0"]),
        inner(from_port=80, to_port=80, protocol="tcp", cidr_blocks=["0.0.0.0/0"]),
    ]
    everything = inner(from_port=0, to_port=0, protocol="-1", cidr_blocks=["0.0.0.0/0"])
    disk = case.gigabytes("total_data", room=3)
    body = {
        "ami": Raw("data.aws_ami.debian.id"),
        "instance_type": "t4g.medium",
        "vpc_security_group_ids": Raw("[aws_security_group.https_only.id]"),
        "tags": {"Name": case.name, "Backup": "nightly"},
        "root_block_device": inner(volume_size=disk, volume_type="gp3", encrypted=True),
        "metadata_options": inner(http_tokens="required"),
    }
    note = f"2 vCPU, 4 GB for {case.shown('peak_requests')} at peak; {case.shown('total_data')} of data"
    return [
        resource("aws_instance", "app", body, note),
        resource("aws_eip", "app", {"instance": Raw("aws_instance.app.id"), "domain": "vpc"}),
        resource("aws_security_group", "https_only", {"name": case.name, "ingress": ports, "egress": everything}),
        Block("data", ("aws_ami", "debian"), image),
        *_backups(case),
    ]


def _backups(case: Case) -> Iterator[Block]:
    role = {"name": f"{case.name}-snapshots", "assume_role_policy": Raw("data.aws_iam_policy_document.snapshots.json")}
    yield resource(
        "aws_dlm_lifecycle_policy",
        "nightly",
        {
            "description": f"{case.name} nightly",
            "execution_role_arn": Raw("aws_iam_role.snapshots.arn"),
            "policy_details": inner(
                resource_types=["INSTANCE"],
                target_tags={"Backup": "nightly"},
                schedule=inner(
                    name="nightly",
                    create_rule=inner(interval=24, interval_unit="HOURS", times=["02:00"]),
                    retain_rule=inner(count=35),
                ),
            ),
        },
        "The machine as a whole; its data have backups of their own",
    )
    yield resource("aws_iam_role", "snapshots", role)
    yield resource(
        "aws_iam_role_policy_attachment",
        "snapshots",
        {
            "role": Raw("aws_iam_role.snapshots.name"),
            "policy_arn": "arn:aws:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole",
        },
    )
    yield _assume("snapshots", "dlm.amazonaws.com")


def _assume(name: str, service: str) -> Block:
    principals = inner(type="Service", identifiers=[service])
    statement = inner(actions=["sts:AssumeRole"], principals=principals)
    return Block("data", ("aws_iam_policy_document", name), {"statement": statement})


# -- the files of a region ---------------------------------------------------------------------------------------------


def region(case: Case) -> dict[str, list[Block]]:
    figures = Figures(case)
    return {
        "network": list(network()),
        "compute": list(compute(case, figures)),
        "data": list(data(case, figures)),
        "messages": list(messages(case, figures)),
        "files": list(files(case)),
    }


def network() -> Iterator[Block]:
    zones = Raw("slice(data.aws_availability_zones.here.names, 0, var.zones)")
    yield Block("data", ("aws_availability_zones", "here"), {"state": "available"})
    yield Block("locals", (), {"zones": zones})
    yield resource("aws_vpc", "main", {"cidr_block": Raw("var.cidr"), "enable_dns_hostnames": True})
    for number, name in enumerate(("private", "public")):
        place = Raw(f"cidrsubnet(var.cidr, 4, index(local.zones, each.key) + {number * 8})")
        yield resource(
            "aws_subnet",
            name,
            {
                "for_each": Raw("toset(local.zones)"),
                "vpc_id": Raw("aws_vpc.main.id"),
                "availability_zone": Raw("each.key"),
                "cidr_block": place,
            },
        )
    yield resource("aws_internet_gateway", "main", {"vpc_id": Raw("aws_vpc.main.id")})
    yield resource("aws_eip", "nat", {"for_each": Raw("aws_subnet.public"), "domain": "vpc"})
    yield resource(
        "aws_nat_gateway",
        "zone",
        {
            "for_each": Raw("aws_subnet.public"),
            "subnet_id": Raw("each.value.id"),
            "allocation_id": Raw("aws_eip.nat[each.key].id"),
        },
    )
    everywhere = "0.0.0.0/0"
    yield resource(
        "aws_route_table",
        "public",
        {
            "vpc_id": Raw("aws_vpc.main.id"),
            "route": inner(cidr_block=everywhere, gateway_id=Raw("aws_internet_gateway.main.id")),
        },
    )
    yield resource(
        "aws_route_table",
        "private",
        {
            "for_each": Raw("aws_nat_gateway.zone"),
            "vpc_id": Raw("aws_vpc.main.id"),
            "route": inner(cidr_block=everywhere, nat_gateway_id=Raw("each.value.id")),
        },
    )
    for name, table in (("public", "aws_route_table.public.id"), ("private", "aws_route_table.private[each.key].id")):
        yield resource(
            "aws_route_table_association",
            name,
            {
                "for_each": Raw(f"aws_subnet.{name}"),
                "subnet_id": Raw("each.value.id"),
                "route_table_id": Raw(table),
            },
        )
    yield resource(
        "aws_security_group",
        "inside",
        {
            "name": "inside",
            "vpc_id": Raw("aws_vpc.main.id"),
            "ingress": inner(from_port=0, to_port=0, protocol="-1", cidr_blocks=Raw("[var.cidr]")),
            "egress": inner(from_port=0, to_port=0, protocol="-1", cidr_blocks=[everywhere]),
        },
    )


def compute(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("compute_platform"):
        case "kubernetes":
            yield from _eks(case, figures)
        case "serverless":
            yield from _lambda(case, figures)
        case "containers_managed":
            yield from _ecs(case, figures)
        case _:
            yield from _machines(case, figures)


def _role(name: str, service: str, *policies: str) -> Iterator[Block]:
    yield _assume(name, service)
    body = {"name_prefix": f"{name}-", "assume_role_policy": Raw(f"data.aws_iam_policy_document.{name}.json")}
    yield resource("aws_iam_role", name, body)
    if policies:
        attached = {"for_each": Raw("toset([" + ", ".join(f'"{p}"' for p in policies) + "])")}
        yield resource(
            "aws_iam_role_policy_attachment",
            name,
            {
                **attached,
                "role": Raw(f"aws_iam_role.{name}.name"),
                "policy_arn": "arn:aws:iam::aws:policy/${each.key}",
            },
        )


def _eks(case: Case, figures: Figures) -> Iterator[Block]:
    yield resource(
        "aws_eks_cluster",
        "main",
        {
            "name": case.name,
            "version": "1.33",
            "role_arn": Raw("aws_iam_role.cluster.arn"),
            "vpc_config": inner(subnet_ids=PRIVATE, endpoint_private_access=True),
        },
    )
    yield resource(
        "aws_eks_node_group",
        "applications",
        {
            "cluster_name": Raw("aws_eks_cluster.main.name"),
            "node_role_arn": Raw("aws_iam_role.nodes.arn"),
            "subnet_ids": PRIVATE,
            "instance_types": ["m7i.xlarge"],
            "scaling_config": inner(
                min_size=max((figures.nodes + 1) // 2, 2),
                desired_size=figures.nodes,
                max_size=-(-figures.nodes * 3 // 2),
            ),
            "update_config": inner(max_unavailable_percentage=10),
        },
        f"{case.shown('compute_nodes')} nodes of 4 vCPU and 16 GB over {figures.regions} "
        + ("region" if figures.regions == 1 else "regions"),
    )
    yield from _role("cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy")
    workers = ("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly")
    yield from _role("nodes", "ec2.amazonaws.com", *workers)


def _balancer(case: Case, target: str) -> Iterator[Block]:
    yield resource(
        "aws_lb",
        "main",
        {
            "name": case.name,
            "load_balancer_type": "application",
            "subnets": Raw("[for s in aws_subnet.public : s.id]"),
            "security_groups": Raw("[aws_security_group.inside.id, aws_security_group.https.id]"),
        },
    )
    yield resource(
        "aws_lb_target_group",
        "application",
        {
            "name": f"{case.name}-application",
            "vpc_id": Raw("aws_vpc.main.id"),
            "port": 8080,
            "protocol": "HTTP",
            "target_type": target,
            "deregistration_delay": 30,
            "health_check": inner(path="/health", interval=5, healthy_threshold=2, unhealthy_threshold=2),
        },
    )
    yield resource(
        "aws_lb_listener",
        "https",
        {
            "load_balancer_arn": Raw("aws_lb.main.arn"),
            "port": 443,
            "protocol": "HTTPS",
            "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "certificate_arn": Raw("var.certificate"),
            "default_action": inner(type="forward", target_group_arn=Raw("aws_lb_target_group.application.arn")),
        },
    )
    yield resource(
        "aws_security_group",
        "https",
        {
            "name": "https",
            "vpc_id": Raw("aws_vpc.main.id"),
            "ingress": inner(from_port=443, to_port=443, protocol="tcp", cidr_blocks=["0.0.0.0/0"]),
        },
    )


def _ecs(case: Case, figures: Figures) -> Iterator[Block]:
    first = next(iter(figures.services))
    yield Block("locals", (), {"services": figures.services})
    yield resource("aws_ecs_cluster", "main", {"name": case.name})
    image = '"${var.registry}/${each.key}:${var.release}"'
    containers = [{"name": Raw("each.key"), "image": Raw(image), "portMappings": [{"containerPort": 8080}]}]
    yield resource(
        "aws_ecs_task_definition",
        "service",
        {
            "for_each": Raw("local.services"),
            "family": Raw("each.key"),
            "network_mode": "awsvpc",
            "requires_compatibilities": ["FARGATE"],
            "cpu": Raw("each.value.cpu * 1024"),
            "memory": Raw("each.value.memory * 1024"),
            "execution_role_arn": Raw("aws_iam_role.tasks.arn"),
            "container_definitions": called("jsonencode", containers),
        },
    )
    attached = Block(
        "dynamic",
        ("load_balancer",),
        {
            "for_each": Raw(f'each.key == "{first}" ? [1] : []'),
            "content": inner(
                target_group_arn=Raw("aws_lb_target_group.application.arn"),
                container_name=Raw("each.key"),
                container_port=8080,
            ),
        },
    )
    yield resource(
        "aws_ecs_service",
        "service",
        {
            "for_each": Raw("local.services"),
            "name": Raw("each.key"),
            "cluster": Raw("aws_ecs_cluster.main.id"),
            "launch_type": "FARGATE",
            "task_definition": Raw("aws_ecs_task_definition.service[each.key].arn"),
            "desired_count": Raw("each.value.nodes"),
            "network_configuration": inner(subnets=PRIVATE, security_groups=INSIDE),
            "deployment_circuit_breaker": inner(enable=True, rollback=True),
            "balancer": attached,
        },
        f"{case.shown('compute_nodes')} tasks of 4 vCPU and 16 GB at peak",
    )
    target = "aws_appautoscaling_target.service[each.key]"
    yield resource(
        "aws_appautoscaling_target",
        "service",
        {
            "for_each": Raw("local.services"),
            "service_namespace": "ecs",
            "scalable_dimension": "ecs:service:DesiredCount",
            "resource_id": "service/${aws_ecs_cluster.main.name}/${each.key}",
            "min_capacity": case.count("region_minimum_nodes", 2),
            "max_capacity": Raw("each.value.max"),
        },
    )
    specification = inner(predefined_metric_type="ECSServiceAverageCPUUtilization")
    yield resource(
        "aws_appautoscaling_policy",
        "cpu",
        {
            "for_each": Raw("local.services"),
            "name": "${each.key}-cpu",
            "policy_type": "TargetTrackingScaling",
            "service_namespace": Raw(f"{target}.service_namespace"),
            "scalable_dimension": Raw(f"{target}.scalable_dimension"),
            "resource_id": Raw(f"{target}.resource_id"),
            "target_tracking_scaling_policy_configuration": inner(
                target_value=figures.busy, predefined_metric_specification=specification
            ),
        },
    )
    yield from _role("tasks", "ecs-tasks.amazonaws.com", "service-role/AmazonECSTaskExecutionRolePolicy")
    yield from _balancer(case, "ip")


def _machines(case: Case, figures: Figures) -> Iterator[Block]:
    yield Block("locals", (), {"services": figures.machines})
    yield resource(
        "aws_launch_template",
        "service",
        {
            "for_each": Raw("local.services"),
            "name": Raw("each.key"),
            "image_id": Raw("var.image"),
            "instance_type": "m7i.xlarge",
            "vpc_security_group_ids": INSIDE,
            "metadata_options": inner(http_tokens="required"),
        },
    )
    yield resource(
        "aws_autoscaling_group",
        "service",
        {
            "for_each": Raw("local.services"),
            "name": Raw("each.key"),
            "min_size": case.count("region_minimum_nodes", 2),
            "desired_capacity": Raw("each.value.nodes"),
            "max_size": Raw("each.value.max"),
            "health_check_type": "ELB",
            "vpc_zone_identifier": PRIVATE,
            "target_group_arns": Raw("[aws_lb_target_group.application.arn]"),
            "launch_template": inner(id=Raw("aws_launch_template.service[each.key].id"), version="$Latest"),
            "instance_refresh": inner(strategy="Rolling", preferences=inner(min_healthy_percentage=100)),
        },
        f"{case.shown('compute_nodes')} machines of 4 vCPU and 16 GB at peak",
    )
    yield from _balancer(case, "instance")


def _lambda(case: Case, figures: Figures) -> Iterator[Block]:
    names = Raw("toset([" + ", ".join(f'"{name}"' for name in figures.services) + "])")
    yield Block("locals", (), {"services": names})
    yield resource(
        "aws_lambda_function",
        "service",
        {
            "for_each": Raw("local.services"),
            "function_name": Raw("each.key"),
            "role": Raw("aws_iam_role.functions.arn"),
            "package_type": "Image",
            "image_uri": "${var.registry}/${each.key}:${var.release}",
            "memory_size": 1769,
            "timeout": figures.timeout,
            "reserved_concurrent_executions": figures.concurrency,
            "vpc_config": inner(subnet_ids=PRIVATE, security_group_ids=INSIDE),
        },
        f"{case.shown('peak_requests')} at {case.shown('latency_p50')} each, and as many again in reserve",
    )
    yield resource("aws_apigatewayv2_api", "main", {"name": case.name, "protocol_type": "HTTP"})
    first = next(iter(figures.services))
    yield resource(
        "aws_apigatewayv2_integration",
        "main",
        {
            "api_id": Raw("aws_apigatewayv2_api.main.id"),
            "integration_type": "AWS_PROXY",
            "integration_uri": Raw(f'aws_lambda_function.service["{first}"].invoke_arn'),
            "payload_format_version": "2.0",
        },
    )
    yield resource(
        "aws_apigatewayv2_route",
        "all",
        {
            "api_id": Raw("aws_apigatewayv2_api.main.id"),
            "route_key": "$default",
            "target": "integrations/${aws_apigatewayv2_integration.main.id}",
        },
    )
    yield from _role("functions", "lambda.amazonaws.com", "service-role/AWSLambdaVPCAccessExecutionRole")


# -- stores ------------------------------------------------------------------------------------------------------------


def data(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("primary_store"):
        case "postgresql":
            yield from _rds(case, figures)
        case "mongodb":
            yield _atlas(case, figures)
        case "distributed_sql":
            yield _cockroach(case, figures)
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
    if case.chosen("search_index") == "opensearch":
        yield from _opensearch(case, figures)


def _rds(case: Case, figures: Figures) -> Iterator[Block]:
    yield resource("aws_db_subnet_group", "records", {"name": f"{case.name}-records", "subnet_ids": PRIVATE})
    common = {"engine": "postgres", "instance_class": "db.r7g.2xlarge", "storage_encrypted": True}
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
    yield resource("aws_db_instance", "records", body, f"{case.shown('record_data')} of records, {shards}")
    if figures.copies > 2:
        copies = figures.shards * (figures.copies - 2)
        body = {
            "count": copies,
            "identifier": f"{case.name}-reader-" + "${count.index + 1}",
            "instance_class": "db.r7g.2xlarge",
            "replicate_source_db": Raw(f"aws_db_instance.records[count.index % {figures.shards}].identifier"),
            "storage_encrypted": True,
            "skip_final_snapshot": True,
        }
        yield resource("aws_db_instance", "reader", body, f"{case.shown('store_reads_peak')} of reads at peak")


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


def _atlas(case: Case, figures: Figures) -> Block:
    node = inner(instance_size="M50", node_count=figures.copies)
    config = inner(provider_name="AWS", region_name=Raw("var.atlas_region"), priority=7, electable_specs=node)
    body = {
        "project_id": Raw("var.atlas_project"),
        "name": case.name,
        "cluster_type": "SHARDED" if figures.shards > 1 else "REPLICASET",
        "backup_enabled": True,
        "replication_specs": inner(num_shards=figures.shards, region_configs=config),
    }
    return resource("mongodbatlas_advanced_cluster", "records", body, f"{case.shown('record_data')} of records")


def _cockroach(case: Case, figures: Figures) -> Block:
    nodes = figures.each("database_nodes", figures.data_regions, 3)
    body = {
        "name": case.name,
        "cloud_provider": "AWS",
        "plan": "ADVANCED",
        "dedicated": {"storage_gib": figures.disk("primary_store"), "num_virtual_cpus": 8},
        "regions": [{"name": Raw("var.region"), "node_count": nodes}],
        "delete_protection": True,
    }
    return resource("cockroach_cluster", "records", body, f"{case.shown('database_nodes')} nodes in all")


def _redis(case: Case, figures: Figures) -> Iterator[Block]:
    nodes = figures.each("cache_nodes")
    kind = next((name for gigabytes, name in CACHE_NODES if figures.cache_memory <= gigabytes), "cache.r7g.4xlarge")
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
    nodes = figures.each("search_nodes", least=3)
    disk = case.gigabytes("searchable_data", room=4, over=max(case.count("search_nodes"), 1))
    cluster = inner(
        instance_type="r7g.xlarge.search",
        instance_count=nodes,
        zone_awareness_enabled=True,
        zone_awareness_config=inner(availability_zone_count=Raw("min(var.zones, 3)")),
    )
    body = {
        "domain_name": f"{case.name[:20]}-search",
        "engine_version": "OpenSearch_2.19",
        "cluster_config": cluster,
        "ebs_options": inner(ebs_enabled=True, volume_type="gp3", volume_size=disk),
        "encrypt_at_rest": inner(enabled=True),
        "node_to_node_encryption": inner(enabled=True),
        "vpc_options": inner(subnet_ids=Raw("slice(values(aws_subnet.private)[*].id, 0, min(var.zones, 3))")),
    }
    yield resource("aws_opensearch_domain", "search", body, f"{case.shown('searchable_data')} of text")


# -- messages and files ------------------------------------------------------------------------------------------------


def messages(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("message_broker"):
        case "kafka":
            nodes = -(-figures.each("broker_nodes", least=3) // 3) * 3  # as many in each zone
            disk = case.gigabytes("event_log_data", over=max(case.count("broker_nodes"), 1), least=100)
            storage = inner(ebs_storage_info=inner(volume_size=disk))
            body = {
                "cluster_name": case.name,
                "kafka_version": "3.8.x",
                "number_of_broker_nodes": nodes,
                "broker_node_group_info": inner(
                    instance_type="kafka.m7g.xlarge",
                    client_subnets=PRIVATE,
                    security_groups=INSIDE,
                    storage_info=storage,
                ),
                "encryption_info": inner(encryption_in_transit=inner(client_broker="TLS")),
            }
            note = f"{case.shown('peak_events')} at peak, kept for {case.shown('event_retention')}"
            yield resource("aws_msk_cluster", "events", body, note)
        case "rabbitmq":
            body = {
                "broker_name": case.name,
                "engine_type": "RabbitMQ",
                "engine_version": "3.13",
                "host_instance_type": "mq.m5.large",
                "deployment_mode": "CLUSTER_MULTI_AZ",
                "auto_minor_version_upgrade": True,
                "subnet_ids": PRIVATE,
                "security_groups": INSIDE,
                "user": inner(username="owner", password=Raw("var.broker_password")),
            }
            yield resource("aws_mq_broker", "events", body, f"{case.shown('peak_events')} at peak")
        case "pubsub":
            names = Raw("toset([" + ", ".join(f'"{slug(name)}"' for name in figures.events) + "])")
            yield Block("locals", (), {"events": names})
            each = {"for_each": Raw("local.events")}
            topics = {**each, "name": f"{case.name}-" + "${each.key}", "kms_master_key_id": "alias/aws/sns"}
            yield resource("aws_sns_topic", "event", topics)
            dead = {**each, "name": f"{case.name}-" + "${each.key}-dead", "message_retention_seconds": 1209600}
            yield resource("aws_sqs_queue", "dead", dead)
            dead_letters = {
                "deadLetterTargetArn": Raw("aws_sqs_queue.dead[each.key].arn"),
                "maxReceiveCount": case.count("dead_letter_after", 5),
            }
            queue = {
                **each,
                "name": f"{case.name}-" + "${each.key}",
                "visibility_timeout_seconds": 60,
                "redrive_policy": called("jsonencode", dead_letters),
            }
            yield resource("aws_sqs_queue", "event", queue, f"{case.shown('peak_events')} at peak")
            yield resource(
                "aws_sns_topic_subscription",
                "event",
                {
                    **each,
                    "topic_arn": Raw("aws_sns_topic.event[each.key].arn"),
                    "protocol": "sqs",
                    "endpoint": Raw("aws_sqs_queue.event[each.key].arn"),
                },
            )


def files(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") != "s3":
        return
    bucket = {"bucket": Raw("aws_s3_bucket.files.id")}
    yield resource(
        "aws_s3_bucket",
        "files",
        {"bucket": f"{case.name}-files-" + "${var.region}"},
        f"{case.shown('object_data')} of files after {case.shown('retention')}",
    )
    yield resource("aws_s3_bucket_versioning", "files", {**bucket, "versioning_configuration": inner(status="Enabled")})
    blocked = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    yield resource("aws_s3_bucket_public_access_block", "files", {**bucket, **dict.fromkeys(blocked, True)})
    rule = inner(
        id="old",
        status="Enabled",
        filter=inner(),
        transition=inner(days=30, storage_class="INTELLIGENT_TIERING"),
        noncurrent_version_expiration=inner(noncurrent_days=35),
        abort_incomplete_multipart_upload=inner(days_after_initiation=2),
    )
    yield resource("aws_s3_bucket_lifecycle_configuration", "files", {**bucket, "rule": rule})


def edge(case: Case) -> Iterator[Block]:
    """What there is once, before all regions."""
    if case.chosen("cdn") != "third_party":
        return
    first = f"module.{case.places[0].replace('-', '_')}"
    origins = [
        Block(
            "origin",
            (),
            {
                "origin_id": "application",
                "domain_name": "origin.api.example",
                "custom_origin_config": inner(
                    http_port=80, https_port=443, origin_protocol_policy="https-only", origin_ssl_protocols=["TLSv1.2"]
                ),
            },
        )
    ]
    if case.chosen("object_storage") == "s3":
        body = {
            "origin_id": "files",
            "domain_name": Raw(f"{first}.files_domain"),
            "origin_access_control_id": Raw("aws_cloudfront_origin_access_control.files.id"),
        }
        origins.append(Block("origin", (), body))
        control = {
            "name": f"{case.name}-files",
            "origin_access_control_origin_type": "s3",
            "signing_behavior": "always",
            "signing_protocol": "sigv4",
        }
        yield resource("aws_cloudfront_origin_access_control", "files", control)
    target = "files" if case.chosen("object_storage") == "s3" else "application"
    behaviour = {
        "target_origin_id": target,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD", "OPTIONS"],
        "cached_methods": ["GET", "HEAD"],
        "compress": True,
        "cache_policy_id": Raw("data.aws_cloudfront_cache_policy.optimised.id"),
    }
    yield Block("data", ("aws_cloudfront_cache_policy", "optimised"), {"name": "Managed-CachingOptimized"})
    yield resource(
        "aws_cloudfront_distribution",
        "main",
        {
            "enabled": True,
            "http_version": "http2and3",
            "price_class": "PriceClass_All" if case.regions > 1 else "PriceClass_100",
            "origins": origins,
            "default_cache_behavior": Block("", (), behaviour),
            "restrictions": inner(geo_restriction=inner(restriction_type="none")),
            "viewer_certificate": inner(cloudfront_default_certificate=True),
        },
        media(case),
    )


def outputs(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") == "s3":
        yield Block("output", ("files_domain",), {"value": Raw("aws_s3_bucket.files.bucket_regional_domain_name")})
    if case.chosen("compute_platform") in ("containers_managed", "vms", "bare_metal"):
        yield Block("output", ("address",), {"value": Raw("aws_lb.main.dns_name")})
