"""Replies as text and as HTML."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from html.parser import HTMLParser

import pytest
from IPython.core.formatters import DisplayFormatter

from course.classroom import Reply, State
from course.classroom.replies import paragraph

REPLY = Reply(State.NOT_YET, 'You hashed <the whole> certificate & more. Try `a < b` and `hint("x")`.')


def test_states_equal_their_words() -> None:
    """So that a program can compare them with text."""
    assert [*State] == ["not attempted", "not yet", "correct"]


def test_the_text_says_the_state_and_the_reply() -> None:
    """What nbval compares."""
    assert repr(REPLY).startswith("not yet: You hashed <the whole>")


def test_the_html_says_the_state_in_words_and_escapes_the_rest() -> None:
    """No colour of its own, so that it reads in light and in dark."""
    shown = REPLY._repr_html_()
    assert "<strong>Not yet</strong>" in shown
    assert "&lt;the whole&gt; certificate &amp; more" in shown
    assert "<code>a &lt; b</code>" in shown
    assert "currentColor" in shown
    assert "#" not in shown
    HTMLParser().feed(shown)


def test_a_notebook_shows_both() -> None:
    """As IPython formats it."""
    data, _ = DisplayFormatter().format(REPLY)  # type: ignore[no-untyped-call]
    assert set(data) == {"text/plain", "text/html"}
    assert data["text/plain"] == repr(REPLY)


def test_a_reply_cannot_be_changed() -> None:
    """It is a fact."""
    with pytest.raises(FrozenInstanceError):
        REPLY.reply = "something else"  # type: ignore[misc]


def test_code_stands_between_backticks() -> None:
    """A single backtick is a backtick."""
    assert paragraph("a `b` c ` d") == "<p>a <code>b</code> c ` d</p>"
