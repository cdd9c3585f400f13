"""`bis sandbox`: a stand-in for Centra and Engage on this machine."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.sandbox import EnvironmentData, JournalData, ResetData, ServedData

app = typer.Typer(name="sandbox", help="Run a stand-in for Centra and Engage on this machine, and look into it.")

Port: TypeAlias = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port on this machine.")]
DEFAULT_PORT = 8787


class AuthErrors(StrEnum):
    """How many missing permissions one answer names; nobody outside Centra knows which one Centra does."""

    FIRST = "first"
    ALL = "all"


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
) -> "Run[ServedData]":
    """Serve a sandbox until Ctrl-C; port 0 takes a free one.

    Examples:
      bis sandbox serve
      bis sandbox serve --port 8788 --state sandbox.sqlite

    It needs no account and forgets everything at its end, unless --state keeps it.
    """
    return _serve(context, port, str(state) if state else ":memory:", seed, auth_errors)


def _serve(context: Context, port: int, state: str, seed: Seed, auth_errors: AuthErrors) -> "Run[ServedData]":
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.sandbox import ServedData
    from voyado_bis_cli.sandbox.server import serve as serve_sandbox
    from voyado_bis_cli.sandbox.settings import Settings

    yield from ()
    served: list[str] = []

    def on_ready(url: str) -> None:
        served.append(url)
        port_option = "" if url.endswith(f":{DEFAULT_PORT}") else f" --port {url.rpartition(':')[2]}"
        context.output.narrator.remark(f"Sandbox ({seed.value}) at {url}. Ctrl-C ends it.")
        context.output.narrator.remark(f'In another terminal: eval "$(bis sandbox env{port_option})"')

    serve_sandbox(Settings(auth_errors=auth_errors.value, state=state), port=port, on_ready=on_ready)
    return Report(ServedData(url=served[0] if served else "", state=state))


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
