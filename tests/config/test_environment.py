from pathlib import Path

import pytest

from voyado_bis_cli.config.environment import RunEnvironment, state_dir, variables_of
from voyado_bis_cli.errors import ConfigError


def test_an_empty_environment_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    run = RunEnvironment.read({})
    assert run == RunEnvironment(state_dir=state_dir({}))
    assert run.state_dir.name == "bis"


def test_everything_that_steers_a_run_is_read() -> None:
    run = RunEnvironment.read(
        {
            "BIS_YES": "1",
            "BIS_STATE_DIR": "/var/lib/bis",
            "BIS_CONFIG": "/etc/bis.toml",
            "BIS_PROFILE": "brand-x",
            "NO_COLOR": "1",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
        }
    )
    assert run == RunEnvironment(
        state_dir=Path("/var/lib/bis"),
        yes=True,
        no_color=True,
        ci=True,
        github_actions=True,
        profile="brand-x",
        config=Path("/etc/bis.toml"),
    )


def test_an_empty_variable_is_unset() -> None:
    run = RunEnvironment.read({"BIS_YES": "", "NO_COLOR": "", "CI": " ", "BIS_PROFILE": "", "BIS_CONFIG": ""})
    assert (run.yes, run.no_color, run.ci, run.profile, run.config) == (False, False, False, None, None)


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("true", True), ("YES", True), ("0", False), ("false", False), ("no", False)]
)
def test_yes_is_read_as_people_write_it(text: str, expected: bool) -> None:
    assert RunEnvironment.read({"BIS_YES": text}).yes is expected


def test_a_yes_that_is_neither_is_not_taken_for_one() -> None:
    with pytest.raises(ConfigError, match=r"^BIS_YES must be 1 or 0\.$"):
        RunEnvironment.read({"BIS_YES": "maybe"})


def test_ci_set_to_false_is_no_ci() -> None:
    assert RunEnvironment.read({"CI": "false"}).ci is False


def test_the_process_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIS_STATE_DIR", "/elsewhere")
    assert variables_of(None)["BIS_STATE_DIR"] == "/elsewhere"
    assert state_dir() == Path("/elsewhere")


def test_a_tilde_in_the_state_folder_is_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert state_dir({"BIS_STATE_DIR": "~/state"}) == Path("/home/someone/state")


@pytest.mark.parametrize(("actions", "summary"), [("true", Path("/job.md")), ("false", None)])
def test_a_job_summary_counts_on_github_actions_only(actions: str, summary: Path | None) -> None:
    run = RunEnvironment.read({"GITHUB_ACTIONS": actions, "GITHUB_STEP_SUMMARY": "/job.md"})

    assert run.github_summary == summary
