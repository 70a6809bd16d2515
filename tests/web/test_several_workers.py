"""Workers that share a database, in one process: what they tell a session of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.findings import NOWHERE, Finding
from engine.knowledge import Knowledge
from web.conversation import Conversation
from web.living_knowledge import LivingKnowledge
from web.protocol import Hello
from web.sessions import Sessions


class Standing(LivingKnowledge):
    """Knowledge that no file is read for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.current = knowledge


def kinds(sessions: Sessions, session: str) -> list[str]:
    return [body.partition('"type":"')[2].partition('"')[0] for _, body in sessions.events(session, 0)]


@pytest.mark.parametrize(("database", "times"), [("sqlite:///{}/s.db", 1), ("sqlite://", 2)])
def test_a_page_on_each_of_two_workers_is_told_once_of_an_edit(
    shipped: Knowledge, tmp_path: Path, database: str, times: int
) -> None:
    """In memory there is one worker only: what happens twice was saved twice."""
    edited = replace(shipped, revision="edited")
    stores = [Sessions(database.format(tmp_path)) for _ in range(2 if times == 1 else 1)]
    workers = [Conversation(store, Standing(shipped)) for store in stores] * times
    session = workers[0].greet(Hello(type="hello"))[0].session
    for worker in workers[:2]:
        with worker.sessions.waiting(session):
            worker.knowledge_changed(shipped, edited)
    assert kinds(stores[0], session) == ["knowledge_changed"] * times
    broken = [Finding("yaml", NOWHERE, "no YAML")]
    for worker in workers[:2]:
        with worker.sessions.waiting(session):
            worker.knowledge_refused(broken)
    assert kinds(stores[0], session) == ["knowledge_changed"] * 2 * times
    for worker in workers[:2]:
        with worker.sessions.waiting(session):
            worker.knowledge_changed(shipped, edited)
    assert kinds(stores[0], session) == ["knowledge_changed"] * 3 * times, "mended: the same revision again"
