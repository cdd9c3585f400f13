"""`bis log`."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.log import LogData


class Source(StrEnum):
    """Where to read from."""

    HTTP = "http"
    EVIDENCE = "evidence"


@command()
def log(
    context: Context,
    *,
    source: Annotated[
        Source | None, typer.Option(help="Where to read from; http where log.url is set.", show_default=False)
    ] = None,
    sku: Annotated[str, typer.Option(metavar="SKU", help="Only rows about this SKU.")] = "",
    market: Annotated[str, typer.Option(metavar="ID", help="Only rows about this market.")] = "",
    since: Annotated[datetime | None, typer.Option(help="Only rows from this moment on (UTC).")] = None,
    level: Annotated[str, typer.Option(metavar="LEVEL", help="Only rows of this level, e.g. Warning.")] = "",
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Only rows of this type, e.g. Orders.")] = "",
) -> "Run[LogData]":
    """Read back the Engage integration log, or evidence that answers the same question.

    Examples:
      bis log
      bis log --sku 1234SIZEM --level Warning
      bis log --source evidence --json

    No public API reads the log. Where the tenant has no HTTP source (log.url), evidence through Engage's API is
    collected and labelled so.
    """
    from voyado_bis_cli.workflows.log import LogFilter, read_evidence, read_log

    moment = since.replace(tzinfo=UTC) if since else None
    wanted = LogFilter(sku=sku, market=market, since=moment, level=level, type=kind)
    if source is Source.HTTP or (source is None and context.profile.log.url):
        return read_log(context.integration_log, wanted)
    return read_evidence(context.engage, context.journal, wanted)
