"""Section templates: everything that they name must exist."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.checks.base import Base
from engine.checks.templates import TemplateFails, TemplateNames, TemplateSyntax
from engine.knowledge import Knowledge
from tests.engine.checks.check_kit import base


def found(knowledge: Knowledge, text: str, check: TemplateNames | TemplateSyntax) -> list[tuple[int, int, str, str]]:
    knowledge.templates = {
        "01_goals.md.j2": text,
        "_macros.md.j2": "{% set SMALL = 1 %}{% macro row(x) %}{% endmacro %}",
    }
    tables = Base(knowledge)
    findings = [check.finding(tables, remark) for remark in check.remarks(tables)]
    return [(f.place.line, f.place.column, f.message, f.fix) for f in findings]


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return replace(base(tmp_path))


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("{{ v('event') }}", "there is no fact, decision or limit 'event'", "did you mean events?"),
        (
            "{% if has('nodes', 'node') %}{% endif %}",
            "there is no fact, decision or limit 'node'",
            "did you mean nodes?",
        ),
        ("{{ line('broker').text }}", "there is no fact 'broker'", "name one that exists, see docs/templates.md"),
        ("{% for l in lines('nodez') %}{% endfor %}", "there is no fact 'nodez'", "did you mean nodes?"),
        ("{% set A = ['events', 'evnts'] %}{{ lines(*A) }}", "there is no fact 'evnts'", "did you mean events?"),
        ("{{ option('broke') }}", "there is no decision 'broke'", "did you mean broker?"),
        ("{{ chosen('broker') == 'logs' }}", "there is no option of broker 'logs'", "did you mean log?"),
        (
            "{{ chosen('broker') not in ['log', 'que', ''] }}",
            "there is no option of broker 'que'",
            "did you mean queue?",
        ),
        (
            "{% set b = chosen('broker') %}{{ 1 if b == 'nune' }}",
            "there is no option of broker 'nune'",
            "did you mean none?",
        ),
        ("{{ {'log': 1, 'lgo': 2}[chosen('broker')] }}", "there is no option of broker 'lgo'", "did you mean log?"),
        ("{{ {'lag': 2}.get(chosen('broker'), 0) }}", "there is no option of broker 'lag'", "did you mean log?"),
        ("{{ v('pattern') == 'stead' }}", "there is no title of a value of pattern 'stead'", "did you mean steady?"),
        ("{{ cap('feeds') }}", "there is no capability 'feeds'", "did you mean feed?"),
        ("{{ decisions_of('goal') }}", "there is no section 'goal'", "did you mean goals?"),
        ("{{ text('{event} at peak') }}", "there is no fact 'event'", "did you mean events?"),
        ("{{ v('events')|cel }}", "there is no filter 'cel'", "did you mean cell?"),
        ("{{ 1 is evn }}", "there is no test 'evn'", "did you mean even?"),
        ("{{ desing.title }}", "there is no name 'desing'", "did you mean design?"),
        ("{% import '_macros.md.j2' as m %}{{ m.rows(1) }}", "there is no macro or value 'rows'", "did you mean row?"),
        ("{% import '_macro.md.j2' as m %}", "there is no template '_macro.md.j2'", "did you mean _macros.md.j2?"),
    ],
)
def test_what_does_not_exist_is_found(knowledge: Knowledge, text: str, message: str, fix: str) -> None:
    (one,) = found(knowledge, f"# heading\n{text}", TemplateNames())
    assert one[0] == 2
    assert one[1] > 1
    assert one[2:] == (message, fix)


@pytest.mark.parametrize(
    "text",
    [
        "{{ v('events') }} {{ v('given.events') }} {{ option('broker')|cell }} {{ cap('feed') }}",
        "{% if scale_shift is defined %}{{ scale_shift() }}{% endif %}",
        "{% macro a(x) %}{% set s = namespace(n=0) %}{% for i in x %}{% set s.n = s.n + i %}{% endfor %}{% endmacro %}",
        "{% import '_macros.md.j2' as m with context %}{{ m.row(1) if m.SMALL }}",
        "{{ chosen('broker') in ['none', ''] }} {{ 'any text at all' }}",
    ],
)
def test_what_exists_is_left_alone(knowledge: Knowledge, text: str) -> None:
    assert found(knowledge, text, TemplateNames()) == []


def test_what_is_no_jinja_is_found(knowledge: Knowledge) -> None:
    (one,) = found(knowledge, "a\n{% if %}\n", TemplateSyntax())
    assert one[0] == 2
    assert one[2].startswith("no Jinja2")


def test_a_line_that_fails_for_many_presets_is_told_once(shipped: Knowledge) -> None:
    broken = {name: "fine" if name[:2] != "03" else "\n{{ 1 // 0 }}" for name in shipped.templates}
    tables = Base(replace(shipped, templates=broken, memo={}))
    (remark,) = TemplateFails().remarks(tables)
    assert (remark.template, remark.line) == ("03_components.md.j2", 2)
    assert "zero" in remark.message
    assert remark.message.endswith("and 3 more of those tried)")
