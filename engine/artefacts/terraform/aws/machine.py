"""The one machine, with its address, its walls and its nightly snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from engine.artefacts.case import Case
from engine.artefacts.terraform.aws.shared import assume
from engine.artefacts.terraform.hcl import Block, Raw, inner, resource


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
    disk = case.gigabytes(case.kept_on_machine, room=3)
    body = {
        "ami": Raw("data.aws_ami.debian.id"),
        "instance_type": "t4g.medium" if case.small_nodes else "m7g.xlarge",
        "vpc_security_group_ids": Raw("[aws_security_group.https_only.id]"),
        "tags": {"Name": case.name, "Backup": "nightly"},
        "root_block_device": inner(volume_size=disk, volume_type="gp3", encrypted=True),
        "metadata_options": inner(http_tokens="required"),
    }
    note = f"{case.node_size} for {case.shown('peak_requests')} at peak; {case.shown(case.kept_on_machine)} of data"
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
    yield assume("snapshots", "dlm.amazonaws.com")
