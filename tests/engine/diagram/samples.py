"""Graphs the tests draw: four real architectures, and a strategy for any other."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from engine.diagram import Edge, Graph, Layer, Node
from engine.diagram.graph import Kind

KINDS: tuple[Kind, ...] = ("sync", "async")
TITLE_CHARACTERS = "".join(sorted(set(string.printable) - set(string.whitespace) - {"\\"}))


def graph_of(layers: dict[str, list[str]], lines: str) -> Graph:
    """A graph from titles per layer and lines like `A -> B` (sync) or `A ~> B` (async), numbered from 1."""
    ids = {title: title.lower().replace(" ", "_") for titles in layers.values() for title in titles}
    nodes = [Node(ids[title], title, layer) for layer, titles in layers.items() for title in titles]
    edges = []
    for number, line in enumerate(lines.strip().splitlines(), 1):
        source, arrow, target = line.strip().replace("->", "|->|").replace("~>", "|~>|").split("|")
        kind: Kind = "sync" if arrow == "->" else "async"
        edges.append(Edge(ids[source.strip()], ids[target.strip()], kind, number=number))
    return Graph(tuple(nodes), tuple(edges))


WIKI = graph_of(
    {
        "client": ["Browser"],
        "edge": ["Reverse proxy"],
        "service": ["Application"],
        "data": ["PostgreSQL", "Backup bucket"],
    },
    """
    Browser -> Reverse proxy
    Reverse proxy -> Application
    Application -> PostgreSQL
    PostgreSQL ~> Backup bucket
    """,
)

STREAMING = graph_of(
    {
        "client": ["Web app", "TV and mobile apps"],
        "edge": ["CDN", "Load balancer"],
        "gateway": ["API gateway"],
        "service": ["Accounts", "Catalogue", "Playback", "Recommendations", "Upload", "Transcoder"],
        "async": ["Event log", "Transcoding queue"],
        "data": ["Accounts DB", "Catalogue DB", "Redis cache", "Object storage"],
    },
    """
    Web app -> CDN
    TV and mobile apps -> CDN
    Web app -> Load balancer
    TV and mobile apps -> Load balancer
    Load balancer -> API gateway
    API gateway -> Accounts
    API gateway -> Catalogue
    API gateway -> Playback
    API gateway -> Recommendations
    API gateway -> Upload
    CDN -> Object storage
    Upload -> Object storage
    Upload ~> Transcoding queue
    Transcoding queue ~> Transcoder
    Transcoder -> Object storage
    Playback ~> Event log
    Event log ~> Recommendations
    Accounts -> Accounts DB
    Catalogue -> Catalogue DB
    Catalogue -> Redis cache
    Playback -> Redis cache
    Recommendations -> Redis cache
    """,
)

RIDES = graph_of(
    {
        "client": ["Rider app", "Driver app"],
        "edge": ["Load balancer"],
        "gateway": ["API gateway", "WebSocket gateway"],
        "service": ["Trips", "Matching", "Locations", "Pricing", "Payments", "Notifications"],
        "async": ["Kafka"],
        "data": ["Trips PostgreSQL", "Redis geo index", "Payments PostgreSQL", "Data lake"],
    },
    """
    Rider app -> Load balancer
    Driver app -> Load balancer
    Load balancer -> API gateway
    Load balancer -> WebSocket gateway
    API gateway -> Trips
    API gateway -> Pricing
    WebSocket gateway -> Locations
    Trips -> Matching
    Matching -> Locations
    Trips -> Pricing
    Trips ~> Kafka
    Kafka ~> Payments
    Kafka ~> Notifications
    Locations -> Redis geo index
    Matching -> Redis geo index
    Trips -> Trips PostgreSQL
    Payments -> Payments PostgreSQL
    Kafka ~> Data lake
    Notifications ~> WebSocket gateway
    """,
)

IOT = graph_of(
    {
        "client": ["Devices", "Operator console"],
        "edge": ["MQTT broker", "Load balancer"],
        "gateway": ["API gateway"],
        "service": ["Device registry", "Ingestion", "Rules engine", "Alerts", "Dashboards"],
        "async": ["Telemetry stream"],
        "data": ["Registry PostgreSQL", "Time series database", "Object storage"],
    },
    """
    Devices -> MQTT broker
    Operator console -> Load balancer
    Load balancer -> API gateway
    API gateway -> Device registry
    API gateway -> Dashboards
    MQTT broker ~> Ingestion
    MQTT broker -> Device registry
    Ingestion ~> Telemetry stream
    Telemetry stream ~> Rules engine
    Rules engine -> Alerts
    Rules engine -> Device registry
    Device registry -> Registry PostgreSQL
    Telemetry stream ~> Time series database
    Dashboards -> Time series database
    Telemetry stream ~> Object storage
    Alerts ~> Operator console
    """,
)

ARCHITECTURES = {"wiki": WIKI, "streaming": STREAMING, "rides": RIDES, "iot": IOT}


@st.composite
def graphs(draw: st.DrawFn, most_nodes: int = 26, most_edges: int = 40) -> Graph:
    """Any graph: nodes on any layers, edges of any direction and kind, titles of any characters."""
    count = draw(st.integers(1, most_nodes))
    words = st.text(TITLE_CHARACTERS, min_size=1, max_size=draw(st.sampled_from([4, 9, 14, 40])))
    parts = draw(st.lists(st.lists(words, min_size=1, max_size=3), min_size=count, max_size=count))
    titles = [f"{i} {' '.join(part)}"[:40].strip() for i, part in enumerate(parts)]
    nodes = [Node(f"n{i}", title, draw(st.sampled_from(Layer))) for i, title in enumerate(titles)]
    pairs = [(a.id, b.id, kind) for a in nodes for b in nodes if a is not b for kind in KINDS]
    random = draw(st.randoms(use_true_random=False))
    joined = random.sample(pairs, draw(st.integers(0, min(most_edges, len(pairs)))))
    numbers = random.sample(range(1, draw(st.sampled_from([60, 99, 999])) + 1), len(joined))
    edges = (Edge(*pair, number=number) for pair, number in zip(joined, numbers, strict=True))
    return Graph(tuple(nodes), tuple(edges))
