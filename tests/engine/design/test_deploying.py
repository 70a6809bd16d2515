"""What runs where: parts that stand by themselves in every service style, and what is said of each part."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design import Design, assemble
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge

APART = {
    "game_sessions": "session_server",
    "order_entry": "matching_engine",
    "code_hosting": "git_storage",
    "ci_pipelines": "ci_runners",
    "calls": "media_node",
}


def designed(knowledge: Knowledge, **given: Any) -> Design:
    return assemble(evaluate(knowledge, givens_from(knowledge, {"users_total": "20k", **given})))


@pytest.mark.parametrize("capability", APART)
@pytest.mark.parametrize("style", ["modular_monolith", "services", "microservices"])
def test_what_must_stand_alone_does_in_every_style(shipped: Knowledge, capability: str, style: str) -> None:
    given: dict[str, Any] = {"users_total": "20k", "capabilities": [capability]}
    if capability == "order_entry":
        given["matches_orders"] = True
    design = assemble(evaluate(shipped, givens_from(shipped, given, pins={"service_style": style})))
    component = design.component(APART[capability])
    assert component is not None
    assert component.apart
    assert [part.id for part in component.parts] == [APART[capability]]


def test_their_nodes_count_in_the_total(shipped: Knowledge) -> None:
    design = designed(shipped, capabilities=["game_sessions"], users_total="1M")
    number = design.evaluation.number
    assert number("apart_nodes") == number("session_server_nodes") > number("pool_nodes") > 0
    assert number("compute_nodes") == number("pool_nodes") + number("apart_nodes") + number("workflow_nodes")
    calls = designed(shipped, capabilities=["calls"], users_total="1M").evaluation.number
    assert calls("own_kind_nodes") == calls("media_nodes") > 0
    assert calls("total_nodes") > calls("media_nodes")


def test_a_part_that_clients_reach_by_an_address_of_its_own_is_not_behind_the_gateway(shipped: Knowledge) -> None:
    design = designed(shipped, capabilities=["game_sessions"], users_total="1M")
    sources = {link.source for link in design.links if link.target == "session_server"}
    assert "client" in sources
    assert "gateway" not in sources


def test_no_brace_is_left_in_what_a_component_does(shipped: Knowledge) -> None:
    for capability in shipped.capabilities:
        for component in designed(shipped, capabilities=[capability]).components:
            assert "{" not in component.does, (capability, component.id, component.does)


def test_failures_and_metrics_of_what_is_not_there_are_left_out(shipped: Knowledge) -> None:
    exchange = designed(shipped, capabilities=["order_entry"], matches_orders=True)
    broker = designed(shipped, capabilities=["order_entry"], matches_orders=False)
    assert "sequencer_divergence_total" in {m.name for m in exchange.metrics}
    assert "sequencer_divergence_total" not in {m.name for m in broker.metrics}
    assert "the venue does not answer an order" in {f.when for f in broker.failures}
    assert "the venue does not answer an order" not in {f.when for f in exchange.failures}


def test_a_hop_may_take_what_a_fact_says(shipped: Knowledge) -> None:
    design = designed(shipped, capabilities=["live_streaming"], users_total="1M")
    flow = next(f for f in design.flows if f.name == "From the camera to a screen")
    part = design.evaluation.number("live_part_length")
    assert part > 0
    assert flow.hops[-1].seconds == pytest.approx(3 * part)


def test_the_promise_to_every_call_is_counted_at_the_gateway(shipped: Knowledge) -> None:
    """A flow's line to the client is as long as it is: a p99 of 30 ms can be kept all the same."""
    design = designed(shipped, capabilities=["url_redirect", "chat"], latency_p99="30 ms")
    counted = [f for f in design.flows if f.kind == "sync" and f.upto == "at the gateway"]
    assert counted
    for flow in counted:
        inside = [h for h in flow.hops if "client" not in (h.source, h.target) and not h.source.startswith("Browsers")]
        assert sum(h.seconds for h in inside) < sum(h.seconds for h in flow.hops)
    assert all(f.target == "30 ms" for f in counted)


def test_records_kept_in_the_database_never_shrink_as_a_service_grows(shipped: Knowledge) -> None:
    """Archiving begins where a table is full and takes only what comes on top: no store is chosen to and fro."""
    kept = 0.0
    for users in ("1M", "3M", "4M", "6M", "10M", "20M", "30M", "60M", "120M"):
        givens = givens_from(shipped, {"users_total": users}, preset="uber")
        growth = evaluate(shipped, givens).number("record_growth")
        assert growth >= kept * 0.999, users
        kept = growth


def test_where_two_capabilities_describe_an_entity_there_is_one(shipped: Knowledge) -> None:
    both = designed(shipped, capabilities=["cart_orders", "inventory"])
    assert {"Reservation", "StockReservation"} & {e.name for e in both.entities} == {"StockReservation"}
    assert "Reservation" in {e.name for e in designed(shipped, capabilities=["cart_orders"]).entities}
