"""Fixtures: `bis` is the command line as a user has it, and nothing beyond this machine is ever reached."""

import socket
import ssl
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.picky_engage import PickyEngage
from tests.acceptance.support import Bis
from tests.conftest import SandboxAtHand
from voyado_bis_cli.sandbox.server import RunningSandbox, private_sandbox
from voyado_bis_cli.sandbox.settings import Settings


@pytest.fixture
def bis(sandbox: SandboxAtHand, tmp_path: Path) -> Bis:
    """A command line under the variables that `bis sandbox env` prints, in an empty folder, with an empty journal."""
    return Bis(sandbox.env, tmp_path)


@pytest.fixture
def bis_without_profile(tmp_path: Path) -> Bis:
    """A command line for which nothing is set up."""
    return Bis({}, tmp_path)


@pytest.fixture(autouse=True)
def names_asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every host whose address was looked up beyond this machine; none of them is found."""
    asked: list[str] = []
    look_up = socket.getaddrinfo

    def on_this_machine(host: Any, *args: Any, **options: Any) -> Any:
        if host in {"127.0.0.1", "localhost"}:
            return look_up(host, *args, **options)
        asked.append(str(host))
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", on_this_machine)
    return asked


@pytest.fixture(scope="session")
def sandbox_of_all_errors() -> Generator[SandboxAtHand]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing here speaks TLS
    with (
        private_sandbox(Settings(auth_errors="all")) as running,
        httpx.Client(base_url=running.url, verify=tls) as http,
    ):
        yield SandboxAtHand(running.url, http)


@pytest.fixture(params=["first", "all"])
def either_sandbox(
    request: pytest.FixtureRequest, sandbox: SandboxAtHand, sandbox_of_all_errors: SandboxAtHand
) -> SandboxAtHand:
    """A sandbox in each of the two worlds: Centra may name the first missing permission only, or all of them."""
    if request.param == "first":
        return sandbox
    sandbox_of_all_errors.control("POST", "/reset")
    return sandbox_of_all_errors


@pytest.fixture(scope="module")
def sandbox_of_module(sandbox_of_session: tuple[RunningSandbox, httpx.Client]) -> SandboxAtHand:
    """A sandbox for one story that several tests look at; what it holds has to be kept when the story ends."""
    running, http = sandbox_of_session
    at_hand = SandboxAtHand(running.url, http)
    at_hand.control("POST", "/reset")
    return at_hand


@pytest.fixture
def picky_engage(sandbox: SandboxAtHand) -> Generator[PickyEngage]:
    """The sandbox's Engage, at another address, refusing the stock levels that a test names."""
    with PickyEngage(sandbox) as picky:
        yield picky
