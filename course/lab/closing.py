"""For what is closed at the end of a `with` block."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class ClosedAfterwards(ABC):
    """A context manager that is itself what the block uses, and closes itself behind the block."""

    @abstractmethod
    def close(self) -> None:
        """End everything that it has begun."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
