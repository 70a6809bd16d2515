"""A small knowledge base to talk about, with the words of the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.knowledge import Knowledge
from engine.loading import load

VOCABULARY = """
facts:
  - {fact: capabilities, title: What the system does, group: scale, input: true, members: capabilities,
     ask: What should the system do?, help: A capability is something the system can do for people.}
  - {fact: users_total, title: Registered users, unit: user, range: [1, 10bn], group: scale, input: true,
     extensive: true, default: 100k, because: a mid-sized service, ask: "How many people will use it, in all?",
     replies: [1k, 100k, 10M, 200M], help: Everyone with an account.}
  - {fact: daily_active_users, title: Daily active users, unit: user, range: [1, 10bn], group: scale, input: true,
     extensive: true, default: users_total * 0.3, because: a third of them return, ask: How many people use it a day?,
     replies: [1k, 100k, 10M]}
  - {fact: team_size, title: Engineers, unit: engineer, range: [1, 100k], group: constraints, input: true, default: 8,
     because: a usual team, ask: How many engineers will build and run it?, replies: [2, 8, 40, 300]}
  - {fact: monthly_budget, title: Budget, unit: USD/month, range: [1 USD/month, 1e10 USD/month], group: constraints,
     input: true, ask: What may it cost?, replies: [500 USD/month]}
  - {fact: availability, title: Availability, unit: "%", range: [50%, 99.99999%], group: quality, input: true,
     default: 99.9%, because: what one region reaches, ask: How available must it be?,
     replies: [99%, 99.9%, 99.99%, 99.999%], help: The share of time in which it works., heard_as: [uptime]}
  - {fact: latency_p99, title: "Latency, 99th percentile", unit: ms, range: [10 us, 1 day], group: quality, input: true,
     default: 300 ms, because: it feels immediate, ask: Within what time?, replies: [50 ms, 200 ms]}
  - {fact: latency_p50, title: "Latency, median", unit: ms, range: [1 us, 1 day], group: quality, input: true,
     default: latency_p99 / 4, because: tails are four times the median}
  - {fact: regions, title: Where the users are, group: place, input: true, default: [us], because: one region,
     members: {us: North America, eu: Europe, apac: Asia and Pacific}, ask: Where in the world are the users?}
  - {fact: compliance, title: Rules and standards, group: constraints, input: true, default: [],
     because: none was named,
     members: {gdpr: GDPR, hipaa: HIPAA, pci: PCI DSS}, ask: Which laws bind it?}
  - {fact: region_count, title: Regions, unit: region, group: place}
  - {fact: data_size, title: Data stored today, unit: TB, range: [1 kB, 1e21 B], group: data, input: true,
     extensive: true, ask: How much data?, replies: [10 GB, 5 PB]}
  - {fact: average_requests, title: Average requests, unit: request/s, group: load, input: true, extensive: true}
  - {fact: peak_requests, title: Peak requests, unit: request/s, range: [0/s, 1e12/s], group: load, input: true,
     extensive: true}
  - {fact: monthly_cost, title: Infrastructure a month, unit: USD/month, group: cost, accumulates: true, default: 0}
"""

CAPACITY = """
capacity: load
rules:
  - {id: average, set: {average_requests: daily_active_users * 40 / (1 day)}, because: forty requests a user a day}
  - {id: peak, set: {peak_requests: average_requests * 3}, because: evenings}
  - {id: count-regions, set: {region_count: count(regions)}}
  - {id: cost-nodes, add: {monthly_cost: peak_requests / (1000/s) * 300 USD/month + 50 USD/month}}
"""

PRIMARY_STORE = """
decision: primary_store
title: Primary store
section: storage
question: Where does the data live?
options:
  postgresql: {title: PostgreSQL, category: relational, pros: [transactions], cons: [one writer]}
  cassandra: {title: Apache Cassandra, category: wide-column, pros: ["writes at {peak_requests}"], cons: [no joins]}
rules:
  - {id: joins, favour: {postgresql: 2}, because: "{users_total} accounts with settings are rows with joins"}
  - {id: load-of-many-nodes, when: peak_requests > 20k/s, favour: {cassandra: 4},
     because: "{peak_requests} at peak are beyond one writer"}
