"""Serves the application with gunicorn and gevent workers, on a laptop as in production."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.errors import AppImportError

from engine.findings import KnowledgeError


class Server(BaseApplication):  # type: ignore[misc]
    """`workers` above 1 need a database that they share."""

    def __init__(
        self, host: str, port: int, workers: int, database: str, folders: tuple[Path, ...], open_page: bool
    ) -> None:
        self.chosen: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "gevent",
            "worker_connections": 10_000,
            "graceful_timeout": 5,
            "keepalive": 30,
            "loglevel": "warning",
            "proc_name": "groundplan",
        }
        url = f"http://{'localhost' if host in ('0.0.0.0', '127.0.0.1', '::') else host}:{port}/"
        self.chosen["when_ready"] = lambda server: self.ready(url, open_page)
        os.environ["GROUNDPLAN_DATABASE"] = database
        os.environ["GROUNDPLAN_KNOWLEDGE"] = os.pathsep.join(str(f.resolve()) for f in folders)
        super().__init__()

    def ready(self, url: str, open_page: bool) -> None:
        print(f"Groundplan is at {url}", flush=True)
        if open_page:
            webbrowser.open(url)

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from web.app import create_app  # after gevent has patched the standard library

        try:
            return create_app()
        except KnowledgeError as error:  # a template that fails is seen only when it is rendered
            raise AppImportError("\n".join(finding.shown() for finding in error.findings)) from None
