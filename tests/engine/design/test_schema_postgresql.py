"""The PostgreSQL output, run on a real server: a throw-away cluster on a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.design.schema_cases import by_capability, everything, own, statements

PROGRAMS = ("initdb", "postgres", "psql")


class Server:
    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder, self.user, self.databases = folder, user, 0

    def run(self, *command: str, text: str = "") -> subprocess.CompletedProcess[str]:
        options = {"capture_output": True, "text": True, "timeout": 120, "check": False}
        return subprocess.run(command, input=text, user=self.user, cwd=self.folder, **options)  # type: ignore

    def sql(self, database: str, text: str) -> str:
        """What psql complains about; an empty text if it ran."""
        address = ("-h", str(self.folder), "-U", "test", "-d", database)
        done = self.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *address, text=text)
        return "" if done.returncode == 0 else done.stderr or "failed"

    def fresh(self) -> str:
        self.databases += 1
        name = f"d{self.databases}"
        assert self.sql("postgres", f"CREATE DATABASE {name}") == ""
        return name


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: some other user then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    pytest.skip("no user but root, and PostgreSQL does not run as root")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} of PostgreSQL are not on this machine")
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="gp", dir="/tmp"))
    if user is not None:
        shutil.chown(folder, user)
    found = Server(folder, user)
    data = folder / "data"
    made = found.run("initdb", "-D", str(data), "-U", "test", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"initdb: {made.stderr.strip()[-200:]}")
    settings = ("-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=10")
    log = subprocess.DEVNULL
    process = subprocess.Popen(["postgres", "-D", str(data), *settings], stdout=log, stderr=log, user=user, cwd=folder)
    try:
        for _ in range(100):
            if not found.sql("postgres", "SELECT 1"):
                break
            time.sleep(0.1)
        else:
            pytest.skip("PostgreSQL did not start in ten seconds")
        yield found
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def create(server: Server, forms: dict, sharding: str = "none") -> str:  # type: ignore[type-arg]
    database = server.fresh()
    text = "\n".join(found.text for found in statements(forms, "postgresql", sharding))
    assert server.sql(database, text) == ""
    return database


@pytest.mark.parametrize("sharding", ["none", "hash"])
def test_every_entity_of_the_knowledge_base_is_created(server: Server, sharding: str) -> None:
    create(server, everything(), sharding)


def test_each_capability_alone_is_created(server: Server) -> None:
    database = server.fresh()
    texts = ["CREATE EXTENSION btree_gist;"]
    for capability, forms in by_capability().items():
        texts.append(f"CREATE SCHEMA {capability}; SET search_path TO {capability}, public;")
        texts += [found.text for found in statements(forms, "postgresql")]
    assert server.sql(database, "\n".join(texts)) == ""


def test_constraints_hold(server: Server) -> None:
    database = create(server, own())
    for text in (
        "INSERT INTO resource VALUES (1, 'Room 1'), (2, 'Room 2')",
        "INSERT INTO booking VALUES (1, 1, '2027-01-01', '2027-01-03', 'held')",
        "INSERT INTO booking VALUES (2, 1, '2027-01-03', '2027-01-04', 'held')",
        "INSERT INTO booking VALUES (3, 2, '2027-01-01', '2027-01-03', 'held')",
        "INSERT INTO booking VALUES (4, 1, '2027-01-01', '2027-01-03', 'cancelled')",
        "INSERT INTO sample VALUES (1, 1, '2027-01-15', '{}', 'a')",
    ):
        assert server.sql(database, text) == ""
    for text, why in {
        "INSERT INTO booking VALUES (5, 1, '2027-01-02', '2027-01-05', 'confirmed')": "booking_no_overlap",
        "INSERT INTO booking VALUES (6, 9, '2027-02-02', '2027-02-05', 'held')": "foreign key",
        "INSERT INTO booking VALUES (7, 1, '2027-03-02', '2027-03-01', 'held')": "range lower bound|check",
        "INSERT INTO booking VALUES (8, 1, '2027-04-02', '2027-04-03', 'lost')": "check constraint",
        "INSERT INTO sample VALUES (1, 1, '2027-01-15', '{}', 'b')": "duplicate key",
        "INSERT INTO egg VALUES (1, 77, NULL)": "foreign key",
    }.items():
        complaint = server.sql(database, text)
        assert any(word in complaint for word in why.split("|")), (text, complaint)
