"""What stands in for the chosen stores and brokers on a laptop and in tests: images that run by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.artefacts.case import Case, slug

ROLES = ("primary_store", "bulk_store", "cache", "message_broker", "search_index", "object_storage")


@dataclass(frozen=True, slots=True)
class Image:
    """`data` is the folder to keep; `ready` a command that succeeds once it answers."""

    name: str
    port: int
    data: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ()
    ready: str = ""


@dataclass(frozen=True, slots=True)
class StandIn:
    """An image in its role; `host_port` is where it is found outside of its network."""

    name: str
    role: str
    title: str
    image: Image
    host_port: int


_POSTGRES = {"POSTGRES_PASSWORD": "development"}
_KAFKA = {
    "KAFKA_NODE_ID": "1",
    "KAFKA_PROCESS_ROLES": "broker,controller",
    "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
    "KAFKA_ADVERTISED_LISTENERS": "PLAINTEXT://message-broker:9092",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
}
_OPENSEARCH = {"discovery.type": "single-node", "DISABLE_SECURITY_PLUGIN": "true"}
_DYNAMODB = Image("amazon/dynamodb-local:2.6.1", 8000)
_REDIS = Image("redis:7", 6379, "/data", ready="redis-cli ping")
_SEARCH = Image("opensearchproject/opensearch:2", 9200, "/usr/share/opensearch/data", _OPENSEARCH)
_MINIO = Image("minio/minio", 9000, "/data", command=("server", "/data"))
_READY = "pg_isready -U postgres"
IMAGES: Mapping[str, Image] = {
    "postgresql": Image("postgres:17", 5432, "/var/lib/postgresql/data", _POSTGRES, ready=_READY),
    "timescaledb": Image(
        "timescale/timescaledb:latest-pg17", 5432, "/var/lib/postgresql/data", _POSTGRES, ready=_READY
    ),
    "mysql_sharded": Image("mysql:8.4", 3306, "/var/lib/mysql", {"MYSQL_ROOT_PASSWORD": "development"}),
    "mongodb": Image("mongo:8", 27017, "/data/db"),
    "dynamodb": _DYNAMODB,
    "dynamodb_bulk": _DYNAMODB,
    "cassandra": Image("cassandra:5", 9042, "/var/lib/cassandra", ready="cqlsh -e 'describe cluster'"),
    "distributed_sql": Image(
        "cockroachdb/cockroach:v25.2.0", 26257, "/cockroach/cockroach-data", {}, ("start-single-node", "--insecure")
    ),
    "clickhouse": Image("clickhouse/clickhouse-server:25.3", 8123, "/var/lib/clickhouse"),
    "redis": _REDIS,
    "redis_cluster": _REDIS,
    "rabbitmq": Image("rabbitmq:4", 5672, "/var/lib/rabbitmq", ready="rabbitmq-diagnostics -q ping"),
    "kafka": Image("apache/kafka:4.0.0", 9092, "", _KAFKA),
    "pubsub": Image("localstack/localstack:4", 4566),
    "opensearch": _SEARCH,
    "search_node": _SEARCH,
    "s3": _MINIO,
    "own_object_store": _MINIO,
}


def stand_ins(case: Case) -> list[StandIn]:
    """One for each role that something was chosen for; the same image is started once, a port is used once."""
    found: list[StandIn] = []
    for role in ROLES:
        image = IMAGES.get(case.chosen(role))
        if image is None or any(other.image is image for other in found):
            continue
        port = image.port
        while any(other.host_port == port for other in found):
            port += 1
        found.append(StandIn(slug(role), role, case.title(role), image, port))
    return found
