"""Keys, references and checks: what the engine itself keeps true."""

from __future__ import annotations

from dataclasses import replace

from engine.design.schema.checks import translated
from engine.design.schema.references import obstacle
from engine.design.schema.sheet import Sheet
from engine.design.schema.table import Column, Key, KeyPart
from engine.design.schema.wording import aligned, wrapped

_RANGES = {
    "date": "daterange",
    "time": "tstzrange",
    "int": "int4range",
    "bigint": "int8range",
    "money": "int8range",
}


class Constraints(Sheet):
    def constraint_lines(self) -> list[str]:
        return [
            self.primary_key(),
            *(f"UNIQUE ({', '.join(map(self.q, names))})" for names in self.table.uniques if self.can_be_unique(names)),
            *self.foreign_keys(),
            *(check for column in self.table.columns.values() for check in self.value_check(column)),
            *self.other_checks(),
            *self.no_overlaps(),
        ]

    def primary_key(self) -> str:
        key = self.table.key
        if not self.can_be_unique(self.table.key_names) and self.time is not None:
            key = (*key, KeyPart(self.time.name))
        spread = " USING HASH" if self.engine == "distributed_sql" and self.grows_at_the_end(key) else ""
        return f"PRIMARY KEY ({self.parts(key, self.dialect.descending_keys)}){spread}"

    def grows_at_the_end(self, key: Key) -> bool:
        """Whether new rows all go to the last range: a time-ordered id alone is the key."""
        first = self.table.columns[key[0].name]
        return len(key) == 1 and first.type.name == "id" and not first.refers

    def foreign_keys(self) -> list[str]:
        rows = []
        for column in self.at_once:
            there = self.setting.neighbours.get(column.refers, self.setting.kept).table
            target = f"{self.q(there.name)} ({self.q(there.key[0].name)})"
            rows.append((f"FOREIGN KEY ({self.q(column.name)})", f"REFERENCES {target}"))
        return aligned(rows)

    def closing_lines(self) -> list[str]:
        """The foreign keys of earlier tables, which had to wait for this one."""
        if self.engine == "sqlite":
            return []
        found = []
        for other in self.setting.waiting:
            theirs = replace(self.setting, kept=other)
            for column in other.table.columns.values():
                if column.refers == self.table.entity and other.option == self.engine and not obstacle(column, theirs):
                    found += [
                        f"ALTER TABLE {self.q(other.table.name)} ADD FOREIGN KEY ({self.q(column.name)})",
                        f"  REFERENCES {self.name} ({self.q(self.table.key[0].name)});",
                    ]
        return found

    def value_check(self, column: Column) -> list[str]:
        """The values of an enum; in SQLite, also what the other types would see to."""
        type_, name = column.type, self.q(column.name)
        if type_.values:
            values = ", ".join("'" + value.replace("'", "''") + "'" for value in type_.values)
            return ["\n".join(wrapped(f"CHECK ({name} IN ({values}))", "", "  "))]
        if self.engine != "sqlite":
            return []
        if type_.name == "bool":
            return [f"CHECK ({name} IN (0, 1))"]
        if type_.name in ("json", "list"):
            return [f"CHECK (json_valid({name}))"]
        return [f"CHECK (length({name}) <= {type_.length})"] if type_.name == "text" and type_.length else []

    def other_checks(self) -> list[str]:
        texts = (translated(check, self.table, self.engine, self.unspoken) for check in self.table.checks)
        return [f"CHECK ({text})" for text in texts if text is not None]

    def no_overlaps(self) -> list[str]:
        exclusion = self.exclusion
        if exclusion is None:
            return []
        kind = _RANGES.get(self.table.columns[exclusion.start].type.name, "numrange")
        equal = [f"{self.q(name)} WITH =" for name in exclusion.equal]
        period = f"{kind}({self.q(exclusion.start)}, {self.q(exclusion.end)}) WITH &&"
        where = translated(exclusion.where, self.table, self.engine) if exclusion.where else None
        end = f"\n  WHERE ({where})" if where else ""
        name = f"CONSTRAINT {self.table.name}_no_overlap"
        return [f"{name}\n  EXCLUDE USING gist ({', '.join([*equal, period])}){end}"]
