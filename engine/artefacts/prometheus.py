"""Prometheus: the rules that burn rates, saturation and this system's own alerts need, and what is scraped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.artefacts.case import Case, slug
from engine.artefacts.yaml_text import yaml_text
from engine.design.model import Alert
from engine.texts import sentence

Rule = dict[str, Any]

BUSY = 5
"""Failures in an hour at the fast rate from which on an error ratio over an hour means something."""
WINDOWS = ("5m", "30m", "1h", "6h", "3d")
DISKS = 'fstype!~"tmpfs|overlay"'
EXPORTERS: dict[str, tuple[str, int, str]] = {
    "postgresql": ("postgres-exporter", 9187, "/metrics"),
    "timescaledb": ("timescale-exporter", 9187, "/metrics"),
    "mysql_sharded": ("mysqld-exporter", 9104, "/metrics"),
    "mongodb": ("mongodb-exporter", 9216, "/metrics"),
    "cassandra": ("cassandra", 9500, "/metrics"),
    "distributed_sql": ("cockroachdb", 8080, "/_status/vars"),
    "clickhouse": ("clickhouse", 9363, "/metrics"),
    "redis": ("redis-exporter", 9121, "/metrics"),
    "redis_cluster": ("redis-exporter", 9121, "/metrics"),
    "kafka": ("kafka-exporter", 9308, "/metrics"),
    "rabbitmq": ("rabbitmq", 15692, "/metrics"),
    "opensearch": ("opensearch", 9200, "/_prometheus/metrics"),
    "search_node": ("opensearch", 9200, "/_prometheus/metrics"),
}
"""Host, port and path at which a chosen store or broker tells of itself."""


def wanted(case: Case) -> bool:
    """Whether the design watches itself with Prometheus at all."""
    return case.chosen("observability_stack") in ("prometheus_loki", "otel_full")


def busy(case: Case) -> bool:
    """Whether there are requests enough for burn rates."""
    return case.number("average_requests") * 3600 * case.number("fast_burn_ratio") >= BUSY


def rules_text(case: Case) -> str:
    note = f"{case.design.title}: {case.shown('availability')} over 30 days leaves {case.shown('error_budget_month')}."
    return yaml_text({"groups": groups(case)}, note)


def groups(case: Case) -> list[dict[str, Any]]:
    found = []
    if busy(case):
        found.append({"name": f"{case.name}-ratios", "interval": "30s", "rules": list(ratios())})
    found.append({"name": f"{case.name}-slos", "rules": [*burns(case), *promises(case)]})
    found.append({"name": f"{case.name}-saturation", "rules": list(saturation(case))})
    by_capability: dict[str, list[Rule]] = {}
    for alert in case.design.alerts:
        by_capability.setdefault(alert.capability, []).append(own(alert))
    found += [{"name": f"{case.name}-{slug(title)}", "rules": rules} for title, rules in by_capability.items()]
    return found


def ratios() -> Iterator[Rule]:
    """The share of requests that failed, over each window that a burn rate looks at."""
    for window in WINDOWS:
        failed, all_ = (f"sum(rate(http_requests_total{kind}[{window}]))" for kind in ('{code=~"5.."}', ""))
        yield {"record": f"slo:http_errors:ratio_rate{window}", "expr": f"{failed} / {all_}"}


def burns(case: Case) -> Iterator[Rule]:
    """A long window says that it matters, a short one that it still goes on."""
    if not busy(case):
        yield _alert(
            "outside_check_failed",
            "max_over_time(probe_success[3m]) == 0",
            "0m",
            "page",
            "Three external checks in a row failed",
            "Open the page from another network; then the machine's console",
        )
        return
    budget = case.shown("error_budget_month")
    for name, fact, long, short, share, severity in (
        ("fast", "fast_burn_ratio", "1h", "5m", "2%", "page"),
        ("slow", "slow_burn_ratio", "6h", "30m", "5%", "page"),
        ("creeping", "error_ratio_allowed", "3d", "6h", "10%", "ticket"),
    ):
        limit = _number(case.number(fact))
        yield _alert(
            f"error_budget_{name}_burn",
            f"slo:http_errors:ratio_rate{long} > {limit} and slo:http_errors:ratio_rate{short} > {limit}",
            "2m" if name == "fast" else "15m",
            severity,
            f"{share} of the monthly budget of {budget} used in {long.replace('h', ' h').replace('3d', '3 days')}",
            "Roll back a release newer than the rise; otherwise look at the traces of failed requests",
        )


def promises(case: Case) -> Iterator[Rule]:
    latency = _number(case.number("latency_p99"))
    yield _alert(
        "latency_p99",
        f"histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > {latency}",
        "10m",
        "page",
        f"One response in a hundred takes longer than {case.shown('latency_p99')}",
        "Compare routes, then trace the slowest calls of the slowest one",
    )
    rpo = case.number("rpo")
    if rpo > 0:
        yield _alert(
            "backup_too_old",
            f"time() - max(backup_last_verified_timestamp_seconds) > {_number(max(rpo, 300))}",
            "5m",
            "page" if rpo >= 3600 else "ticket",
            f"A failure now would lose more than {case.shown('rpo')}",
            "Start the backup by hand, then find out why it did not run",
        )


def saturation(case: Case) -> Iterator[Rule]:
    """What runs full before anybody notices."""
    limit = case.number("target_utilisation") or 0.7
    yield _alert(
        "processors_busy",
        f'1 - avg by (instance) (rate(node_cpu_seconds_total{{mode="idle"}}[15m])) > {_number(limit)}',
        "15m",
        "ticket",
        f"A node runs above the {case.shown('target_utilisation') or '70%'} that it is sized for",
        "Add nodes, or find the call that grew",
    )
    free = f"node_filesystem_avail_bytes{{{DISKS}}} / node_filesystem_size_bytes{{{DISKS}}}"
    yield _alert(
        "disk_filling", f"1 - {free} > 0.75", "15m", "ticket", "A disk is three quarters full", "Grow it this week"
    )
    yield _alert(
        "certificate_ends",
        "min(probe_ssl_earliest_cert_expiry) - time() < 14 * 86400",
        "1h",
        "ticket",
        "A certificate ends in less than 14 days",
        "Renew it, and see why it did not renew itself",
    )
    if "postgresql" in (case.chosen("primary_store"), case.chosen("bulk_store")):
        yield _alert(
            "database_connections",
            "sum by (instance) (pg_stat_activity_count) / min by (instance) (pg_settings_max_connections) > 0.8",
            "10m",
            "ticket",
            "Four fifths of the database connections are in use",
            "Look for idle transactions before widening the pool",
        )
    if case.chosen("cache") in ("redis", "redis_cluster") and (hits := case.number("cache_hit_ratio")) > 0.1:
        found, missed = (f"sum(rate(redis_keyspace_{what}_total[10m]))" for what in ("hits", "misses"))
        yield _alert(
            "cache_hits_low",
            f"{found} / ({found} + {missed}) < {_number(hits - 0.1)}",
            "15m",
            "ticket",
            f"The cache hit ratio is ten points below the {case.shown('cache_hit_ratio')} that the store is sized for",
            "Check evictions and the newest release's keys",
        )
    yield from _waiting(case)


def _waiting(case: Case) -> Iterator[Rule]:
    """How long handed-over work waits."""
    means, first = "Events wait for more than a minute", "Add consumers, or see which one fails"
    names = ("consumers_behind", "5m", "ticket", means, first)
    match case.chosen("message_broker"):
        case "kafka":
            done = "clamp_min(sum by (consumergroup) (rate(kafka_consumergroup_current_offset[5m])), 1)"
            yield _alert(names[0], f"sum by (consumergroup) (kafka_consumergroup_lag) / {done} > 60", *names[1:])
        case "rabbitmq":
            done = "clamp_min(sum by (queue) (rate(rabbitmq_queue_messages_acked_total[5m])), 1)"
            yield _alert(names[0], f"sum by (queue) (rabbitmq_queue_messages_ready) / {done} > 60", *names[1:])
        case "pubsub":
            yield _alert(names[0], "max by (queue) (queue_oldest_message_age_seconds) > 60", *names[1:])
        case "database_queue":
            yield _alert(
                "jobs_waiting",
                "max(jobs_oldest_waiting_seconds) > 300",
                "5m",
                "ticket",
                "The oldest waiting job is older than five minutes",
                "See whether workers run and which job fails again and again",
            )


def own(alert: Alert) -> Rule:
    """One of the capabilities' alerts."""
    return _alert(alert.id, alert.expr, alert.for_, alert.severity, alert.means, alert.do)


