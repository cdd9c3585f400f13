from datetime import date, timedelta

import pytest

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
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


RENEW = Remedy(
    "Make a new token in Centra (System > API Tokens), hand it over, and note its date as centra.token_expires. "
    "The integration name stays the same, so no event is lost."
)


@pytest.mark.parametrize(("days", "on"), [(-30, "2026-01-30"), (-1, "2026-02-28")])
def test_a_token_past_its_date_has_expired(days: int, on: str) -> None:
    title = f"The token expired on {on}, as centra.token_expires says."

    assert expiry("the token", "centra.token_expires", TODAY + timedelta(days=days), TODAY) == Verdict(
        CheckState.FAILED,
        title,
        (Finding("token-expired", Severity.ERROR, title, "Centra refuses it with 403.", RENEW),),
    )


@pytest.mark.parametrize(
    ("days", "when"),
    [
        (0, "2026-03-01, today"),
        (1, "2026-03-02, in 1 day"),
        (2, "2026-03-03, in 2 days"),
        (14, "2026-03-15, in 14 days"),
    ],
)
def test_a_token_near_its_date_is_a_reminder(days: int, when: str) -> None:
    title = f"The token expires on {when}."

    assert expiry("the token", "centra.token_expires", TODAY + timedelta(days=days), TODAY) == Verdict(
        CheckState.WARNING,
        title,
        (
            Finding(
                "token-expires-soon",
                Severity.WARNING,
                title,
                "From that day on no event is read and no email leaves.",
                RENEW,
            ),
        ),
    )


def test_a_token_that_lives_longer_than_the_notice_is_fine() -> None:
    expires = TODAY + timedelta(days=EXPIRY_NOTICE + 1)

    assert expiry("the token", "centra.token_expires", expires, TODAY) == Verdict(
        CheckState.PASSED, "until 2026-03-16, 15 days from now"
    )


def test_a_date_that_nobody_noted_is_a_reminder() -> None:
    title = "Nobody noted when the token expires, and no API tells: 30 days after it was made, unless that was changed."

    assert expiry("the token", "centra.token_expires", None, TODAY) == Verdict(
        CheckState.WARNING,
        title,
        (
            Finding(
                "token-expiry-unknown",
                Severity.WARNING,
                title,
                "An expired token is the most common reason why emails stop after a month.",
                Remedy(
                    "Look at the token in Centra (System > API Tokens) and note the date as centra.token_expires, "
                    "e.g. 2027-01-31."
                ),
            ),
        ),
    )


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
