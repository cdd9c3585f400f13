"""Each cause of "no email came" is named first where it can be told apart, else the group that looks like it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.support import Bis, asked
from tests.causes import CAUSES, Cause
from tests.conftest import SandboxAtHand

PASSED_OVER = ["too-few", "automation-inactive", "filtered", "opted-out", "feed-not-imported"]
"""Engage got the level and did not start: from outside all of these look alike."""

NOT_SENT = ["allowlist", "bounced", "wait-step"]
"""It started, and no email is seen."""

EXPECTED: dict[str, list[str]] = {
    "voyado's token expired": ["voyado-not-reading"],
    "voyado does not read the queue": ["voyado-not-reading"],
    "not on the allowlist": NOT_SENT,
    "market differs": ["other-market"],
    "no feed for the locale": ["locale-without-feed"],
    "sku not in the feed": ["sku-not-in-feed"],
    "below the minimum": PASSED_OVER,
    "automation inactive": PASSED_OVER,
    "another sku": PASSED_OVER,
    "another locale": PASSED_OVER,
    "bought recently": ["too-few", "automation-inactive", "filtered", "feed-not-imported"],
    "opted out": PASSED_OVER,
    "warehouse outside the rule": ["stock-outside-rule"],
    "market without a rule": ["market-without-rule"],
    "store of another tenant": ["other-tenant"],
    "another contact type": ["other-contact"],
    "bounced": ["bounced"],
    "wait step": NOT_SENT,
    "integration name shared": ["shared-name"],
    "event system off": ["events-off"],
    "event system off, voyado": ["events-off"],
}
CHANGES = {"SetStock", "ConfirmEvents", "SetEventListeners", "UnsetEventListeners", "WriteProbe"}


def words_for(cause: Cause) -> list[str]:
    words = dict(zip(cause.words[::2], cause.words[1::2], strict=True))
    return [word for name in ("--sku", "--market") if name in words for word in (name, words[name])]


@pytest.mark.parametrize("cause", CAUSES, ids=str)
def test_the_cause_is_named(cause: Cause, arrange: Callable[[Cause], None], bis: Bis) -> None:
    arrange(cause)

    result = bis("why", "--json", *words_for(cause), env=cause.env)

    assert result.data["group"] == EXPECTED[cause.name], result.stdout
    assert result.data["told_apart"] is (len(EXPECTED[cause.name]) == 1)


@pytest.mark.parametrize("cause", CAUSES, ids=str)
def test_nothing_is_written(cause: Cause, arrange: Callable[[Cause], None], bis: Bis, sandbox: SandboxAtHand) -> None:
    arrange(cause)
    before, requests = _still(sandbox), len(asked(sandbox))

    bis("why", *words_for(cause), env=cause.env)

    made = asked(sandbox)[requests:]
    assert made
    assert not [each for each in made if each in CHANGES or each.split()[0] in {"PUT", "DELETE", "PATCH"}]
    # a query that Centra refuses with 403 stands in the journal without its name
    assert {each for each in made if each.startswith("POST ")} <= {"POST /graphql"}
    assert _still(sandbox) == before


def _still(sandbox: SandboxAtHand) -> Any:
    state = sandbox.state()
    return {"centra": state["centra"], "engage": state["engage"]}
