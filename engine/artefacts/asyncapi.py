"""Events and open connections as AsyncAPI 3.0: what is sent on which channel, by whom, with which body."""

from __future__ import annotations

import json
from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.openapi import OpenApi
from engine.artefacts.yaml_text import yaml_text

PROTOCOLS = {"kafka": "kafka", "rabbitmq": "amqp", "pubsub": "sns"}
SOCKETS = {"websocket": "wss", "sse": "https", "long_poll": "https", "mqtt": "mqtt", "webrtc": "wss"}


def asyncapi_text(case: Case) -> str:
    return yaml_text(asyncapi(case), f"{case.design.title}: {len(case.design.events)} kinds of events.")


def asyncapi(case: Case) -> dict[str, Any]:
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    api = OpenApi(case)
    servers = _servers(case)
    for event in case.design.events:
        name = _name(event.name)
        messages[name] = _message(api, event.capability, event.name, json.loads(event.body or "{}"), event.key)
        channel: dict[str, Any] = {"address": event.name, "messages": {name: _ref("messages", name)}}
        if "broker" in servers:
            channel["servers"] = [{"$ref": "#/servers/broker"}]
        channels[name] = channel | ({"description": f"{event.rate} on average or at peak"} if event.rate else {})
        for way, who in (("send", event.publishers), ("receive", event.consumers)):
            for title in who:
                operation = {"action": way, "channel": {"$ref": f"#/channels/{name}"}, "title": title}
                operations[f"{way}_{name}_{slug(title).replace('-', '_')}"] = operation
    for number, socket in enumerate(case.design.sockets, 1):
        name = f"connection{number}"
        bodies = {"from_client": socket.sends, "to_client": socket.receives}
        kept = {way: json.loads(body) for way, body in bodies.items() if body}
        for way, body in kept.items():
            messages[f"{name}_{way}"] = _message(api, socket.capability, way.replace("_", " "), body, "")
        channels[name] = {
            "address": socket.path,
            "description": socket.does or socket.capability,
            "servers": [{"$ref": "#/servers/connection"}],
            "messages": {way: _ref("messages", f"{name}_{way}") for way in kept},
        }
        for way in kept:
            action = "receive" if way == "from_client" else "send"
            operations[f"{action}_{name}"] = {"action": action, "channel": {"$ref": f"#/channels/{name}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": case.design.title, "version": "1.0.0"},
        "defaultContentType": "application/json",
        **({"servers": servers} if servers else {}),
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def _servers(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if protocol := PROTOCOLS.get(case.chosen("message_broker")):
        found["broker"] = {"host": f"message-broker.{case.name}.internal", "protocol": protocol}
    if case.design.sockets:
        protocol = SOCKETS.get(case.chosen("realtime_transport"), "wss")
        found["connection"] = {"host": "live.example", "protocol": protocol}
    return found


def _name(event: str) -> str:
    return event.replace(".", "_")


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _message(api: OpenApi, capability: str, title: str, body: Any, key: str) -> dict[str, Any]:
    shapes = api.shapes_in(capability)
    schema = shapes.object(body) if isinstance(body, dict) else shapes.of(body)
    message: dict[str, Any] = {"title": title, "payload": schema, "examples": [{"payload": body}]}
    return message | ({"x-key": key} if key else {})
