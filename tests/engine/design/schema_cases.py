"""What the schema tests share: all entities of the capability files, and some that hold every type and trap."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

from engine.design.schema import Kept, Setting, Statement, kept, statement
from engine.design.schema.writing import in_order
from engine.knowledge import models

CAPABILITIES = Path(__file__).parents[3] / "knowledge" / "capabilities"

OWN = """
User:
  note: a person's account
  key: user_id
  fields: {user_id: id, email: text(254), order: int}
  unique: [email]
  checks: ["email = lower(email)"]
  partition: user_id
Group:
  note: a reserved word everywhere
  key: group_id (time-ordered, 64 bit)
  fields:
    {group_id: id, rank: bigint, order: int, user: id -> User, select: "text?", from: time, to: time, token: text(64)}
  index: ["rank desc, order", [user, from desc], [token]]
  checks: [rank > 0 and order >= 0]
Everything:
  note: one field of each type
  key: [a_id, b_no desc]
  fields:
    a_id: id
    b_no: bigint
    c_uuid: uuid
    d_text: text
    e_short: text(40)
    f_int: int?
    g_decimal: decimal
    h_exact: decimal(12,4)
    i_money: money
    j_bool: bool
    k_time: time
    l_date: date?
    m_interval: interval
    n_json: json
    o_float: float
    p_bytes: bytes
    q_hash: bytes(32)
    r_enum: enum(a, b-c, d)
    s_list: list(id)
    t_words: list(text(20))
    u_geo: geo
    v_ip: ip
    w_ref: id? -> User
  index: [[u_geo], [r_enum, u_geo], [s_list], [t_words], [k_time], [q_hash], [e_short, d_text, c_uuid], [l_date]]
  unique: [[c_uuid], [e_short, f_int]]
  checks:
    - i_money between 0 and 1e9
    - "e_short ~ '^[a-z]+$'"
    - char_length(d_text) > 3 and j_bool
Resource:
  note: what can be booked
  key: resource_id
  fields: {resource_id: id, label: text(40)}
  partition: resource_id
Booking:
  note: one resource for one period
  key: booking_id
  fields:
    {booking_id: id, resource_id: id -> Resource, starts_at: time, ends_at: time,
     status: "enum(held,confirmed,cancelled)"}
  checks: [ends_at > starts_at]
  exclude: {equal: resource_id, overlaps: [starts_at, ends_at], where: "status in ('held','confirmed')"}
  partition: resource_id
Night:
  note: the same by day, for a whole group of columns
  key: night_id
  fields: {night_id: id, resource_id: id, kind: text(20), starts_on: date, ends_on: "date?"}
  exclude: {equal: "resource_id, kind", overlaps: [starts_on, ends_on]}
Sample:
  note: append only
  key: [device_id, sequence]
  fields: {device_id: id, sequence: bigint, measured_at: time, metrics: json, reading_no: text(30)}
  index: [[measured_at desc]]
  unique: [[reading_no]]
  store: bulk_store
  partition: device_id
Chicken: {key: chicken_id, fields: {chicken_id: id, egg_id: "id? -> Egg"}}
Egg: {key: egg_id, fields: {egg_id: id, chicken_id: id -> Chicken, twin_id: "id? -> Egg"}}
"""


def own() -> dict[str, models.Entity]:
    forms = yaml.safe_load(OWN)
    return {name: models.Entity.model_validate(form) for name, form in forms.items()}


@functools.cache
def by_capability() -> dict[str, dict[str, models.Entity]]:
    found = {}
    for path in sorted(CAPABILITIES.glob("*.yaml")):
        try:
            forms = (yaml.safe_load(path.read_text("utf-8")) or {}).get("entities") or {}
        except yaml.YAMLError:  # the loader's tests report it
            continue
        found[path.stem] = {name: models.Entity.model_validate(form) for name, form in forms.items()}
    return found


def everything() -> dict[str, models.Entity]:
    """All entities of the knowledge base in one system; the first capability that declares a name keeps it."""
    found: dict[str, models.Entity] = {}
    for forms in by_capability().values():
        for name, form in forms.items():
            found.setdefault(name, form)
    return found


def places(forms: dict[str, models.Entity], option: str, role: str = "primary_store") -> dict[str, Kept]:
    return {name: kept(name, form, option, role=role) for name, form in forms.items()}


def statements(forms: dict[str, models.Entity], option: str, sharding: str = "none") -> list[Statement]:
    """All entities in one store of the engine `option`."""
    neighbours = places(forms, option)
    settings = {
        name: Setting(
            neighbours[name],
            sharding=sharding,
            neighbours=neighbours,
            searched=form.store == "search_index",
            written="12/s",
            size="1 kB",
            kept_for=form.kept,
        )
        for name, form in forms.items()
    }
    return [statement(setting) for setting in in_order(settings).values()]


def one(name: str, option: str, sharding: str = "none") -> Statement:
    return next(s for s in statements(own(), option, sharding) if s.entity == name)
