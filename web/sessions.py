"""Sessions in a database: the dialogue, the events by sequence number, and the newest design."""

from __future__ import annotations

import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    create_engine,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.pool import StaticPool

from web.protocol import SERVER_EVENT, DesignStarted, Event

DESIGN_EVENTS = ("design_started", "section", "design_done", "design_failed", "scaled")
LAST_OF_A_DESIGN = ("scaled", "design_failed")
LEASE_SECONDS = 15.0  # a worker that is silent for so long while it changes a session has ended
RETRY_SECONDS = 0.1


class Base(DeclarativeBase):
    pass


class SessionRow(Base):
    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    dialogue: Mapped[str] = mapped_column(Text)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    document: Mapped[str | None] = mapped_column(Text, default=None)
    trace: Mapped[str | None] = mapped_column(Text, default=None)
    title: Mapped[str] = mapped_column(String(300), default="")
    changed_at: Mapped[float] = mapped_column(Float, default=time.time)


class EventRow(Base):
    __tablename__ = "event"
    __table_args__ = (Index("event_by_session", "session_id", "seq"),)

    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)


class LeaseRow(Base):
    """Who changes a session: one worker at a time, until it is done or was silent for too long."""

    __tablename__ = "lease"

    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[float] = mapped_column(Float)


class Sessions:
    """The store. Every change of a session happens inside `changing`, one at a time, whichever worker makes it."""

    KEPT = 2_000  # in memory: the oldest untouched session makes room

    def __init__(self, url: str) -> None:
        in_memory = url in ("sqlite://", "sqlite:///:memory:")
        options: dict[str, Any] = {"pool_pre_ping": True}
        if in_memory:
            options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        self.in_memory = in_memory
        self.engine = create_engine(url, **options)
        Base.metadata.create_all(self.engine)
        self.make = sessionmaker(self.engine, expire_on_commit=False)
        self.guard = threading.RLock() if in_memory else None  # one connection serves all: one user at a time
        self.locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.wakers: defaultdict[str, set[threading.Event]] = defaultdict(set)
        self.holder = secrets.token_hex(8)

    @contextmanager
    def database(self) -> Iterator[Session]:
        if self.guard is None:
            with self.make() as session:
                yield session
            return
        with self.guard, self.make() as session:
            yield session

    def begin(self, dialogue: str) -> str:
        """A new session; returns its id, which is also the secret to come back with."""
        session_id = secrets.token_urlsafe(18)
        with self.database() as database:
            database.add(SessionRow(id=session_id, dialogue=dialogue, last_seq=0, title="", changed_at=time.time()))
            database.commit()
        self._make_room()
        return session_id

    def _make_room(self) -> None:
        if not self.in_memory:
            return
        with self.database() as database:
            count = database.scalar(select(func.count()).select_from(SessionRow)) or 0
            if count <= self.KEPT:
                return
            oldest = select(SessionRow.id).order_by(SessionRow.changed_at).limit(count - self.KEPT)
            for session_id in list(database.scalars(oldest)):
                if not self.wakers.get(session_id):
                    database.execute(delete(EventRow).where(EventRow.session_id == session_id))
                    database.execute(delete(SessionRow).where(SessionRow.id == session_id))
                    self.locks.pop(session_id, None)
            database.commit()

    def find(self, session_id: str) -> SessionRow | None:
        with self.database() as database:
            return database.get(SessionRow, session_id)

    @contextmanager
    def changing(self, session_id: str) -> Iterator[SessionRow]:
        """The session's row, to be changed by one caller at a time. Raises KeyError if there is none."""
        with self.locks[session_id], self._leased(session_id):
            row = self.find(session_id)
            if row is None:
                raise KeyError(session_id)
            yield row
            self.save(row)

    @contextmanager
    def _leased(self, session_id: str) -> Iterator[None]:
        """Waits until no other worker changes the session. A database in memory has no other worker."""
        if self.in_memory:
            yield
            return
        while not self._take(session_id):
            time.sleep(RETRY_SECONDS)
        try:
            yield
        finally:
            with self.database() as database:
                database.execute(delete(LeaseRow).where(self._own_lease(session_id)))
                database.commit()

    def _own_lease(self, session_id: str) -> ColumnElement[bool]:
        return (LeaseRow.session_id == session_id) & (LeaseRow.holder == self.holder)

    def _take(self, session_id: str) -> bool:
        now = time.time()
        lease = {"holder": self.holder, "until": now + LEASE_SECONDS}
        with self.database() as database:
            found = database.get(LeaseRow, session_id)
            if found is None:
                database.add(LeaseRow(session_id=session_id, **lease))
                try:
                    database.commit()
                except IntegrityError:  # another worker was faster
                    database.rollback()
                    return False
                return True
            if found.until >= now and found.holder != self.holder:
                return False
            same = (LeaseRow.session_id == session_id) & (LeaseRow.until == found.until)
            taken = database.execute(update(LeaseRow).where(same).values(lease).returning(LeaseRow.holder)).first()
            database.commit()
        return taken is not None

    def save(self, row: SessionRow) -> None:
        row.changed_at = time.time()
        with self.database() as database:
            database.merge(row)
            database.commit()

    def append(self, row: SessionRow, event: Event) -> Event:
        """Stores `event` under the next sequence number and wakes who waits for it."""
        row.last_seq += 1
        numbered = event.model_copy(update={"seq": row.last_seq})
        kind = str(getattr(event, "type", ""))
        with self.database() as database:
            if kind == "design_started":  # an older design is no longer replayed
                database.execute(
                    delete(EventRow).where(EventRow.session_id == row.id, EventRow.kind.in_(DESIGN_EVENTS))
                )
            if kind == "cleared":
                database.execute(delete(EventRow).where(EventRow.session_id == row.id))
            if kind in ("facts", "question"):  # only the newest counts
                database.execute(delete(EventRow).where(EventRow.session_id == row.id, EventRow.kind == kind))
            database.add(EventRow(session_id=row.id, seq=row.last_seq, kind=kind, body=numbered.model_dump_json()))
            stored = database.get(SessionRow, row.id)
            if stored is not None:
                stored.last_seq = row.last_seq
            if not self.in_memory:
                until = time.time() + LEASE_SECONDS
                database.execute(update(LeaseRow).where(self._own_lease(row.id)).values(until=until))
            database.commit()
        self.wake(row.id)
        return numbered

    def events(self, session_id: str, after: int) -> list[tuple[int, str]]:
        """Sequence numbers and bodies of the events after `after`, in order."""
        query = (
            select(EventRow.seq, EventRow.body)
            .where(EventRow.session_id == session_id, EventRow.seq > after)
            .order_by(EventRow.seq)
        )
        with self.database() as database:
            return [(seq, body) for seq, body in database.execute(query)]

    def unfinished(self, session_id: str) -> DesignStarted | None:
        """The beginning of the newest design where its end is missing: it is being written, or its server ended."""
        query = select(EventRow.kind, EventRow.body).where(
            EventRow.session_id == session_id, EventRow.kind.in_(("design_started", *LAST_OF_A_DESIGN))
        )
        with self.database() as database:
            found = dict(database.execute(query).tuples().all())
        if "design_started" not in found or len(found) > 1:
            return None
        begun = parsed(found["design_started"])
        return begun if isinstance(begun, DesignStarted) else None

    def newest(self, session_id: str, kind: str) -> Event | None:
        """The newest event of a kind that the session has."""
        query = select(EventRow.body).where(EventRow.session_id == session_id, EventRow.kind == kind)
        with self.database() as database:
            body = database.scalar(query.order_by(EventRow.seq.desc()).limit(1))
        return None if body is None else parsed(body)

    def live(self) -> list[str]:
        """Sessions that a page is connected to."""
        return [session_id for session_id, wakers in self.wakers.items() if wakers]

    @contextmanager
    def waiting(self, session_id: str) -> Iterator[threading.Event]:
        """An event that is set whenever the session has something new."""
        waker = threading.Event()
        self.wakers[session_id].add(waker)
        try:
            yield waker
        finally:
            self.wakers[session_id].discard(waker)
            if not self.wakers[session_id]:
                self.wakers.pop(session_id, None)

    def wake(self, session_id: str) -> None:
        for waker in list(self.wakers.get(session_id, ())):
            waker.set()


def parsed(body: str) -> Event:
    event: Event = SERVER_EVENT.validate_json(body)
    return event
