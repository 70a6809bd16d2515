"""For a store that no engine here is written for: the fields and keys in words."""

from __future__ import annotations

from engine.design.schema.statement import Setting
from engine.design.schema.wording import aligned, comment, heading


def described(setting: Setting) -> tuple[str, str, str]:
    table = setting.kept.table
    rows = [
        (column.name, column.type.name, "may be missing" if column.nullable else "required")
        for column in table.columns.values()
    ]
    head = [line for text in heading(setting) for line in comment(text, "#")]
    keys = [f"key    {', '.join(table.key_names)}"]
    keys += [f"index  {', '.join(p.name + (' desc' if p.descending else '') for p in key)}" for key in table.indexes]
    keys += [f"unique {', '.join(names)}" for names in table.uniques]
    return setting.kept.kept_in, "\n".join([*head, *aligned(rows), *keys]), ""
