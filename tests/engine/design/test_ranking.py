"""What a document tells first is what the system is there for."""

from __future__ import annotations

import pytest

from engine.design.ranking import ranked
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge


@pytest.mark.parametrize(
    ("preset", "first"), [("twitch", "live_streaming"), ("uber", "trips"), ("whatsapp", "chat"), ("slack", "chat")]
)
def test_a_chat_leads_alone_and_supports_what_people_come_for(shipped: Knowledge, preset: str, first: str) -> None:
    told = [capability.capability for capability in ranked(evaluate(shipped, givens_from(shipped, {}, None, preset)))]
    assert told[0] == first
    assert told.index("chat") < told.index("identity")