def _alert(name: str, expr: str, wait: str, severity: str, means: str, first: str) -> Rule:
    rule: Rule = {"alert": name, "expr": expr, "for": wait, "labels": {"severity": severity}}
    notes = {key: sentence(text) for key, text in (("summary", means), ("runbook", first)) if text}
    return rule | ({"annotations": notes} if notes else {})


def _number(value: float) -> str:
    return f"{value:.6g}"


# -- what is scraped ---------------------------------------------------------------------------------------------------


def scrape_text(case: Case) -> str:
    return yaml_text(
        scrape(case), f"{case.shown('metric_series')} series on {case.shown('observability_nodes')} nodes."
    )


def scrape(case: Case) -> dict[str, Any]:
    external = {"external_labels": {"system": case.name}}
    return {
        "global": {"scrape_interval": "15s", "evaluation_interval": "15s"} | external,
        "rule_files": ["alerts.yaml"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": ["alertmanager:9093"]}]}]},
        "scrape_configs": list(jobs(case)),
    }


def jobs(case: Case) -> Iterator[dict[str, Any]]:
    if case.chosen("observability_stack") == "otel_full":
        yield {"job_name": "collector", "static_configs": [{"targets": ["otel-collector:8889"]}], "honor_labels": True}
    elif case.chosen("compute_platform") == "kubernetes":
        yield {
            "job_name": "services",
            "kubernetes_sd_configs": [{"role": "pod", "namespaces": {"names": [case.name]}}],
            "relabel_configs": [
                {"source_labels": ["__meta_kubernetes_pod_container_port_name"], "regex": "metrics", "action": "keep"},
                {"source_labels": ["__meta_kubernetes_pod_label_app"], "target_label": "service"},
            ],
        }
    else:
        for component in case.workloads:
            yield _by_name(slug(component.id), 9090)
    if case.chosen("compute_platform") == "kubernetes":
        yield {
            "job_name": "nodes",
            "kubernetes_sd_configs": [{"role": "node"}],
            "relabel_configs": [
                {"source_labels": ["__address__"], "regex": "(.*):10250", "replacement": "${1}:9100"}
                | {"target_label": "__address__"},
            ],
        }
    else:
        yield _by_name("nodes", 9100)
    seen = set()
    for role in ("primary_store", "bulk_store", "cache", "message_broker", "search_index"):
        known = EXPORTERS.get(case.chosen(role))
        if known is not None and known[0] not in seen:
            seen.add(known[0])
            yield _by_name(*known)
    yield {
        "job_name": "outside",
        "metrics_path": "/probe",
        "params": {"module": ["http_2xx"]},
        "scrape_interval": "60s",
        "static_configs": [{"targets": ["https://api.example/health"]}],
        "relabel_configs": [
            {"source_labels": ["__address__"], "target_label": "__param_target"},
            {"target_label": "__address__", "replacement": "blackbox-exporter:9115"},
        ],
    }


def _by_name(host: str, port: int, path: str = "/metrics") -> dict[str, Any]:
    """All machines that one name stands for."""
    job: dict[str, Any] = {"job_name": host}
    if path != "/metrics":
        job["metrics_path"] = path
    return job | {"dns_sd_configs": [{"names": [f"{host}.internal"], "type": "A", "port": port}]}


def collector_text(case: Case) -> str:
    """The OpenTelemetry collector: all failed and slow requests are kept, of the rest a share."""
    share = case.number("trace_sampling") * 100 or 1
    slow = round(case.number("latency_p99") * 1000) or 500
    return yaml_text(
        {
            "receivers": {"otlp": {"protocols": {"grpc": {"endpoint": "0.0.0.0:4317"}}}},
            "processors": {
                "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20},
                "batch": {"timeout": "1s"},
                "tail_sampling": {
                    "decision_wait": "10s",
                    "policies": [
                        {"name": "failed", "type": "status_code", "status_code": {"status_codes": ["ERROR"]}},
                        {"name": "slow", "type": "latency", "latency": {"threshold_ms": slow}},
                        {"name": "rest", "type": "probabilistic"}
                        | {"probabilistic": {"sampling_percentage": float(f"{share:.4g}")}},
                    ],
                },
            },
            "exporters": {
                "prometheus": {"endpoint": "0.0.0.0:8889", "resource_to_telemetry_conversion": {"enabled": True}},
                "otlp/traces": {"endpoint": "tempo:4317", "tls": {"insecure": False}},
                "otlphttp/logs": {"endpoint": "https://loki:3100/otlp"},
            },
            "service": {
                "pipelines": {
                    "metrics": {
                        "receivers": ["otlp"],
                        "processors": ["memory_limiter", "batch"],
                        "exporters": ["prometheus"],
                    },
                    "traces": {
                        "receivers": ["otlp"],
                        "processors": ["memory_limiter", "tail_sampling", "batch"],
                        "exporters": ["otlp/traces"],
                    },
                    "logs": {
                        "receivers": ["otlp"],
                        "processors": ["memory_limiter", "batch"],
                        "exporters": ["otlphttp/logs"],
                    },
                },
            },
        },
        f"{case.shown('trace_sampling')} of the traces that are neither failed nor slow.",
    )
