"""A class as one HTML page that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from course.classroom.counting import counted
from course.classroom.replies import State, paragraph
from course.classroom.report.figures import ClassFigures, Hurdle, Learner, Slip
from course.classroom.report.minutes import HOW
from course.classroom.report.table import headline

# By this a page of ours is known, so that no other file is ever overwritten with one.
MARK = "<!DOCTYPE html>\n<!-- course class-report -->\n"
# More mistakes than these nobody discusses.
MOST = 15
_NUMBERS = frozenset(
    {"Solved", "Minutes", "Attempts", "Planned", "Took a hint", "Saw the solution", "Learners", "Times"}
)
_STYLE = """
:root { color-scheme: light dark; --line: #8886; --quiet: #8882; --done: #2a7a4b55; --stop: #b4530955; }
html { background: Canvas; color: CanvasText; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 82rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
caption span { display: inline-block; left: 0; max-width: calc(min(82rem, 100vw) - 3rem); position: sticky; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .45rem; text-align: left; vertical-align: top; }
thead th { border-bottom-width: 2px; vertical-align: bottom; }
tbody th { background: Canvas; font-weight: 600; left: 0; min-width: 8rem; position: sticky; z-index: 1; }
tbody tr:nth-child(even) th { background: linear-gradient(var(--quiet), var(--quiet)), Canvas; }
td.left { min-width: 11rem; } .said td:last-child { min-width: 24rem; }
tbody tr:nth-child(even) { background: var(--quiet); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
td.done { border-right: 4px solid transparent; background-clip: padding-box; }
.done { background-image: linear-gradient(to right, var(--done) var(--share), transparent var(--share)); }
.stopped { background: var(--stop); }
td p, li p { margin: 0; }
code { font-size: .95em; overflow-wrap: anywhere; }
@media print { body { max-width: none; margin: 0; } thead { display: table-header-group; } }
"""


def page_html(figures: ClassFigures, notes: Sequence[str] = ()) -> str:
    """A class as a page.

    Args:
      figures: of the class.
      notes: sentences that stand at its end, such as about files that could not be read.
    """
    return "".join(_parts(figures, notes))


def _parts(figures: ClassFigures, notes: Sequence[str]) -> Iterator[str]:
    yield (
        f'{MARK}<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Class report</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Pinning from Scratch: class report</h1>\n<p>{_text(headline(figures))}</p>\n"
    )
    yield from _learners(figures)
    yield from _hurdles(figures.hurdles)
    yield from _slips(figures.slips)
    yield f"<h2>How this was counted</h2>\n<p>{_text(HOW)} "
    yield "An exercise that was solved once counts as solved. Medians are of those who solved it.</p>\n"
    if notes:
        yield f"<ul>\n{''.join(f'<li>{paragraph(note)}</li>{chr(10)}' for note in notes)}</ul>\n"
    yield "</main>\n</body>\n</html>\n"


def _learners(figures: ClassFigures) -> Iterator[str]:
    lessons = list(
        dict.fromkeys(one.exercise.lesson for learner in figures.learners for one in learner.standings)
    )
    heads = ["Learner", "Solved", "Minutes", "Last at", *map(_short, lessons), "Left unsolved"]
    yield '<h2 id="where">Who is where</h2>\n'
    yield from _table(
        "where",
        "One line for each learner. Under a lesson's number: how many of its exercises they have solved. "
        "<em>Stopped</em>: the last thing they did was about that exercise, and it is not solved.",
        heads,
        (_learner(learner, lessons) for learner in figures.learners),
    )


def _learner(learner: Learner, lessons: Sequence[str]) -> list[str]:
    stopped = learner.stopped_at
    left = [exercise for exercise in learner.unsolved if exercise is not stopped]
    total = len(learner.standings)
    cells = [
        f'<th scope="row">{_text(learner.name)}</th>',
        _share(len(learner.solved), total),
        _number(f"{sum(learner.minutes.values()):.0f}" if learner.minutes else ""),
        f'<td class="stopped">Stopped: {_text(stopped.title)}</td>'
        if stopped
        else f"<td>{_text(learner.at.title) if learner.at else 'not begun'}</td>",
    ]
    for lesson in lessons:
        mine = [one for one in learner.standings if one.exercise.lesson == lesson]
        cells.append(_share(sum(one.state is State.CORRECT for one in mine), len(mine)))
    return [*cells, f'<td class="left">{_text("; ".join(exercise.title for exercise in left))}</td>']


def _hurdles(hurdles: Sequence[Hurdle]) -> Iterator[str]:
    heads = ["Exercise", "Lesson", "Solved", "Stops now", "Went on without it"]
    heads += ["Attempts", "Minutes", "Planned", "Took a hint", "Saw the solution"]
    yield '<h2 id="stops">What stops whom</h2>\n'
    yield from _table(
        "stops",
        "The exercises that anybody has tried, those that stop most first. Attempts and minutes are medians.",
        heads,
        (_hurdle(one) for one in hurdles),
    )


def _hurdle(hurdle: Hurdle) -> list[str]:
    return [
        f'<th scope="row">{_text(hurdle.exercise.title)}</th>',
        f"<td>{_text(_short(hurdle.exercise.lesson))}</td>",
        _share(hurdle.solved, hurdle.tried),
        f'<td class="stopped">{_people(hurdle.stopped)}</td>' if hurdle.stopped else "<td></td>",
        f"<td>{_people(hurdle.left)}</td>",
        _number("" if hurdle.attempts is None else f"{hurdle.attempts:g}"),
        _number("" if hurdle.minutes is None else f"{hurdle.minutes:.1f}"),
        _number(f"{hurdle.exercise.minutes:g}"),
        _number(str(hurdle.hints or "")),
        _number(str(hurdle.solutions or "")),
    ]


def _slips(slips: Sequence[Slip]) -> Iterator[str]:
    yield '<h2 id="mistakes">Mistakes</h2>\n'
    if not slips:
        yield "<p>No mistake was recognised.</p>\n"
        return
    yield from _table(
        "mistakes",
        f"The {MOST} wrong answers of most learners, as far as the course knows them."
        if len(slips) > MOST
        else "The wrong answers that the course recognised, those of most learners first.",
        ["Exercise", "Answer", "Learners", "Times", "What the course says to it"],
        (_slip(one) for one in slips[:MOST]),
        kind="wide said",
    )


def _slip(slip: Slip) -> list[str]:
    return [
        f'<th scope="row">{_text(slip.exercise.title)}</th>',
        f'<td class="left"><code>{_text(slip.name)}</code></td>',
        _number(str(slip.learners)),
        _number(str(slip.times)),
        f"<td>{paragraph(slip.reply) if slip.reply else ''}</td>",
    ]


def _table(
    heading: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "wide"
) -> Iterator[str]:
    # On a narrow screen it moves sideways, by the arrow keys too. So it can be reached, and has its heading's name.
    yield f'<div class="{kind}" tabindex="0" role="region" aria-labelledby="{heading}">\n'
    yield f"<table>\n<caption><span>{caption}</span></caption>\n<thead><tr>"
    yield "".join(_head(head) for head in heads)
    yield "</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(row)}</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _head(head: str) -> str:
    above_numbers = ' class="number"' * (head in _NUMBERS or head.isdecimal())
    return f'<th scope="col"{above_numbers}>{_text(head)}</th>'


def _share(part: int, whole: int) -> str:
    percent = round(100 * part / whole) if whole else 0
    return f'<td class="number done" style="--share: {percent}%">{part} of {whole}</td>'


def _number(text: str) -> str:
    return f'<td class="number">{_text(text)}</td>'


def _people(names: Sequence[str]) -> str:
    return f"{counted(len(names), 'learner')}: {_text(', '.join(names))}" if names else ""


def _short(lesson: str) -> str:
    """A lesson's number; its name where it has none, as the drills."""
    number = lesson.partition("_")[0]
    return number if number.isdecimal() else lesson.replace("_", " ")


def _text(text: str) -> str:
    return html.escape(text)
