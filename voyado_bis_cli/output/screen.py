"""Lines and tables for people: redacted, safe for a terminal, as wide as the reader allows."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, TextIO

from voyado_bis_cli.output.sink import Sink

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.status import Status
    from rich.text import Text

Redact = Callable[[str], str]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNBROKEN = 100_000
"""Columns of something that is no terminal: more than any line has, so nothing wraps."""

_NARROWEST = 20  # columns of text, however deep it hangs


class Tone(StrEnum):
    """How a piece of text feels; the values are Rich styles."""

    PLAIN = ""
    GOOD = "green"
    BAD = "red"
    WARN = "yellow"
    FAINT = "dim"
    STRONG = "bold"


class Toned(NamedTuple):
    """A piece of text with its tone."""

    text: str
    tone: Tone


Part = str | Toned


class Column(NamedTuple):
    """A table column; numbers stand to the right."""

    title: str
    number: bool = False


class Screen:
    """Where renderers draw. Every piece of text is redacted before it is laid out, so no secret hides in a line break.

    Text may come from an API: it is never read as markup, and control characters are replaced, so that a product name
    cannot move the cursor. Rich is imported for tables and colours only.
    """

    def __init__(self, sink: Sink, redact: Redact, *, color: bool = False) -> None:
        self.sink = sink
        self._redact = redact
        self._color = color
        self._told: set[str] = set()

    def line(self, *parts: Part, hang: int | None = None) -> None:
        """Write one line, whatever its length.

        Prose gives `hang`: on a terminal too narrow for it, the line is broken between words and goes on that many
        columns from the left.
        """
        plain = "".join(self.safe(_text(part)) for part in parts)
        width = self.sink.width
        too_long = hang is not None and width is not None and len(plain) > width
        if too_long or (self._color and any(isinstance(part, Toned) for part in parts)):
            self._draw_line(parts, hang if too_long else None)
        else:
            self.sink.write(plain + "\n")

    def table(self, columns: Sequence[Column | str], rows: Sequence[Sequence[Part]]) -> None:
        """Write a table; on a terminal long cells fold inside their column, elsewhere each row is one line."""
        from rich.table import Table  # noqa: PLC0415  # a command without tables does not pay for them

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=Tone.FAINT.value)
        for column in map(_column, columns):
            table.add_column(column.title, justify="right" if column.number else "left", overflow="fold")
        for row in rows:
            table.add_row(*(self._cell(part) for part in row))
        self._draw(table)

    def spinner(self, text: str) -> "Status":
        """Start a spinner with this text and return it."""
        from rich.status import Status  # noqa: PLC0415  # as table

        spinner = Status(self.plain(text), console=self._console(self.sink.stream, live=True))
        spinner.start()
        return spinner

    def plain(self, text: str) -> "Text":
        """Return text for Rich, which would read a bare string as markup."""
        from rich.text import Text  # noqa: PLC0415  # as table

        return Text(self.safe(text))

    def once(self, key: str) -> bool:
        """Return True the first time: what was told while it happened is not told again."""
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def mark(self, good: bool | None) -> Toned:  # noqa: FBT001  # the sign is the value
        """Return the sign for done, failed or (None) neither, in characters this stream can say."""
        fancy = self.sink.can_say("✓✗")
        if good is None:
            return Toned("-", Tone.WARN)
        if good:
            return Toned("✓" if fancy else "ok", Tone.GOOD)
        return Toned("✗" if fancy else "x", Tone.BAD)

    def safe(self, text: str) -> str:
        """Return text that may be shown: redacted, without control characters."""
        return _CONTROL.sub("�" if self.sink.can_say("�") else "?", self._redact(text))

    def _cell(self, part: Part) -> "RenderableType":
        from rich.text import Text  # noqa: PLC0415  # as table

        one_line = " ".join(self.safe(_text(part)).split("\n"))
        return Text(one_line, style=part.tone.value if isinstance(part, Toned) else "")

    def _draw_line(self, parts: Sequence[Part], hang: int | None) -> None:
        from rich.text import Text  # noqa: PLC0415  # as table

        text = Text()
        for part in parts:
            text.append(self.safe(_text(part)), style=part.tone.value if isinstance(part, Toned) else None)
        if hang is None:
            self._draw(text, soft_wrap=True)
            return
        width = self.sink.width or _UNBROKEN
        broken = text.wrap(self._console(StringIO()), max(width - hang, _NARROWEST))
        for indent, line in zip(("", *[" " * hang] * len(broken)), broken, strict=False):
            line.rstrip()
            self._draw(Text(indent).append_text(line), soft_wrap=True)

    def _draw(self, renderable: "RenderableType", *, soft_wrap: bool = False) -> None:
        canvas = StringIO()
        self._console(canvas).print(renderable, soft_wrap=soft_wrap)
        self.sink.write("".join(f"{line.rstrip()}\n" for line in canvas.getvalue().splitlines()))

    def _console(self, canvas: TextIO, *, live: bool = False) -> "Console":
        from rich.console import Console  # noqa: PLC0415  # as table

        return Console(
            file=canvas,
            width=self.sink.width or _UNBROKEN,
            force_terminal=self._color or live,
            color_system="standard" if self._color else None,
            no_color=not self._color,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )


def _text(part: Part) -> str:
    return part.text if isinstance(part, Toned) else part


def _column(column: Column | str) -> Column:
    return column if isinstance(column, Column) else Column(column)
