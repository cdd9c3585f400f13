"""What the decorator makes of a function."""

import inspect
from typing import Annotated, Any

import pytest
import typer

from voyado_bis_cli.cli.command import Invocation, command, help_text
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.options import RunOptions

NAMES = ["profile", "config", "json", "no_input", "verbosity", "quiet", "no_color", "timeout", "show_personal_data"]


def example(context: Context, *, sku: Annotated[str, typer.Option()] = "1234-1") -> Any:
    """Show an example.

    Examples:
      bis example

    It returns what it was given.
    """
    return f"{sku} for {context}"


def understood(made: Any, *argv: Any) -> Any:
    app = typer.Typer()
    app.command()(made)
    return app(list(argv), standalone_mode=False)


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        ({}, []),
        ({"judges": True}, ["strict"]),
        ({"changes": True}, ["yes", "confirm_profile"]),
        ({"waits": True}, ["wait"]),
        ({"judges": True, "changes": True, "waits": True}, ["strict", "yes", "confirm_profile", "wait"]),
    ],
)
def test_a_command_has_its_own_options_then_the_shared_ones(wanted: Any, more: Any) -> None:
    assert list(inspect.signature(command(**wanted)(example)).parameters) == ["sku", *NAMES, *more]


def test_a_command_line_becomes_an_invocation_and_nothing_is_done_yet() -> None:
    invocation = understood(command(changes=True)(example), "--sku", "X", "-p", "brand-x", "-vv", "--yes", "--json")

    assert isinstance(invocation, Invocation)
    assert invocation.options == RunOptions(profile="brand-x", verbosity=2, yes=True, json=True)
    whom: Any = "whom it concerns"
    started: Any = invocation.start(whom)
    assert started == "X for whom it concerns"
    assert invocation.redacted


def test_an_option_that_is_not_offered_is_refused_and_has_its_default() -> None:
    made = command()(example)

    assert understood(made).options == RunOptions()
    with pytest.raises(typer.TyperException, match="No such option: --wait"):
        understood(made, "--wait", "3")


@pytest.mark.parametrize("option", ["--timeout", "--wait"])
def test_a_time_is_never_negative(option: Any) -> None:
    with pytest.raises(typer.TyperException, match="greater than or equal to 0"):
        understood(command(waits=True)(example), option, "-1")


def test_help_keeps_the_lines_of_its_examples() -> None:
    assert help_text(example.__doc__) == (
        "Show an example.\n\n\b\nExamples:\n  bis example\n\nIt returns what it was given."
    )
    assert help_text(None) == ""


def test_a_command_is_named_after_its_function() -> None:
    def help_(_context: Context) -> Any:
        """Help."""

    assert command()(help_).__name__ == "help"
