"""A run that is interrupted anywhere, by a signal or by the end of its machine, can be taken back."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import Bis, Result
from tests.conftest import SandboxAtHand
from tests.verify.conftest import holdings

ROOT = Path(__file__).parents[2]
HELD = 0.3  # seconds

MOMENTS: dict[str, dict[str, object]] = {
    "looking": {"operation": "ReadProbes"},
    "preflight": {"operation": "StockChangesNoted"},
    "subscribing": {"path": "/subscription-api"},
    "looking for the subscription": {"path": "*/backinstock/subscriptions", "after": 1},
    "setting stock": {"operation": "SetStock"},
    "reading stock after it": {"operation": "Stock", "after": 4},
    "waiting for the event": {"operation": "EventsWaiting", "after": 1},
    "sending levels": {"path": "*/stock-levels/batch"},
    "waiting for the email": {"path": "*/emailmessages", "after": 1},
    "reading the log": {"path": "/integration-log", "after": 1},
    "taking stock back": {"operation": "SetStock", "after": 1},
    "telling Engage": {"path": "*/stock-levels/batch", "after": 1},
}
"""The request during which the process is hit; its work is done all the same, only later."""

SCENARIO_MOMENTS: dict[str, dict[str, object]] = {
    "order-takes-last": {"path": "*/stock-levels/batch"},
    "below-minimum": {"path": "*/stock-levels/batch"},
    "return-brings-back": {"path": "*/stock-levels/batch", "after": 1},
    "two-brands": {"path": "*/stock-levels/batch"},
}


@pytest.fixture
def running(bis: Bis, sandbox: SandboxAtHand) -> Generator[Callable[..., subprocess.Popen[str]]]:
    """Start `bis verify` as a process and return it when the request that is held has reached the sandbox."""
    started: list[subprocess.Popen[str]] = []

    def start(held: dict[str, object], *words: str) -> subprocess.Popen[str]:
        fault = sandbox.control("POST", "/faults", json={"kind": "latency", "seconds": HELD, **held})
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BIS_", "XDG_", "COV_"))}
        environment = {
            **kept,
            **bis.variables,
            "HOME": str(bis.folder),
            "BIS_STATE_DIR": str(bis.state),
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "voyado_bis_cli", "verify", *words],
            env=environment,
            cwd=bis.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        _until_hit(sandbox, fault["id"], process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            process.communicate()


def _until_hit(sandbox: SandboxAtHand, fault: int, process: subprocess.Popen[str]) -> None:
    for _ in range(1500):
        (standing,) = [each for each in sandbox.control("GET", "/faults")["faults"] if each["id"] == fault]
        if standing["hits"]:
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError(f"the run never came there: {process.communicate()[0] if process.poll() is not None else ''}")


@pytest.fixture
def take_back(bis: Bis, sandbox: SandboxAtHand) -> Callable[..., Result]:
    """Let what was held be done, lose the journal if wanted, and clean up."""

    def call(*, with_journal: bool) -> Result:
        time.sleep(HELD)
        sandbox.control("DELETE", "/faults")
        if not with_journal:
            shutil.rmtree(bis.state, ignore_errors=True)
        return bis("verify --clean-up --json")

    return call


@pytest.mark.parametrize("with_journal", [True, False], ids=["with the journal", "without it"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["SIGINT", "SIGKILL"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_clean_up_restores_stock_and_subscriptions(
    moment: str, number: signal.Signals, with_journal: bool, running: Any, take_back: Any, sandbox: SandboxAtHand
) -> None:
    before = holdings(sandbox)
    process = running(MOMENTS[moment])

    process.send_signal(number)
    process.communicate()
    result = take_back(with_journal=with_journal)

    assert process.returncode == (130 if number is signal.SIGINT else -number)
    assert result.exit_code == 0, result.stdout
    assert holdings(sandbox) == before


@pytest.mark.parametrize("scenario", SCENARIO_MOMENTS)
def test_orders_and_settings_of_a_scenario_are_taken_back_too(
    scenario: str, running: Any, take_back: Any, sandbox: SandboxAtHand
) -> None:
    before = holdings(sandbox)
    process = running(SCENARIO_MOMENTS[scenario], "--scenario", scenario)

    process.kill()
    process.communicate()
    result = take_back(with_journal=True)

    assert result.exit_code == 0, result.stdout
    assert holdings(sandbox) == before


def test_an_interrupted_run_takes_back_by_itself_what_it_can(running: Any, sandbox: SandboxAtHand) -> None:
    before = holdings(sandbox)
    process = running(MOMENTS["waiting for the email"])

    process.send_signal(signal.SIGINT)
    told, _ = process.communicate()

    assert process.returncode == 130
    assert "Interrupted at the step 'email'." in told
    assert "Stock in Stockholm is back at 0, and Engage was told so." in told
    assert holdings(sandbox) == before


def test_what_is_taken_back_is_the_tests_own_and_nobody_elses(
    running: Any, take_back: Any, bis: Bis, sandbox: SandboxAtHand
) -> None:
    others = "subscribe --email jane@voyado.com --market 5 --locale de-DE --yes"
    assert bis(others).exit_code == 0
    assert bis("subscribe --sku 2001GRYL --no-newsletter --yes").exit_code == 0
    before = holdings(sandbox)
    process = running(MOMENTS["setting stock"])

    process.kill()
    process.communicate()
    result = take_back(with_journal=True)

    assert result.exit_code == 0, result.stdout
    assert holdings(sandbox) == before
