"""The Flask application: the page, the chat's socket, and the downloads."""

from __future__ import annotations

import gc
import json
import logging
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, jsonify, request, send_from_directory
from flask_sock import Sock
from simple_websocket import Server
from werkzeug.security import safe_join

import engine
from engine.artefacts import Artefact, artefacts, as_zip
from engine.design import assemble
from engine.document import as_html, render
from engine.findings import InputError
from engine.inference import Givens, evaluate
from engine.interview import hear, start
from engine.knowledge import Knowledge
from engine.trace import givens_of, trace_text
from web.conversation import Conversation
from web.living_knowledge import LivingKnowledge
from web.sessions import SessionRow, Sessions
from web.settings import Settings
from web.sockets import CLOSE_POLICY, Connection, same_origin

MAX_MESSAGE = 4_000_000  # larger frames close the connection; up to here a person gets an answer
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Raises KnowledgeError if the knowledge cannot be loaded at the start."""
    settings = settings or Settings.from_environment()
    logging.getLogger("web").setLevel(logging.INFO)
    app = Flask(__name__, static_folder=None)
    app.config["SOCK_SERVER_OPTIONS"] = {"ping_interval": 25, "max_message_size": MAX_MESSAGE}
    living = LivingKnowledge(settings.folders)
    warm(living.current)
    gc.collect()
    gc.freeze()  # the knowledge lives as long as the server: collecting through it costs tens of milliseconds
    sessions = Sessions(settings.database)
    conversation = Conversation(sessions, living)
    app.extensions["groundplan"] = conversation
    if settings.watch_seconds > 0:
        living.watch(settings.watch_seconds, conversation.knowledge_changed, conversation.knowledge_refused)
    sock = Sock(app)

    @sock.route("/ws")  # type: ignore[untyped-decorator]
    def chat(socket: Server) -> None:
        if not same_origin(request, settings.allowed_origins):
            socket.close(CLOSE_POLICY, "this page may not connect here")
            return
        Connection(socket, conversation).run()

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.get("/api/health")
    def health() -> Response:
        knowledge = living.current
        return jsonify(
            status="ok",
            version=engine.__version__,
            revision=knowledge.revision,
            rules=len(knowledge.rules),
            refused=[str(finding) for finding in living.refused],
        )

    @app.get("/api/sessions/<session>/<name>")
    def download(session: str, name: str) -> Response | tuple[Response, int]:
        row = sessions.find(session)
        if row is None:
            return jsonify(error="there is no such session: it may have ended with the server"), HTTPStatus.NOT_FOUND
        try:
            found = _file(living.current, row, name)
        except InputError as error:  # the rules were edited since, and no longer have what was given
            return jsonify(error=f"design it again first: {error}"), HTTPStatus.CONFLICT
        if found is None:
            message = "there is no design yet: describe the system and let it be designed first"
            return jsonify(error=message), HTTPStatus.NOT_FOUND
        text, kind = found
        filename = f"{_slug(row.title)}-{name}"
        return Response(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{filename}"'})

    @app.get("/")
    @app.get("/<path:path>")
    def page(path: str = "index.html") -> Response | tuple[Response, int]:
        if not (settings.page / "index.html").is_file():
            message = "the page is not built: run 'make install'"
            return jsonify(error=message), HTTPStatus.SERVICE_UNAVAILABLE
        if not _is_page_file(settings.page, path):
            if path.startswith("api/") or "." in path.rpartition("/")[2]:
                return jsonify(error=f"there is nothing at /{path[:200]}"), HTTPStatus.NOT_FOUND
            path = "index.html"
        response = send_from_directory(settings.page, path)
        hashed = path.startswith("assets/")  # only these bear a digest in their names
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response

    return app


def warm(knowledge: Knowledge) -> None:
    """Builds networks, templates, words and the texts of traces before the first person waits for them."""
    evaluation = evaluate(knowledge, Givens())
    design = assemble(evaluation)
    trace_text(evaluation, render(design), design.title)
    hear(knowledge, start(), "a wiki for 40 people")


def _is_page_file(page: Path, path: str) -> bool:
    """Whether `path` names a file of the page, and none outside it."""
    inside = safe_join(str(page), path)
    try:
        return inside is not None and Path(inside).is_file()
    except OSError:  # a name that no file system takes
        return False


def _file(knowledge: Knowledge, row: SessionRow, name: str) -> tuple[str | bytes, str] | None:
    if row.document is None or row.trace is None:
        return None
    match name:
        case "design.md":
            return row.document, "text/markdown; charset=utf-8"
        case "design.html":
            return as_html(row.document, row.title), "text/html; charset=utf-8"
        case "trace.json":
            return row.trace, "application/json; charset=utf-8"
        case "design.zip":
            return _zip(knowledge, row.trace), "application/zip"
    return None


def _zip(knowledge: Knowledge, trace: str) -> bytes:
    """The document and the files that run, all made anew from what was given. Raises InputError."""
    record = json.loads(trace)
    design = assemble(evaluate(knowledge, givens_of(knowledge, record), "counting"), record["input"]["title"])
    return as_zip([Artefact("design.md", render(design), "the design"), *artefacts(design)])


def _slug(title: str) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else "-" for c in title.lower())
    return "-".join(part for part in words.split("-") if part)[:60] or "system"
