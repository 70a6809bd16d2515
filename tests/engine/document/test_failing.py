"""A template that fails, in whatever way, is said with its file and line; all other sections stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.design import assemble
from engine.document import render, sections, written
from engine.findings import KnowledgeError
from engine.inference import evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge

NAME = "07_security.md.j2"
MISTAKES = {
    "{{ 1 / 0 }}": "ZeroDivisionError: division by zero",
    "{{ {'a': 1}['b'] }}": "has no attribute 'b'",
    "{{ num('users_total') + 'x' }}": "TypeError: ",
    "{{ nowhere }}": "'nowhere' is undefined",
    "{{ design.nowhere }}": "has no attribute 'nowhere'",
    "{{ ''.__class__.__mro__ }}": "unsafe",
    "{{ v('users_total' }}": "unexpected '}'",
    "{% import 'nowhere.j2' as m %}": "nowhere.j2",
    "{{ diagram(1) }}": "TypeError: ",
}


def edited(shipped: Knowledge, **templates: str) -> Knowledge:
    texts = {f"{name}.md.j2": text for name, text in templates.items()}
    paths = {name: f"/ours/sections/{name}" for name in texts}
    return replace(shipped, templates={**shipped.templates, **texts}, template_paths=paths, memo={})


@pytest.mark.parametrize(("mistake", "reason"), MISTAKES.items())
def test_a_failing_template_names_its_line(shipped: Knowledge, mistake: str, reason: str) -> None:
    knowledge = edited(shipped, **{"07_security": f"Ours.\n\n  {mistake}\n"})
    design = assemble(evaluate(knowledge, givens_from(knowledge, {}, preset="uber")))
    found, broken = written(design)
    assert broken is not None
    (finding,) = broken.findings
    assert (finding.place.path, finding.place.line) == (f"/ours/sections/{NAME}", 3)
    assert finding.message.startswith("section 7, Security, cannot be written, as its template fails: ")
    assert reason in finding.message
    assert finding.excerpt == f"  {mistake}"
    assert [section.number for section in found] == list(range(1, 12))
    failed = found.pop(6)
    assert f"{NAME}:3:3" in failed.markdown
    assert not any("cannot be written" in section.markdown for section in found)


def test_a_mistake_in_a_macro_is_found_where_it_is_written(shipped: Knowledge) -> None:
    macro = "{% macro share(part, whole) %}\n{{ part / whole }}\n{% endmacro %}"
    using = "{% import 'ours.md.j2' as ours %}\n\nA share of {{ ours.share(1, 0) }}."
    knowledge = edited(shipped, **{"ours": macro, "07_security": using, "09_delivery": using})
    design = assemble(evaluate(knowledge, givens_from(knowledge, {}, preset="uber")))
    with pytest.raises(KnowledgeError) as raised:
        list(sections(design))
    assert [str(f.place) for f in raised.value.findings] == ["/ours/sections/ours.md.j2:2:1"] * 2
    assert [f.message.partition(",")[0] for f in raised.value.findings] == ["section 7", "section 9"]
    with pytest.raises(KnowledgeError):
        render(design)
