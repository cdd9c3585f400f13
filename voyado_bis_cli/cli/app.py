"""The commands of `bis`, and the single place where errors become exit codes."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from voyado_bis_cli.cli import telling
from voyado_bis_cli.cli.command import WHOLE_GROUP, Invocation, help_text
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.failure import as_bis_error
from voyado_bis_cli.cli.help import with_help_option
from voyado_bis_cli.cli.options import RunOptions
from voyado_bis_cli.cli.signals import terminable
from voyado_bis_cli.cli.version import print_version
from voyado_bis_cli.errors import ErrorCode, ExitCode

if TYPE_CHECKING:
    from voyado_bis_cli.cli.command import TyperCommand
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data, Report

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "Set up": {
        "init": "init:init",
        "check-permissions": "check_permissions:check_permissions",
        "store-id": "store_id:store_id",
        "doctor": "doctor:app",
        "handover": "handover:handover",
        "config": "config:app",
        "report": "report:report",
    },
    "Look": {
        "markets": "catalogue:markets",
        "warehouses": "catalogue:warehouses",
        "stock": "catalogue:stock",
        "queue": "queue:queue",
        "why": "why:why",
        "log": "log:log",
    },
    "Do": {
        "subscribe": "subscribe:subscribe",
        "subscriptions": "subscriptions:app",
        "set-stock": "set_stock:set_stock",
        "sync-stock": "sync_stock:sync_stock",
        "listeners": "listeners:app",
        "verify": "verify:verify",
    },
    "Try": {
        "demo": "demo:demo",
        "sandbox": "sandbox:app",
    },
    "Read": {
        "help": "help:help_",
    },
}
"""Where each command (a function) or group of commands (an app) is, under its heading, in the order of `bis --help`."""

_NEVER_CUT = 1000  # characters: a summary is wrapped beside its command instead of ending in dots


class GroupedCommands(TyperGroup):
    """Lists commands under the headings they were registered with, with their whole summary."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._whole = self.commands.pop(WHOLE_GROUP, None)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Return the context of the command that is the whole group, unless the first word names another one."""
        is_whole = self._whole is not None and not (args and args[0] in self.commands)
        make_context: Any = self._whole.make_context if self._whole and is_whole else super().make_context
        return make_context(info_name, args, parent, **extra)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one section per heading; Typer's plain help knows a single one."""
        sections: dict[str, list[tuple[str, str]]] = {heading: [] for heading in (*COMMANDS, "Commands")}
        for name in self.list_commands(ctx):
            found: Any = self.commands[name]
            heading = found.rich_help_panel or "Commands"
            sections[heading].append((name, found.get_short_help_str(limit=_NEVER_CUT)))
        for heading, rows in sections.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def _print_version(wanted: bool) -> None:
    if wanted:
        raise typer.Exit(print_version())


def bis(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Set up and test back in stock between Centra and Voyado Engage.

    Examples:
      eval "$(bis sandbox env)"      try everything without an account
      bis check-permissions          what the token may do, and what is missing
      bis subscribe --sku 1234SIZEM  subscribe as a shopper would, with proof
      bis help exit-codes            what a script can rely on
    """


def build_app(only: str | None = None) -> typer.Typer:
    """Return the Typer app with every command of the table; with `only`, without loading any other one."""
    app = typer.Typer(
        cls=GroupedCommands,
        callback=bis,
        help=help_text(bis.__doc__),
        rich_markup_mode=None,  # help is text: `[Product:read]` and examples stay as written
        pretty_exceptions_enable=False,  # they print source lines
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for heading, commands in COMMANDS.items():
        for name, place in commands.items():
            if only in (None, name):
                found = _loaded(place)
                if isinstance(found, typer.Typer):
                    app.add_typer(found, name=name, cls=GroupedCommands, rich_help_panel=heading)
                else:
                    app.command(name, rich_help_panel=heading)(found)
    return app


def _loaded(place: str) -> "TyperCommand | typer.Typer":
    module, _, attribute = place.partition(":")
    found: TyperCommand | typer.Typer = getattr(import_module(f"voyado_bis_cli.cli.{module}"), attribute)
    return found


def _named(words: Sequence[str]) -> str | None:
    """Return the command that the first word names: a command line that names none needs them all."""
    return words[0] if any(words[0] in commands for commands in COMMANDS.values()) else None


def run_command(argv: Sequence[str], when_loaded: Callable[[], object] | None) -> int:
    """Run a command line and return its exit code: 0 to 8, 70 for a bug in bis, 130 where it was interrupted.

    Typer only parses: what it understood comes back as an Invocation and is carried out here, out of reach of Typer's
    own handling of errors, so that each of them is told once, in one manner, as text or as JSON.
    """
    words = with_help_option(argv or ["--help"])
    commands: Any = typer.main.get_command(build_app(_named(words)))
    command = _command_in(words, commands)
    context = Context(_options_at_first_sight(words), command)
    try:
        with terminable():
            parsed = commands.main(words, prog_name="bis", standalone_mode=False)
            if not isinstance(parsed, Invocation):
                return int(parsed or 0)  # help was printed
            context = Context(
                parsed.options, command, redacted=parsed.redacted, reports=parsed.reports, retraced=parsed.retraced
            )
            return _carried_out(parsed, context, when_loaded)
    except SystemExit as completed:
        return int(completed.code or 0)  # shell completion leaves this way
    except BaseException as failure:  # noqa: BLE001  # the one place where every error becomes an exit code
        return _failed(failure, context)
    finally:
        context.close()


def _command_in(words: Sequence[str], commands: Any) -> str:
    """Return the command that `words` begin with, as far as they name one (`sandbox serve`)."""
    path = []
    for word in words:
        commands = getattr(commands, "commands", {}).get(word)
        if commands is None:
            break
        path.append(word)
    return " ".join(path)


def _options_at_first_sight(words: Sequence[str]) -> RunOptions:
    """Return what a command line asks of the output before it is understood: a usage error comes as JSON too."""
    return RunOptions(json="--json" in words, no_color="--no-color" in words)


def _carried_out(invocation: Invocation, context: Context, when_loaded: Callable[[], object] | None) -> int:
    telling.begin(context)
    run = invocation.start(context)
    if when_loaded:
        when_loaded()
    return telling.report(context, _driven(run, context))


def _driven(run: "Run[Data]", context: Context) -> "Report[Data]":
    """Let a workflow run to its report, and tell every event on the way."""
    with closing(run):
        while True:
            try:
                event = next(run)
            except StopIteration as ended:
                report: Report[Data] = ended.value
                return report
            telling.event(context, event)


def _failed(failure: BaseException, context: Context) -> int:
    error = as_bis_error(failure, context.command)
    if error.exit_code is ExitCode.USAGE and not context.has_profile:
        context.learn_what_may_have_been_typed()
    telling.failure(context, error)
    if error.code is ErrorCode.BUG:
        context.output.narrator.detail("".join(traceback.format_exception(failure)), verbosity=2)
    return error.exit_code
