"""The summary of a job on GitHub Actions."""

from pathlib import Path
from typing import Any

import pytest

from voyado_bis_cli.domain import finding
from voyado_bis_cli.errors import ExitCode, NotYetError
from voyado_bis_cli.output.files.account import Case, Verdict
from voyado_bis_cli.output.files.summary import job_summary


@pytest.fixture
def actions(tmp_path: Path) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}


def test_each_step_of_a_job_adds_to_it(bis: Any, actions: dict[str, str], tmp_path: Path) -> None:
    bis("check-permissions", env=actions)
    bis("check-permissions --token toolkit", env={**actions, "BIS_CENTRA_TOKEN": "sandbox-unknown"})
    bis("config show", env=actions)

    page = (tmp_path / "summary.md").read_text("utf-8")
    assert [line for line in page.splitlines() if line.startswith("##")] == [
        "## bis check-permissions: passed",
        "## bis check-permissions: failed",
    ]
    assert "| ✅ | Event:write | " in page


def test_elsewhere_there_is_none(bis: Any, actions: dict[str, str], tmp_path: Path) -> None:
    bis("check-permissions", env={**actions, "GITHUB_ACTIONS": "false"})

    assert not (tmp_path / "summary.md").exists()


def test_it_reads_well(account: Any) -> None:
    made = account(
        exit_code=ExitCode.NOT_YET,
        cases=(
            Case("a", "Subscribe | restock", Verdict.PASSED, "Done *well*."),
            Case("b", "Look", Verdict.CONFIRMED, "at the form", confirmed_by="Anna", confirmed_on=None),
            Case("c", "See", Verdict.NOT_YET),
        ),
        findings=(finding.warning("late", "It may\nbe late.", "", finding.Remedy("Wait.", ("bis verify --wait 60",))),),
        error=NotYetError("Not seen.", hint="Again."),
    )

    assert job_summary(made, str) == (
        "## bis verify: not yet\n"
        "\n"
        "brand-x · 1 passed, 1 not yet, 1 confirmed · 1.0 s · exit code 8 · run `01k5`\n"
        "\n"
        "|  | what | outcome |\n"
        "|---|---|---|\n"
        "| ✅ | Subscribe \\| restock | Done \\*well\\*. |\n"
        "| ✅ | Look | confirmed by Anna on None: at the form |\n"
        "| ⏳ | See | not yet |\n"
        "\n"
        "**Not seen.** Again.\n"
        "\n"
        "- **warning**: It may be late.\n"
        "  Wait. `bis verify --wait 60`\n"
    )


def test_a_run_with_nothing_to_say_adds_nothing(account: Any) -> None:
    assert job_summary(account(), str) == ""
