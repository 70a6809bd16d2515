"""The description of the interfaces is OpenAPI, and the bodies that the knowledge shows are bodies by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from engine.artefacts.case import Case
from engine.artefacts.openapi import OpenApi
from engine.design import Design, assemble
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from tests.engine.artefacts.cases import ALL

METHODS = ("get", "put", "post", "delete", "head", "patch")


def faults(document: Mapping[str, Any]) -> list[str]:
    """What the specification or an example's own schema finds wrong."""
    found = [f"{list(e.absolute_path)}: {e.message}" for e in OpenAPIV31SpecValidator(document).iter_errors()]
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:api", resource)
    for where, schema, example in examples(document):
        rooted = rebased(schema)
        validator = OAS31Validator(rooted, registry=registry, format_checker=OAS31Validator.FORMAT_CHECKER)
        found += [f"{where}: {error.message}" for error in validator.iter_errors(example)]
    return found


def rebased(schema: Any) -> Any:
    """References into the document, from outside of it."""
    if isinstance(schema, dict):
        return {k: f"urn:api{v}" if k == "$ref" else rebased(v) for k, v in schema.items()}
    return [rebased(item) for item in schema] if isinstance(schema, list) else schema


def examples(document: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each place that has a schema and an example of it."""
    if isinstance(document, list):
        for number, item in enumerate(document):
            yield from examples(item, f"{where}/{number}")
    elif isinstance(document, dict):
        if "example" in document and "schema" in document:
            yield where, document["schema"], document["example"]
        for key, item in document.items():
            if key != "example":
                yield from examples(item, f"{where}/{key}")


@pytest.mark.parametrize("name", ALL)
def test_the_file_is_openapi_and_every_example_meets_its_schema(files: dict[str, dict[str, str]], name: str) -> None:
    assert faults(yaml.load(files[name]["openapi.yaml"], yaml.CSafeLoader)) == []


@pytest.mark.parametrize("name", ALL)
def test_no_call_is_lost(designs: dict[str, Design], files: dict[str, dict[str, str]], name: str) -> None:
    document = yaml.load(files[name]["openapi.yaml"], yaml.CSafeLoader)
    operations = [o for methods in document["paths"].values() for m, o in methods.items() if m in METHODS]
    assert len(operations) == len(designs[name].calls)
    assert len({o["operationId"] for o in operations}) == len(operations)


def test_no_two_capabilities_claim_one_call(shipped: Knowledge) -> None:
    """Nor do paths that differ only in the name of a variable stand beside each other."""
    whole = {"capabilities": sorted(shipped.capabilities), "users_total": "1M"}
    design = assemble(evaluate(shipped, givens_from(shipped, whole)))
    api = OpenApi(Case(design))
    claimed: dict[tuple[str, str], str] = {}
    for call in design.calls:
        key = (call.method, call.path.partition("?")[0])
        assert claimed.setdefault(key, call.capability) == call.capability, f"{key} of {call.capability}"
    paths = {call.path.partition("?")[0] for call in design.calls}
    assert set(api.paths()) == paths
    assert faults(api.document()) == []


def test_every_capability_alone_has_a_valid_description(shipped: Knowledge) -> None:
    """An author's mistake in a body shows here, whether or not a shipped case uses the capability."""
    for capability in shipped.capabilities:
        design = assemble(evaluate(shipped, givens_from(shipped, {"capabilities": [capability]})))
        assert faults(OpenApi(Case(design)).document()) == [], capability


def test_money_and_times_in_bodies_are_written_as_they_are_kept(shipped: Knowledge) -> None:
    """Whole cents and instants, in every capability alike: `_cents` and `_at` say so in the name."""
    wrong = []
    for capability in shipped.capabilities.values():
        kinds = {name: kind for entity in capability.entities.values() for name, kind in entity.fields.items()}
        for interface in capability.interfaces:
            for body in (interface.body, *interface.answers.values(), interface.request, interface.response):
                for name, value in named(body):
                    kind = kinds.get(name, "").partition("?")[0]
                    cents = name.endswith("_cents") or kind == "money"
                    instant = name.endswith("_at") and kind in ("", "time")
                    if (cents and not isinstance(value, int)) or (instant and "T" not in str(value or "T")):
                        wrong.append(f"{capability.capability} {interface.path or interface.rpc}: {name} {value!r}")
    assert wrong == []


def named(value: Any) -> Iterator[tuple[str, Any]]:
    """Every plain value of a body with its name."""
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, dict | list):
            yield from named(item)
        else:
            yield str(key), item
    for item in value if isinstance(value, list) else ():
        yield from named(item)


def test_what_may_be_repeated_says_how(files: dict[str, dict[str, str]]) -> None:
    paths = yaml.load(files["hotels"]["openapi.yaml"], yaml.CSafeLoader)["paths"]
    held = paths["/v1/holds"]["post"]
    assert {"$ref": "#/components/parameters/IdempotencyKey"} in held["parameters"]
    assert held["requestBody"]["content"]["application/json"]["schema"]["properties"]["from"]["format"] == "date"
    assert held["responses"]["409"]["content"]["application/json"]["example"]["error"] == "just_taken"


def test_who_may_call_follows_from_the_authentication(files: dict[str, dict[str, str]]) -> None:
    schemes = {
        name: yaml.load(files[name]["openapi.yaml"], yaml.CSafeLoader)["components"]["securitySchemes"]
        for name in ("wiki", "netflix", "meters")
    }
    assert schemes["wiki"]["person"] == {"type": "apiKey", "in": "cookie", "name": "session"}
    assert schemes["netflix"]["person"]["type"] == "openIdConnect"
    assert schemes["meters"]["device"]["type"] == "mutualTLS"
    readings = yaml.load(files["meters"]["openapi.yaml"], yaml.CSafeLoader)["paths"]["/v1/readings"]["post"]
    assert readings["security"] == [{"device": []}]
