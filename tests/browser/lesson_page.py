"""A lesson in JupyterLab, as somebody sees and uses it who sits in front of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.classroom.lessons import check_of, exercise_of
from course.classroom.solved import with_solution
from course.exercises import all_exercises
from tests.running_lab import Running

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

# Milliseconds. Cold caches and two busy cores included; nothing here takes a quarter of that.
OPENING, RUNNING, MOMENT = 60_000, 60_000, 20_000

PROMPTS = (
    "[...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')].map(p => p.textContent)"
)
CLEARED = f"{PROMPTS}.every(text => text === '[ ]:')"
# What went wrong: JupyterLab shows tracebacks and warnings alike.
OUTPUTS = ".jp-Notebook .jp-OutputArea-output"
COMPLAINTS = f"{OUTPUTS}:is([data-mime-type$='.stderr'], [data-mime-type$='.error'])"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
IDLE = "Python 3 (ipykernel) | Idle"


class LessonPage:
    """A lesson that is open in a browser.

    Attributes:
      page: the browser's page.
      name: the notebook's path in the learner's workspace.
      file: the notebook itself.
      cells: its cells, with the outputs that were stored when it was opened first.
      solved: whether the reference solutions stand in it.
      console: the errors that stand in the browser's console.
    """

    def __init__(self, page: Page, running: Running, work: Path, name: str) -> None:
        self.page = page
        self.name = name
        self.file = work / name
        self.solved = False
        self.console: list[str] = []
        self._running = running
        self.cells: list[Any] = json.loads(self.file.read_text("utf-8"))["cells"]
        page.set_default_timeout(MOMENT)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.console.append(str(error)))

    def open(self) -> None:
        """Open the lesson and clear its outputs, so that stored ones are not taken for new ones."""
        self.load()
        self.choose("Edit", "editmenu:clear-all")
        self._until("the outputs are cleared", CLEARED)

    def load(self) -> None:
        """Load the page, as for the first time or again; the kernel is ready afterwards."""
        address = f"{self._running.root}/lab/tree/{self.name}?token={self._running.token}&reset"
        self.page.goto(address, timeout=OPENING)
        self._until(
            "all cells are there",
            f"document.querySelectorAll('.jp-Notebook .jp-Cell').length === {len(self.cells)}",
            OPENING,
        )
        self._until_idle("its kernel is ready")

    def close(self) -> None:
        """Close the page, and end the kernel."""
        if not self.page.is_closed():
            self.page.close(run_before_unload=False)
            self._end_kernel()

    def run_all(self) -> None:
        """Run the lesson to its end, or to its first error; once more if the connection to the kernel was lost."""
        try:
            self._run_all()
        except AssertionError:
            # A known fault of the server, one in fifteen: its websocket does not answer.
            self._end_kernel()
            self.open()
            self._run_all()

    def _run_all(self) -> None:
        self.choose("Run", "runmenu:run-all")
        # After an error the rest is not run, and is numbered no more.
        ended = f"{PROMPTS}.every((text, place) => text !== '[*]:' && (place > 0 || text !== '[ ]:'))"
        self._until("no cell waits any more", ended, RUNNING)
        self._until_idle("the kernel has nothing more to do")

    def restart_kernel(self) -> None:
        """Restart the kernel, and clear the outputs."""
        self.choose("Kernel", "kernelmenu:restart-and-clear")
        self.page.locator("dialog button.jp-mod-accept").click()
        self._until("the outputs are cleared", CLEARED)
        self._until_idle("its kernel is ready again")

    def solve(self) -> None:
        """Put the reference solution into every exercise's cell, and run everything in a new kernel."""
        exercises = all_exercises()
        for place, cell in enumerate(self.cells):
            if name := exercise_of(cell):
                self.write(self.cell(place), with_solution(self.stub_of(name), exercises[name]))
        # If it has to be opened again, they are still there.
        self.save()
        self.restart_kernel()
        self.run_all()
        self.solved = True

    def save(self) -> None:
        """Save the notebook, as with Ctrl+S."""
        before = self.file.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        self.until("the notebook is saved", lambda: self.file.stat().st_mtime_ns != before)

    def choose(self, menu: str, command: str) -> None:
        """Choose from a menu."""
        self.page.locator(".lm-MenuBar-itemLabel").get_by_text(menu, exact=True).click()
        self.page.locator(f".lm-Menu-item[data-command='{command}']").click()

    def theme(self, name: str) -> None:
        """Choose a theme: `Light` or `Dark`."""
        self.page.locator(".lm-MenuBar-itemLabel").get_by_text("Settings", exact=True).click()
        self.page.locator(".lm-Menu-item", has_text="Theme").first.hover()
        item = f"JupyterLab {name}"
        self.page.locator(".lm-Menu-item[data-command='apputils:change-theme']").get_by_text(
            item, exact=True
        ).click()
        self._until(
            "the theme has changed",
            f"document.body.dataset.jpThemeLight === '{name == 'Light'}'.toLowerCase()",
        )
        self.page.keyboard.press("Escape")

    def cell(self, place: int) -> Locator:
        """A cell by its place, from 0."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(place)

    def cell_of(self, exercise: str) -> Locator:
        """The cell in which an exercise is answered."""
        return self.cell(self._place(exercise_of, exercise))

    def check_of(self, exercise: str) -> Locator:
        """The cell in which an exercise is checked."""
        return self.cell(self._place(check_of, exercise))

    def cell_with(self, text: str) -> Locator:
        """The first code cell with this text in its source."""
        places = [
            n
            for n, cell in enumerate(self.cells)
            if cell["cell_type"] == "code" and text in "".join(cell["source"])
        ]
        return self.cell(places[0])

    def stub_of(self, exercise: str) -> str:
        """The source of an exercise's cell as shipped."""
        return "".join(self.cells[self._place(exercise_of, exercise)]["source"])

    def source(self, cell: Locator) -> str:
        """What stands in a code cell."""
        return "\n".join(cell.locator(".cm-line").all_text_contents())

    def write(self, cell: Locator, source: str) -> None:
        """Put this source into a cell in place of what stands there, as if pasted."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        assert self.source(cell) == source

    def type_over_the_dots(self, cell: Locator, text: str) -> None:
        """Mark the three dots of a stub with the mouse, and type, key by key."""
        cell.locator(".cm-line", has_text="...").locator("span", has_text="...").first.dblclick()
        self.page.keyboard.type(text)

    def run(self, cell: Locator) -> None:
        """Run a cell with Shift+Enter, and wait for its end."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.text_content()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.until(
            f"a cell has run: {self.source(cell)[:60]!r}",
            lambda: (now := prompt.text_content() or "") != before and bool(re.fullmatch(r"\[\d+\]:", now)),
        )
        self._until_idle("the kernel has nothing more to do")

    def wait_for(self, cell: Locator, text: str) -> None:
        """Wait until this text stands in a cell's outputs."""
        self.until(f"{text!r} stands in an output", lambda: text in self.output(cell))

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until something holds that is seen from outside the page."""
        end = time.monotonic() + MOMENT / 1000
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"{self.file.name}: not yet after {MOMENT} ms: {what}.")
            self.page.wait_for_timeout(50)

    def add(self, source: str) -> Locator:
        """Add a code cell at the end, run it, and give it back."""
        from playwright.sync_api import TimeoutError as Impatient

        self.cells.append({"cell_type": "code", "source": source, "metadata": {}})
        cell = self.cell(len(self.cells) - 1)
        # A page that still scrolls can move away under the mouse.
        for _ in range(5):
            self.page.locator(".jp-Notebook-footer").click()
            with suppress(Impatient):
                cell.wait_for(timeout=3000)
                break
        self.write(cell, source)
        self.run(cell)
        return cell

    def answer(self, exercise: str, source: str) -> str:
        """Answer an exercise, check it, and give the reply back."""
        cell, check = self.cell_of(exercise), self.check_of(exercise)
        self.write(cell, source)
        self.run(cell)
        self.run(check)
        return self.output(check)

    def output(self, cell: Locator) -> str:
        """The text of a cell's outputs."""
        return " ".join(cell.locator(".jp-OutputArea-output").all_text_contents())

    def errors(self) -> list[str]:
        """Every error and every warning in the outputs."""
        return self.page.locator(COMPLAINTS).all_text_contents()

    def spoken(self, role: str, within: str) -> list[str]:
        """What the browser tells a screen reader of the outputs: the names of all that has this role, in order.

        Args:
          role: such as "image".
          within: what to look for it in; asking costs time.
        """
        browser = self.page.context.new_cdp_session(self.page)
        names = []
        places = f"{OUTPUTS}:has({within})"
        for place, output in enumerate(self.page.locator(places).all()):
            # The browser leaves out what is far away from the screen, until it has drawn it.
            output.scroll_into_view_if_needed()
            self.page.evaluate(DRAWN)
            found = f'document.querySelectorAll("{places}")[{place}]'
            element = browser.send("Runtime.evaluate", {"expression": found})["result"]["objectId"]
            nodes = browser.send("Accessibility.queryAXTree", {"objectId": element, "role": role})["nodes"]
            names += [node.get("name", {}).get("value", "") for node in nodes if not node["ignored"]]
        browser.detach()
        return names

    def _place(self, role: Callable[[Any], str | None], exercise: str) -> int:
        return next(place for place, cell in enumerate(self.cells) if role(cell) == exercise)

    def _end_kernel(self) -> None:
        for session in self._running.get("/api/sessions").json():
            if session["path"] == self.name:
                self._running.ask("DELETE", f"/api/sessions/{session['id']}")

    def _until_idle(self, what: str) -> None:
        self._until(
            what, f"document.querySelector('#jp-main-statusbar').textContent.includes('{IDLE}')", OPENING
        )

    def _until(self, what: str, condition: str, patience: int = MOMENT) -> None:
        """Wait until something holds in the page."""
        # Not at the top: where Playwright is missing, tests are to be collected, and to say so.
        from playwright.sync_api import TimeoutError as Impatient

        try:
            self.page.wait_for_function(f"() => {condition}", timeout=patience)
        except Impatient:
            prompts = self.page.evaluate(PROMPTS)
            raise AssertionError(
                f"{self.file.name}: not yet after {patience} ms: {what}. Prompts: {prompts}"
            ) from None

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append(f"{message.text} ({message.location.get('url')})")
