"""`bis sandbox`."""

import json
import shlex
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from voyado_bis_cli.sandbox import server


def port_of(sandbox: Any) -> Any:
    return str(urlsplit(sandbox.url).port)


def test_env_prints_lines_that_a_shell_understands_keys_and_address_in_clear(bis: Any) -> None:
    outcome = bis("sandbox", "env", "--port", "8788")

    assert (outcome.code, outcome.err) == (0, "")
    lines = dict(shlex.split(line)[1].split("=", 1) for line in outcome.out.splitlines())
    assert all(line.startswith("export BIS_") for line in outcome.out.splitlines())
    assert lines["BIS_CENTRA_URL"] == "http://127.0.0.1:8788/graphql"
    assert lines["BIS_CENTRA_INTEGRATION_NAME"] == "bis toolkit"
    assert lines["BIS_ENGAGE_API_KEY"] == "sandbox-engage-key"
    assert lines["BIS_TEST_EMAIL"] == "john-doe@voyado.com"


def test_env_prints_the_same_as_json_even_where_a_sandbox_is_set_up(sandboxed: Any, sandbox: Any) -> None:
    outcome = sandboxed("sandbox", "env", "--port", port_of(sandbox), "--json")

    assert outcome.document["data"]["variables"] == sandbox.env


def test_journal_shows_the_last_requests(sandboxed: Any, sandbox: Any) -> None:
    assert sandboxed("markets").code == 0

    last = sandboxed("sandbox", "journal", "--port", port_of(sandbox), "--limit", "1")
    everything = sandboxed("sandbox", "journal", "--port", port_of(sandbox), "--json").document["data"]["entries"]

    assert len(last.out.splitlines()) == 2
    assert "POST /graphql" in last.out
    assert {entry["operation"] for entry in everything} >= {"Warehouses"}
    assert "sandbox-toolkit" not in json.dumps(everything)


def test_reset_begins_again(sandboxed: Any, sandbox: Any) -> None:
    assert sandboxed("set-stock", "--fta", "7").code == 0

    outcome = sandboxed("sandbox", "reset", "--port", port_of(sandbox))

    assert outcome.out == f"The sandbox at {sandbox.url} begins again with the seed guide.\n"
    stock = sandboxed("stock", "--sku", "1234SIZEM", "--json").document["data"]
    assert [row["fta"] for row in stock["warehouses"]] == [0, 0, 0]


@pytest.mark.parametrize("command", ["reset", "journal"])
def test_without_a_sandbox_it_says_how_to_start_one(bis: Any, command: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    outcome = bis("sandbox", command, "--port", str(port), "--timeout", "5")

    assert outcome.code == 6
    assert outcome.err.startswith("error: No sandbox answers there.")
    assert "  -> Start one in another terminal: bis sandbox serve." in outcome.err


def test_something_else_on_the_port_is_not_taken_for_a_sandbox(bis: Any, sandbox: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("voyado_bis_cli.cli.sandbox_control.address_at", lambda _port: f"{sandbox.url}/api")

    outcome = bis("sandbox", "reset")

    assert outcome.code == 5
    assert "is not a sandbox of this version, or it refused" in outcome.err


def test_serve_tells_where_it_is_and_how_to_use_it(bis: Any, monkeypatch: Any, tmp_path: Any) -> None:
    seen: dict[str, Any] = {}

    def serve(settings: Any, *, port: Any, on_ready: Any) -> Any:
        seen.update(settings=settings, port=port)
        on_ready(f"http://127.0.0.1:{port}")

    monkeypatch.setattr(server, "serve", serve)
    state = tmp_path / "state.sqlite"

    usual = bis("sandbox", "serve")
    outcome = bis(
        "sandbox", "serve", "--port", "8788", "--state", str(state), "--auth-errors", "all", "--seed", "guide"
    )

    assert outcome.code == 0
    assert outcome.err == (
        "Sandbox (guide) at http://127.0.0.1:8788. Ctrl-C ends it.\n"
        'In another terminal: eval "$(bis sandbox env --port 8788)"\n'
    )
    assert outcome.out == "The sandbox at http://127.0.0.1:8788 has ended.\n"
    assert 'eval "$(bis sandbox env)"' in usual.err
    assert (seen["port"], seen["settings"].auth_errors, seen["settings"].state) == (8788, "all", str(state))


def test_a_taken_port_is_a_usage_error(bis: Any, sandbox: Any) -> None:
    outcome = bis("sandbox", "serve", "--port", port_of(sandbox))

    assert outcome.code == 2
    assert f"Port {port_of(sandbox)} on 127.0.0.1 is taken" in outcome.err
