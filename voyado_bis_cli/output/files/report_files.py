"""Writes the files of a run when it ended, however it ended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.progress import RunEvent
from voyado_bis_cli.domain.report import Data, Report, RunInfo, Usage
from voyado_bis_cli.errors import BisError, ConfigError, ErrorCode, ExitCode
from voyado_bis_cli.output.files.account import Account
from voyado_bis_cli.output.files.cases import about, case_of_step, cases_of
from voyado_bis_cli.output.files.html import html_page
from voyado_bis_cli.output.files.junit import junit_document
from voyado_bis_cli.output.files.record import Record
from voyado_bis_cli.output.files.summary import job_summary
from voyado_bis_cli.output.files.text import speaker


@dataclass(frozen=True, slots=True)
class ReportPaths:
    """Which files are asked for; `summary` is a page that other steps of a job add to as well."""

    junit: Path | None = None
    html: Path | None = None
    summary: Path | None = None


class ReportFiles:
    """The files of one run, written once. What cannot be written is returned as one error, for the run to end with."""

    def __init__(self, paths: ReportPaths, redact: Callable[[str], str], clock: Clock) -> None:
        self._paths = paths
        self._say = speaker(redact)
        self._clock = clock
        self._record = Record(clock)

    def event(self, event: RunEvent) -> None:
        """Remember when what happened."""
        self._record.event(event)

    def report(self, run: RunInfo, report: Report[Data], usage: Usage, *, strict: bool = False) -> ConfigError | None:
        """Write a run that came to its end."""
        account = self._account(run, report.exit_code(strict=strict), usage)
        cases, facts = cases_of(report.data, self._record.titles), about(report.data)
        return self._write(
            replace(account, about=facts, cases=cases, findings=report.findings, error=report.partial, strict=strict)
        )

    def failure(self, run: RunInfo, error: BisError, usage: Usage) -> ConfigError | None:
        """Write a run that an error ended, with the steps it came to."""
        account = self._account(run, error.exit_code, usage)
        cases = tuple(case_of_step(step, self._record.titles) for step in self._record.ended)
        return self._write(replace(account, cases=cases, error=error))

    def _account(self, run: RunInfo, exit_code: ExitCode, usage: Usage) -> Account:
        record = self._record
        return Account(run, exit_code, self._clock.now(), record.seconds, usage, spans=record.spans())

    def _write(self, account: Account) -> ConfigError | None:
        paths, self._paths = self._paths, ReportPaths()
        problems = [problem for problem in self._attempts(paths, account) if problem]
        if not problems:
            return None
        return ConfigError(
            " ".join(problems),
            code=ErrorCode.STATE_UNWRITABLE,
            hint="The run itself is told as always. Name a file in a folder that exists and may be written to.",
        )

    def _attempts(self, paths: ReportPaths, account: Account) -> Iterator[str | None]:
        if paths.junit:
            yield _problem(paths.junit, "w", junit_document(account, self._say))
        if paths.html:
            yield _problem(paths.html, "w", html_page(account, self._say))
        if paths.summary and (page := job_summary(account, self._say)):
            yield _problem(paths.summary, "a", page)


def _problem(path: Path, mode: str, text: str) -> str | None:
    """Write a file, or return the sentence that says why it is not there."""
    try:
        with path.expanduser().open(mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        return f"The report could not be written to {path}: {(error.strerror or str(error)).lower()}."
    return None
