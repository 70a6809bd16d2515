"""One word, several meanings: which one is meant is told by what else is said."""

from __future__ import annotations

from typing import Any

import pytest

from engine.interview.lexicon import lexicon_of
from engine.knowledge import Knowledge
from engine.reading import Context, Reading, read
from tests.engine.reading.test_requests import facts_of

FEATURES: list[tuple[str, set[str], set[str]]] = [
    # text, heard, not heard
    ("A leaderboard for a mobile game with 5M daily players", {"leaderboards"}, {"game_sessions", "leaderboard"}),
    ("a multiplayer game with matchmaking", {"game_sessions"}, {"gaming"}),
    ("rankings of articles on a news site", {"publishing"}, {"leaderboards", "content_publishing"}),
    ("rankings of everyone who ran a stretch of road", {"leaderboards"}, set()),
    ("devices poll the server every 5 s, 40,000 devices", set(), {"polls"}),
    ("each terminal polls the server once a minute", set(), {"polls"}),
    ("online voting for a student union", {"polls"}, {"voting"}),
    ("a sports club app: members get emails when a training is cancelled", {"notifications"}, {"email"}),
    ("a shop with an email digest of new articles", {"notifications"}, {"email"}),
    ("a newsletter service", {"email"}, set()),
    ("webmail for 30,000 employees", {"email"}, set()),
    ("transactional email for 400 shops", {"email"}, set()),
    ("sign up with email address and password", {"identity"}, {"email", "notifications"}),
    ("an archive of patient records for a clinic", {"health_records"}, {"documents"}),
    ("medical records archive for 3 hospitals", {"health_records"}, {"documents"}),
    ("4 million meters reporting every 15 min", {"telemetry"}, {"analytics", "reporting"}),
    ("a platform with reporting and exports", {"reporting"}, {"analytics"}),
    ("food delivery in 30 cities", {"cart_orders", "geo_matching", "logistics"}, {"trips"}),
    ("last mile delivery of parcels with 500 vans", {"logistics"}, {"geo_matching", "trips"}),
    ("IT helpdesk ticketing system for 3,000 employees", {"workflow"}, {"ticketing"}),
    ("ticketing for our service desk", {"workflow"}, {"ticketing"}),
    ("event ticketing with customer support by phone", {"ticketing"}, set()),
    ("image classification for a photo app", {"ml_inference", "media_upload"}, set()),
    ("merchants run their own online shop, without one shop hurting another", {"tenancy", "cart_orders"}, set()),
    ("a free classified ads site with short-lived ads", {"catalogue"}, {"ads"}),
    ("a transactional mail service, no newsletters", {"email"}, set()),
    ("inventory for 12 shops, in sync with the webshop", {"inventory"}, {"cart_orders"}),
    ("a sports betting odds feed", set(), {"feed"}),
    ("a multiplayer chess site with a ratings ladder", {"game_sessions", "leaderboards"}, {"ratings"}),
    ("we sell an api for address validation", {"public_api"}, set()),
    ("route optimisation for 80 garbage trucks", {"logistics"}, set()),
    ("an LLM chat assistant for lawyers", {"llm_assistant"}, {"chat", "documents"}),
]


@pytest.mark.parametrize(("text", "heard", "unheard"), FEATURES, ids=[text for text, _, _ in FEATURES])
def test_features(shipped: Knowledge, text: str, heard: set[str], unheard: set[str]) -> None:
    reading = read(text, lexicon_of(shipped))
    found = {*reading.capabilities, *reading.unsupported}
    assert heard <= found
    assert not unheard & found


