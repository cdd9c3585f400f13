"""Starting and stopping: in a thread, in the foreground, with a state file, and when it cannot be."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from voyado_bis_cli.errors import BisError, ConfigError, ErrorCode, UsageError
from voyado_bis_cli.sandbox import server as server_module
from voyado_bis_cli.sandbox import world as world_module
from voyado_bis_cli.sandbox.engage.rest import EngageApi
from voyado_bis_cli.sandbox.server import _listener, private_sandbox, serve
from voyado_bis_cli.sandbox.settings import Settings

KEY = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}


def test_private_sandboxes_do_not_share_anything() -> None:
    with private_sandbox() as one, private_sandbox() as other:
        httpx.post(f"{one.url}/_sandbox/contacts", json={"email": "john-doe@voyado.com"})
        counts = [httpx.get(f"{it.url}/api/v3/contacts/count", headers=KEY).json() for it in (one, other)]
        assert one.environment["BIS_ENGAGE_URL"] == one.url != other.url
    assert counts == [1, 0]


def test_private_sandbox_is_gone_after_its_block() -> None:
    threads = threading.active_count()
    with private_sandbox() as sandbox:
        assert httpx.get(f"{sandbox.url}/_sandbox").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{sandbox.url}/_sandbox")
    assert threading.active_count() == threads


def test_private_sandbox_stops_also_when_the_block_fails() -> None:
    urls: list[str] = []

    def fail() -> None:
        with private_sandbox() as sandbox:
            urls.append(sandbox.url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(httpx.ConnectError):
        httpx.get(urls[0])


def test_private_sandbox_that_does_not_start_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = threading.active_count()
    monkeypatch.setattr(server_module, "_START_WITHIN", 0.01)
    monkeypatch.setattr(server_module._Server, "startup", uvicorn.Server.startup)  # ready, but says so to nobody
    with pytest.raises(BisError, match="did not start within"), private_sandbox():
        pass  # pragma: no cover
    assert threading.active_count() == threads


def test_answers_do_not_wait_for_nagle(sandbox: Any) -> None:
    timings = [sandbox.http.get("/_sandbox").elapsed.total_seconds() for _ in range(10)]
    assert sorted(timings)[5] < 0.03


def test_state_file_survives_a_restart(tmp_path: Path) -> None:
    settings = Settings(state=str(tmp_path / "sandbox.sqlite"))
    with private_sandbox(settings) as first:
        httpx.post(f"{first.url}/_sandbox/contacts", json={"email": "john-doe@voyado.com"})
        before = httpx.get(f"{first.url}/_sandbox/state").json()
    with private_sandbox(settings) as second:
        after = httpx.get(f"{second.url}/_sandbox/state").json()
    assert len(after["engage"]["contacts"]) == 1
    assert (after["engage"], after["centra"]) == (before["engage"], before["centra"])


def test_state_file_belongs_to_one_sandbox_at_a_time(tmp_path: Path) -> None:
    settings = Settings(state=str(tmp_path / "sandbox.sqlite"))
    with private_sandbox(settings), pytest.raises(ConfigError) as caught, private_sandbox(settings):
        pass  # pragma: no cover
    assert caught.value.message == f"The sandbox cannot keep its state in {settings.state}: database is locked."


def text_file(path: Path) -> None:
    path.write_text("not a database " * 100)


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()


def older_state(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE sandbox_meta (layout INTEGER, seed TEXT); INSERT INTO sandbox_meta VALUES (0, '');"
    )
    connection.close()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (Path.mkdir, "The sandbox cannot keep its state in {path}: unable to open database file."),
        (text_file, "The sandbox cannot keep its state in {path}: file is not a database."),
        (foreign_database, "{path} is a database, but not the state of this version's sandbox; it is left as it is."),
        (older_state, "{path} is a database, but not the state of this version's sandbox; it is left as it is."),
    ],
)
def test_state_that_cannot_be_kept_is_a_config_error(tmp_path: Path, prepare: Any, message: str) -> None:
    path = tmp_path / "state"
    prepare(path)
    with pytest.raises(ConfigError) as caught, private_sandbox(Settings(state=str(path))):
        pass  # pragma: no cover
    assert caught.value.message == message.format(path=path)
    assert caught.value.code is ErrorCode.STATE_UNWRITABLE
    assert "--state FILE" in caught.value.hint


def test_state_that_cannot_be_written_is_a_config_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(world_module, "seed_centra", disk_full)
    with pytest.raises(ConfigError) as caught, private_sandbox():
        pass  # pragma: no cover
    assert caught.value.message == "The sandbox cannot keep its state in :memory:: database or disk is full."


def test_state_of_another_program_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    foreign_database(path)
    with pytest.raises(ConfigError), private_sandbox(Settings(state=str(path))):
        pass  # pragma: no cover
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert tables == [("theirs",)]


def refuse_to_be_ready(url: str) -> None:
    raise AssertionError(url)  # pragma: no cover


def test_taken_port_is_a_usage_error_that_names_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            serve(Settings(), port=port, on_ready=refuse_to_be_ready)
    assert caught.value.message == (f"Port {port} on 127.0.0.1 is taken, perhaps by a sandbox that is already running.")
    assert "--port 8788" in caught.value.hint


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 99999), ("no.such.host.invalid", 0)])
def test_address_that_is_not_ours_is_a_usage_error(host: str, port: int) -> None:
    with pytest.raises(UsageError, match=f"cannot listen on {host}, port {port}: "):
        serve(Settings(), host=host, port=port, on_ready=refuse_to_be_ready)


def test_serving_frees_the_port_when_the_state_is_unusable(tmp_path: Path) -> None:
    listener = _listener("127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()
    with pytest.raises(ConfigError):
        serve(Settings(state=str(tmp_path)), port=port, on_ready=refuse_to_be_ready)
    _listener("127.0.0.1", port).close()


SERVE = """
import sys
from voyado_bis_cli.sandbox.server import serve
from voyado_bis_cli.sandbox.settings import Settings
serve(Settings(state=sys.argv[1]), host=sys.argv[2], port=0, on_ready=lambda url: print(url, flush=True))
print("stopped")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_the_server_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-W", "error", "-c", SERVE, str(tmp_path / "state.sqlite"), "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().strip()
        with httpx.Client() as client:  # a connection that stays open must not keep it
            assert client.get(f"{url}/_sandbox").status_code == 200
            os.kill(process.pid, number)
            assert process.wait(10) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("stopped\n", "")


