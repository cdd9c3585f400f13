"""`bis sandbox fault`: a sandbox that misbehaves as real systems do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.sandbox_port import DEFAULT_PORT, Port

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.sandbox import FaultRow, FaultsClearedData, FaultsData

app = typer.Typer(name="fault", help="Let a running sandbox misbehave, repeatably: add, list and clear faults.")


class FaultKind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    LATENCY = "latency"
    RESET = "reset"
    TRUNCATED = "truncated"
    HTML = "html"
    SHAPE = "shape"
    PARTIAL_BATCH = "partial-batch"
    TOKEN_EXPIRED = "token-expired"  # noqa: S105  # a kind of fault
    EVENTS_OFF = "events-off"
    OBJECT_GONE = "object-gone"


@app.command()
@command()
def add(
    context: Context,
    *,
    kind: Annotated[FaultKind, typer.Argument(help="What goes wrong.")],
    path: Annotated[str | None, typer.Option(help="Only requests to this path; may hold *.")] = None,
    method: Annotated[str | None, typer.Option(help="Only this HTTP method.")] = None,
    operation: Annotated[
        str | None, typer.Option(help="Only this GraphQL operation, or root field; may hold *.")
    ] = None,
    after: Annotated[int | None, typer.Option(help="Let this many matching requests pass first.")] = None,
    times: Annotated[
        int | None, typer.Option(help="Strike this often; 0 until cleared.  [default: 1; 0 with --every]")
    ] = None,
    every: Annotated[int | None, typer.Option(help="Strike every n-th matching request.")] = None,
    chance: Annotated[float | None, typer.Option(help="Strike with this probability, drawn from --seed.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed strikes the same requests.")] = None,
    status: Annotated[int | None, typer.Option(help="status, html, partial-batch: the HTTP status.")] = None,
    retry_after: Annotated[str | None, typer.Option(help="status: the Retry-After header, sent as it is.")] = None,
    body: Annotated[str | None, typer.Option(help="status, shape: the answer's body.")] = None,
    seconds: Annotated[float | None, typer.Option(help="latency: how long to wait before the work.")] = None,
    done: Annotated[
        bool | None,
        typer.Option("--done/--not-done", help="status, reset, html, shape: whether the work is done nevertheless."),
    ] = None,
    sku: Annotated[list[str] | None, typer.Option(help="partial-batch: refuse this SKU; may be repeated.")] = None,
    nth: Annotated[int | None, typer.Option(help="partial-batch: refuse every n-th level.")] = None,
    token: Annotated[str | None, typer.Option(help="token-expired: this token; any otherwise.")] = None,
    event: Annotated[int | None, typer.Option(help="object-gone: of this event; the next one otherwise.")] = None,
    port: Port = DEFAULT_PORT,
) -> "Run[FaultsData]":
    """Let something go wrong. Faults wait for each other: what one strikes, a later one does not.

    Examples:
      bis sandbox fault add status --status 429 --retry-after 3 --operation NextEvents
      bis sandbox fault add reset --done --path '*/stock-levels/batch'
      bis sandbox fault add token-expired --token sandbox-toolkit --after 20
      bis sandbox fault add partial-batch --sku 1234SIZEM --times 0

    reset without an answer and truncated in the middle of one end the connection; html answers a web page, shape other
    JSON. events-off queues no events until it is cleared, object-gone deletes what an event is about.
    """
    return _add(
        context,
        port,
        kind=kind.value,
        path=path,
        method=method,
        operation=operation,
        after=after,
        times=times,
        every=every,
        chance=chance,
        seed=seed,
        status=status,
        retry_after=retry_after,
        body=body,
        seconds=seconds,
        done=done,
        skus=sku,
        nth=nth,
        token=token,
        event=event,
    )


def _add(context: Context, port: int, **options: object) -> "Run[FaultsData]":
    from voyado_bis_cli.cli.sandbox_control import address_at, control
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import FaultsData

    yield from ()
    url = address_at(port)
    asked = {name: value for name, value in options.items() if value is not None}
    added = control(context.unmetered, "POST", f"{url}/_sandbox/faults", json=asked)
    return Report(FaultsData(url=url, faults=(_row(added),)))


@app.command(name="list")
@command()
def list_(context: Context, *, port: Port = DEFAULT_PORT) -> "Run[FaultsData]":
    """Show the faults that stand, and how often each struck.

    Examples:
      bis sandbox fault list
      bis sandbox fault list --json
    """
    return _list(context, port)


def _list(context: Context, port: int) -> "Run[FaultsData]":
    from voyado_bis_cli.cli.sandbox_control import address_at, control
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import FaultsData

    yield from ()
    url = address_at(port)
    standing = control(context.unmetered, "GET", f"{url}/_sandbox/faults")["faults"]
    return Report(FaultsData(url=url, faults=tuple(_row(fault) for fault in standing)))


@app.command()
@command()
def clear(
    context: Context,
    *,
    number: Annotated[int | None, typer.Option("--id", help="Only this one; all otherwise.")] = None,
    port: Port = DEFAULT_PORT,
) -> "Run[FaultsClearedData]":
    """Take faults away; what they did stays done.

    Examples:
      bis sandbox fault clear
      bis sandbox fault clear --id 2
    """
    return _clear(context, port, number)


def _clear(context: Context, port: int, number: int | None) -> "Run[FaultsClearedData]":
    from voyado_bis_cli.cli.sandbox_control import address_at, control
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import FaultsClearedData

    yield from ()
    url = address_at(port)
    path = "faults" if number is None else f"faults/{number}"
    answer = control(context.unmetered, "DELETE", f"{url}/_sandbox/{path}")
    return Report(FaultsClearedData(url=url, cleared=answer["cleared"]))


def _row(fault: Mapping[str, Any]) -> "FaultRow":
    from voyado_bis_cli.domain.report.sandbox import FaultRow

    named = ("id", "kind", "matches", "hits")
    options = {name: value for name, value in fault.items() if name not in named}
    return FaultRow(options=options, **{name: fault[name] for name in named})
