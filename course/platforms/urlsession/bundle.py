"""The files that an app carries."""

from __future__ import annotations

from collections.abc import Mapping


class Bundle:
    """An app's main bundle.

    Known by: documentation (Apple, "Bundle").

    Args:
      files: contents by path, such as {"server.cer": ...}.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def path(self, resource: str, of_type: str) -> str | None:
        """`path(forResource:ofType:)`: the path of a file; None where there is none of exactly this name.

        Folders inside the bundle are not searched.

        Args:
          resource: the name without its extension.
          of_type: the extension; "" where the name has none.
        """
        name = f"{resource}.{of_type}" if of_type else resource
        return name if name in self._files else None

    def contents(self, path: str) -> bytes:
        """The bytes of a file, whatever they are."""
        return self._files[path]

    def __repr__(self) -> str:
        return f"Bundle({', '.join(sorted(self._files)) or 'empty'})"