def test_serving_works_in_the_main_thread_and_gives_the_handlers_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    urls: list[str] = []

    def interrupt(url: str) -> None:
        urls.append(url)
        os.kill(os.getpid(), signal.SIGINT)

    serve(Settings(), host="0.0.0.0", port=0, on_ready=interrupt)  # noqa: S104  # a test of exactly this
    assert urls[0].startswith("http://127.0.0.1:")
    assert signal.getsignal(signal.SIGINT) is before


def test_ipv6_loopback_has_its_brackets() -> None:
    urls: list[str] = []

    def interrupt(url: str) -> None:
        urls.append(url)
        os.kill(os.getpid(), signal.SIGINT)

    try:
        serve(Settings(), host="::1", port=0, on_ready=interrupt)
    except UsageError as error:
        pytest.skip(error.message)
    assert urls[0].startswith("http://[::1]:")


def test_failure_of_the_sandbox_itself_is_told_and_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(EngageApi, "_count_contacts", fail)
    with private_sandbox() as sandbox:
        answer = httpx.get(f"{sandbox.url}/api/v3/contacts/count", headers=KEY)
        (entry,) = httpx.get(f"{sandbox.url}/_sandbox/journal").json()["entries"]
    expected = {"error": "The sandbox itself failed at GET /api/v3/contacts/count: RuntimeError: broken"}
    assert (answer.status_code, answer.json()) == (500, expected)
    assert (entry["status"], entry["response"]["body"]) == (500, expected)
