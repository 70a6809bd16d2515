"""The parts of the files that the document shows: each is cut from what the file would hold, and runs as it stands."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engine.artefacts import delivery, inventory, kubernetes, machine, prometheus
from engine.artefacts.case import Case
from engine.artefacts.openapi import KEY, OpenApi
from engine.artefacts.terraform import CLOUDS
from engine.artefacts.terraform.hcl import Block, hcl_text
from engine.artefacts.yaml_text import several, yaml_text
from engine.design.model import Alert, Call, Component, Design
from engine.texts import listed

_NAME = re.compile(r"\{(\w+)\}")
_CURSOR = re.compile(r"\b(before|after)=([a-z_]+)")
LOOKED_AT = 8
"""Calls among which an excerpt is chosen."""
TOKEN = "Bearer eyJhbGciOi…"
CONNECTS = frozenset(
    {"network_configuration", "balancer", "metadata_options", "network_interface", "db_subnet_group_name", "cluster"}
    | {"vpc_security_group_ids", "username", "manage_master_user_password", "administrator_login", "identifier"}
    | {"administrator_password", "vpc_config", "admin_ssh_key", "network_interface_ids", "subnet_id", "tags"}
    | {"vpc_access", "ip_configuration", "default_tags", "shielded_instance_config", "source_image_reference"}
    | {
        "auto_healing_policies",
        "launch_template",
        "cluster_identifier",
        "master_username",
        "target_group_arns",
        "public_network_access_enabled",
    }
)
"""Attributes and blocks that an excerpt leaves out."""


class Excerpts:
    """Made when a section asks for them, once a document."""

    def __init__(self, design: Design) -> None:
        self.case = Case(design)

    @functools.cached_property
    def api(self) -> OpenApi:
        return OpenApi(self.case)

    def http(self, call: Call) -> str:
        """The call as it goes over the wire, with the headers that its description asks for."""
        lines = [f"{call.method} {self.address(call)}"]
        kinds = {name for way in self.api.security(list(call.form.roles)) for name in way}
        if "person" in kinds and {} not in self.api.security(list(call.form.roles)):
            cookie = self.api.schemes()["person"]["type"] == "apiKey"
            lines.append("Cookie: session=s_4f7Q…" if cookie else f"Authorization: {TOKEN}")
        if "Idempotency-Key" in str(call.form.idempotent_by or ""):
            lines.append(f"Idempotency-Key: {KEY}")
        if "If-Match" in str(call.form.idempotent_by or ""):
            lines.append('If-Match: "3"')
        lines += [f"{name}: {value}" for name, value in call.form.headers.items()]
        if call.body:
            lines += ["Content-Type: application/json", "", call.body]
        return "\n".join(lines)

    def address(self, call: Call) -> str:
        """The path with the values that other examples show."""
        samples = self.api.samples
        path = _NAME.sub(lambda name: str(samples.get(name[1], f"{name[1][:1]}_31")), call.path)
        return _CURSOR.sub(lambda found: f"{found[1]}={samples.get(_cursor(found[2]), found[2])}", path)

    def openapi(self, calls: Iterable[Call]) -> str:
        """The path of that of the first calls which takes the fewest lines, but says something of a body."""
        found = [call for call in calls if call.form.body] or list(calls)
        return min(map(self.path, found[:LOOKED_AT]), key=lambda text: (text.count("\n"), text), default="")

    def path(self, call: Call) -> str:
        """The path of one call without its examples; of the errors their numbers."""
        path = call.path.partition("?")[0]
        operation = self.api.operation(call, path, examples=False)
        errors = [status for status in operation["responses"] if status[0] in "45"]
        operation["responses"] = {k: v for k, v in operation["responses"].items() if k not in errors}
        for name in ("tags", "summary", "x-roles"):
            operation.pop(name, None)
        text = yaml_text({path: {call.method.lower(): operation}}, depth=5)
        return text + (f"      # {listed(errors)}: error, as in components/schemas/Error\n" if errors else "")

    def alerts(self, chosen: Iterable[Alert]) -> str:
        """The fast burn rate, or the check from outside, and those of the design's own alerts."""
        first = next(iter(prometheus.burns(self.case)))
        rules: list[dict[str, Any]] = []
        if prometheus.busy(self.case):
            records = {rule["record"]: rule for rule in prometheus.ratios()}
            rules = [rule for name, rule in records.items() if name in first["expr"].split()]
        rules += [first, *map(prometheus.own, chosen)]
        for rule in rules:
            if notes := rule.get("annotations"):
                rule["annotations"] = {"summary": notes["summary"]} if "summary" in notes else notes
        return yaml_text({"groups": [{"name": f"{self.case.name}-slos", "rules": rules}]})

    def manifest(self, component: Component) -> str:
        """How many of one part run, how large, how they are replaced and how they scale."""
        deployment = kubernetes.deployment(self.case, component)
        spec = deployment["spec"]
        container = spec["template"]["spec"]["containers"][0]
        spec["template"]["spec"] = {
            "terminationGracePeriodSeconds": spec["template"]["spec"]["terminationGracePeriodSeconds"],
            "containers": [{name: container[name] for name in ("name", "image", "resources", "readinessProbe")}],
        }
        if component.apart:
            return several([deployment, kubernetes.disruption(self.case, component)], depth=3)
        scaler = kubernetes.autoscaler(self.case, component)
        scaler["spec"].pop("behavior")
        return several([deployment, scaler], depth=3)

    def pipeline(self) -> str:
        shown = delivery.pipeline(self.case)
        return yaml_text({name: shown[name] for name in ("name", "on", "jobs")}, depth=3)

    def unit(self) -> str:
        return machine.unit_text(self.case)

    def inventory(self) -> str:
        return inventory.inventory_text(self.case)

    def infrastructure(self) -> str:
        """What the code runs on in a region, and the first store; of one machine, the machine."""
        cloud = CLOUDS[self.case.cloud]
        if self.case.single:
            return hcl_text(map(_outlined, [cloud.single(self.case)[0]]))
        files = cloud.region(self.case)
        compute = [b for b in files["compute"] if b.kind == "locals"] + _noted(files["compute"])[:1]
        if self.case.chosen("compute_platform") == "kubernetes":
            return hcl_text(map(_outlined, compute))
        data = _noted(files["data"]) or files["data"]
        readers = [block for block in data[1:] if block.labels[-1] == "reader"]
        return hcl_text(map(_outlined, [*compute, *data[:1], *readers]))


def _cursor(word: str) -> str:
    """The name under which an answer gives what `after=word` takes."""
    return "next" if word == "cursor" else word


def _outlined(block: Block) -> Block:
    """Without what names and connects it: what is left says how large it is and how it behaves."""
    body = {
        key: _outlined(value) if isinstance(value, Block) else value
        for key, value in block.body.items()
        if key not in CONNECTS
    }
    return replace(block, body=body)


def _noted(blocks: Iterable[Block]) -> list[Block]:
    """Those that say what they are sized for."""
    return [block for block in blocks if block.kind == "resource" and block.note]
