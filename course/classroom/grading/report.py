"""What was found in a class, as a table, as CSV, and as JUnit."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Sequence
from xml.etree import ElementTree

from course.classroom.counting import counted
from course.classroom.grading.marks import Graded
from course.classroom.results import printable
from course.classroom.verification import Progress

_COLUMNS = ("submission", "lesson", "exercise", "title", "state", "reply", "flags", "seconds")
_WIDEST_NAME = 40


def line(graded: Graded) -> str:
    """One submission, in a line; what an instructor should read stands indented below it."""
    counts = [
        f"{number} {state}"
        for state in (Progress.NOT_YET, Progress.NOT_REACHED, Progress.NOT_ATTEMPTED)
        if (number := sum(mark.state is state for mark in graded.marks))
    ]
    name = printable(graded.name)
    shown = name if len(name) <= _WIDEST_NAME else name[: _WIDEST_NAME - 1] + "…"
    correct = f"{graded.correct:>3} of {len(graded.marks):<3} correct" if graded.marks else "not graded"
    lines = [f"{shown:<{_WIDEST_NAME}}  {correct}  {', '.join(counts)}".rstrip()]
    troubles = [f"{mark.exercise}: {mark.reply}" for mark in graded.marks if mark.trouble]
    for sentence in [*graded.faults, *troubles, *(f"Look at this: {flag}" for flag in graded.all_flags)]:
        lines += textwrap.wrap(printable(sentence), 100, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def summary(graded: Sequence[Graded], seconds: float) -> str:
    """The whole class, in a sentence or two."""
    done = sum(each.correct == len(each.marks) > 0 for each in graded)
    took = counted(round(seconds), "second")
    parts = [f"{counted(len(graded), 'submission')} in {took}: {done} with every exercise correct"]
    if ungraded := sum(not each.marks for each in graded):
        parts.append(f"{ungraded} that could not be graded")
    if flagged := sum(bool(each.all_flags) for each in graded):
        parts.append(f"{flagged} to look at")
    return ", ".join(parts) + "."


def as_csv(graded: Sequence[Graded]) -> str:
    """A line for each exercise of each submission; one without exercises has a line of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in graded:
        for fault in each.faults:
            writer.writerow([_cell(part) for part in (each.name, "", "", "", "fault", fault, "", "")])
        for flag in each.flags:
            writer.writerow([_cell(part) for part in (each.name, "", "", "", "flag", flag, "", "")])
        for mark in each.marks:
            row = (each.name, mark.lesson, mark.exercise, mark.title, mark.state, mark.reply)
            writer.writerow([*map(_cell, row), _cell("; ".join(mark.flags)), f"{mark.seconds:.2f}"])
    return out.getvalue()


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = printable(" ".join(text.split()))
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown


def as_junit(graded: Sequence[Graded]) -> bytes:
    """A suite for each submission, a case for each exercise."""
    root = ElementTree.Element("testsuites", name="course grade")
    for each in graded:
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(each.name))
        cases = [_case(suite, each.name, mark.exercise, mark.lesson, mark.seconds) for mark in each.marks]
        for case, mark in zip(cases, each.marks, strict=True):
            if mark.state in (Progress.NOT_YET, Progress.NOT_REACHED):
                ElementTree.SubElement(case, "failure", type=str(mark.state), message=_xml(mark.reply))
            elif mark.state is Progress.NOT_ATTEMPTED:
                ElementTree.SubElement(case, "skipped", message=_xml(mark.reply))
        for fault in each.faults:
            case = _case(suite, each.name, "submission", "", 0.0)
            ElementTree.SubElement(case, "error", message=_xml(fault))
        if each.all_flags:
            ElementTree.SubElement(suite, "system-out").text = _xml("\n".join(each.all_flags))
        for name, tag in (
            ("failures", "failure"),
            ("skipped", "skipped"),
            ("errors", "error"),
            ("tests", "testcase"),
        ):
            suite.set(name, str(len(list(suite.iter(tag)))))
        suite.set("time", f"{each.seconds:.2f}")
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _case(
    suite: ElementTree.Element, who: str, name: str, lesson: str, seconds: float
) -> ElementTree.Element:
    group = f"{_xml(who)}.{lesson}" if lesson else _xml(who)
    return ElementTree.SubElement(suite, "testcase", name=name, classname=group, time=f"{seconds:.2f}")


def _xml(text: str) -> str:
    """Text without what XML can't hold."""
    return "\n".join(printable(each) for each in text.split("\n"))
