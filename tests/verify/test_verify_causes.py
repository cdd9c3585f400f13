"""Each cause of "no email came" makes `bis verify` fail at the step where it shows, and say what is left to suspect."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.support import Result
from tests.causes import CAUSES, Cause
from tests.conftest import SandboxAtHand
from tests.verify.conftest import holdings, steps_of, working

OUTCOMES: dict[str, tuple[str, str, int, str]] = {
    "voyado's token expired": ("permissions", "failed", 4, ""),
    "voyado does not read the queue": ("sync", "not-yet", 8, "suspect-voyado-not-reading"),
    "not on the allowlist": ("email", "not-yet", 8, "log-says"),
    "market differs": ("subscribe", "failed", 1, ""),
    "no feed for the locale": ("preflight", "failed", 1, "no-feed"),
    "sku not in the feed": ("preflight", "failed", 1, "feed-sku-missing"),
    "below the minimum": ("consumed", "not-yet", 8, "log-says"),
    "automation inactive": ("consumed", "not-yet", 8, "log-says"),
    "another sku": ("consumed", "not-yet", 8, "log-says"),
    "another locale": ("consumed", "not-yet", 8, "log-says"),
    "bought recently": ("consumed", "not-yet", 8, "log-says"),
    "opted out": ("consumed", "not-yet", 8, "log-says"),
    "warehouse outside the rule": ("preflight", "failed", 1, "warehouse-outside-rule"),
    "market without a rule": ("preflight", "failed", 1, "market-without-rule"),
    "store of another tenant": ("subscribe", "not-yet", 8, "suspect-store"),
    "another contact type": ("subscribe", "not-yet", 8, "suspect-store"),
    "bounced": ("email", "failed", 1, ""),
    "wait step": ("email", "not-yet", 8, "suspect-allowlist"),
    "integration name shared": ("consumed", "not-yet", 8, "suspect-automation"),
    "event system off": ("event", "not-yet", 8, "suspect-events-off"),
    "event system off, voyado": ("event", "not-yet", 8, "suspect-events-off"),
}
"""Step, its state, exit code, and the first thing said about why (by severity, notes left out)."""


@pytest.fixture
def verified(verify: Callable[..., Result], sandbox: SandboxAtHand, inject: Callable[[Cause], None]) -> Any:
    def call(cause: Cause, *words: str) -> Result:
        inject(cause)
        with working(sandbox, cause.worker):
            return verify(*cause.words, *words, env=cause.env)

    return call


def first_said(result: Result) -> str:
    return next((name for severity, name in result.found if severity != "info"), "")


@pytest.mark.parametrize("cause", CAUSES, ids=str)
def test_it_fails_where_the_cause_shows(cause: Cause, verified: Any, sandbox: SandboxAtHand) -> None:
    result = verified(cause)

    ended = [(name, state) for name, state in steps_of(result).items() if state in {"failed", "not-yet"}]
    step, state, exit_code, said = OUTCOMES[cause.name]
    assert (ended, result.exit_code) == ([(step, state)], exit_code), result.stdout
    assert said in {"", first_said(result)}


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause.name != "another contact type"], ids=str)
def test_whatever_the_cause_everything_is_taken_back(cause: Cause, verified: Any, sandbox: SandboxAtHand) -> None:
    before = holdings(sandbox)

    verified(cause)

    sandbox.control("DELETE", "/faults")
    after = holdings(sandbox)
    assert after["subscriptions"] == []
    assert after["stock"].get("1234SIZEM") == before["stock"].get("1234SIZEM")


def test_the_causes_are_all_judged() -> None:
    assert set(OUTCOMES) == {cause.name for cause in CAUSES}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("below the minimum", "the automation asks for 50 or more"),
        ("automation inactive", "the automation is not active"),
        ("bought recently", "the contact bought it recently"),
        ("not on the allowlist", "the address is not on the allowlist"),
    ],
)
def test_the_integration_log_is_quoted_where_it_can_be_read(name: str, said: str, verified: Any) -> None:
    (cause,) = [cause for cause in CAUSES if cause.name == name]

    first = verified(cause).json["findings"]

    told = next(finding for finding in first if finding["id"] == "log-says")
    assert said in told["title"]
    assert "john-doe" not in told["title"]


def test_without_a_log_what_looks_alike_is_said_to_look_alike(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/automation", json={"active": False})

    result = verify(env={"BIS_LOG_URL": None})

    suspects = {each["id"]: each["detail"] for each in result.json["findings"] if each["severity"] == "warning"}
    assert list(suspects) == [
        "suspect-automation",
        "suspect-filters",
        "suspect-opted-out",
        "suspect-feed-import",
    ]
    alike = "From outside these look alike: an inactive automation, its minimum quantity and its filters."
    assert suspects["suspect-automation"] == suspects["suspect-filters"] == alike
