"""The indexes of a relational table: trees, places, lists, documents and words."""

from __future__ import annotations

from engine.design.schema.dialects import POSTGRESQL
from engine.design.schema.sheet import Sheet
from engine.design.schema.table import Key, KeyPart

INDEX_BYTES, NAME = 3072, 60
"""The longest index entry of InnoDB, in bytes (a character takes four), and the longest name."""
_INVERTED = frozenset({"json", "list"})


class Indexes(Sheet):
    def index_lines(self) -> list[str]:
        lost = [tuple(map(KeyPart, names)) for names in self.table.uniques if not self.can_be_unique(names)]
        keys = [key for key in self.table.indexes if not self.covered(key)]
        found = [self.index(key) for key in (*keys, *lost)]
        return found + (self.text_search() if self.setting.searched else [])

    def covered(self, key: Key) -> bool:
        """Whether the primary key or a unique key already begins with these columns."""
        unique = [tuple(map(KeyPart, names)) for names in self.table.uniques if self.can_be_unique(names)]
        own = self.table.key if self.dialect.descending_keys else tuple(map(KeyPart, self.table.key_names))
        return any(other[: len(key)] == key for other in (own, *unique))

    def kind(self, key: Key) -> str:
        """`gist` for places, `gin` for lists and documents, nothing for the usual tree."""
        kinds = {self.table.columns[part.name].type.name for part in key}
        if "geo" in kinds:
            return "gist"
        return "gin" if kinds & _INVERTED else ""

    def needs_btree_gist(self) -> bool:
        """Whether numbers or texts stand in an index of ranges or places."""
        mixed = any(len(key) > 1 and self.kind(key) == "gist" for key in self.table.indexes)
        return self.exclusion is not None or (self.engine in POSTGRESQL and mixed)

    def index(self, key: Key) -> str:
        name = self.q("_".join([self.table.name, *(part.name for part in key)])[:NAME])
        head = f"CREATE INDEX {name} ON {self.name}"
        kind = self.kind(key)
        if not kind:
            return f"{head} ({self.mysql_parts(key) if self.engine == 'mysql_sharded' else self.parts(key)});"
        if self.engine == "sqlite":
            if kind == "gin":
                return f"-- No index on {self.parts(key)}: SQLite reads the JSON of every row."
            return f"{head} ({self.parts(key)});"
        special = tuple(part for part in key if self.table.columns[part.name].type.name in (*_INVERTED, "geo"))
        if self.engine in POSTGRESQL:
            return f"{head} USING {kind} ({self.parts(key if kind == 'gist' else special, descending=False)});"
        if self.engine == "distributed_sql":
            plain = tuple(part for part in key if part not in special)
            columns = self.parts((*plain, *special[:1]), descending=False)
            return f"CREATE INVERTED INDEX {name} ON {self.name} ({columns});"
        if len(key) > 1 and (special[0],) in self.table.indexes:
            return f"-- No index on {self.parts(key)}: MySQL indexes {special[0].name} alone and filters the rest."
        return self.mysql_special(special[0].name, kind, name)

    def mysql_special(self, column: str, kind: str, name: str) -> str:
        """MySQL indexes a place alone, and the items of a JSON list as an array of one type."""
        type_ = self.table.columns[column].type
        if kind == "gist":
            if self.table.columns[column].nullable:
                return f"-- No spatial index on {column}: MySQL wants it NOT NULL."
            return f"CREATE SPATIAL INDEX {name} ON {self.name} ({self.q(column)});"
        if type_.of is None:
            return f"-- No index on {column}: index a generated column of the path that is asked for."
        item = "signed" if type_.of.number else "char(191)"
        return f"CREATE INDEX {name} ON {self.name} ((CAST({self.q(column)} AS {item} ARRAY)));"

    def mysql_parts(self, key: Key) -> str:
        """Long texts are indexed by their first 191 characters where the whole would not fit."""
        types = [self.table.columns[part.name].type for part in key]
        whole = sum((type_.longest or 64) * 4 for type_ in types) <= INDEX_BYTES
        texts = []
        for part, type_ in zip(key, types, strict=True):
            cut = not whole and type_.name == "text" and (type_.length or 255) > 191
            texts.append(f"{self.q(part.name)}{'(191)' if cut else ''}{' DESC' if part.descending else ''}")
        return ", ".join(texts)

    def text_search(self) -> list[str]:
        """Where the store itself answers searches by word."""
        names = [self.q(name) for name in self.table.searched]
        name = f"{self.table.name}_search"
        if not names:
            return []
        if self.engine == "sqlite":
            new = ", ".join(f"new.{column}" for column in names)
            return [
                f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(names)}, content='{self.table.name}');",
                f"CREATE TRIGGER {name}_insert AFTER INSERT ON {self.name} BEGIN",
                f"  INSERT INTO {name}(rowid, {', '.join(names)}) VALUES (new.rowid, {new});",
                "END;",
            ]
        if self.engine == "mysql_sharded":
            return [f"CREATE FULLTEXT INDEX {name} ON {self.name} ({', '.join(names)});"]
        words = " || ' ' || ".join(f"coalesce({column}, '')" for column in names)
        return [f"CREATE INDEX {name} ON {self.name} USING gin (to_tsvector('simple', {words}));"]
