"""Drawing a graph as text."""

from __future__ import annotations

from engine.diagram.canvas import Canvas
from engine.diagram.graph import Graph
from engine.diagram.labels import draw_lines, label_sideways, label_text, label_upright
from engine.diagram.layering import Stack, stack
from engine.diagram.ordering import order
from engine.diagram.placing import Plan, Spacing, TooTight, place
from engine.diagram.routing import Wire, route
from engine.diagram.titles import narrowest, narrowest_broken, wrap

STYLES = (
    (Spacing(pitch=4, pad=2, lane_gap=2, box_gaps=(6, 5, 4, 3)), False),
    (Spacing(pitch=3, pad=2, lane_gap=2, box_gaps=(4, 3, 2)), True),
    (Spacing(pitch=2, pad=1, lane_gap=1, box_gaps=(3, 2)), True),
)


def render(graph: Graph, columns: int = 100) -> str:
    if not graph.nodes:
        return ""
    used = {node.layer for node in graph.nodes}
    first = max(len(layer) for layer in used) + 2
    for spacing, bare in STYLES:
        try:
            return _compose(graph, spacing, bare, first, columns - 1)
        except TooTight:
            continue
    raise ValueError("too tight")


def _compose(graph: Graph, spacing: Spacing, bare: bool, first: int, last: int) -> str:
    inner = []
    for node in graph.nodes:
        w = len(node.title)
        if w > 16:
            w = min(w, max(12, narrowest(node.title, 2)))
        if w > 24:
            w = narrowest_broken(node.title, 3)
        inner.append(w)
    titles = [wrap(node.title, w) for node, w in zip(graph.nodes, inner, strict=True)]
    widths = [max(map(len, lines)) + 4 for lines in titles]
    arrows = [len(label_text(edge.number, bare)) + 4 for edge in graph.edges]
    splits: dict[str, int] = {}
    while True:
        rows = stack(graph, widths, splits)
        order(rows)
        try:
            plan = place(graph, rows, widths, arrows, spacing, first, last)
            break
        except TooTight as tight:
            layer = next(graph.nodes[rows.node[i]].layer for i in rows.rows[tight.row] if rows.node[i] >= 0)
            n = splits.get(layer, 1) + 1
            if n > sum(node.layer == layer for node in graph.nodes):
                raise TooTight(-1) from None
            splits[layer] = n
    routed = [route(nets, first, last) for nets in plan.channels]
    extra = [(0, 0)] * len(routed)
    while True:
        channels = _draw_channels(graph, routed, extra, bare, last + 1)
        if channels is not None:
            break
    return _assemble(graph, rows, plan, titles, channels, bare, last + 1)


def _draw_channels(
    graph: Graph, routed: list[tuple[list[list[Wire]], int]], extra: list[tuple[int, int]], bare: bool, columns: int
) -> list[Canvas] | None:
    canvases = []
    home: dict[int, list[tuple[int, list[Wire]]]] = {}
    for c, (nets, tracks) in enumerate(routed):
        lead, tail = extra[c]
        height = (max(tracks + 2, 3) if nets else 1) + lead + tail
        nets = [[wire._replace(track=wire.track + lead) if wire.track else wire for wire in wires] for wires in nets]
        canvas = Canvas(height, columns)
        draw_lines(canvas, [(wires, graph.edges[wires[0].net.edge].kind) for wires in nets])
        canvases.append(canvas)
        for wires in nets:
            home.setdefault(wires[0].net.edge, []).append((c, wires))
    failed = set()
    for e, parts in home.items():
        edge = graph.edges[e]
        text = label_text(edge.number, bare)
        pin_a, pin_b = parts[0][1][0].net.a, parts[0][1][0].net.b
        if pin_a.head or (pin_b.head and len(parts) == 1 and False):
            parts = parts[::-1]
        done = any(label_sideways(canvases[c], wires, edge.kind, text) for c, wires in parts)
        done = done or any(label_upright(canvases[c], wires, edge.kind, text, True) for c, wires in parts)
        if bare:
            done = done or any(label_upright(canvases[c], wires, edge.kind, text, False) for c, wires in parts)
        if not done:
            failed.add((parts[0][0], pin_a.upper and pin_b.upper))
    for c, up in failed:
        lead, tail = extra[c]
        extra[c] = (lead + up, tail + (not up))
    return None if failed else canvases


def _assemble(
    graph: Graph, rows: Stack, plan: Plan, titles: list[list[str]], channels: list[Canvas], bare: bool, columns: int
) -> str:
    lines: list[str] = []
    named: set[str] = set()
    for r, row in enumerate(rows.rows):
        lines += channels[r].lines()
        height = max(len(titles[rows.node[i]]) for i in row if rows.node[i] >= 0) + 2
        canvas = Canvas(height, columns)
        for item in row:
            x, node = plan.left[item], rows.node[item]
            if node < 0:
                canvas.upright(x, 0, height - 1, "|" if graph.edges[rows.edge[item]].kind == "sync" else ":")
                continue
            width = plan.width[item]
            for y in range(height):
                canvas.write(y, x, "|" + " " * (width - 2) + "|")
            for y in (0, height - 1):
                canvas.write(y, x, "+" + "-" * (width - 2) + "+")
            text = titles[node]
            top = 1 + (height - 2 - len(text)) // 2
            for i, line in enumerate(text):
                canvas.write(top + i, x + 1 + (width - 2 - len(line)) // 2, line)
            layer = graph.nodes[node].layer
            if layer not in named:
                named.add(layer)
                canvas.write((height - 1) // 2, 0, layer)
        for arrow in plan.arrows:
            if arrow.row == r:
                y = (height - 1) // 2
                edge = graph.edges[arrow.edge]
                canvas.sideways(y, arrow.left, arrow.right, "-" if edge.kind == "sync" else ".")
                canvas.write(y, arrow.right if arrow.rightwards else arrow.left, ">" if arrow.rightwards else "<")
                text = label_text(edge.number, bare)
                canvas.write(y, arrow.left + (arrow.right - arrow.left + 1 - len(text)) // 2, text)
        lines += canvas.lines()
    lines += channels[-1].lines()
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)
