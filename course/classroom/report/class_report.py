"""A folder of learners' work in, a table and a page out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.classroom.counting import counted
from course.classroom.report.figures import ClassFigures, class_figures
from course.classroom.report.page import MARK, page_html
from course.classroom.report.sources import Collected, collect
from course.classroom.report.table import table_text
from course.classroom.trouble import CannotDo, explained
from course.exercises import all_exercises


@dataclass(frozen=True)
class ClassReport:
    """What an instructor is told of a class.

    Attributes:
      figures: the class in figures.
      troubles: a sentence for each file that could not be read, or not wholly; they name the files.
      notes: what else there is to say, without names.
    """

    figures: ClassFigures
    troubles: tuple[str, ...]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([table_text(self.figures), *self.notes])

    def write_page(self, file: Path, *, names: bool) -> None:
        """Write the page. A report that is there already is replaced; nothing else is.

        Args:
          file: where it is wanted.
          names: whether the page may name files that could not be read.

        Raises:
          CannotDo: another file is there, or it can't be written.
        """
        count = len(self.troubles)
        unnamed = (
            f"{counted(count, 'file')} could not be read, or not wholly: the terminal says which.",
        ) * (count > 0)
        page = page_html(self.figures, [*self.notes, *(self.troubles if names else unnamed)])
        with explained(file):
            if file.exists() and not _may_be_replaced(file):
                raise CannotDo(f"{file} is there already and is no class report: name another file.")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page.encode(errors="replace"))


def class_report(folder: Path, *, names: bool = False) -> ClassReport:
    """Read what a class has done.

    Args:
      folder: with saved files, progress files and workspaces, at any depth.
      names: whether learners are called as their files and folders are; else "learner 1", in the order of these.

    Raises:
      CannotDo: there is nothing to read.
    """
    collected = collect(folder)
    called = collected.names if names else [f"learner {n}" for n in range(1, len(collected.sources) + 1)]
    lines = [source.lines for source in collected.sources]
    figures = class_figures(list(zip(called, lines, strict=True)), all_exercises())
    return ClassReport(figures, collected.troubles, tuple(_notes(collected, figures)))


def _may_be_replaced(file: Path) -> bool:
    """Whether a file is a report, or empty."""
    return file.is_file() and (file.stat().st_size == 0 or file.read_bytes().startswith(MARK.encode()))


def _notes(collected: Collected, figures: ClassFigures) -> list[str]:
    notes = []
    if count := len(collected.copies):
        notes.append(
            f"{counted(count, 'file')} held an older copy of work that is in another file; each learner counts once."
        )
    if figures.foreign:
        notes.append(
            f"{counted(figures.foreign, 'line')} of progress {'is' if figures.foreign == 1 else 'are'} about "
            "exercises that this version of the course does not have, and do not count."
        )
    return notes
