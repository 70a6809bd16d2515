"""Rules and scrape configuration, read by promtool and by a second parser; the alerts fire when they should."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from engine.design import Design, assemble
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from tests.engine.artefacts.cases import ALL, designed

Files = Mapping[str, Mapping[str, str]]

WATCHED = [name for name in ALL if name not in ("wiki", "links")]
promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not here (package prometheus)")


def run(*command: str | Path) -> str:
    """What promtool complains about."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def rules(text: str) -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


@promtool
@pytest.mark.parametrize("name", WATCHED)
def test_promtool_takes_rules_and_configuration(files: Files, name: str, tmp_path: Path) -> None:
    for path in ("monitoring/alerts.yaml", "monitoring/prometheus.yaml"):
        # Debian builds Prometheus without the discovery of Kubernetes: that key alone is taken out for it.
        text = re.sub(r"(?m)^    kubernetes_sd_configs:.*(\n +- .*)*", "    static_configs: []", files[name][path])
        (tmp_path / Path(path).name).write_text(text, "utf-8")
    assert run("promtool", "check", "rules", tmp_path / "alerts.yaml") == ""
    assert run("promtool", "check", "config", tmp_path / "prometheus.yaml") == ""


@pytest.mark.parametrize("name", WATCHED)
def test_every_expression_parses(files: Files, name: str) -> None:
    for rule in rules(files[name]["monitoring/alerts.yaml"]):
        promql_parser.parse(rule["expr"])


def test_a_small_design_without_prometheus_has_no_rules(files: Files) -> None:
    assert not any(path.startswith("monitoring/") for path in files["wiki"])


def test_the_design_s_own_alerts_are_all_there(designs: dict[str, Design], files: Files) -> None:
    found = {(r.get("alert"), r["expr"]) for r in rules(files["uber"]["monitoring/alerts.yaml"])}
    assert {(a.id, a.expr) for a in designs["uber"].alerts} <= found


# -- what capabilities declare -----------------------------------------------------------------------------------------


def selectors(node: Any) -> Iterator[promql_parser.VectorSelector]:
    """Every metric that an expression reads."""
    if isinstance(node, promql_parser.VectorSelector):
        yield node
    for name in ("lhs", "rhs", "expr", "vector_selector", "vs", "args", "param"):
        inner = getattr(node, name, None)
        for item in inner if isinstance(inner, list) else [inner]:
            if item is not None and type(item).__module__ == type(node).__module__:
                yield from selectors(item)


def test_alerts_of_capabilities_read_metrics_that_somebody_exports(shipped: Knowledge) -> None:
    """A name that no capability declares would never fire; nor would a quantile of what is no histogram."""
    types = {m.name: m.type for c in shipped.capabilities.values() for m in c.metrics}
    outside = {"open_connections"}  # the realtime transport's own
    wrong = []
    for capability in shipped.capabilities:
        design = assemble(evaluate(shipped, givens_from(shipped, {"capabilities": [capability], "users_total": "1M"})))
        for alert in design.alerts:
            for selector in selectors(promql_parser.parse(alert.expr)):
                base = re.sub(r"_(bucket|count|sum)$", "", selector.name)
                known = types.get(selector.name) or ("histogram" if types.get(base) == "histogram" else None)
                if known is None and selector.name not in outside:
                    wrong.append(f"{capability} {alert.id}: nothing exports {selector.name}")
                if selector.name.endswith("_bucket") and types.get(base) != "histogram":
                    wrong.append(f"{capability} {alert.id}: {base} is no histogram")
    assert wrong == []


def test_counters_are_read_as_rates(shipped: Knowledge) -> None:
    """A counter only grows: compared by itself it would fire once and for ever."""
    counters = {m.name for c in shipped.capabilities.values() for m in c.metrics if m.type == "counter"}
    gauges = {m.name for c in shipped.capabilities.values() for m in c.metrics if m.type == "gauge"}
    wrong = []
    for capability in shipped.capabilities.values():
        for alert in capability.alerts:
            for name in re.findall(r"[a-z][a-z0-9_]+", str(alert.expr)):
                ranged = re.search(rf"\b{name}(\{{[^}}]*\}})?\[", str(alert.expr)) is not None
                if (name in counters and not ranged) or (name in gauges and ranged):
                    wrong.append(f"{capability.capability} {alert.id}: {name}")
    assert wrong == []


# -- what the rules do -------------------------------------------------------------------------------------------------


def series(share: float) -> list[dict[str, str]]:
    """Six hours in which of 100,000 requests a minute this share fails."""
    bad = round(100_000 * share)
    return [
        {"series": f'http_requests_total{{code="{code}"}}', "values": f"0+{step}x360"}
        for code, step in (("200", 100_000 - bad), ("500", bad))
    ]


@promtool
@pytest.mark.parametrize(("share", "alerts"), [(0.0, ()), (0.004, ()), (0.009, ("slow",)), (0.02, ("fast", "slow"))])
def test_burn_rates_fire_at_their_rates(files: Files, tmp_path: Path, share: float, alerts: tuple[str, ...]) -> None:
    """Three nines allow one failure in a thousand: 14.4 times as many page within the hour, 6 times within six."""
    (tmp_path / "alerts.yaml").write_text(files["chat"]["monitoring/alerts.yaml"], "utf-8")
    shown = {rule.get("alert"): rule for rule in rules(files["chat"]["monitoring/alerts.yaml"])}
    expected = []
    for speed in ("fast", "slow"):
        rule = shown[f"error_budget_{speed}_burn"]
        alert = [{"exp_labels": rule["labels"], "exp_annotations": rule["annotations"]}]
        firing = alert if speed in alerts else []
        expected.append({"eval_time": "5h50m", "alertname": rule["alert"], "exp_alerts": firing})
    test = {"interval": "1m", "input_series": series(share), "alert_rule_test": expected}
    (tmp_path / "test.yaml").write_text(
        yaml.safe_dump({"rule_files": ["alerts.yaml"], "evaluation_interval": "1m", "tests": [test]}), "utf-8"
    )
    assert run("promtool", "test", "rules", tmp_path / "test.yaml") == ""


@promtool
def test_too_little_traffic_for_burn_rates_is_watched_from_outside(shipped: Knowledge, tmp_path: Path) -> None:
    from engine.artefacts import artefacts

    design = designed(shipped, "wiki", {"observability_stack": "prometheus_loki"})
    text = next(a.text for a in artefacts(design) if a.path == "monitoring/alerts.yaml")
    assert "outside_check_failed" in text
    assert "error_budget" not in text
    (tmp_path / "alerts.yaml").write_text(text, "utf-8")
    assert run("promtool", "check", "rules", tmp_path / "alerts.yaml") == ""
