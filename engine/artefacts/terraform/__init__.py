"""Terraform for the chosen parts in the chosen cloud: once for all, and a module that each region gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from engine.artefacts.artefact import Artefact
from engine.artefacts.case import Case
from engine.artefacts.terraform import aws, azure, gcp
from engine.artefacts.terraform.hcl import Block, Raw, hcl_text, inner

CLOUDS: Mapping[str, ModuleType] = {"aws": aws, "gcp": gcp, "azure": azure}
DESCRIPTIONS = {
    "active": "whether this region serves users, or stands by with the fewest machines",
    "atlas_project": "project in MongoDB Atlas",
    "atlas_region": "the region by its name in MongoDB Atlas",
    "broker_password": "password of the broker's owner",
    "certificate": "ARN of the certificate of api.example",
    "database_password": "password of the database's owner",
    "environment": "staging or production",
    "files_account": "name of the storage account for files, unique in the world",
    "functions_storage": "name of the functions' storage account, unique in the world",
    "holds_records": "whether a copy of the records is kept in this region",
    "image": "machine image of this release",
    "project": "project that all of it belongs to",
    "registry": "where container images are",
    "release": "tag of the release",
    "ssh_key": "public key of those on call",
    "subscription": "subscription that all of it belongs to",
}
SECRET = ("_password",)
OTHER_PROVIDERS = {
    "mongodbatlas": {"source": "mongodb/mongodbatlas", "version": "~> 1.30"},
    "cockroach": {"source": "cockroachdb/cockroach", "version": "~> 1.11"},
}
_VARIABLE = re.compile(r"\bvar\.(\w+)")
RECORDS = frozenset({"records", "reader", "primary_store"})
"""Names of the resources that keep records."""
SERVING = frozenset({"cache", "events", "search", "broker"})
"""Names of the resources that a standby starts when it has to serve: what they hold is made anew from the records."""
GIVEN = ("region", "cidr", "zones", "holds_records", "active")
"""What the module of a region is given by the root, beside what the root itself is given."""


def terraform(case: Case) -> Iterator[Artefact]:
    """All files. A design on one's own premises has none."""
    cloud = CLOUDS[case.cloud]
    if case.single:
        main = hcl_text([*cloud.provider(case), *cloud.single(case)], f"{case.design.title}: one machine")
        yield from _rooted(case, main, ())
        return
    files = {name: blocks for name, blocks in cloud.region(case).items() if blocks}
    if case.count("data_regions", 1) < case.regions:
        files["data"] = [_where_data_are(block) for block in files.get("data", ())]
    if case.standby:
        files = {name: [_where_users_are(block) for block in blocks] for name, blocks in files.items()}
    texts = {name: hcl_text(blocks) for name, blocks in files.items()}
    used = _variables(texts.values())
    modules = [module(case, number, used) for number in range(len(case.places))]
    where = f"{case.shown('deployed_regions')} region{'s' if len(modules) > 1 else ''}"
    main = hcl_text([*cloud.provider(case), *modules, *cloud.edge(case)], f"{case.design.title}: {where}")
    yield from _rooted(case, main, _kinds(files))
    for name, text in texts.items():
        yield Artefact(f"terraform/region/{name}.tf", text, f"a region's {name}")
    declared = [_declared(name) for name in used]
    outputs = list(cloud.outputs(case))
    needed = Block("terraform", (), {"required_providers": inner(**_providers(case, _kinds(files)))})
    text = hcl_text([needed, *declared, *outputs])
    yield Artefact("terraform/region/variables.tf", text, "what a region is given, and what it tells")


def module(case: Case, number: int, used: Iterable[str]) -> Block:
    place = case.places[number]
    body: dict[str, Any] = {"source": "./region"}
    if case.cloud == "aws" and len(case.places) > 1:
        body["providers"] = {"aws": aws.providers_of(case, place)}
    zones: Any = max(min(case.count("region_minimum_nodes", 2), 3), 2)
    if case.cloud == "gcp":
        zones = [f"{place}-{letter}" for letter in "abc"]
    given: dict[str, Any] = {"region": place, "cidr": f"10.{number}.0.0/16", "zones": zones}
    given["active"] = number < case.count("active_regions", 1)
    given["holds_records"] = number < case.count("data_regions", 1)
    body |= {name: given.get(name, Raw(f"var.{name}")) for name in used}
    return Block("module", (place.replace("-", "_"),), body)


def _where_data_are(block: Block) -> Block:
    """Records lie in fewer regions than serve people: the others get none of their machines."""
    return _only_where(block, RECORDS, "holds_records")


def _where_users_are(block: Block) -> Block:
    """A standby has none of what only those who are served need."""
    if block.kind != "resource":
        return block
    if "for_each" in block.body or "namespace" in block.labels[0]:
        return block  # others refer to it by its name alone, and it costs next to nothing while idle
    return _only_where(block, SERVING, "active")


def _only_where(block: Block, names: frozenset[str], variable: str) -> Block:
    if block.kind != "resource" or block.labels[1] not in names or "subnet_group" in block.labels[0]:
        return block
    count = block.body.get("count", 1)
    counted = Raw(f"var.{variable} ? {count} : 0")
    return replace(block, body={"count": counted} | {k: v for k, v in block.body.items() if k != "count"})


def _rooted(case: Case, main: str, kinds: Iterable[str]) -> Iterator[Artefact]:
    """The files of the root: providers, variables, state."""
    versions = Block(
        "terraform",
        (),
        {
            "required_version": ">= 1.9",
            "required_providers": inner(**_providers(case, kinds)),
            "backend": Block("backend", ({"aws": "s3", "gcp": "gcs", "azure": "azurerm"}[case.cloud],), {}),
        },
    )
    yield Artefact("terraform/main.tf", main, f"{case.cloud.upper()}: {', '.join(case.places)}")
    yield Artefact("terraform/versions.tf", hcl_text([versions]), "versions, and where the state lies")
    names = [name for name in _variables([main]) if name not in GIVEN]
    if names:
        yield Artefact("terraform/variables.tf", hcl_text([_declared(name) for name in names]), "what must be given")


def _kinds(files: Mapping[str, Iterable[Block]]) -> list[str]:
    return [block.labels[0] for blocks in files.values() for block in blocks if block.kind == "resource"]


def _providers(case: Case, kinds: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(CLOUDS[case.cloud].PROVIDERS)
    for name, source in OTHER_PROVIDERS.items():
        if any(kind.startswith(f"{name}_") for kind in kinds):
            found[name] = source
    return found


def _variables(texts: Iterable[str]) -> list[str]:
    return sorted({name for text in texts for name in _VARIABLE.findall(text)})


def _declared(name: str) -> Block:
    types = {"zones": "any", "holds_records": "bool", "active": "bool"}
    body: dict[str, Any] = {"type": Raw(types.get(name, "string"))}
    if name in DESCRIPTIONS:
        body["description"] = DESCRIPTIONS[name]
    if name.endswith(SECRET):
        body["sensitive"] = True
    return Block("variable", (name,), body)
