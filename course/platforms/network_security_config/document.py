"""The XML of a config as a tree that remembers its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from course.platforms.network_security_config.errors import ConfigError

# Between a namespace and a name; it can stand in neither.
_SEPARATOR = " "
# Android's parser calls itself for each nested domain-config. Real files have fewer than ten levels.
_MOST_LEVELS = 100
_XML_SPACE = " \t\r\n"
# Notes for the development tools; the build leaves them out.
_TOOLS = f"http://schemas.android.com/tools{_SEPARATOR}"


@dataclass(frozen=True)
class Text:
    """Characters between two tags or comments."""

    text: str
    line: int

    @property
    def is_space(self) -> bool:
        """Whether there is nothing in it but layout, which the build tool drops."""
        return not self.text.strip(_XML_SPACE)


@dataclass(frozen=True)
class Comment:
    """A comment. Android never sees it, but it parts two texts."""

    line: int


@dataclass
class Element:
    """An element; its name without a namespace, as Android asks for it.

    Attributes:
      attributes: those without a namespace.
      foreign: the others, by their names without a namespace.
      nodes: everything in it, in order.
    """

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    nodes: list[Element | Text | Comment] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[Element]:
        """The elements in it."""
        return (node for node in self.nodes if isinstance(node, Element))

    @property
    def events(self) -> list[Element | Text]:
        """What Android's parser meets in it: the build tool drops comments and layout."""
        return [node for node in self.nodes if not isinstance(node, Comment) and not _is_layout(node)]


def read_document(xml: str) -> Element:
    """Read the root element.

    Raises:
      ConfigError: it is not well-formed, declares entities, or is nested too deeply.
    """
    return _Reader().read(xml)


def _is_layout(node: Element | Text) -> bool:
    return isinstance(node, Text) and node.is_space


class _Reader:
    def __init__(self) -> None:
        self._root: Element | None = None
        self._open: list[Element] = []
        self._text: list[str] = []
        self._text_line = 0
        self._parser = expat.ParserCreate("utf-8", namespace_separator=_SEPARATOR)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.CommentHandler = self._comment
        self._parser.EntityDeclHandler = self._entity

    def read(self, xml: str) -> Element:
        try:
            self._parser.Parse(xml, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise _not_xml(f"The file is not well-formed XML: {reason}", error.lineno) from error
        except UnicodeEncodeError as error:
            line = xml.count("\n", 0, error.start) + 1
            raise _not_xml("The file has a character that XML cannot hold", line) from error
        assert self._root is not None, "expat reports a document without a root element"
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._finish_text()
        line = self._parser.CurrentLineNumber
        if len(self._open) == _MOST_LEVELS:
            raise _not_xml(f"The file is nested deeper than {_MOST_LEVELS} elements", line)
        element = Element(
            _local(name),
            line,
            {name: value for name, value in attributes.items() if _SEPARATOR not in name},
            {
                _local(name): value
                for name, value in attributes.items()
                if _SEPARATOR in name and not name.startswith(_TOOLS)
            },
        )
        if self._open:
            self._open[-1].nodes.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._finish_text()
        self._open.pop()

    def _characters(self, text: str) -> None:
        if not self._text:
            self._text_line = self._parser.CurrentLineNumber
        self._text.append(text)

    def _comment(self, _text: str) -> None:
        self._finish_text()
        if self._open:
            self._open[-1].nodes.append(Comment(self._parser.CurrentLineNumber))

    def _entity(self, name: str, *_rest: object) -> None:
        line = self._parser.CurrentLineNumber
        raise _not_xml(f"The file declares the entity {name!r}; write its text out", line)

    def _finish_text(self) -> None:
        if self._text:
            self._open[-1].nodes.append(Text("".join(self._text), self._text_line))
            self._text.clear()


def _not_xml(fault: str, line: int) -> ConfigError:
    return ConfigError(f"{fault}, in line {line}", line, positioned=False)


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]
