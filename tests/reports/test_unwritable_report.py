"""A report that cannot be written takes nothing away from the result, and is never passed over in silence."""

from pathlib import Path
from typing import Any

import pytest

OPTIONS = ("--report-junit", "--report-html")


@pytest.mark.parametrize("option", OPTIONS)
def test_the_result_is_printed_and_the_run_ends_with_3(bis: Any, tmp_path: Path, option: str) -> None:
    path = tmp_path / "missing" / "report"

    result = bis("check-permissions", option, str(path))

    assert result.exit_code == 3
    assert result.stdout == bis("check-permissions").stdout
    assert result.error == f"The report could not be written to {path}: no such file or directory."


def test_the_document_says_so_too(bis: Any, tmp_path: Path) -> None:
    result = bis("check-permissions", "--json", "--report-html", str(tmp_path))

    assert result.exit_code == result.json["exit_code"] == 3
    assert not result.json["ok"]
    assert len(result.data["permissions"]) > 10
    assert result.json["error"]["code"] == "state_unwritable"
    assert result.json["error"]["message"].endswith("is a directory.")


def test_the_other_report_is_written_all_the_same(bis: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    result = bis("check-permissions", "--report-junit", str(tmp_path / "no" / "x"), "--report-html", str(page))

    assert result.exit_code == 3
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_findings_that_fail_the_run_are_still_told(bis: Any, tmp_path: Path) -> None:
    weak = {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-weak"}

    result = bis("check-permissions", "--report-junit", str(tmp_path), env=weak)

    assert result.exit_code == 3
    assert "The token lacks Market:read" in result.stderr
    assert f"The report could not be written to {tmp_path}: is a directory." in result.stderr


@pytest.mark.parametrize(
    ("words", "code"), [("check-permissions --token toolkit", 4), ("verify --sync voyado --wait 0.1", 8)]
)
def test_what_ended_the_run_itself_decides_its_exit_code(bis: Any, tmp_path: Path, words: str, code: int) -> None:
    env = {"BIS_CENTRA_TOKEN": "sandbox-unknown"} if code == 4 else {}

    result = bis(*words.split(), "--report-junit", str(tmp_path), env=env)

    assert result.exit_code == code
    assert f"The report could not be written to {tmp_path}: is a directory." in result.stderr


def test_a_report_may_go_to_a_stream(bis: Any) -> None:
    assert bis("check-permissions", "--report-junit", "/dev/null").exit_code == 0
