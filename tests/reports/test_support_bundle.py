"""`bis report`: what goes into a ticket."""

from pathlib import Path
from typing import Any

PRIVATE = ("sandbox-toolkit", "sandbox-guide", "sandbox-engage-key", "john-doe@")


def test_it_holds_versions_settings_findings_and_the_journal_and_nothing_private(bis: Any) -> None:
    bis("doctor")
    bis("verify --sync voyado --wait 0.1")

    page = bis("report").stdout

    assert [line for line in page.splitlines() if line.startswith("#")] == [
        page.splitlines()[0],
        "## Versions",
        "## Settings, from variables",
        "## Last findings",
        "## Journal, newest first, in UTC",
    ]
    assert "| `centra.token` | `set` | `BIS_CENTRA_TOKEN` |" in page
    assert "| `test.email` | `j***@voyado.com` | `BIS_TEST_EMAIL` |" in page
    assert "- **bis verify**: exit code 8, " in page
    assert "  - ended by not\\_yet: Voyado is not reading" in page
    assert "- **bis doctor**: exit code 0, " in page
    assert "  - warning: Market Outlet (6) has no allocation rule. (`market-without-rule`)" in page
    assert " verify.ended " in page
    assert [private for private in PRIVATE if private in page] == []


def test_the_last_run_of_each_command_counts(bis: Any) -> None:
    bis("check-permissions", env={"BIS_CENTRA_VOYADO_TOKEN": "sandbox-weak"})
    bis("check-permissions")

    (judged,) = bis("report --json").data["judged"]

    assert (judged["command"], judged["exit_code"], judged["findings"]) == ("check-permissions", 0, [])


def test_a_fresh_machine_has_little_to_tell_and_asks_nobody(bis: Any, sandbox: Any) -> None:
    result = bis("report")

    assert result.exit_code == 0
    assert "None were noted yet: `bis doctor` looks." in result.stdout
    assert sandbox.journal(path="/graphql") == []
    assert not bis.state.exists()


def test_it_goes_into_a_file_and_says_so(bis: Any, tmp_path: Path) -> None:
    page = tmp_path / "ticket.md"

    result = bis("report", "--output", str(page))

    assert result.stdout == f"Written to {page}.\n"
    assert page.read_text("utf-8").startswith("# Support bundle of bis, ")
    assert bis("report", "--json", "--output", str(page)).data["file"] == str(page)
    assert bis("report", "--output", str(tmp_path)).exit_code == 3


def test_whose_home_the_settings_lie_in_is_not_told(bis: Any) -> None:
    home = bis.folder / "home"
    folder = home / "shop"
    folder.mkdir(parents=True)
    (folder / "bis.toml").write_text('default_profile = "x"\n[profiles.x]\ntenant = "t"\n', encoding="utf-8")

    result = bis("report", "--config", str(folder / "bis.toml"), env={"BIS_CENTRA_URL": None})

    assert "## Settings, from file in `~/shop/bis.toml`" in result.stdout
    assert str(home) not in result.stdout


def test_as_many_lines_of_the_journal_as_are_asked_for(bis: Any) -> None:
    bis("set-stock --fta 3")

    assert len(bis("report --json --lines 1").data["journal"]) == 1
    assert bis("report --json --lines 0").data["journal"] == []


def test_a_syncs_requests_are_lines_of_their_own_and_hide_nothing(bis: Any, sandbox: Any) -> None:
    bis("set-stock --fta 3")
    sandbox.control("POST", "/faults", {"kind": "reset", "operation": "ConfirmEvents"})
    assert bis("sync-stock --once").exit_code == 0

    data = bis("report --json --lines 4").data
    page = bis("report --lines 4").stdout

    assert [row["kind"] for row in data["journal"]] == [
        "events.confirmed",
        "levels.sent",
        "stock.changed",
        "stock.changing",
    ]
    told = [{key: value for key, value in row["payload"].items() if key != "duration_ms"} for row in data["requests"]]
    (broken,) = [row.pop("failure") for row in told if "failure" in row]
    assert "broke" in broken
    assert told == [
        {"request": "Centra ConfirmEvents", "attempt": 2, "status": 200},
        {"request": "Centra ConfirmEvents", "attempt": 1},
        {"request": "Engage stock levels", "attempt": 1, "status": 200},
        {"request": "Centra Stock", "attempt": 1, "status": 200},
    ]
    assert "## Requests, newest first, in UTC" in page


def test_a_command_that_only_looks_keeps_no_requests(bis: Any) -> None:
    bis("markets")

    assert not bis.state.exists()


def test_a_journal_that_cannot_be_written_takes_nothing_from_the_result(bis: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = bis("check-permissions", env={"BIS_STATE_DIR": str(tmp_path / "file")})

    assert result.exit_code == 0
    assert "`bis report` will not show what this run found." in result.stderr


def test_the_demo_leaves_nothing_behind(bis: Any) -> None:
    bis("demo")

    assert not bis.state.exists()
