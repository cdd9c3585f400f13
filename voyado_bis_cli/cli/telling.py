"""Tells a run: on the terminal, in the files that were asked for, and what the journal keeps for `bis report`."""

from dataclasses import replace
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.domain.progress import RunEvent, Warned
from voyado_bis_cli.errors import BisError, ConfigError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.finding import Finding
    from voyado_bis_cli.domain.report import Data, Report


def begin(context: Context) -> None:
    """Look at the clock: files say when what happened since."""
    _ = context.files


def event(context: Context, happened: RunEvent) -> None:
    """Tell what happens."""
    context.output.event(happened)
    if context.files:
        context.files.event(happened)


def report(context: Context, found: "Report[Data]") -> int:
    """Tell the result and return the exit code; a file that cannot be written decides it unless the run itself does."""
    strict = context.options.strict
    unwritten = context.files.report(context.run, found, context.usage, strict=strict) if context.files else None
    told = replace(found, partial=found.partial or unwritten)
    exit_code = told.exit_code(strict=strict)
    _keep(context, exit_code, found.findings, found.partial)
    context.output.report(context.run, told, exit_code, context.usage)
    if unwritten and told.partial is not unwritten:
        context.output.narrator.failure(unwritten)
    return exit_code


def failure(context: Context, error: BisError) -> None:
    """Tell the error that ended the run."""
    unwritten = context.files.failure(context.run, error, context.usage) if context.files else None
    _keep(context, error.exit_code, (), error)
    context.output.failure(context.run, error, context.usage)
    if unwritten:
        context.output.narrator.failure(unwritten)


def _keep(context: Context, exit_code: int, findings: "tuple[Finding, ...]", error: BisError | None) -> None:
    """Note what was found; a journal that cannot be written takes nothing away from the result."""
    if not (context.reports and context.has_profile):
        return
    from voyado_bis_cli.workflows.report import JUDGED, judged

    try:
        context.journal.append(JUDGED, judged(context.command, exit_code, findings, error))
    except ConfigError as unwritable:
        context.output.event(Warned(f"{unwritable.message} `bis report` will not show what this run found."))
