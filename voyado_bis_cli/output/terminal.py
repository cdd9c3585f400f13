"""The result for people: tables and lines on stdout, findings and errors on stderr."""

from voyado_bis_cli.domain.progress import Found, RunEvent, StepEnded, StepStarted
from voyado_bis_cli.domain.report import Data, Report, RunInfo, Usage
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, ExitCode
from voyado_bis_cli.output.narrator import Narrator
from voyado_bis_cli.output.render import render, render_part
from voyado_bis_cli.output.screen import Screen


class TerminalOutput:
    """Draws the result. What is there before the run ends is drawn at once, and not again at its end."""

    def __init__(self, screen: Screen, narrator: Narrator) -> None:
        self._screen = screen
        self._titles: dict[str, str] = {}
        self.narrator = narrator

    def event(self, event: RunEvent) -> None:
        """Tell what happens; a step that ended is part of the result."""
        self.narrator.event(event)
        match event:
            case StepStarted(name, title):
                self._titles[name] = title
            case StepEnded(name):
                from voyado_bis_cli.output.render.verification import render_step  # noqa: PLC0415  # brings pydantic

                render_step(event, self._screen, title=self._titles.get(name, name))
            case Found(part):
                render_part(part, self._screen)
            case _:
                pass

    def report(self, run: RunInfo, report: Report[Data], exit_code: ExitCode, usage: Usage) -> None:
        """Draw a run that came to its end: its data, then its findings, then what went wrong in part."""
        self.narrator.pause()
        render(report.data, self._screen)
        self.narrator.findings(report.findings)
        if report.partial:
            self.narrator.failure(report.partial)
        self.narrator.annotate(report.findings, report.partial)
        self._cost(run, exit_code, usage)

    def failure(self, run: RunInfo, error: BisError, usage: Usage) -> None:
        """Tell the error that ended the run."""
        self.narrator.failure(error)
        self.narrator.annotate((), error)
        self._cost(run, error.exit_code, usage)

    def _cost(self, run: RunInfo, exit_code: ExitCode, usage: Usage) -> None:
        self.narrator.detail(
            f"run {run.run_id}: exit code {int(exit_code)}, {counted(usage.requests, 'request')}, "
            f"{usage.waited_s:.1f} s waited, Centra complexity {usage.complexity}"
        )
