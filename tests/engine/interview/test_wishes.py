"""Technologies that a person does not want: nothing chooses them, until the person does."""

from __future__ import annotations

from engine.interview import hear, start
from engine.interview.trying import current
from engine.knowledge import Knowledge


def test_what_is_ruled_out_is_not_chosen(shipped: Knowledge) -> None:
    said = "A chat for 200M daily users worldwide"
    free = current(shipped, hear(shipped, start(), said).dialogue)
    assert free.choices["message_broker"] == "kafka"
    bound = current(shipped, hear(shipped, start(), f"{said}, without Kafka and no Redis").dialogue)
    assert bound.choices["message_broker"] not in ("kafka", None)
    assert "redis" not in str(bound.choices["cache"])
    assert "Kafka is ruled out by the request" in {
        bound.text(e.why) for e in bound.ledgers["message_broker"].exclusions
    }


def test_a_choice_made_afterwards_counts(shipped: Knowledge) -> None:
    dialogue = hear(shipped, start(), "A chat for 20M daily users, no Kafka").dialogue
    dialogue = hear(shipped, dialogue, "use Kafka after all").dialogue
    assert current(shipped, dialogue).choices["message_broker"] == "kafka"
