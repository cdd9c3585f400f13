"""Fixtures for every test: above all a sandbox, fresh for each test."""

import signal
import ssl
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from hypothesis import settings

from voyado_bis_cli.sandbox.environment import environment
from voyado_bis_cli.sandbox.server import RunningSandbox, private_sandbox

settings.register_profile("bis", deadline=None)  # two cores that others use too: a slow example is no failure
settings.load_profile("bis")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # In the background of a shell Ctrl-C is ignored, which every process that a test starts would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class SandboxAtHand:
    """A sandbox and the handles a test needs: what it holds, what was sent to it, and its control API."""

    url: str
    http: httpx.Client  # without credentials; paths are relative to the sandbox

    @property
    def env(self) -> dict[str, str]:
        """The variables of a profile that uses it."""
        return environment(self.url)

    def state(self) -> Any:
        """Everything it holds: `clock`, `centra` and `engage`, with email addresses as they are."""
        return self.control("GET", "/state")

    def journal(self, **filters: str | int) -> Any:
        """Requests and answers, redacted, oldest first; filters: `path`, `operation`, `since_id`, `limit`."""
        return self.control("GET", "/journal", params=filters)["entries"]

    def control(self, method: str, path: str, json: object = None, params: dict[str, Any] | None = None) -> Any:
        """Call the control API (`/orders` is `/_sandbox/orders`) and return its answer."""
        answer = self.http.request(method, f"/_sandbox{path}", params=params, json=json)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()


@pytest.fixture(scope="session")
def sandbox_of_session() -> Generator[tuple[RunningSandbox, httpx.Client]]:
    # loading certificate authorities takes 30 ms, and nothing here speaks TLS
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with private_sandbox() as running, httpx.Client(base_url=running.url, verify=tls, timeout=60) as client:
        yield running, client


@pytest.fixture
def sandbox(sandbox_of_session: tuple[RunningSandbox, httpx.Client]) -> SandboxAtHand:
    """A private sandbox in memory, as seeded: stopping one takes longer than resetting it."""
    running, client = sandbox_of_session
    at_hand = SandboxAtHand(running.url, client)
    at_hand.control("POST", "/reset")
    return at_hand
