"""The Kotlin in the lessons parses; what says that it compiles is compiled, with OkHttp's real classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real_clients.fences import fences_in, fences_in_lessons
from tests.real_clients.grammars import syntax_error
from tests.real_clients.kotlin import MARKER, compiler_faults, is_marked

PINNER = f"""{MARKER}*
import java.io.IOException

val pinner = CertificatePinner.Builder()
    .add("api.bank.test", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    .build()
val client = OkHttpClient.Builder().certificatePinner(pinner).build()

fun balance(): String? = try {{
    val request = Request.Builder().url("https://api.bank.test/balance").build()
    client.newCall(request).execute().use {{ it.body()?.string() }}
}} catch (refused: IOException) {{
    refused.message
}}
"""
MISSPELT = PINNER.replace(".certificatePinner(", ".certificatePiner(")
NOT_IMPORTED = PINNER.replace(f"{MARKER}*", f"{MARKER}CertificatePinner")
WRONG_TYPE = PINNER.replace('"api.bank.test", ', "443, ")


def test_every_piece_of_kotlin_in_the_lessons_parses() -> None:
    """The lesson and the line of each that does not."""
    faults = {each.place: syntax_error("kotlin", each.source) for each in fences_in_lessons("kotlin")}
    assert {place: fault for place, fault in faults.items() if fault} == {}


@pytest.mark.programs
def test_what_says_that_it_compiles_does(tmp_path: Path) -> None:
    """One run of the compiler, in which a misspelt method, a wrong type and a missing import are refused."""
    lessons = {
        f"{each.place}: {each.source}": each.source
        for each in fences_in_lessons("kotlin")
        if is_marked(each.source)
    }
    trials = {"right": PINNER, "misspelt": MISSPELT, "wrong type": WRONG_TYPE, "not imported": NOT_IMPORTED}
    faults = compiler_faults(lessons | trials, tmp_path)
    assert faults.pop("right") == []
    assert "line 7: unresolved reference 'certificatePiner'" in faults.pop("misspelt")[0]
    assert "line 7: unresolved reference 'OkHttpClient'" in faults.pop("not imported")[0]
    assert faults.pop("wrong type")[0].startswith("line 5: argument type mismatch")
    assert {place: fault for place, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("source", [PINNER, MISSPELT, WRONG_TYPE])
def test_a_grammar_knows_no_names(source: str) -> None:
    """So that it is no proof of more than syntax."""
    assert syntax_error("kotlin", source) is None


def test_what_does_not_parse_is_named_with_its_line() -> None:
    """A parenthesis that is never closed."""
    assert syntax_error("kotlin", PINNER.replace(".build()\nval", ".build(\nval")) == "line 6: .build("


@pytest.mark.parametrize(
    ("source", "marked"),
    [(PINNER, True), (f"\n{MARKER}OkHttpClient\nval a = 1", True), ("val a = 1", False)],
)
def test_what_imports_from_okhttp_says_that_it_compiles(source: str, marked: bool) -> None:
    """Whatever stands above and below."""
    assert is_marked(source) is marked


def test_pieces_are_found_in_a_text() -> None:
    """Of one language, whole, with either kind of fence, and the last one closed or not."""
    text = "\n".join(
        [
            "```kotlin",
            "val a = 1",
            "",
            "```",
            "`````Kotlin title",
            "```",
            "`````",
            "```python",
            "```kotlin",
            "```",
            "~~~ kotlin",
            "val b = 2",
            "~~~",
            "  ```kotlin",
            "val c = 3",
        ]
    )
    assert [*fences_in(text, "kotlin")] == ["val a = 1\n", "```", "val b = 2", "val c = 3"]
    assert [*fences_in(text, "python")] == ["```kotlin"]
