'''What makes a function a command of `bis`.

A command file says the words and hands over to a workflow:

    """`bis markets`."""

    from typing import TYPE_CHECKING, Annotated

    import typer

    from voyado_bis_cli.cli.command import command
    from voyado_bis_cli.cli.context import Context

    if TYPE_CHECKING:  # reports bring pydantic: loaded when the command runs, not for `bis --help`
        from voyado_bis_cli.domain.progress import Run
        from voyado_bis_cli.domain.report.catalogue import MarketsData


    @command()
    def markets(
        context: Context,
        *,
        name: Annotated[str | None, typer.Option(help="Only markets with this name.")] = None,
    ) -> "Run[MarketsData]":
        """List the markets, their allocation rules and the warehouses behind them.

        Examples:
          bis markets
          bis markets -p brand-x --json

        Names are accepted wherever ids are.
        """
        from voyado_bis_cli.workflows import catalogue

        return catalogue.markets(context.centra, context.profile.centra.stores)

It becomes a command by standing in the table of `cli/app.py`. The options that all commands share come with it, as
`context.options`; those that only some need are asked for: `@command(changes=True, waits=True, judges=True,
reports=True)`.
'''

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeAlias

from voyado_bis_cli.cli import options
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.options import RunOptions

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data

P = ParamSpec("P")

WHOLE_GROUP = "(the group itself)"
"""The name under which a group keeps the command it is itself: `bis doctor`, beside `bis doctor confirm`."""

_EXAMPLES = "Examples:"
_AS_WRITTEN = "\b\n"
"""Before a paragraph of help, it keeps the paragraph's line breaks (Typer's documented escape)."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command line that was understood: what to start and under which options. Nothing has happened yet.

    `redacted` is False for the one command whose result is keys. `reports` is True where the findings are kept,
    `retraced` where each request is.
    """

    options: RunOptions
    start: "Callable[[Context], Run[Data]]"
    redacted: bool = True
    reports: bool = False
    retraced: bool = False


TyperCommand: TypeAlias = Callable[..., Invocation]


def command(
    *,
    judges: bool = False,
    reports: bool = False,
    changes: bool = False,
    waits: bool = False,
    redacted: bool = True,
    retraced: bool = False,
) -> "Callable[[Callable[Concatenate[Context, P], Run[Data]]], TyperCommand]":
    """Make a function that starts a workflow a command with the shared options.

    Its own options are its parameters after `context`; its help is its docstring, whose second paragraph holds
    examples. `judges` adds --strict, `reports` adds --report-junit and --report-html and keeps the findings for
    `bis report`, `changes` adds --yes and --confirm-profile, `waits` adds --wait. `retraced` keeps each request in the
    journal.
    """
    shared = (
        *options.EVERYWHERE,
        *(options.JUDGING if judges else ()),
        *(options.REPORTING if reports else ()),
        *(options.CHANGING if changes else ()),
        *(options.WAITING if waits else ()),
    )

    def decorate(body: "Callable[Concatenate[Context, P], Run[Data]]") -> TyperCommand:
        def parse(**values: Any) -> Invocation:
            chosen = RunOptions(**{name: values.pop(name) for name in shared})
            start = partial(body, **values)  # Typer filled in what the signature asked for
            return Invocation(chosen, start, redacted, reports, retraced)

        parse.__name__ = body.__name__.rstrip("_")  # `help_` spares the builtin
        parse.__doc__ = help_text(body.__doc__)
        parse.__annotations__ = {}
        # Typer reads it: the body's own options first, then the shared ones
        parse.__signature__ = _signature(body, shared)  # type: ignore[attr-defined]  # functions may have one
        return parse

    return decorate


def help_text(docstring: str | None) -> str:
    """Return a docstring as help whose examples keep their lines."""
    return inspect.cleandoc(docstring or "").replace(_EXAMPLES, _AS_WRITTEN + _EXAMPLES, 1)


def _signature(body: Callable[..., object], shared: tuple[str, ...]) -> inspect.Signature:
    _, *own = inspect.signature(body).parameters.values()
    return inspect.Signature([*own, *options.parameters(shared)])
