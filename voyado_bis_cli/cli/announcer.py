"""Tells the user when the transport waits: a rate limit is met with patience, but not in silence."""

from typing import TYPE_CHECKING

from voyado_bis_cli.domain.progress import Note, Warned

if TYPE_CHECKING:
    from voyado_bis_cli.output.output import Output
    from voyado_bis_cli.transport.model import Exchange

_NOTICEABLE = 1.0  # seconds


class Announcer:
    """An observer that turns waits into events of the run."""

    def __init__(self, output: "Output") -> None:
        self._output = output

    def exchanged(self, exchange: "Exchange") -> None:
        """Say nothing: `-v` shows requests."""

    def waiting(self, seconds: float, reason: str) -> None:
        """Announce a wait; one that nobody notices is only noted."""
        text = f"Waiting {seconds:.1f} s: {reason}"
        self._output.event(Warned(text) if seconds >= _NOTICEABLE else Note(text))
