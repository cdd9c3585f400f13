"""The workflows in `docs/how-to-ci.md` do what they say."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from voyado_bis_cli.cli.app import build_app
from voyado_bis_cli.cli.command import Invocation
from voyado_bis_cli.config.keys import KEYS

SCRIPTS = {"run", "script", "before_script", "after_script"}


@pytest.fixture(scope="module")
def workflows(docs: Path) -> list[Any]:
    """GitHub's and GitLab's."""
    text = (docs / "how-to-ci.md").read_text("utf-8")
    return [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def scripts(node: Any) -> Iterator[str]:
    """Yield every line of shell in a workflow."""
    if isinstance(node, list):
        for each in node:
            yield from scripts(each)
    if isinstance(node, dict):
        for key, value in node.items():
            if key in SCRIPTS:
                yield from "\n".join(value if isinstance(value, list) else [value]).splitlines()
            else:
                yield from scripts(value)


def commands(workflow: Any) -> list[list[str]]:
    """Return the words of every `bis` command line of a workflow."""
    found = (re.fullmatch(r"\s*(?:tolerant )?bis (.+)", line) for line in scripts(workflow))
    return [shlex.split(match[1]) for match in found if match]


def test_both_run_the_three_commands_and_clean_up(workflows: list[Any]) -> None:
    assert len(workflows) == 2
    for workflow in workflows:
        told = [" ".join(words[:3]) for words in commands(workflow)]
        assert [words.split()[0] for words in told] == ["check-permissions", "doctor", "verify", "verify", "report"]
        assert told[2:4] == ["verify --until consumed", "verify --clean-up --yes"]


def test_every_command_line_is_one_that_bis_understands(workflows: list[Any]) -> None:
    app: Any = typer.main.get_command(build_app())

    for workflow in workflows:
        for words in commands(workflow):
            assert isinstance(app.main(words, prog_name="bis", standalone_mode=False), Invocation)


def test_only_variables_that_bis_knows_are_set(workflows: list[Any]) -> None:
    github, _ = workflows
    environment = github["jobs"]["smoke"]["env"]

    assert set(environment) <= {key.variable for key in KEYS.values()}
    assert {"BIS_CENTRA_URL", "BIS_CENTRA_TOKEN", "BIS_ENGAGE_API_KEY", "BIS_TEST_SKUS"} <= set(environment)
    secret = {key.variable for key in KEYS.values() if key.secret}
    assert {name for name, value in environment.items() if "secrets." in value} == secret & set(environment)


def test_runs_queue_and_come_by_a_schedule(workflows: list[Any]) -> None:
    github, gitlab = workflows
    job = gitlab["back-in-stock"]

    assert github["concurrency"]["cancel-in-progress"] is False
    assert "schedule" in github[True]  # YAML 1.1 reads `on` as true
    assert job["resource_group"]
    assert job["interruptible"] is False
    assert any("schedule" in rule["if"] for rule in job["rules"])
    assert job["allow_failure"] == {"exit_codes": [6, 7]}


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 1), (4, 4), (6, 0), (7, 0), (8, 8), (70, 70)])
def test_the_shell_tolerates_what_the_page_says(workflows: list[Any], tmp_path: Path, code: int, ends: int) -> None:
    script = next(step["run"] for step in workflows[0]["jobs"]["smoke"]["steps"] if step.get("name") == "Smoke test")
    (tmp_path / "bis").write_text(f"#!/bin/sh\n[ $1 != verify ] || exit {code}\n", encoding="utf-8")
    (tmp_path / "bis").chmod(0o755)
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}

    ended = subprocess.run(
        ["bash", "-e", "-c", script], env=path, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ended.returncode == ends
    assert ("::warning title=bis verify::" in ended.stdout) == (code in (6, 7))
