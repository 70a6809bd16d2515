"""Redis: the pattern of the keys, and the commands that write and read them."""

from __future__ import annotations

import re

from engine.design.schema.statement import Setting
from engine.design.schema.table import Column, Table
from engine.design.schema.wording import comment, heading
from engine.texts import listed

TITLE = "Redis 7"
_PAIR = ("lon", "lat")
_NEWEST = re.compile(r"(\d[\d,]*) newest")


def key_pattern(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    lines = [line for text in heading(setting) for line in comment(text, "#")]
    lines += _body(setting, table)
    return TITLE, "\n".join(lines), ""


def _body(setting: Setting, table: Table) -> list[str]:
    place = [column.name for column in table.columns.values() if column.type.name == "geo"][:1]
    if not place and set(_PAIR) <= set(table.columns):
        place = [*_PAIR]
    if place:
        return _geo(setting, table, place)
    rest = [table.columns[part.name] for part in table.key[1:]]
    if rest and (rest[0].type.number or rest[0].type.name in ("time", "date")):
        return _sorted_set(setting, table, rest)
    return _hash_of_rows(setting, table, rest) if rest else _hash(setting, table)


def _key(setting: Setting, name: str, *parts: str) -> str:
    """`timeline:<user_id>`; in a cluster, the braces keep what belongs together on one shard."""
    first, *others = (f"<{part}>" for part in parts)
    if setting.kept.option == "redis_cluster":
        first = f"{{{first}}}"
    return ":".join([name, first, *others])


def _expiry(setting: Setting, key: str) -> list[str]:
    """The command that enforces what the heading says in words."""
    return [] if setting.kept_for in ("", "forever", "overwritten") else [f"EXPIRE {key} <seconds>"]


def _sorted_set(setting: Setting, table: Table, rest: list[Column]) -> list[str]:
    """Rows in the order of a number: it is the score, the others are the member."""
    owner, score = table.key[0].name, rest[0]
    key = _key(setting, table.name, owner)
    others = [*(c.name for c in rest[1:]), *(n for n in table.columns if n not in table.key_names)]
    member = ":".join(f"<{name}>" for name in others) or f"<{score.name}>"
    newest = table.key[1].descending
    found = _NEWEST.search(setting.kept_for)
    lines = [
        f"key     {key}",
        f"type    sorted set; score {score.name}, member {member}",
        "",
        "# write: one round trip, in a pipeline",
        f"ZADD {key} <{score.name}> {member}",
    ]
    if found:
        lines.append(f"ZREMRANGEBYRANK {key} 0 -{int(found[1].replace(',', '')) + 1}")
    lines += _expiry(setting, key)
    lines += [
        "",
        "# read: a page, from the last score that was seen",
        f"ZRANGE {key} (<last {score.name}> {'-inf BYSCORE REV' if newest else '+inf BYSCORE'} LIMIT 0 20",
        "",
        "# remove one",
        f"ZREM {key} {member}",
    ]
    return lines


def _hash_of_rows(setting: Setting, table: Table, rest: list[Column]) -> list[str]:
    """Few rows of one owner: a hash, its fields the rest of the key, its values the rest of the row."""
    key = _key(setting, table.name, table.key[0].name)
    field = ":".join(f"<{c.name}>" for c in rest)
    others = [n for n in table.columns if n not in table.key_names]
    return [
        f"key     {key}",
        f"type    hash; field {field}, value JSON of {listed(others) if others else 'nothing'}",
        "",
        "# write",
        f"HSET {key} {field} <json>",
        *_expiry(setting, key),
        "",
        "# read: all of one owner, or one",
        f"HGETALL {key}",
        f"HGET {key} {field}",
        "",
        "# remove one",
        f"HDEL {key} {field}",
    ]


def _hash(setting: Setting, table: Table) -> list[str]:
    key = _key(setting, table.name, table.key[0].name)
    others = [n for n in table.columns if n not in table.key_names] or ["value"]
    return [
        f"key     {key}",
        f"type    hash; fields {', '.join(others)}",
        "",
        "# write",
        f"HSET {key} {' '.join(f'{name} <{name}>' for name in others)}",
        *_expiry(setting, key),
        "",
        "# read",
        f"HGETALL {key}",
        "",
        "# remove",
        f"DEL {key}",
    ]


def _geo(setting: Setting, table: Table, place: list[str]) -> list[str]:
    """Places: one sorted set an area, asked by distance, and a hash for the rest of each row."""
    member = table.key_names[-1]
    area = next((n for n in (*table.partition, *table.key_names) if n != member), "")
    index = _key(setting, f"{table.name}_places", area) if area else f"{table.name}_places"
    row = _key(setting, table.name, member)
    others = [n for n in table.columns if n not in (member, *place)]
    lines = [
        f"key     {index}",
        f"type    geo set; member {member}, at {listed(place)}",
        f"key     {row}",
        f"type    hash; fields {', '.join(others) or 'none'}",
        "",
        "# write: one round trip, in a pipeline",
        f"GEOADD {index} <longitude> <latitude> <{member}>",
    ]
    if others:
        lines.append(f"HSET {row} {' '.join(f'{name} <{name}>' for name in others)}")
        lines += _expiry(setting, row)
    return [
        *lines,
        "",
        f"# read: the nearest{f', in its {area} and those around it' if area else ''}",
        "# a member whose hash has expired is removed and passed over",
        f"GEOSEARCH {index} FROMLONLAT <longitude> <latitude> BYRADIUS <km> km ASC COUNT 20",
        f"HGETALL {row}",
        "",
        "# remove",
        f"ZREM {index} <{member}>",
    ]
