"""Fixtures: `bis verify` as a user types it, and a worker that plays Voyado."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import Bis, Result
from tests.causes import Cause
from tests.conftest import SandboxAtHand
from voyado_bis_cli.sandbox.json_http import JsonHttpError
from voyado_bis_cli.sandbox.voyado import brand_y_at, voyado_at


@pytest.fixture
def bis(sandbox: SandboxAtHand, tmp_path: Path) -> Bis:
    """A command line under the variables that `bis sandbox env` prints, with an empty journal."""
    return Bis(sandbox.env, tmp_path)


@pytest.fixture
def verify(bis: Bis) -> Callable[..., Result]:
    """Run `bis verify --json` with some words more; it waits for little, since a sandbox does everything at once."""

    def call(*words: str, **options: Any) -> Result:
        return bis("verify", "--json", "--wait", "0.4", *words, **options)

    return call


@contextmanager
def working(sandbox: SandboxAtHand, who: str | None) -> Generator[None]:
    """Let `voyado` or `brand-y` read Voyado's queue for the length of the block; None is nobody."""
    if who is None:
        yield
        return
    integration = (brand_y_at if who == "brand-y" else voyado_at)(sandbox.url)
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.02):
            with suppress(JsonHttpError):
                integration.one_pass()

    thread = threading.Thread(target=work, name=f"{who}'s integration")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.fixture
def inject(sandbox: SandboxAtHand) -> Callable[[Cause], None]:
    """Bring the sandbox into the state of a cause."""

    def call(cause: Cause) -> None:
        cause.inject(sandbox)

    return call


def steps_of(result: Result) -> dict[str, str]:
    """Return each step's state."""
    return {step["name"]: step["state"] for step in result.data["steps"]}


def evidence_of(result: Result, name: str) -> Any:
    """Return what proves a step."""
    (evidence,) = [step["evidence"] for step in result.data["steps"] if step["name"] == name]
    return evidence


def holdings(sandbox: SandboxAtHand) -> Any:
    """Return what a clean-up must restore: stock, who waits for what, the automation."""
    state = sandbox.state()
    stock = {
        sku: {place: level for place, level in places.items() if level["physical"]}
        for sku, places in state["centra"]["stock"].items()
    }
    return {
        "stock": {sku: places for sku, places in stock.items() if places},
        "subscriptions": state["engage"]["subscriptions"],
        "automation": state["engage"]["automation"],
    }
