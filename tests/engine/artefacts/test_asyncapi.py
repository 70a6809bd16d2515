"""Events and open connections: references lead somewhere, and the examples are of the schemas beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.design import Design
from tests.engine.artefacts.cases import ALL

Files = Mapping[str, Mapping[str, str]]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (v for k, v in value.items() if k == "$ref")
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


@pytest.mark.parametrize("name", ALL)
def test_channels_messages_and_examples_fit(designs: dict[str, Design], files: Files, name: str) -> None:
    design = designs[name]
    if not design.events and not design.sockets:
        assert "asyncapi.yaml" not in files[name]
        return
    document = yaml.load(files[name]["asyncapi.yaml"], yaml.CSafeLoader)
    for reference in references(document):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert addresses == {e.name for e in design.events} | {s.path for s in design.sockets}
    for message in document["components"]["messages"].values():
        Draft202012Validator.check_schema(message["payload"])
        for example in message["examples"]:
            Draft202012Validator(message["payload"]).validate(example["payload"])


def test_every_consumer_of_an_event_is_named(designs: dict[str, Design], files: Files) -> None:
    document = yaml.load(files["uber"]["asyncapi.yaml"], yaml.CSafeLoader)
    received = [o["title"] for o in document["operations"].values() if o["action"] == "receive" and "title" in o]
    assert set(received) == {consumer for event in designs["uber"].events for consumer in event.consumers}
