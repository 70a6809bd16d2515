"""What several files of a region refer to: its private subnets, its inside, its roles."""

from __future__ import annotations

from collections.abc import Iterator

from engine.artefacts.terraform.hcl import Block, Raw, inner, resource

PRIVATE = Raw("[for s in aws_subnet.private : s.id]")
INSIDE = Raw("[aws_security_group.inside.id]")


def assume(name: str, service: str) -> Block:
    principals = inner(type="Service", identifiers=[service])
    statement = inner(actions=["sts:AssumeRole"], principals=principals)
    return Block("data", ("aws_iam_policy_document", name), {"statement": statement})


def role(name: str, service: str, *policies: str) -> Iterator[Block]:
    yield assume(name, service)
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
