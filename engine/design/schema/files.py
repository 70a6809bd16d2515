"""Object storage and plain files: where an object lies, what is written with it, and who reads it how."""

from __future__ import annotations

from engine.design.schema.statement import Setting
from engine.design.schema.table import Table
from engine.design.schema.wording import aligned, comment, heading

BUCKET = "<bucket>"
ROOT = "/var/lib/app"


def key_layout(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    disk = setting.kept.option == "filesystem"
    rows = _on_disk(table) if disk else _in_bucket(table)
    head = [line for text in heading(setting) for line in comment(text, "#")]
    titles = {"filesystem": "Files on disk", "own_object_store": "S3 API, own object store"}
    return titles.get(setting.kept.option, "S3 API"), "\n".join([*head, *aligned(rows)]), ""


def _path(table: Table) -> str:
    extra = [name for name in table.partition if name not in table.key_names and not table.columns[name].type.large]
    return "/".join(f"<{name}>" for name in dict.fromkeys((*extra, *table.key_names)))


def _metadata(table: Table) -> list[str]:
    return [c.name for c in table.columns.values() if c.name not in table.key_names and not c.type.large]


def _in_bucket(table: Table) -> list[tuple[str, str]]:
    key = f"{table.name}/{_path(table)}"
    rows = [
        ("object", f"s3://{BUCKET}/{key}"),
        ("write", f"PUT  https://{BUCKET}/{key}?X-Amz-Expires=900&...   signed by the service, checksum required"),
        ("read", f"GET  https://{BUCKET}/{key}?X-Amz-Expires=900&...   signed, or through the CDN"),
        ("list", f"GET  https://{BUCKET}/?list-type=2&prefix={table.name}/   for audits only, never on a request"),
        ("bucket", "private, versioned, encrypted (SSE-KMS); unfinished uploads are dropped after a day"),
    ]
    rows += [("header", f"x-amz-meta-{name.replace('_', '-')}: <{name}>") for name in _metadata(table)]
    return rows


def _on_disk(table: Table) -> list[tuple[str, str]]:
    folder = f"{ROOT}/{table.name}/<h1>/<h2>"
    return [
        ("file", f"{folder}/{_path(table)}"),
        ("where", "h1 and h2 are the first two bytes of the key's SHA-256 in hex: at most 65,536 small folders"),
        ("write", f"to {ROOT}/tmp/<random>, then fsync, then rename to its place: a reader never sees half a file"),
        ("read", "by the web server (X-Accel-Redirect) after the service has checked the rights"),
        ("rights", "0640, owned by the service; the folder is in the nightly backup"),
        *((("beside", f"{', '.join(_metadata(table))} in the row of the database"),) if _metadata(table) else ()),
    ]
