"""What a run tells on stderr: progress, warnings, hints, errors and the line that names the profile."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.domain.progress import Found, Note, RunEvent, StepEnded, StepStarted, Told, Waiting, Warned
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.output import annotations
from voyado_bis_cli.output.screen import Screen, Tone, Toned
from voyado_bis_cli.output.settings import OutputSettings

if TYPE_CHECKING:
    from rich.status import Status

_SEVERITIES = {
    Severity.ERROR: Toned("error", Tone.BAD),
    Severity.WARNING: Toned("warning", Tone.WARN),
    Severity.INFO: Toned("note", Tone.STRONG),
}


class Narrator:
    """Speaks on stderr. A spinner runs on a terminal only, and stands still while a line is written."""

    def __init__(self, screen: Screen, settings: OutputSettings, *, live: bool = False) -> None:
        self._screen = screen
        self._settings = settings
        self._live = live
        self._spinner: Status | None = None

    def profile(self, name: str, kind: str, hosts: Sequence[str]) -> None:
        """Name the profile, its kind and its hosts: `brand-x (test): brandx.centraqa.com, ...`."""
        self.remark(f"{name} ({kind}): {', '.join(hosts)}")

    def remark(self, text: str) -> None:
        """Tell something worth knowing that is not the result."""
        if not self._settings.quiet:
            self._line(Toned(text, Tone.FAINT), hang=2)

    def event(self, event: RunEvent) -> None:
        """Tell what happens now."""
        match event:
            case Note(text):
                self._progress(text)
            case Waiting(what, seconds):
                self._progress(f"Waiting up to {seconds:g} s for {what}")
            case StepStarted(title=title):
                self._progress(title)
            case StepEnded() | Found():
                self.pause()
            case Told(text):
                self.remark(text)
            case Warned(text):
                if not self._settings.quiet:
                    self._line(_SEVERITIES[Severity.WARNING], f": {text}", hang=2)
            case _:
                assert_never(event)

    def detail(self, text: str, *, verbosity: int = 1) -> None:
        """Tell a detail to who asked for that many `-v`."""
        if self._settings.verbosity >= verbosity:
            self._line(Toned(text, Tone.FAINT))

    def findings(self, findings: Sequence[Finding]) -> None:
        """Tell findings: what, why, what to do. `--quiet` leaves out mere notes."""
        for finding in findings:
            if finding.severity is Severity.INFO and self._settings.quiet:
                continue
            self._line(_SEVERITIES[finding.severity], f": {finding.title}", hang=2)
            self._indented(finding.detail)
            self._next_step(finding.remedy.text, finding.remedy.commands)
            self._docs(finding.docs)

    def failure(self, error: BisError) -> None:
        """Tell the error that ended the run: what happened, what to do, where to read on."""
        self._line(_SEVERITIES[Severity.ERROR], f": {error.message}", hang=2)
        self._next_step(error.hint)
        self._docs(error.docs)

    def annotate(self, findings: Sequence[Finding], error: BisError | None) -> None:
        """Repeat findings and error as annotations where GitHub reads along."""
        if not self._settings.annotations:
            return
        for finding in findings:
            self._line(annotations.of_finding(finding))
        if error:
            self._line(annotations.of_error(error))

    def pause(self) -> None:
        """Stop the spinner, so that somebody else may use the terminal."""
        if self._spinner:
            self._spinner.stop()
            self._spinner = None

    def _progress(self, text: str) -> None:
        if self._settings.quiet:
            return
        if not self._live:
            self.detail(text)
        elif self._spinner:
            self._spinner.update(self._screen.plain(text))
        else:
            self._spinner = self._screen.spinner(text)

    def _line(self, *parts: str | Toned, hang: int | None = None) -> None:
        self.pause()
        self._screen.line(*parts, hang=hang)

    def _indented(self, text: str) -> None:
        for line in text.splitlines():
            self._screen.line(f"  {line}", hang=2)

    def _next_step(self, text: str, commands: Sequence[str] = ()) -> None:
        if text:
            first, *rest = text.splitlines()
            self._screen.line("  ", Toned("->", Tone.STRONG), f" {first}", hang=5)
            for line in rest:
                self._screen.line(f"     {line}", hang=5)
        for command in commands:
            self._screen.line("     ", Toned(command, Tone.STRONG))

    def _docs(self, docs: str) -> None:
        if docs:
            self._screen.line(Toned(f"  {docs}", Tone.FAINT))
