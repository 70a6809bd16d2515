"""What the code runs on: a cluster, managed containers, machines or functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.artefacts.case import Case
from engine.artefacts.terraform.aws.shared import INSIDE, PRIVATE, role
from engine.artefacts.terraform.figures import Figures
from engine.artefacts.terraform.hcl import Block, Raw, called, inner, resource
from engine.texts import listed, singular

LAST_WORK = 3600
"""Seconds that a machine may take to end what it holds."""


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
                min_size=figures.least if case.standby else max((figures.nodes + 1) // 2, 2),
                desired_size=figures.wanted(str(figures.nodes)),
                max_size=-(-figures.nodes * 3 // 2),
            ),
            "update_config": inner(max_unavailable_percentage=10),
        },
        f"{case.shown('compute_nodes')} nodes of {case.node_size} over {figures.regions} "
        + ("region" if figures.regions == 1 else "regions"),
    )
    yield from role("cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy")
    workers = ("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly")
    yield from role("nodes", "ec2.amazonaws.com", *workers)


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
    first = figures.entry
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
            "desired_count": figures.wanted("each.value.nodes"),
            "network_configuration": inner(subnets=PRIVATE, security_groups=INSIDE),
            "deployment_circuit_breaker": inner(enable=True, rollback=True),
            "balancer": attached,
        },
        f"{case.shown('compute_nodes')} tasks of {case.node_size} at peak"
        + (f", {case.shown('worker_tasks')} of 1 vCPU and 2 GB for workers" if case.beside else "")
        + (" over all regions" if figures.regions > 1 else ""),
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
    yield from role("tasks", "ecs-tasks.amazonaws.com", "service-role/AmazonECSTaskExecutionRolePolicy")
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
            "instance_type": "t3.medium" if case.small_nodes else "m7i.xlarge",
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
            "min_size": min((case.count("region_minimum_nodes", 2), *(m["nodes"] for m in figures.machines.values()))),
            "desired_capacity": figures.wanted("each.value.nodes"),
            "max_size": Raw("each.value.max"),
            **_replaced(figures),
            "vpc_zone_identifier": PRIVATE,
            "launch_template": inner(id=Raw("aws_launch_template.service[each.key].id"), version="$Latest"),
        },
        singular(f"{case.shown('compute_nodes')} machines of {case.node_size} at peak")
        + (f"; {listed(figures.held)}: replaced only when what they hold has ended" if figures.held else ""),
    )
    yield from _balancer(case, "instance")


def _replaced(figures: Figures) -> dict[str, Any]:
    """How machines join and leave: those behind the balancer in turn, those that hold something when it has ended."""
    preferences: dict[str, Any] = {"min_healthy_percentage": 100}
    if not figures.held:
        return {
            "health_check_type": "ELB",
            "target_group_arns": Raw("[aws_lb_target_group.application.arn]"),
            "instance_refresh": inner(strategy="Rolling", preferences=inner(**preferences)),
        }
    names = "[" + ", ".join(f'"{name}"' for name in figures.held) + "]"
    drained = inner(
        name="drained",
        lifecycle_transition="autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeat_timeout=LAST_WORK,
        default_result="CONTINUE",
    )
    hook = {"for_each": Raw(f"contains({names}, each.key) ? [1] : []"), "content": drained}
    entry = f'each.key == "{figures.entry}"'
    return {
        "health_check_type": Raw(f'{entry} ? "ELB" : "EC2"'),
        "target_group_arns": Raw(f"{entry} ? [aws_lb_target_group.application.arn] : []"),
        "protect_from_scale_in": Raw(f"contains({names}, each.key)"),
        "drained": Block("dynamic", ("initial_lifecycle_hook",), hook),
        "instance_refresh": inner(
            strategy="Rolling", preferences=inner(**preferences, scale_in_protected_instances="Wait")
        ),
    }


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
    yield from role("functions", "lambda.amazonaws.com", "service-role/AWSLambdaVPCAccessExecutionRole")
