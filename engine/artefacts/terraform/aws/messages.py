"""The broker that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from engine.artefacts.case import Case, slug
from engine.artefacts.terraform.aws.shared import INSIDE, PRIVATE
from engine.artefacts.terraform.figures import Figures
from engine.artefacts.terraform.hcl import Block, Raw, called, inner, resource


def messages(case: Case, figures: Figures) -> Iterator[Block]:
    match case.chosen("message_broker"):
        case "kafka":
            share = figures.each("broker_nodes", case.count("active_regions", 1), least=3)
            nodes = -(-share // 3) * 3  # as many in each zone
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
