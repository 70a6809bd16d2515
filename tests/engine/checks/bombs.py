"""Files made to hurt, by name: the path of each and its text."""

from __future__ import annotations

from engine.loading.folders import Sources
from tests.engine.checks.check_kit import FILES, edited

BROKER, NODES = "decisions/broker.yaml", "capacity/nodes.yaml"


def with_file(path: str, text: str) -> Sources:
    files = {**FILES, path: text}
    return Sources(files, {name: name.partition("/")[0] for name in files})


def condition(text: str) -> tuple[str, str]:
    return BROKER, edited(FILES[BROKER], ("events <= 100/s", f'"{text}"'))


def formula(text: str) -> tuple[str, str]:
    return NODES, edited(FILES[NODES], ("ceil(events / (1k/s)) + 1", text))


def laughs() -> str:
    lines = ["a: &a [lol, lol]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)]
    return "\n".join(lines)


def many_rules() -> str:
    rules = "".join(f"  - {{id: r-{n}, when: evnts > {n}/s, favour: {{log: 1}}}}\n" for n in range(1_500))
    return edited(FILES[BROKER], ("examples:\n", f"{rules}examples:\n"))


BOMBS: dict[str, tuple[str, str]] = {
    "a billion laughs": (BROKER, laughs()),
    "10 MB of text": (BROKER, "a: " + "x" * 10_000_000),
    "a long flow list": (BROKER, "a: [" + "1," * 499_000 + "]"),
    "a long block list": (BROKER, "- a\n" * 249_000),
    "many keys": (BROKER, "".join(f"k{n}: 1\n" for n in range(90_000))),
    "many unknown keys": (BROKER, FILES[BROKER] + "".join(f"k{n}: 1\n" for n in range(15_000))),
    "one key again and again": (BROKER, FILES[BROKER] + "k: 1\n" * 90_000),
    "many brackets": (BROKER, "[" * 900_000),
    "many short lists": (BROKER, "[]" * 450_000),
    "many braces": (BROKER, "{a: " * 200_000),
    "many dashes": (BROKER, "- " * 450_000),
    "many question marks": (BROKER, "? " * 450_000),
    "deep lines": (BROKER, "".join(" " * n + "a:\n" for n in range(1_000))),
    "many documents": (BROKER, "---\na: 1\n" * 100_000),
    "many anchors": (BROKER, "".join(f"k{n}: &a{n} 1\n" for n in range(60_000))),
    "many facts": ("vocabulary/more.yaml", "facts:\n" + "- {fact: f, title: t, unit: u}\n" * 20_000),
    "many strange units": (
        "vocabulary/more.yaml",
        "facts:\n" + "".join(f"- {{fact: f{n}, title: t, unit: s/s/s/s/s/s{n}}}\n" for n in range(3_000)),
    ),
    "many wrong conditions": (BROKER, many_rules()),
    "no YAML at all": (BROKER, "\0\1"),
    "an object": (BROKER, "a: !!python/object/apply:os.system [ls]"),
    "a range without end": ("vocabulary/more.yaml", "facts: [{fact: f, title: t, unit: u, range: [1e400, -1e400]}]"),
    "a long condition": condition("events > 1/s or " * 10_000 + "events > 1/s"),
    "many alternatives": condition(" and ".join(f"(events > {n}/s or events > {n}1/s)" for n in range(20))),
    "many negations": condition("not " * 490 + "events > 1/s"),
    "many parentheses": condition("(" * 900 + "events > 1/s" + ")" * 900),
    "many minus signs": formula("-" * 1_900 + "1"),
    "many terms": formula("1" + "+1" * 990),
    "towers of powers": formula("9 ^ 9 ^ 9 ^ 9 ^ 9 ^ 9"),
    "a number without end": formula("9" * 1_900),
    "a large exponent": formula("1e999999999"),
    "many units": formula("1 " + "s/" * 900 + "s"),
}
