"""The ways to tell a run, and the choice between them."""

from collections.abc import Callable
from typing import Protocol

from voyado_bis_cli.domain.progress import RunEvent
from voyado_bis_cli.domain.report import Data, Report, RunInfo, Usage
from voyado_bis_cli.errors import BisError, ExitCode
from voyado_bis_cli.output.json_document import JsonOutput
from voyado_bis_cli.output.narrator import Narrator
from voyado_bis_cli.output.screen import Screen
from voyado_bis_cli.output.settings import OutputSettings
from voyado_bis_cli.output.sink import standard_error, standard_output
from voyado_bis_cli.output.terminal import TerminalOutput


class Output(Protocol):
    """One way to tell a run; `narrator` is its voice on stderr."""

    narrator: Narrator

    def event(self, event: RunEvent) -> None:
        """Tell what happens."""
        ...

    def report(self, run: RunInfo, report: Report[Data], exit_code: ExitCode, usage: Usage) -> None:
        """Tell the result of a run that came to its end."""
        ...

    def failure(self, run: RunInfo, error: BisError, usage: Usage) -> None:
        """Tell the error that ended a run."""
        ...


def output_for(settings: OutputSettings, redact: Callable[[str], str]) -> Output:
    """Return the output of this process; whatever leaves through it goes through `redact` first."""
    out, err = standard_output(), standard_error()
    narrator = Narrator(
        Screen(err, redact, color=settings.color and err.is_terminal), settings, live=settings.live and err.is_terminal
    )
    if settings.json:
        return JsonOutput(out, narrator, redact)
    return TerminalOutput(Screen(out, redact, color=settings.color and out.is_terminal), narrator)
