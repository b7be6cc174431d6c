"""The linter's rules about stored outputs: the same on every machine, and readable by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from course.classroom.lint_lesson import CodeCell, Lesson

_PICTURES = ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")
_WIDGET = "application/vnd.jupyter.widget-view+json"
# What a widget shows as text; a reader without a kernel sees nothing but this.
_WIDGET_TEXT = re.compile(
    r"(HTML|Image|Output|[HV]Box|GridBox|Tab|Accordion|Button|ToggleButtons?|Checkbox|Dropdown|Select\w*|Play|Text\w*"
    r"|Label|RadioButtons|(Int|Float|Selection|FloatLog)\w*Slider|(Int|Float)Text|interactive)\("
)
_DATA = re.compile(r"data:[^\"']*")
_UNSTABLE = (
    (
        re.compile(r"_ssl\.c|\[SSL: |\[SSL\]"),
        "the text of a TLS error, which differs between Pythons. Show verify_message",
    ),
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "a memory address. Show a fact instead"),
    (re.compile(r"<[\w.]+ object\b|<cryptography\.|<ssl\."), "the repr of an object. Show a fact instead"),
    (
        re.compile(r"(127\.0\.0\.1|localhost|\[::1\]):\d+|\bport[ =:]+\d{4,}"),
        "a port, which differs every time",
    ),
    (
        re.compile(r"(?<![\w/:.<])/(home|root|Users|tmp|usr|opt|var|work|private|etc)/\w|\b[A-Z]:\\\w"),
        "a path of the author's machine. Show the file's name",
    ),
)


def output_rules(lesson: Lesson) -> Iterator[str]:
    """No errors but wanted ones, nothing that changes from run to run, no picture without words."""
    for cell in lesson.code:
        for output in cell.outputs:
            for sentence in _rules_for(cell, output):
                yield f"{cell.where} {sentence}."


def _rules_for(cell: CodeCell, output: dict[str, Any]) -> Iterator[str]:
    kind = output["output_type"]
    if kind == "error" and "raises-exception" not in cell.tags:
        yield f"stores {output['ename']} and is not tagged raises-exception"
    if kind == "stream" and output["name"] == "stderr":
        yield "stores text on stderr. Mend the cause of the warning"
    data: dict[str, Any] = output.get("data", {})
    yield from _picture_rules(data)
    texts = [
        output.get("text", ""),
        output.get("evalue", ""),
        data.get("text/plain", ""),
        data.get("text/html", ""),
    ]
    shown = "\n".join(_DATA.sub("", str(text)) for text in texts)
    for pattern, what in _UNSTABLE:
        if found := pattern.search(shown):
            yield f"stores {found[0]!r}: {what}"


def _picture_rules(data: dict[str, Any]) -> Iterator[str]:
    html = str(data.get("text/html", ""))
    for mime in _PICTURES:
        if mime in data:
            yield f"stores {mime}, which has no alternative text. Return a view: words and an <img alt> in text/html"
    for image in re.findall(r"<img\b[^>]*>", html):
        alternative = re.search(r"\balt=(\"[^\"]*\"|'[^']*')", image)
        if alternative is None or len(alternative[1]) <= len('""'):
            yield "stores an <img> without alternative text. Put the picture's sentence into alt"
    widget = _WIDGET in data or _WIDGET_TEXT.match(str(data.get("text/plain", "")))
    if widget and not html:
        yield "shows a widget and no picture beside it. Readers without a kernel need text/html with its words"
