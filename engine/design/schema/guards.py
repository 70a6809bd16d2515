"""What a relational engine cannot be told, and who keeps it true instead."""

from __future__ import annotations

from engine.design.schema.checks import translated
from engine.design.schema.references import obstacle, unenforced
from engine.design.schema.sheet import Sheet
from engine.design.schema.table import Exclusion
from engine.design.schema.wording import comment, wrapped
from engine.texts import listed


class Guards(Sheet):
    def guard_lines(self) -> list[str]:
        found = [*self.references(), *self.unspoken_checks(), *self.lost_uniques(), *self.shards()]
        if self.table.exclusion is not None and self.exclusion is None:
            found += self.overlaps(self.table.exclusion)
        return found

    def references(self) -> list[str]:
        found = []
        if rest := unenforced(self.table, self.setting, [c.name for c in self.enforced]):
            found += comment(rest)
        if self.enforced and self.engine == "sqlite":
            found += comment("SQLite checks foreign keys on connections that began with PRAGMA foreign_keys = ON.")
        return found

    def unspoken_checks(self) -> list[str]:
        return [
            line
            for check in self.table.checks
            if translated(check, self.table, self.engine, self.unspoken) is None
            for line in comment(f"{self.setting.subject} checks: {check}.")
        ]

    def lost_uniques(self) -> list[str]:
        found = []
        for names in self.table.uniques:
            what = listed(names)
            if not self.can_be_unique(names):
                found += comment(f"Unique across partitions: {self.setting.keeper} rejects a second {what}.")
            elif self.sharded_by_hand and not set(self.table.partition) <= set(names):
                found += comment(
                    f"Unique within one shard only: first claim a row in a lookup table sharded by {what}."
                )
        return found

    def shards(self) -> list[str]:
        if not self.sharded_by_hand:
            return []
        if self.setting.sharding == "tenant":
            return comment("Stored on its organisation's shard, which the service finds by the session's organisation.")
        by = ", ".join(map(self.q, self.table.partition))
        if self.setting.sharding == "geo":
            return comment(f"Stored in the region of its {by}; queries from other regions are routed there.")
        if self.engine == "mysql_sharded":
            return [f"-- Vitess: ALTER VSCHEMA ON {self.name} ADD VINDEX xxhash({by}) USING xxhash;"]
        return comment(f"Sharded by {by}: queries without it go to all shards.")

    def overlaps(self, exclusion: Exclusion) -> list[str]:
        """The transaction that keeps rows apart where no constraint can."""
        equal = " AND ".join(f"{self.q(name)} = :{name}" for name in exclusion.equal)
        begin = [] if self.engine == "sqlite" else [f"--   {self.lock(exclusion.equal, equal)};"]
        where = translated(exclusion.where, self.table, self.engine) if exclusion.where else None
        later = f"{self.q(exclusion.end)} > :{exclusion.start}"
        if self.table.columns[exclusion.end].nullable:
            later = f"({self.q(exclusion.end)} IS NULL OR {later})"
        terms = [equal, f"{self.q(exclusion.start)} < :{exclusion.end}", later, *([f"({where})"] if where else [])]
        return [
            *comment(
                f"No two rows of one {listed(exclusion.equal)} may overlap from {exclusion.start} to {exclusion.end}. "
                f"{'Partitioned tables have' if self.time else f'{self.dialect.title} has'} no constraint for it; "
                "this transaction enforces it:"
            ),
            f"--   {'BEGIN IMMEDIATE' if self.engine == 'sqlite' else 'BEGIN'};",
            *begin,
            *wrapped(f"SELECT 1 FROM {self.name} WHERE {' AND '.join(terms)};", "--   ", "--     "),
            f"--   INSERT INTO {self.name} ...;  -- only if no row was found",
            "--   COMMIT;",
        ]

    def lock(self, equal: tuple[str, ...], where: str) -> str:
        """Locks what is booked, so that two bookings of one thing wait for each other."""
        for name in equal:
            column = self.table.columns[name]
            there = self.setting.neighbours.get(column.refers)
            if there is not None and not obstacle(column, self.setting):
                table, key = self.q(there.table.name), self.q(there.table.key[0].name)
                return f"SELECT 1 FROM {table} WHERE {key} = :{name} FOR UPDATE"
        return f"SELECT 1 FROM {self.name} WHERE {where} FOR UPDATE"
