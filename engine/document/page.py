"""The document as one HTML page, for people without a Markdown viewer."""

from __future__ import annotations

import html

from markdown_it import MarkdownIt

_STYLE = """
body{max-width:58rem;margin:2rem auto;padding:0 1rem;font:16px/1.6 system-ui,sans-serif;color:#1b1f24}
pre{overflow-x:auto;background:#f5f6f8;padding:.8rem;font-size:13px;line-height:1.25}
table{border-collapse:collapse;display:block;overflow-x:auto}
td,th{border:1px solid #d5d9df;padding:.3rem .6rem;text-align:left;vertical-align:top}
code{font-size:.92em}h1,h2,h3{line-height:1.25}
"""


def as_html(markdown: str, title: str) -> str:
    """`markdown` as a page that stands alone. Raw HTML in it is shown, not run."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
