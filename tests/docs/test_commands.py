"""What the documentation tells people to type is there."""

import runpy
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from voyado_bis_cli.config.sections import Settings
from voyado_bis_cli.domain.permission import GUIDE_PERMISSIONS, TOOLKIT_TOKEN, VOYADO_TOKEN

PLANNED: set[str] = set()
INTEGRATIONS = {"bis toolkit", "bis fresh"}
"""Integrations of the sandbox that are named like commands."""


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).with_name("make_reference.py")))


def test_the_reference_is_what_the_program_says_today(generator: dict[str, Any], docs: Path) -> None:
    assert (docs / "reference.md").read_text("utf-8") == generator["reference"](), "run `make docs`"


def test_every_command_and_option_shown_exists(generator: dict[str, Any], commands_shown: set[str]) -> None:
    helps = {path: generator["help_of"](path) for path in generator["command_paths"]()}
    wrong = [line for line in commands_shown if not is_understood(shlex.split(line)[1:], helps)]

    assert commands_shown
    assert wrong == []


def is_understood(words: list[str], helps: dict[tuple[str, ...], str]) -> bool:
    """Tell whether the words name a command (not a group of commands) and only options it has."""
    if words[0] in PLANNED or words[0] == "COMMAND" or " ".join(["bis", *words]) in INTEGRATIONS:
        return True
    path = next((tuple(words[:n]) for n in (3, 2, 1, 0) if tuple(words[:n]) in helps), ())
    shown = helps[path]
    is_group = any(other[:-1] == path for other in helps) and "COMMAND [ARGS]" in shown  # `bis doctor` takes words
    options = [word for word in words if word.startswith("-")]
    return all(option in shown for option in options) and (not is_group or len(words) == len(path) + len(options))


def test_what_is_planned_is_not_there_yet(generator: dict[str, Any]) -> None:
    assert PLANNED & {path[0] for path in generator["command_paths"]() if path} == set()


def test_the_permissions_to_tick_are_those_that_are_checked(docs: Path) -> None:
    text = (docs / "how-to-real-tenants.md").read_text("utf-8")
    ticks = [permission.where_to_click.rpartition("your token > ")[2] for permission in TOOLKIT_TOKEN]

    for permission, tick in zip(TOOLKIT_TOKEN, ticks, strict=True):
        assert f"| {tick} | `{permission.name}` |" in text
    assert text.count("| the guide |") == len(GUIDE_PERMISSIONS)
    assert len(VOYADO_TOKEN) == len(GUIDE_PERMISSIONS) + 1


def test_the_example_profile_is_a_valid_one(docs: Path) -> None:
    text = (docs / "how-to-real-tenants.md").read_text("utf-8")
    (block,) = text.split("```toml\n")[1:]
    profile = tomllib.loads(block.partition("```")[0])["profiles"]["brand-x"]

    settings = Settings.model_validate(profile)

    assert settings.centra.integration_name == "Toolkit BrandX"
    assert settings.test.skus == ("1234SIZEM",)
