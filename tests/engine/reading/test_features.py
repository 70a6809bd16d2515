"""Features, models and negations."""

from __future__ import annotations

import pytest

from engine.reading import CapabilityWords, Context, Lexicon, PresetWords, read
from tests.engine.reading.knowledge_words import lexicon

SMALL = Lexicon(
    capabilities=tuple(
        CapabilityWords(c)
        for c in ("chat", "payments", "search", "feed", "ads", "social_graph", "identity", "catalogue", "cart_orders")
    ),
    presets=(PresetWords("netflix", ("netflix",)), PresetWords("google_docs", ("google docs",))),
)

CASES = [
    ("Social network: feed, follow. No chat, no payments.", {"social_graph", "feed"}, {"chat", "payments"}),
    ("we don't need search", set(), {"search"}),
    ("no chat or payments", set(), {"chat", "payments"}),
    ("no chat, search", {"search"}, {"chat"}),
    ("without payments, ads or chat", set(), {"payments", "ads", "chat"}),
    ("remove search and chat", set(), {"search", "chat"}),
    ("chat is out, payments stay", {"payments"}, {"chat"}),
    ("Need: auth, search. Don't need: chat, ads.", {"identity", "search"}, {"chat", "ads"}),
    ("users must be able to log in with google", {"identity"}, set()),
    ("an online store with card payments", {"catalogue", "cart_orders", "payments"}, set()),
]


@pytest.mark.parametrize(("text", "wanted", "unwanted"), CASES)
def test_wanted_and_ruled_out(text: str, wanted: set[str], unwanted: set[str]) -> None:
    reading = read(text, SMALL)
    assert set(reading.capabilities) == wanted
    assert set(reading.not_capabilities) == unwanted


def test_yes_and_no_after_the_feature() -> None:
    reading = read("search yes, payments no", SMALL, Context("capabilities"))
    assert (reading.capabilities, reading.not_capabilities, reading.intent) == (("search",), ("payments",), "answer")


def test_a_feature_without_knowledge_is_reported() -> None:
    reading = read("video streaming for a student union", SMALL)
    assert reading.capabilities == ()
    assert reading.unsupported == ("video_on_demand",)
    assert "video streaming" in reading.leftovers[0].words


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Design Netflix for 200M users", "netflix"),
        ("Google Docs clone", "google-docs"),
        ("dating app, tinder-like", "tinder"),
        ("Instagram but for recipes", "instagram"),
        ("Uber for dog walkers", "uber"),
        ("yo can u design me smth like tiktok", "tiktok"),
        ("YouTube competitor for cooking videos", "youtube"),
        ("key value store, nothing like Dropbox", None),
        ("we use Slack for alerts", None),
        ("log in with facebook", None),
        ("a chat app, unlike whatsapp", None),
    ],
)
def test_product_as_model(text: str, product: str | None) -> None:
    assert read(text, lexicon()).product == product


def test_preset_is_named_by_its_own_id() -> None:
    assert read("Google Docs clone", SMALL).preset == "google_docs"
    assert read("Tinder clone", SMALL).preset is None
