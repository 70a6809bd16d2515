"""The WebSocket: a reader that hands messages to the conversation, and a writer that sends what the session has new."""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from simple_websocket import ConnectionClosed, Server

from engine.findings import InputError
from web import protocol as wire
from web.conversation import Conversation

if TYPE_CHECKING:
    from flask import Request

log = logging.getLogger(__name__)
POLL_SECONDS = 2.0  # another worker may have written to the session
HELLO_SECONDS = 20.0
CLOSE_POLICY = 1008
CLOSE_ERROR = 1011


def same_origin(request: Request, allowed: frozenset[str]) -> bool:
    """Browsers send Origin; a page of another site must not speak for the person."""
    origin = request.headers.get("Origin")
    if origin is None or origin in allowed:
        return True
    return urlsplit(origin).netloc == request.host


class WholeSends:
    """A socket whose `send` sends everything, one frame at a time.

    simple_websocket trusts `send` to take all bytes, but gevent's takes what the buffer has room for: a slow page would
    get torn frames. Its ping comes from a greenlet of its own, hence the lock.
    """

    def __init__(self, sock: Any) -> None:
        self.sock, self.lock = sock, threading.Lock()

    def send(self, data: bytes) -> int:
        with self.lock:
            self.sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


class Connection:
    """One open page of a session."""

    def __init__(self, socket: Server, conversation: Conversation) -> None:
        socket.sock = WholeSends(socket.sock)
        self.socket, self.conversation = socket, conversation
        self.asides: queue.SimpleQueue[wire.Event] = queue.SimpleQueue()
        self.closed = threading.Event()

    def run(self) -> None:
        """Until the page goes away."""
        try:
            hello = self.hello()
            if hello is None:
                return
            welcome, after = self.conversation.greet(hello)
            self.socket.send(welcome.model_dump_json())
            with self.conversation.sessions.waiting(welcome.session) as waker:
                writer = threading.Thread(target=self.write, args=(welcome.session, after, waker), daemon=True)
                writer.start()
                try:
                    self.read(welcome.session, waker)
                finally:
                    self.closed.set()
                    waker.set()
                    writer.join(timeout=5)
        except ConnectionClosed:
            return
        except Exception:
            log.exception("a connection failed")
            self.socket.close(CLOSE_ERROR, "that went wrong on our side: reload the page")

    def hello(self) -> wire.Hello | None:
        raw = self.socket.receive(timeout=HELLO_SECONDS)
        try:
            message = parse(raw)
            if isinstance(message, wire.Hello):
                return message
            raise InputError('say hello first: a connection begins with {"type": "hello"}')
        except InputError as error:
            self.socket.send(wire.Refused(message=str(error)).model_dump_json())
            self.socket.close(CLOSE_POLICY, "say hello first")
            return None

    def read(self, session: str, waker: threading.Event) -> None:
        try:
            self.conversation.finish(session)
        except Exception:
            log.exception("an unfinished design could not be written anew")
        while True:
            raw = self.socket.receive()
            if raw is None:
                continue
            message: wire.Message | None = None
            try:
                message = parse(raw)
                self.conversation.handle(session, message)
            except InputError as error:
                fact = message.fact if isinstance(message, wire.SetFact | wire.UnsetFact) else ""
                self.aside(wire.Refused(message=str(error), fact=fact), waker)
            except KeyError:
                self.aside(wire.Refused(message="this session is gone: reload the page to begin a new one"), waker)
            except ConnectionClosed:
                raise
            except Exception:
                log.exception("a message could not be handled")
                self.aside(
                    wire.Refused(message="That went wrong on our side; nothing you said is lost. Try again."), waker
                )

    def aside(self, event: wire.Event, waker: threading.Event) -> None:
        self.asides.put(event)
        waker.set()

    def write(self, session: str, after: int, waker: threading.Event) -> None:
        """The only sender of this socket, so that frames never mix."""
        try:
            while not self.closed.is_set():
                waker.clear()
                for seq, body in self.conversation.sessions.events(session, after):
                    self.socket.send(body)
                    after = seq
                while not self.asides.empty():
                    self.socket.send(self.asides.get().model_dump_json())
                waker.wait(POLL_SECONDS)
        except ConnectionClosed:
            return


def parse(raw: Any) -> wire.Message:
    """A message of the page. Raises InputError in words that a person understands."""
    if isinstance(raw, bytes) or raw is None:
        raise InputError("send text frames of JSON")
    try:
        message: wire.Message = wire.CLIENT_MESSAGE.validate_json(raw)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        if detail["type"] == "union_tag_invalid":
            tag, known = detail["ctx"]["tag"], detail["ctx"]["expected_tags"]
            raise InputError(f"there is no message of type '{tag[:60]}': send one of {known}") from None
        if detail["type"] == "string_too_long" and detail["loc"] == ("say", "text"):
            length = len(str(detail["input"]))
            raise InputError(
                f"The text has {length:,} characters: say it in {wire.MAX_TEXT:,} or fewer, the numbers matter most"
            ) from None
        where = ".".join(str(part) for part in detail["loc"]) or "the message"
        raise InputError(f"{where}: {detail['msg']}") from None
    return message
