"""Streams and screens that tests can look at."""

import io
from collections.abc import Callable

import pytest

from voyado_bis_cli.output.screen import Screen
from voyado_bis_cli.output.sink import Sink

SECRET = "sesame-open-1"


class Stream(io.TextIOWrapper):
    """A stream in memory that can pass for a terminal."""

    def __init__(self, *, terminal: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        self.flush()
        written: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]  # it is a BytesIO
        return written.decode(self.encoding)


class Told:
    """A screen and what stands on it."""

    def __init__(self, *, terminal: bool = False, color: bool = False, encoding: str = "utf-8") -> None:
        self.stream = Stream(terminal=terminal, encoding=encoding)
        self.screen = Screen(Sink(self.stream), without_secret, color=color)

    @property
    def text(self) -> str:
        return self.stream.text

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def without_secret(text: str) -> str:
    return text.replace(SECRET, "[secret]")


@pytest.fixture
def redact() -> Callable[[str], str]:
    """What every output here redacts with: it knows one secret, `sesame-open-1`."""
    return without_secret


@pytest.fixture
def told() -> Told:
    """A screen that leads into a pipe."""
    return Told()


@pytest.fixture
def out() -> Told:
    """Standard output that leads into a pipe."""
    return Told()


@pytest.fixture
def err() -> Told:
    """Standard error that leads into a pipe."""
    return Told()


@pytest.fixture
def pipe() -> Callable[..., Told]:
    """Screens that lead into pipes."""
    return Told


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """Screens on a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def make(*, color: bool = False, encoding: str = "utf-8") -> Told:
        return Told(terminal=True, color=color, encoding=encoding)

    return make
