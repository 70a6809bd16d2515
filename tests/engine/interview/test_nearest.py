"""What a description is taken for in which no phrase names a capability."""

from pathlib import Path

import pytest
import yaml

from engine.interview import hear, start
from engine.interview.nearest import nearest
from engine.knowledge.definitions import Knowledge

REQUESTS = Path(__file__).parent.parent / "reading"
LIBRARY = "Loans, holds and fines for a library with 45 branches and 600,000 members"


def test_a_description_is_taken_for_what_it_is_nearest_to_and_says_by_which_words(shipped: Knowledge) -> None:
    turn = hear(shipped, start(), LIBRARY)
    taken = turn.dialogue.facts["capabilities"]
    assert (taken.value, taken.origin) == (frozenset({"lending"}), "assumed")
    told = next(reply.text for reply in turn.replies if reply.tone == "problem")
    assert "loans" in told
    assert "**lending**" in told


def test_numbers_are_read_as_those_of_what_it_is_taken_for(shipped: Knowledge) -> None:
    assert hear(shipped, start(), LIBRARY).dialogue.facts["lending_sites"].value == 45


def test_what_people_say_then_replaces_what_it_was_taken_for(shipped: Knowledge) -> None:
    first = hear(shipped, start(), LIBRARY).dialogue
    then = hear(shipped, first, "no, it is a wiki").dialogue
    assert then.facts["capabilities"].value == frozenset({"documents"})
    assert then.facts["capabilities"].origin == "given"


@pytest.mark.parametrize("text", ["hello there", "a thing for 300 people", "we walk in the garden in spring"])
def test_what_is_near_to_nothing_is_taken_for_nothing(shipped: Knowledge, text: str) -> None:
    turn = hear(shipped, start(), text)
    assert "capabilities" not in turn.dialogue.facts
    assert turn.question is not None
    assert turn.question.fact == "capabilities"


def test_what_it_may_be_is_offered_first(shipped: Knowledge) -> None:
    turn = hear(shipped, start(), "A barn for old radios of 40 people")
    assert turn.question is not None
    assert "Music and spoken word" in [label for label, _ in turn.question.replies][:4]


def test_what_is_placed_is_placed_rightly(shipped: Knowledge) -> None:
    """The kept requests name a feature in known phrases; here the words alone have to do."""
    right = placed = total = 0
    for name in ("requests.yaml", "phrasings.yaml"):
        for entry in yaml.safe_load((REQUESTS / name).read_text()):
            expected = entry["expect"]
            if expected.get("intent") != "describe" or not expected.get("capabilities") or expected.get("preset"):
                continue
            total += 1
            found = nearest(shipped, entry["text"])
            accepted = {*expected["capabilities"], *((expected.get("accept") or {}).get("capabilities") or ())}
            placed += found is not None
            right += found is not None and found.capability in accepted
    assert placed > 0.4 * total
    assert right > 0.78 * placed
