"""`bis log`."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.typed_file import STANDARD_INPUT, content_of
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.log_filter import LogFilter
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.log import LogData
    from voyado_bis_cli.workflows.log import LogReader


class Source(StrEnum):
    """Where to read from."""

    HTTP = "http"
    FILE = "file"
    EVIDENCE = "evidence"


@command()
def log(
    context: Context,
    *,
    source: Annotated[
        Source | None, typer.Option(help="Where to read from; http where log.url is set.", show_default=False)
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="A saved log; - for rows pasted from Engage's page.")
    ] = None,
    sku: Annotated[str, typer.Option(metavar="SKU", help="Only rows about this SKU.")] = "",
    market: Annotated[str, typer.Option(metavar="ID", help="Only rows about this market.")] = "",
    since: Annotated[datetime | None, typer.Option(help="Only rows from this moment on (UTC).")] = None,
    level: Annotated[str, typer.Option(metavar="LEVEL", help="Only rows of this level, e.g. Warning.")] = "",
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Only rows of this type, e.g. Orders.")] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on looking for new rows until Ctrl-C.")] = False,
    wait: Annotated[
        float | None, typer.Option("--wait", metavar="SECONDS", min=0, help="With --follow: end after this time.")
    ] = None,
) -> "Run[LogData]":
    """Read back the Engage integration log, or evidence that answers the same question.

    Examples:
      bis log
      bis log --sku 1234SIZEM --level Warning
      bis log --file integration-log.csv
      bis log --file -
      bis log --source evidence --json
      bis log --follow --sku 1234SIZEM

    No public API reads the log. Where the tenant has no HTTP source (log.url), evidence through Engage's API is
    collected and labelled so. A file may be CSV, TSV, JSON or a copied table; what cannot be read is named by its
    line. A row that answers a stock level of ours says which.
    """
    from voyado_bis_cli.domain.log_filter import LogFilter
    from voyado_bis_cli.workflows.log import show_log

    _check(source, file, follow=follow, wait=wait)
    moment = (since.astimezone(UTC) if since.tzinfo else since.replace(tzinfo=UTC)) if since else None
    wanted = LogFilter(sku=sku, market=market, since=moment, level=level, type=kind)
    reader = _reader(context, source, file)
    return _following(context, reader, wanted, wait) if follow else show_log(reader, wanted)


def _check(source: Source | None, file: Path | None, *, follow: bool, wait: float | None) -> None:
    if source is Source.FILE and file is None:
        raise UsageError("--source file needs the file.", hint="Give --file PATH, or --file - to paste rows.")
    if file is not None and source not in (None, Source.FILE):
        raise UsageError(f"--file and --source {source} exclude each other.", hint="Leave one of them out.")
    if follow and file == STANDARD_INPUT:
        raise UsageError("What is pasted cannot be followed.", hint="Save it as a file, or leave --follow out.")
    if wait is not None and not follow:
        raise UsageError("--wait goes with --follow.", hint="Without --follow the log is read once.")


def _reader(context: Context, source: Source | None, file: Path | None) -> "LogReader":
    from voyado_bis_cli.workflows.log import evidence_reader, file_reader, http_reader

    if file is not None:
        content: Callable[[], bytes] = content_of(context, file, "Paste the rows of Engage's log page")
        return file_reader(content, context.journal)
    if source is Source.HTTP or (source is None and context.profile.log.url):
        return http_reader(context.integration_log, context.journal)
    return evidence_reader(context.engage, context.journal)


def _following(context: Context, reader: "LogReader", wanted: "LogFilter", wait: float | None) -> "Run[LogData]":
    from voyado_bis_cli.cli.stop_signals import stop_on_signals
    from voyado_bis_cli.workflows.log import Following, show_log

    with stop_on_signals(context.clock) as stop:
        return (yield from show_log(reader, wanted, Following(stop, context.clock, wait)))
