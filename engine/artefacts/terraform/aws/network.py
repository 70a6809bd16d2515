"""A network in as many zones as a lost one asks for."""

from __future__ import annotations

from collections.abc import Iterator

from engine.artefacts.terraform.hcl import Block, Raw, inner, resource


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