"""

BROKER = """
decision: message_broker
title: Message broker
section: scalability
question: How do services hand work to each other?
applies_when: chat in capabilities or video_on_demand in capabilities
options:
  none: {title: Direct calls, category: none}
  rabbitmq: {title: RabbitMQ, category: queue-broker, pros: [routing], cons: [one queue is one core]}
  kafka: {title: Apache Kafka, category: log-broker, pros: [replay], cons: [a cluster to run]}
rules:
  - {id: some-work, when: peak_requests > 10/s, favour: {rabbitmq: 1},
     because: "{peak_requests} at peak leave work behind"}
  - {id: much-work, when: peak_requests > 5k/s, favour: {kafka: 3}, because: "{peak_requests} at peak fill a log"}
  - {id: small-team, when: team_size < 5, oppose: {kafka: 3}, because: "{team_size} engineers cannot run a cluster"}
"""

STYLE = """
decision: service_style
title: Service style
section: architecture
question: How is the code cut?
options:
  monolith: {title: Monolith, category: monolith}
  microservices: {title: Microservices, category: services}
rules:
  - {id: many-hands, when: team_size >= 40, favour: {microservices: 3},
     because: "{team_size} engineers get in each other's way"}
"""

REGIONS = """
decision: multi_region
title: Regions with servers
section: infrastructure
question: Where does it run?
options:
  single_region: {title: One region, category: one}
  active_active: {title: All regions, category: many}
rules:
  - {id: five-nines, when: availability >= 99.99%, favour: {active_active: 3},
     because: "{availability} outlives a region"}
  - {id: many-regions, when: region_count >= 3, favour: {active_active: 2},
     because: "{region_count} regions are far apart"}
"""

RESIDENCY = """
decision: residency
title: Residency
section: security
question: Where may data lie?
options:
  anywhere: {title: Anywhere, category: any}
  at_home: {title: In its country, category: home}
rules:
  - {id: health, when: hipaa in compliance, rule_out: {anywhere: health data stays at home}}
  - {id: health-everywhere, when: hipaa in compliance and gdpr in compliance, rule_out: {at_home: two laws at odds}}
"""

CAPABILITIES = {
    "identity": "summary: people sign in\nheard_as: [sign in, accounts]",
    "chat": """summary: people write to each other
heard_as: [chat, messaging, chat app]
implies: [identity]
facts:
  - {fact: messages_per_user_per_day, title: Messages a user a day, unit: message/user/day, range: [0.1, 10k],
     group: load, input: true, default: 20, because: "short talks", ask: How many messages?, replies: [2, 20, 2000]}
  - {fact: messages, title: Messages, unit: message/s, group: load}
derive:
  - {id: chat-messages, set: {messages: daily_active_users * messages_per_user_per_day}}
rules:
  - {id: log-of-messages, when: messages > 10k/s, favour: {message_broker.kafka: 2},
     because: "{messages} messages a second"}
hard_parts:
  - {title: Order, why: "{messages} must keep their order", answer: a sequence a chat}""",
    "payments": "summary: people pay\nheard_as: [payments, pay]\nimplies: [identity]",
    "video_on_demand": "summary: people watch films\nheard_as: [video streaming, films]\nimplies: [identity]",
}

PRESET = """
preset: netflix
title: Netflix
aliases: [netflix]
summary: subscription video streaming
capabilities: [video_on_demand]
facts:
  users_total: {value: 200M, source: {title: Report, url: "https://example.com/report", read: 2026-11-23}}
  data_size: 10 PB
  availability: 99.99%
"""


def write(folder: Path) -> Path:
    files = {
        "vocabulary/facts.yaml": VOCABULARY,
        "capacity/load.yaml": CAPACITY,
        "decisions/service_style.yaml": STYLE,
        "decisions/primary_store.yaml": PRIMARY_STORE,
        "decisions/message_broker.yaml": BROKER,
        "decisions/multi_region.yaml": REGIONS,
        "decisions/residency.yaml": RESIDENCY,
        "presets/netflix.yaml": PRESET,
    }
    for name, text in CAPABILITIES.items():
        title = name.replace("_", " ").capitalize()
        files[f"capabilities/{name}.yaml"] = f"capability: {name}\ntitle: {title}\n{text}\n"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return load([write(tmp_path_factory.mktemp("interview"))], shipped=False)
