"""Amazon Web Services: the resources of one region, by what was chosen."""

from __future__ import annotations

from engine.artefacts.case import Case
from engine.artefacts.terraform.aws.compute import compute
from engine.artefacts.terraform.aws.files import edge, files, outputs
from engine.artefacts.terraform.aws.machine import single
from engine.artefacts.terraform.aws.messages import messages
from engine.artefacts.terraform.aws.network import network
from engine.artefacts.terraform.aws.stores import data
from engine.artefacts.terraform.figures import Figures
from engine.artefacts.terraform.hcl import Block, Raw, inner

__all__ = ["PROVIDERS", "edge", "outputs", "provider", "providers_of", "region", "single"]

PROVIDERS = {"aws": {"source": "hashicorp/aws", "version": "~> 6.0"}}


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


def region(case: Case) -> dict[str, list[Block]]:
    figures = Figures(case)
    return {
        "network": list(network()),
        "compute": list(compute(case, figures)),
        "data": list(data(case, figures)),
        "messages": list(messages(case, figures)),
        "files": list(files(case)),
    }
