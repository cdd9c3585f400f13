import multiprocessing
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.errors import ConfigError, ErrorCode, ExitCode
from voyado_bis_cli.journal import store
from voyado_bis_cli.journal.store import Journal

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


class Ticking:
    """A clock that moves one second at each look."""

    def __init__(self) -> None:
        self.moment = NOON - timedelta(seconds=1)

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def unchanged(value: object) -> object:
    return value


def journal_of(path: Path, *, run_id: str = "run-1", profile: str = "brand-x") -> Journal:
    return Journal(path, run_id=run_id, profile=profile, clock=Ticking(), redact=unchanged)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with journal_of(path) as opened:
        yield opened


def test_what_was_appended_comes_back_newest_first(journal: Journal) -> None:
    journal.append("stock-change", {"sku": "1234SIZEM", "delta": 3, "nested": {"ok": True, "none": None}})
    journal.append("stock-change", {"sku": "1234-1"})
    assert journal.entries("stock-change") == (
        JournalEntry(2, NOON + timedelta(seconds=1), "run-1", "brand-x", "stock-change", {"sku": "1234-1"}),
        JournalEntry(
            1,
            NOON,
            "run-1",
            "brand-x",
            "stock-change",
            {"sku": "1234SIZEM", "delta": 3, "nested": {"ok": True, "none": None}},
        ),
    )


def test_entries_are_of_one_kind_and_no_more_than_asked_for(journal: Journal) -> None:
    for number in range(3):
        journal.append("a", {"n": number})
        journal.append("b", {"n": number})
    assert [entry.payload["n"] for entry in journal.entries("a", limit=2)] == [2, 1]


def test_the_latest_entries_are_of_every_kind_and_of_this_profile_only(path: Path, journal: Journal) -> None:
    assert journal.latest(3) == ()
    for kind in ("a", "b", "c"):
        journal.append(kind, {})
    with journal_of(path, profile="brand-y") as other:
        other.append("d", {})

    assert [entry.kind for entry in journal.latest(2)] == ["c", "b"]
    assert [entry.kind for entry in journal.latest(9)] == ["c", "b", "a"]
    assert [entry.kind for entry in journal.latest(2, without=("b", "d"))] == ["c", "a"]


def test_of_what_a_sync_writes_all_the_time_the_newest_are_kept_of_each_profile(
    path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "KEPT", {"request.sent": 3, "levels.sent": 2})
    monkeypatch.setattr(store, "_TRIM_EVERY", 5)
    with journal_of(path, profile="brand-y") as other:
        for number in range(4):
            other.append("request.sent", {"n": number})

    for number in range(6):  # 12 entries: trimmed at the first, the sixth and the eleventh
        journal.append("request.sent", {"n": number})
        journal.append("stock.changed", {"n": number})
    journal.append("levels.sent", {"n": 0})

    assert [entry.payload["n"] for entry in journal.entries("request.sent")] == [5, 4, 3]
    assert len(journal.entries("stock.changed")) == 6
    with journal_of(path, profile="brand-y") as other:
        assert len(other.entries("request.sent")) == 4
        other.append("request.sent", {"n": 4})
        assert [entry.payload["n"] for entry in other.entries("request.sent")] == [4, 3, 2]


def test_a_later_run_reads_what_an_earlier_one_wrote_for_its_profile_only(path: Path) -> None:
    with journal_of(path, run_id="run-1") as first, journal_of(path, profile="brand-y") as other:
        first.append("a", {"n": 1})
        other.append("a", {"n": 2})
    with journal_of(path, run_id="run-2") as second:
        assert [(entry.run_id, entry.payload) for entry in second.entries("a")] == [("run-1", {"n": 1})]


def test_every_payload_is_redacted_before_it_is_stored(path: Path) -> None:
    def redact(value: object) -> object:
        assert value == {"email": "john-doe@voyado.com"}
        return {"email": "j***@voyado.com"}

    with Journal(path, run_id="r", profile="p", clock=Ticking(), redact=redact) as journal:
        journal.append("subscription", {"email": "john-doe@voyado.com"})
        assert journal.entries("subscription")[0].payload == {"email": "j***@voyado.com"}
    assert b"john-doe" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_no_file_is_made_before_something_is_written(path: Path, journal: Journal) -> None:
    assert journal.entries("a") == ()
    assert not path.parent.exists()


def test_only_the_owner_can_read_it(path: Path, journal: Journal) -> None:
    journal.append("a", {})
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with journal_of(tmp_path / "journal.sqlite") as journal:
        journal.append("a", {})
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_it_opens_again_after_it_was_closed(journal: Journal) -> None:
    journal.append("a", {"n": 1})
    journal.close()
    journal.close()
    journal.append("a", {"n": 2})
    assert [entry.payload["n"] for entry in journal.entries("a")] == [2, 1]


def test_the_file_says_which_schema_it_has_and_uses_a_write_ahead_log(path: Path, journal: Journal) -> None:
    journal.append("a", {})
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def append_at_once(folder: Path, run_id: str, start: Barrier) -> None:
    for attempt in range(10):
        start.wait(timeout=60)
        with journal_of(folder / f"journal-{attempt}.sqlite", run_id=run_id) as journal:
            journal.append("a", {"n": 1})
            journal.append("a", {"n": 2})


def test_runs_that_start_and_write_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    names = [f"run-{number}" for number in range(4)]
    runs = [context.Process(target=append_at_once, args=(tmp_path, name, start)) for name in names]
    for run in runs:
        run.start()
    for run in runs:
        run.join(timeout=60)
    assert [run.exitcode for run in runs] == [0, 0, 0, 0]
    for attempt in range(10):
        with journal_of(tmp_path / f"journal-{attempt}.sqlite") as journal:
            written = sorted((entry.run_id, str(entry.payload["n"])) for entry in journal.entries("a"))
        assert written == [(name, n) for name in names for n in ("1", "2")]


def assert_unwritable(journal: Journal, reason: str) -> None:
    with pytest.raises(ConfigError) as refused:
        journal.append("a", {"n": "x" * 100_000})
    error = refused.value
    assert (error.code, error.exit_code) == (ErrorCode.STATE_UNWRITABLE, ExitCode.CONFIG)
    folder = Path(str(error.details["path"])).parent
    assert error.message == f"journal.sqlite in the state folder {folder} cannot be used: {reason}."
    assert "BIS_STATE_DIR" in error.hint


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    assert_unwritable(journal_of(tmp_path / "state" / "journal.sqlite"), "file exists")


def test_a_folder_without_permission_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)  # root may write anywhere, so a mode proves nothing
    assert_unwritable(journal_of(path), "permission denied")


def test_a_file_that_is_no_journal_is_told_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    assert_unwritable(journal_of(path), "file is not a database")
    assert path.read_bytes().startswith(b"not a database")


def test_a_damaged_journal_is_told(path: Path, journal: Journal) -> None:
    journal.append("a", {})
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TABLE entry")
    raw.close()
    with pytest.raises(ConfigError, match="no such table: entry"):
        journal.entries("a")


def test_a_full_disk_is_told(journal: Journal) -> None:
    journal.append("a", {})
    journal._open().execute("PRAGMA max_page_count = 1")
    assert_unwritable(journal, "database or disk is full")


def test_a_journal_of_a_newer_version_is_not_touched(path: Path) -> None:
    path.parent.mkdir()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 2")
    raw.close()
    assert_unwritable(journal_of(path), "a newer version of bis wrote it")
