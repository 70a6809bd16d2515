"""One real server for a module's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.web.running import NETFLIX, Chat, Running, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose knowledge no test edits."""
    room = tmp_path_factory.mktemp("server")
    (room / "overlay").mkdir()
    with serving(room / "overlay", room / "log.txt") as running:
        yield running


Connect = Callable[..., Chat]


@pytest.fixture
def connect(server: Running) -> Iterator[Connect]:
    """Opens chats with the server, and closes them at the end."""
    opened: list[Chat] = []

    def open_chat(session: str | None = None, after: int = 0) -> Chat:
        opened.append(Chat(server, session, after))
        return opened[-1]

    yield open_chat
    for chat in opened:
        chat.drop()


@pytest.fixture
def chat(connect: Connect) -> Chat:
    """A new session."""
    return connect()


@pytest.fixture
def designed(chat: Chat) -> Chat:
    """A session with a design."""
    chat.say(NETFLIX)
    chat.design()
    return chat
