from datetime import date, timedelta

import pytest

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.prerequisite import (
    EXPIRY_NOTICE,
    CheckResult,
    CheckState,
    Confirmation,
    Verdict,
    expiry,
    judged,
    skipped,
)

TODAY = date(2026, 3, 1)
ERROR, WARNING, INFO = finding.error("e", "E"), finding.warning("w", "W"), finding.info("i", "I")


@pytest.mark.parametrize(
    ("findings", "state", "detail"),
    [
        ([], CheckState.PASSED, "fine"),
        ([INFO], CheckState.PASSED, "fine"),
        ([INFO, WARNING], CheckState.WARNING, "W"),
        ([WARNING, ERROR, INFO], CheckState.FAILED, "E"),
    ],
)
def test_the_worst_finding_decides(findings: list[Finding], state: CheckState, detail: str) -> None:
    assert judged(findings, "fine") == Verdict(state, detail, tuple(findings))


def test_what_was_skipped_says_why() -> None:
    assert skipped("no key") == Verdict(CheckState.SKIPPED, "no key")


@pytest.mark.parametrize(
    ("days", "state", "detail"),
    [
        (-1, CheckState.FAILED, "The token expired on 2026-02-28, as centra.token_expires says."),
        (0, CheckState.WARNING, "The token expires on 2026-03-01, today."),
        (1, CheckState.WARNING, "The token expires on 2026-03-02, in 1 day."),
        (EXPIRY_NOTICE, CheckState.WARNING, "The token expires on 2026-03-15, in 14 days."),
        (EXPIRY_NOTICE + 1, CheckState.PASSED, "until 2026-03-16, 15 days from now"),
    ],
)
def test_a_token_is_judged_by_the_days_that_are_left(days: int, state: CheckState, detail: str) -> None:
    verdict = expiry("the token", "centra.token_expires", TODAY + timedelta(days=days), TODAY)

    assert (verdict.state, verdict.detail) == (state, detail)


def test_a_date_that_nobody_noted_is_a_reminder() -> None:
    verdict = expiry("the token", "centra.token_expires", None, TODAY)

    assert verdict.state is CheckState.WARNING
    assert "centra.token_expires" in verdict.findings[0].remedy.text


@pytest.mark.parametrize(
    ("verdict", "waits"),
    [
        (Verdict(CheckState.MANUAL, "look"), True),
        (Verdict(CheckState.MANUAL, "look", confirmed=Confirmation("Anna", TODAY)), False),
        (Verdict(CheckState.PASSED, "seen"), False),
    ],
)
def test_only_an_unconfirmed_manual_check_waits_for_a_person(verdict: Verdict, waits: bool) -> None:
    assert CheckResult("captcha", "manual", "A captcha", verdict).waits_for_a_person is waits
