import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from voyado_bis_cli.errors import ConfigError, ErrorCode, ExitCode, NotYetError
from voyado_bis_cli.journal.lock import FileQueueLock

URL = "https://brandx.centraqa.com/graphql"
NAME = "Toolkit BrandX"
HOLD_FOREVER = """
import sys, threading
from pathlib import Path
from voyado_bis_cli.journal.lock import FileQueueLock
with FileQueueLock(Path(sys.argv[1]), sys.argv[2], sys.argv[3]).hold():
    print("held", flush=True)
    threading.Event().wait()
"""


@pytest.fixture
def lock(tmp_path: Path) -> FileQueueLock:
    return FileQueueLock(tmp_path / "state", URL, NAME)


def holds(lock: FileQueueLock) -> bool:
    """Tell whether the lock could be had just now."""
    try:
        with lock.hold():
            return True
    except NotYetError:
        return False


def test_a_second_run_leaves_at_once_and_names_who_holds_the_queue(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold(), pytest.raises(NotYetError) as busy, FileQueueLock(tmp_path / "state", URL, NAME).hold():
        raise AssertionError("two writers")
    assert (busy.value.code, busy.value.exit_code) == (ErrorCode.LOCKED, ExitCode.NOT_YET)
    assert busy.value.message == (
        f'The queue of the integration "Toolkit BrandX" is in use by process {os.getpid()}, '
        "and two readers of one queue would confirm each other's events."
    )
    assert busy.value.hint == "Wait until that run has ended, or end it; a run that has died holds nothing."
    assert busy.value.details == {"integration_name": NAME, "pid": os.getpid()}


def test_an_attempt_that_was_refused_does_not_loosen_the_lock(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        assert not holds(FileQueueLock(tmp_path / "state", URL, NAME))
        assert not holds(FileQueueLock(tmp_path / "state", URL, NAME))
        elsewhere = subprocess.run(
            [sys.executable, "-c", HOLD_FOREVER, str(tmp_path / "state"), URL, NAME],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert "NotYetError" in elsewhere.stderr
    assert elsewhere.stdout == ""


def test_it_can_be_held_again_afterwards(lock: FileQueueLock) -> None:
    assert holds(lock)
    assert holds(lock)


def test_an_error_in_the_block_lets_go(lock: FileQueueLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.hold():
        _ = 1 / 0
    assert holds(lock)


@pytest.mark.parametrize(
    ("url", "name", "same"),
    [
        ("https://BRANDX.centraqa.com./graphql", NAME, True),
        ("https://brandx.centraqa.com:443/graphql/", NAME, True),
        ("https://brandx.centraqa.com/other", NAME, False),
        ("https://brandx.centraqa.com/graphqlX", NAME, False),
        ("https://brandx.centra.com/graphql", NAME, False),
        ("https://brandx.centraqa.com:8443/graphql", NAME, False),
        (URL, "Toolkit BrandY", False),
        (URL, "toolkit brandx", False),
    ],
)
def test_a_queue_is_its_address_and_its_integration_name(
    tmp_path: Path, lock: FileQueueLock, url: str, name: str, same: bool
) -> None:
    with lock.hold():
        assert holds(FileQueueLock(tmp_path / "state", url, name)) is not same


def test_its_file_keeps_its_name_so_that_another_version_of_bis_is_kept_out(
    tmp_path: Path, lock: FileQueueLock
) -> None:
    with lock.hold():
        assert [file.name for file in (tmp_path / "state").glob("*.lock")] == ["queue-48ddbb6af5cf8dd4.lock"]


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path, lock: FileQueueLock) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_FOREVER, str(tmp_path / "state"), URL, NAME], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(NotYetError, match=f"in use by process {holder.pid}"), lock.hold():
            pass
        holder.kill()
        holder.wait(timeout=30)
    assert list((tmp_path / "state").glob("*.pid")), "the killed process could not tidy up"
    assert holds(lock)


def test_without_a_readable_pid_it_is_another_run(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        for holder in (tmp_path / "state").glob("*.pid"):
            holder.write_text("")
        with pytest.raises(NotYetError, match="is in use by another run") as busy, lock.hold():
            pass
    assert busy.value.details["pid"] is None


def test_a_pid_file_that_is_gone_does_not_spoil_the_end(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        for holder in (tmp_path / "state").glob("*.pid"):
            holder.unlink()
    assert holds(lock)


def test_only_the_owner_can_read_its_files(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "state").iterdir()}
    assert modes == {0o600}


def assert_unwritable(lock: FileQueueLock, reason: str) -> None:
    with pytest.raises(ConfigError, match=f"cannot be used: {reason}") as refused, lock.hold():
        raise AssertionError("held without a lock")
    assert refused.value.code is ErrorCode.STATE_UNWRITABLE
    assert "BIS_STATE_DIR" in refused.value.hint


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    assert_unwritable(FileQueueLock(tmp_path / "state", URL, NAME), "file exists")


def test_a_lock_file_that_cannot_be_opened_is_told(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        (path,) = (tmp_path / "state").glob("*.lock")
    path.unlink()
    path.mkdir()
    assert_unwritable(lock, "unable to open database file")


def test_a_lock_file_that_is_something_else_is_told(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        (path,) = (tmp_path / "state").glob("*.lock")
    path.write_bytes(b"not a database" * 100)
    assert_unwritable(lock, "file is not a database")


def test_a_pid_that_cannot_be_written_is_told_and_the_lock_let_go(tmp_path: Path, lock: FileQueueLock) -> None:
    with lock.hold():
        (holder,) = (tmp_path / "state").glob("*.pid")
    holder.mkdir()
    assert_unwritable(lock, "is a directory")
    holder.rmdir()
    assert holds(lock)


def test_a_lock_that_the_system_cannot_give_is_no_busy_queue(
    lock: FileQueueLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.SQLITE_BUSY", -1)  # stands for any other operational error
    with lock.hold():
        assert_unwritable(lock, "database is locked")
