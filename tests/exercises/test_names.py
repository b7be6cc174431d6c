"""Which names a source needs from outside."""

from __future__ import annotations

import pytest

from course.exercises import free_names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("answer = 1", set()),
        ("answer = other", {"other"}),
        ("import hashlib\nanswer = hashlib.sha256(b'')", set()),
        ("import os.path as path\nanswer = path.sep + os.sep", {"os"}),
        ("def f(a: x509.C, b=default) -> Out:\n    return len(a)", {"x509", "default", "Out"}),
        ("def f(a):\n    inside: Kind = a\n    return inside", {"Kind"}),
        ("def f(a):\n    return [g(b) for b in a]", {"g"}),
        ("def f(a):\n    return f(a)", set()),
        ("def f(a):\n    def inner():\n        return a, outside\n    return inner", {"outside"}),
        ("def f(a):\n    return later\nlater = 1", set()),
        ("def f():\n    global counter\n    counter += 1", {"counter"}),
        ("@decorated\ndef f():\n    pass", {"decorated"}),
        ("class A(Base):\n    z = 1\n    def m(self):\n        return z", {"Base", "z"}),
        ("try:\n    pass\nexcept Refused as error:\n    print(error)", {"Refused"}),
        ("with opened() as f:\n    answer = f.read()", {"opened"}),
    ],
)
def test_free_names_are_what_earlier_cells_must_bind(source: str, names: set[str]) -> None:
    """Annotations and defaults included, builtins and the source's own names aside."""
    assert free_names(source) == names


def test_what_is_no_python_is_refused() -> None:
    """By Python itself."""
    with pytest.raises(SyntaxError):
        free_names("def f(:")
