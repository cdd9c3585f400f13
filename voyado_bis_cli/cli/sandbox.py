"""`bis sandbox`: a stand-in for Centra and Engage on this machine."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli import sandbox_fault
from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.sandbox_port import DEFAULT_PORT, Port

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.sandbox import (
        EnvironmentData,
        JournalData,
        ResetData,
        SeededData,
        ServedData,
        VoyadoData,
    )
    from voyado_bis_cli.sandbox.settings import Settings

app = typer.Typer(help="Run a stand-in for Centra and Engage on this machine, and look into it.")

app.add_typer(sandbox_fault.app)


class AuthErrors(StrEnum):
    """How many missing permissions one answer names; nobody outside Centra knows which one Centra does."""

    FIRST = "first"
    ALL = "all"


class RetryAfter(StrEnum):
    """How `Retry-After` is written; Centra does not say which one it is."""

    DELTA = "delta"
    HTTP_DATE = "http-date"
    EPOCH = "epoch"
    EPOCH_MS = "epoch-ms"
    ISO = "iso"


class Seed(StrEnum):
    """What a sandbox starts with."""

    GUIDE = "guide"


@app.command()
@command()
def serve(
    context: Context,
    *,
    port: Port = DEFAULT_PORT,
    state: Annotated[
        Path | None, typer.Option("--state", help="Keep the state in this file; in memory otherwise.")
    ] = None,
    seed: Annotated[Seed, typer.Option("--seed", help="What it starts with.")] = Seed.GUIDE,
    auth_errors: Annotated[
        AuthErrors, typer.Option("--auth-errors", help="Name the first missing permission of a query, or all of them.")
    ] = AuthErrors.FIRST,
    rate_limits: Annotated[
        bool, typer.Option("--rate-limits", help="Refuse with 429 what Centra's default plan does not allow.")
    ] = False,
    retry_after: Annotated[
        RetryAfter, typer.Option("--retry-after", help="How such a 429 says when to resume.")
    ] = RetryAfter.HTTP_DATE,
) -> "Run[ServedData]":
    """Serve a sandbox until Ctrl-C; port 0 takes a free one.

    Examples:
      bis sandbox serve
      bis sandbox serve --port 8788 --state sandbox.sqlite
      bis sandbox serve --rate-limits --retry-after epoch-ms

    It needs no account and forgets everything at its end, unless --state keeps it.
    """
    from voyado_bis_cli.sandbox.settings import Settings

    settings = Settings(
        auth_errors=auth_errors.value,
        rate_limits=rate_limits,
        retry_after=retry_after.value,
        state=str(state) if state else ":memory:",
    )
    return _serve(context, settings, port, seed)


def _serve(context: Context, settings: "Settings", port: int, seed: Seed) -> "Run[ServedData]":
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import ServedData
    from voyado_bis_cli.sandbox.server import serve as serve_sandbox

    yield from ()
    served: list[str] = []

    def on_ready(url: str) -> None:
        served.append(url)
        port_option = "" if url.endswith(f":{DEFAULT_PORT}") else f" --port {url.rpartition(':')[2]}"
        context.output.narrator.remark(f"Sandbox ({seed.value}) at {url}. Ctrl-C ends it.")
        context.output.narrator.remark(f'In another terminal: eval "$(bis sandbox env{port_option})"')

    serve_sandbox(settings, port=port, on_ready=on_ready)
    return Report(ServedData(url=served[0] if served else "", state=settings.state))


@app.command()
@command(redacted=False)
def env(_context: Context, *, port: Port = DEFAULT_PORT) -> "Run[EnvironmentData]":
    """Print what a profile needs to use a sandbox, as lines for a shell.

    Examples:
      eval "$(bis sandbox env)"
      bis sandbox env --port 8788

    This is the one command that prints keys: the sandbox's own, which are public. Nobody is asked, so it works before
    the sandbox runs.
    """
    return _environment(port)


def _environment(port: int) -> "Run[EnvironmentData]":
    from voyado_bis_cli.cli.sandbox_control import address_at
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import EnvironmentData
    from voyado_bis_cli.sandbox.environment import environment

    yield from ()
    return Report(EnvironmentData(variables=environment(address_at(port))))


@app.command()
@command()
def reset(context: Context, *, port: Port = DEFAULT_PORT) -> "Run[ResetData]":
    """Let a running sandbox begin again from its seed.

    Examples:
      bis sandbox reset
      bis sandbox reset --port 8788
    """
    return _reset(context, port)


def _reset(context: Context, port: int) -> "Run[ResetData]":
    from voyado_bis_cli.cli.sandbox_control import address_at, control
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import ResetData

    yield from ()
    url = address_at(port)
    identity = control(context.unmetered, "POST", f"{url}/_sandbox/reset")
    return Report(ResetData(url=url, seed=str(identity.get("seed"))))


@app.command()
@command()
def seed(
    context: Context,
    *,
    events: Annotated[int, typer.Option("--events", min=0, help="How many units arrive, each by an event of its own.")],
    skus: Annotated[int, typer.Option("--skus", min=1, help="Over how many generated SKUs.")] = 100,
    markets: Annotated[int, typer.Option("--markets", min=0, help="Have at least so many markets with a rule.")] = 0,
    warehouse: Annotated[
        list[int] | None, typer.Option("--warehouse", help="Where units arrive; may be repeated.  [default: 1]")
    ] = None,
    integration: Annotated[
        str | None, typer.Option("--integration", help="Only this integration hears of it; all that listen otherwise.")
    ] = None,
    port: Port = DEFAULT_PORT,
) -> "Run[SeededData]":
    """Let much stock arrive in a running sandbox, for a look at a long queue.

    Examples:
      bis sandbox seed --events 10000 --skus 2000 --markets 4
      bis sandbox seed --events 100000 --skus 2000 --integration 'bis toolkit'
    """
    asked = {"events": events, "skus": skus, "markets": markets, "warehouses": warehouse, "integration": integration}
    return _seed(context, port, {name: value for name, value in asked.items() if value is not None})


def _seed(context: Context, port: int, asked: Mapping[str, object]) -> "Run[SeededData]":
    from voyado_bis_cli.cli.sandbox_control import address_at, control
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import SeededData

    yield from ()
    url = address_at(port)
    made = control(context.unmetered, "POST", f"{url}/_sandbox/seed", json=asked)
    return Report(SeededData(url=url, events=made["events"], skus=made["skus"]))


@app.command()
@command()
def journal(
    context: Context,
    *,
    port: Port = DEFAULT_PORT,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many of the last requests.")] = 20,
) -> "Run[JournalData]":
    """Show what a running sandbox was really sent, redacted; --json shows headers and bodies too.

    Examples:
      bis sandbox journal
      bis sandbox journal --limit 1 --json
    """
    return _journal(context, port, limit)


def _journal(context: Context, port: int, limit: int) -> "Run[JournalData]":
    from voyado_bis_cli.cli.sandbox_control import address_at, control
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import ExchangeRow, JournalData

    yield from ()
    url = address_at(port)
    answer = control(context.unmetered, "GET", f"{url}/_sandbox/journal", {"limit": str(limit)})
    entries = tuple(
        ExchangeRow(**{name: entry[name] for name in ExchangeRow.model_fields}) for entry in answer["entries"]
    )
    return Report(JournalData(url=url, entries=entries))


@app.command()
@command()
def voyado(
    context: Context,
    *,
    interval: Annotated[
        float, typer.Option("--interval", metavar="SECONDS", min=0.1, help="From one pass to the next.")
    ] = 60.0,
    once: Annotated[bool, typer.Option("--once", help="End after one pass.")] = False,
    brand_y: Annotated[
        bool, typer.Option("--brand-y", help="Play another brand instead, which shares the integration name.")
    ] = False,
    port: Port = DEFAULT_PORT,
) -> "Run[VoyadoData]":
    """Play Voyado's own integration in a running sandbox: its queue in, stock levels out, until Ctrl-C.

    Examples:
      bis sandbox voyado --interval 5
      bis sandbox voyado --once
      bis sandbox voyado --once --brand-y

    It uses Voyado's token and shares no code with sync-stock. --brand-y shows why every brand needs an integration name
    of its own: its levels go to its own tenant, and the events are gone for everybody.
    """
    from voyado_bis_cli.cli.sandbox_voyado import play_voyado

    return play_voyado(context, port, interval=interval, once=once, brand_y=brand_y)