FACTS: list[tuple[str, dict[str, Any]]] = [
    ("A paid bookmarking site run by one person", {"team_size": 1}),
    ("a chat service run by two people", {"team_size": 2}),
    ("todo app, I am alone, 5000 users", {"team_size": 1, "users_total": 5000}),
    ("a team of one builds a newsletter tool", {"team_size": 1, "for_publishers": True}),
    ("two of us are building a chat app for 20k users", {"team_size": 2, "users_total": 20e3}),
    ("API platform for weather data with 20,000 registered developers", {"api_customers": 20e3}),
    (
        "CI service for open source projects with 200k users, untrusted code",
        {"users_total": 200e3, "ci_untrusted": True},
    ),
    ("build pipelines for us: 400 developers, 120 jobs per build", {"ci_jobs_per_build": 120, "used_at_work": True}),
    ("Theatre ticketing: 230 seats, 5k customers", {"sale_units": 230, "users_total": 5000}),
    (
        "hotel booking: 2000 hotels, 60 rooms per hotel",
        {"booking_sites": 2000, "resources_per_site": 60, "books_stays": True},
    ),
    ("hotel bookings for 350 hotels", {"booking_sites": 350, "books_stays": True}),
    ("last mile delivery of parcels, 500 vans", {"couriers_out": 500}),
    ("fleet tracking for 4000 trucks with gps trackers", {"devices_total": 4000}),
    ("crawl 40 competitor shops daily", {"crawl_hosts": 40, "crawl_daily": True}),
    ("file sharing on our own machine for 20 people", {"deployment": "on_prem", "users_total": 20}),
    ("a stock exchange with 50k orders per second", {"matches_orders": True, "orders_busiest": 50e3}),
    ("a web shop with 2.5k orders/day", {"items_per_day": 2500}),
    ("An archive of 4 PB of files", {"object_data_today": 4000}),
    ("keep 30 TB of photos, 2M users", {"object_data_today": 30, "users_total": 2e6}),
    ("a database of 4 TB", {"data_size": 4}),
    ("Uber for 30 cities, 40 engineers", {"team_size": 40, "ride_cities": 30}),
    ("a payment service that moves a trillion dollars a year", {}),
    ("a payment service that must not be down for more than 5 minutes in a year", {"availability": 99.999}),
    ("monthly PDF statements for 2M bank customers", {"users_total": 2e6}),
    ("medical records archive for 3 hospitals", {"houses_total": 3}),
    ("podcast hosting: 30k shows", {"shows_total": 30e3}),
    (
        "a wiki, 200 million DAU, each posts 2 comments a day",
        {"daily_active_users": 200e6, "items_per_day": 400e6},
    ),
    ("1e6 sensors, 1 message a minute each", {"devices_total": 1e6, "reporting_interval": 60}),
    (
        "a quiz for 120 schools with 600 pupils each",
        {"users_total": 72e3, "learns_at_school": True, "houses_total": 120},
    ),
    ("a planner for teams of up to 20 people", {}),
    ("a forum with 20k registered, 300 active daily", {"users_total": 20e3, "daily_active_users": 300}),
    ("a forum, a million users, 10% daily", {"users_total": 1e6, "daily_share": 10}),
    ("a forum, 5k rps today, expected 50k rps in two years", {"peak_requests": 50e3}),
    ("an archive system: 120 lawyers, keep 10 years", {"users_total": 120, "used_at_work": True, "retention": 3650}),
    ("route optimisation for 80 garbage trucks", {"couriers_out": 80}),
    ("a booking portal for 40 gyms, 25 classes a day each", {"booking_sites": 40, "books_classes": True}),
]


@pytest.mark.parametrize(("text", "facts"), FACTS, ids=[text for text, _ in FACTS])
def test_facts(shipped: Knowledge, text: str, facts: dict[str, Any]) -> None:
    lexicon = lexicon_of(shipped)
    heard = facts_of(read(text, lexicon), lexicon)
    heard.pop("users_total" if "400 developers" in text else "", None)
    assert heard == {k: pytest.approx(v, rel=1e-3) if isinstance(v, int | float) else v for k, v in facts.items()}


def test_what_the_system_does_already_tells_what_a_number_is(shipped: Knowledge) -> None:
    def heard(*capabilities: str) -> dict[str, Any]:
        lexicon = lexicon_of(shipped)
        return facts_of(read("there are 800 seats", lexicon, Context(None, frozenset(capabilities))), lexicon)

    assert heard("ticketing") == {"sale_units": 800}
    assert heard("booking") == {"resources_per_site": 800}
    assert heard("learning") == {"users_total": 800}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("url shortener on serverless functions", {"serverless"}),
        ("url shortener on Lambda, 2M clicks a day", {"lambda"}),
        ("a chat app with PostgreSQL and Kafka, no Kubernetes", {"postgresql", "kafka"}),
        ("We run a forum on Redis since 2009 and want to rebuild it", set()),
        ("a web shop, must run on Kubernetes, currently on Oracle", {"kubernetes"}),
        ("we migrate from MongoDB to PostgreSQL: a booking system for 40 clinics", set()),
        ("why not Kafka?", set()),
    ],
)
def test_technologies_asked_for(shipped: Knowledge, text: str, named: set[str]) -> None:
    assert set(_read(shipped, text).named) == named


def _read(knowledge: Knowledge, text: str) -> Reading:
    return read(text, lexicon_of(knowledge))
