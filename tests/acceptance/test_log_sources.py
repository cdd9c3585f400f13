"""`bis log` from a file, from a paste, while it grows, and beside what we sent."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.acceptance.support import SKU, Bis
from tests.conftest import SandboxAtHand
from voyado_bis_cli.cli.context import SystemClock

UGLY = {
    "excel.csv": "sep=;\r\nTime;Type;Level;Message\r\n2026-07-01 12:00;Orders;Warning;Größe M\r\n".encode("cp1252"),
    "utf16.tsv": "Time\tType\tLevel\tMessage\n2026-07-01 12:01\tOrders\tInfo\tone\n".encode("utf-16"),
    "quoted.csv": b'\xef\xbb\xbfTime,Text,Type\n2026-07-01,"two\nlines",a\n2026-07-02,"open,a\n2026-07-03,x,a\n',
    "page.txt": b"Integration log\nTime\tType\tMessage\n2026-07-01 12:02\tOrders\ttwo\nShowing 1-1 of 1\n",
    "rows.jsonl": b'{"time": "2026-07-01T12:03:00Z", "message": "three"}\n{"time": \n{"message": "four"}\n',
}


def paste(monkeypatch: pytest.MonkeyPatch, text: bytes, *, typed: bool = False) -> None:
    standard_input = SimpleNamespace(buffer=io.BytesIO(text), isatty=lambda: typed)
    monkeypatch.setattr("sys.stdin", standard_input)


@pytest.mark.parametrize(
    ("name", "messages", "lines"),
    [
        ("excel.csv", ["Größe M"], []),
        ("utf16.tsv", ["one"], []),
        ("quoted.csv", ["two\nlines", '"open', "x"], [4]),
        ("page.txt", ["two"], [1, 4]),
        ("rows.jsonl", ["three", "four"], [2]),
    ],
)
def test_of_an_ugly_file_no_row_is_lost_and_each_other_line_is_named(
    bis: Bis, tmp_path: Path, name: str, messages: list[str], lines: list[int]
) -> None:
    (tmp_path / name).write_bytes(UGLY[name])

    result = bis("log", "--file", str(tmp_path / name), "--json")

    assert (result.exit_code, result.data["source"]) == (0, "file")
    assert [row["message"] for row in result.data["entries"]] == messages
    assert [each["line"] for each in result.data["unread"]] == lines
    assert result.found == ([("warning", "log-lines-unread")] if lines else [])


def test_what_could_not_be_read_is_told_with_its_lines(bis: Bis, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(UGLY["page.txt"])

    result = bis("log", "--file", str(tmp_path / "page.txt"))

    assert result.stdout.splitlines()[0] == "Engage integration log, as saved in a file"
    assert "warning: Not all of it could be read: lines 1, 4. It kept 1 row." in result.stderr
    assert "line 4: it is no row of this table" in result.stderr


def test_rows_are_pasted_from_the_page(bis: Bis, monkeypatch: pytest.MonkeyPatch) -> None:
    paste(monkeypatch, UGLY["page.txt"], typed=True)

    result = bis("log --file - --source file")

    assert "Paste the rows of Engage's log page, then press Enter and Ctrl-D." in result.stderr
    assert "two" in result.stdout


def test_addresses_in_a_saved_log_are_masked(bis: Bis, monkeypatch: pytest.MonkeyPatch) -> None:
    paste(monkeypatch, b"Time,Message\n2026-07-01,Sent to john-doe@voyado.com\n")

    assert bis("log --file - --json").data["entries"][0]["message"] == "Sent to j***@voyado.com"


def test_a_file_with_nothing_of_a_log_is_an_error(bis: Bis, monkeypatch: pytest.MonkeyPatch) -> None:
    paste(monkeypatch, b"<html>Sign in</html>\n")

    result = bis("log --file - --json")

    assert (result.exit_code, result.found) == (1, [("error", "log-unreadable")])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--source file", "--source file needs the file."),
        ("--file x --source http", "--file and --source http exclude each other."),
        ("--file - --follow", "What is pasted cannot be followed."),
        ("--wait 3", "--wait goes with --follow."),
        ("--file nowhere.csv", "nowhere.csv cannot be read: No such file or directory."),
    ],
)
def test_what_cannot_be_meant_is_said(bis: Bis, options: str, told: str) -> None:
    result = bis(f"log {options}")

    assert (result.exit_code, result.error) == (2, told)


@pytest.fixture
def told_once(bis: Bis) -> None:
    for line in ("subscribe", "set-stock --fta 10", "sync-stock --once"):
        assert bis(line).exit_code == 0


def test_a_row_says_which_level_of_ours_it_answers(told_once: None, bis: Bis) -> None:
    rows = bis("log --json").data["entries"]

    answers = [(row["type"], row["market"], (row["answers"] or {}).get("quantity")) for row in rows]
    assert answers == [
        ("Subscription", "4", None),
        ("StockLevel", "4", 10),
        ("BackInStock", "4", 10),
        ("Email", "4", 10),
        ("StockLevel", "5", 10),
    ]
    assert "our level" in bis("log").stdout


def test_evidence_reads_in_the_order_of_time_and_ends_with_what_is_so_now(told_once: None, bis: Bis) -> None:
    rows = bis("log --source evidence --json").data["entries"]

    assert [row["timestamp"] is None for row in rows] == [False, False, False, False, True]
    times = [row["timestamp"] for row in rows[:-1]]
    assert times == sorted(times)
    assert [row["type"] for row in rows][-2:] == ["Email", "Subscription"]
    assert rows[-1]["message"] == "The subscription is gone: it started the automation or was deleted"


@pytest.fixture
def between_looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """What happens while somebody follows: time passes at once, and the given thing happens in it."""

    def arrange(happen: Callable[[], object]) -> None:
        passed = 0.0
        happening: Iterator[object] = iter([happen])

        def monotonic(_clock: object) -> float:
            return passed

        def sleep(_clock: object, seconds: float) -> None:
            nonlocal passed
            passed += seconds
            for each in happening:
                assert callable(each)
                each()

        monkeypatch.setattr(SystemClock, "monotonic", monotonic)
        monkeypatch.setattr(SystemClock, "sleep", sleep)

    return arrange


def test_new_rows_are_told_as_they_come_and_none_twice(
    bis: Bis, tmp_path: Path, between_looks: Callable[[Callable[[], object]], None]
) -> None:
    file = tmp_path / "log.csv"
    file.write_text("Time,Message\n2026-07-01,one\n2026-07-01,one\n")
    between_looks(lambda: file.write_text("Time,Message\n2026-07-01,one\n2026-07-01,one\n2026-07-02,two\n"))

    result = bis("log", "--file", str(file), "--follow", "--wait", "30")

    assert result.exit_code == 0
    assert [line.split()[-1] for line in result.stdout.splitlines()] == ["one", "one", "two", "rows"]
    assert "Following the saved log" in result.stderr


def test_a_source_that_fails_for_a_while_is_asked_again(
    told_once: None, bis: Bis, sandbox: SandboxAtHand, between_looks: Callable[[Callable[[], object]], None]
) -> None:
    fault = {"kind": "status", "status": 503, "path": "/integration-log", "times": 20}
    between_looks(lambda: sandbox.control("POST", "/faults", fault))

    result = bis(f"log --follow --wait 200 --sku {SKU} --json")

    assert result.exit_code == 0
    assert len(result.data["entries"]) == 5
    assert "Looking again." in result.stderr
