"""What `bis` says about itself."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from voyado_bis_cli.cli.app import COMMANDS, build_app
from voyado_bis_cli.cli.help import MEANINGS, with_help_option
from voyado_bis_cli.errors import ExitCode


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command that does something, as the words after `bis`."""
    for name, child in group.commands.items():
        if hasattr(child, "commands"):
            yield from commands(child, (*path, name))
        else:
            yield (*path, name)


ALL = list(commands(typer.main.get_command(build_app())))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_begins_with_examples_of_this_very_command(bis: Any, path: Any) -> None:
    usage, summary, examples, *_ = bis(*path, "--help").out.split("\n\n")
    heading, *lines = (line.strip() for line in examples.splitlines())

    assert usage.startswith(f"Usage: bis {' '.join(path)} [OPTIONS]")
    assert summary.strip().endswith(".")
    assert heading == "Examples:"
    assert lines
    assert all(f"bis {' '.join(path)}" in line for line in lines)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_the_options_people_type_last(bis: Any, path: Any) -> None:
    shown = bis(*path, "--help").out

    for option in ("-p, --profile NAME", "--config PATH", "--json", "--no-input", "-v, --verbose", "-q, --quiet"):
        assert option in shown
    assert {"--no-color", "--timeout", "--show-personal-data"} <= set(re.findall(r"--[a-z-]+", shown))


def test_commands_stand_under_their_headings_in_the_order_of_the_table(bis: Any) -> None:
    shown = bis("--help").out

    assert [line[:-1] for line in shown.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)] == ["Options", *COMMANDS]
    assert "..." not in shown.partition("Set up:")[2]
    assert max(map(len, shown.splitlines())) <= 80


def test_no_arguments_show_the_help(bis: Any) -> None:
    assert bis() == bis("--help") == bis("-h")
    assert bis().code == 0


def test_help_of_a_command_can_be_asked_either_way(bis: Any) -> None:
    assert bis("help", "config", "show") == bis("config", "show", "--help")
    assert bis("help", "no-such-thing").code == 2


@pytest.mark.parametrize(
    ("argv", "meant"),
    [
        (["help"], ["help"]),
        (["help", "exit-codes"], ["help", "exit-codes"]),
        (["help", "--json"], ["help", "--json"]),
        (["help", "sandbox", "env"], ["sandbox", "env", "--help"]),
        (["markets", "help"], ["markets", "help"]),
    ],
)
def test_only_help_followed_by_a_command_means_its_help(argv: Any, meant: Any) -> None:
    assert with_help_option(argv) == meant


def test_the_topics_are_listed(bis: Any) -> None:
    assert bis("help").out == (
        "exit-codes  what the exit code of a run says to a script\n"
        "\n"
        "bis --help lists the commands, bis COMMAND --help explains one.\n"
    )


def test_every_exit_code_is_explained(bis: Any) -> None:
    outcome = bis("help", "exit-codes")

    assert [line.split("  ")[0] for line in outcome.out.splitlines()] == [str(int(code)) for code in ExitCode]
    assert list(MEANINGS) == list(ExitCode)
    assert bis("help", "exit-codes", "--json").document["data"]["entries"][4]["name"] == "4"


def test_a_group_may_be_a_command_itself(bis: Any) -> None:
    whole, part, confirm = (
        bis("doctor", "--help").out,
        bis("help", "doctor").out,
        bis("doctor", "confirm", "--help").out,
    )

    assert whole == part
    assert whole.startswith("Usage: bis doctor [OPTIONS] [CHECK]...\n")
    assert "\n    bis doctor feed-skus event-system\n" in whole
    assert confirm.startswith("Usage: bis doctor confirm [OPTIONS] {CHECK}\n")
