"""`--start` and `--resume`: a run that waits for hours or days."""

import shutil
from collections.abc import Callable

import pytest

from tests.acceptance.support import Bis, Result
from tests.conftest import SandboxAtHand
from tests.verify.conftest import evidence_of, holdings, steps_of, working


@pytest.fixture
def started(verify: Callable[..., Result], sandbox: SandboxAtHand) -> Result:
    """A run in a flow with a wait step of a day."""
    sandbox.control("POST", "/automation", json={"wait_seconds": 86_400})
    return verify("--start")


def resume(verify: Callable[..., Result], started: Result) -> Result:
    return verify("--resume", started.data["run"])


def test_it_ends_before_it_waits_for_engage_and_says_how_to_go_on(started: Result, sandbox: SandboxAtHand) -> None:
    states = steps_of(started)

    assert started.exit_code == 0
    assert [name for name, state in states.items() if state == "skipped"] == ["consumed", "email", "log"]
    (note,) = [each for each in started.json["findings"] if each["id"] == "run-open"]
    assert note["remedy"]["commands"] == [f"bis verify --resume {started.data['run']}", "bis verify --clean-up"]
    assert sandbox.state()["centra"]["stock"]["1234SIZEM"]["1"]["fta"] == 10


def test_not_yet_leaves_it_open_and_the_next_day_it_passes(
    started: Result, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    early = resume(verify, started)
    sandbox.control("POST", "/clock", json={"advance": 90_000})
    late = resume(verify, started)

    assert (steps_of(early), early.exit_code) == ({"consumed": "passed", "email": "not-yet", "log": "skipped"}, 8)
    assert (late.exit_code, late.data["run"]) == (0, started.data["run"])
    assert steps_of(late) == {"email": "passed", "log": "passed", "clean-up": "passed"}
    assert {row["type"] for row in evidence_of(late, "log")["rows"]} >= {"Subscription", "Email"}
    assert sandbox.state()["centra"]["stock"]["1234SIZEM"]["1"]["fta"] == 0


def test_it_can_wait_for_voyado_too(verify: Callable[..., Result], sandbox: SandboxAtHand) -> None:
    before = holdings(sandbox)
    started = verify("--start", "--sync", "voyado")

    with working(sandbox, "voyado"):
        result = verify("--resume", started.data["run"], "--wait", "10")

    assert (steps_of(started)["sync"], result.exit_code) == ("skipped", 0)
    assert list(steps_of(result)) == ["sync", "consumed", "email", "log", "clean-up"]
    assert holdings(sandbox) == before


def test_a_resumed_run_keeps_what_was_typed_when_it_began(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    started = verify("--start", "--market", "Germany", "--locale", "de-DE", "--until", "consumed")

    result = resume(verify, started)

    assert (list(steps_of(result)), result.exit_code) == (["consumed", "clean-up"], 0)


def test_what_has_ended_cannot_be_resumed(verify: Callable[..., Result]) -> None:
    ended = verify()

    result = resume(verify, ended)

    assert result.exit_code == 1
    assert "cannot be resumed: it has ended" in result.json["error"]["message"]


def test_another_machine_cannot_resume_and_says_what_it_can_do(
    started: Result, bis: Bis, verify: Callable[..., Result]
) -> None:
    shutil.rmtree(bis.state)

    result = resume(verify, started)

    assert result.exit_code == 1
    assert "this machine's journal of the profile does not know it" in result.json["error"]["message"]
    assert "bis verify --clean-up" in result.json["error"]["hint"]


def test_a_scenario_cannot_be_resumed(verify: Callable[..., Result], bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/faults", json={"kind": "status", "operation": "SetStock", "after": 1, "times": 0})
    broken = verify("--scenario", "unsubscribe")
    sandbox.control("DELETE", "/faults")

    result = resume(verify, broken)

    assert result.exit_code == 1
    assert "only the plain flow waits for days" in result.json["error"]["message"]
    assert bis("verify --clean-up").exit_code == 0


def test_a_run_that_died_before_the_stock_came_has_nothing_to_wait_for(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/faults", json={"kind": "status", "operation": "SetStock", "times": 0})
    sandbox.control("POST", "/faults", json={"kind": "status", "method": "DELETE", "times": 0})
    broken = verify()
    sandbox.control("DELETE", "/faults")

    result = resume(verify, broken)

    assert result.exit_code == 1
    assert "it stopped at the step 'set-stock'" in result.json["error"]["message"]
