"""When a request is sent again: one table per policy."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.transport.model import RetryPolicy
from voyado_bis_cli.transport.retry import PAUSES, Answered, Failed, FailureKind, GiveUp, Outcome, Repeat, decide

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONG = timedelta(seconds=30)
STATUSES = (200, 201, 302, 400, 401, 403, 404, 408, 409, 422, 429, 499, 500, 501, 502, 503, 504)
OUTCOMES: tuple[Outcome, ...] = (*map(Answered, STATUSES), *map(Failed, FailureKind))
REPEATED: dict[RetryPolicy, set[Outcome | int | FailureKind]] = {
    RetryPolicy.REPEAT: {429, 500, 502, 503, 504, *FailureKind} - {FailureKind.LASTING},
    RetryPolicy.REPEAT_IF_NOT_DONE: {429, FailureKind.REFUSED, FailureKind.NOT_SENT},
    RetryPolicy.NEVER: set(),
}


def after(
    outcome: Outcome, *, policy: RetryPolicy = RetryPolicy.REPEAT, attempt: int = 1, patience: timedelta = LONG
) -> Repeat | GiveUp:
    return decide(policy, outcome, attempt=attempt, now=NOW, patience=patience)


def limited(value: str, status: int = 429) -> Answered:
    return Answered(status, {"retry-after": value})


@pytest.mark.parametrize(("policy", "outcome"), list(product(RetryPolicy, OUTCOMES)))
def test_a_policy_repeats_exactly_what_it_names(policy: RetryPolicy, outcome: Outcome) -> None:
    named = outcome.status if isinstance(outcome, Answered) else outcome.kind

    verdict = after(outcome, policy=policy)

    assert isinstance(verdict, Repeat) == (named in REPEATED[policy])


def test_pauses_grow_and_the_fourth_attempt_is_the_last() -> None:
    verdicts = [after(Answered(503), attempt=attempt) for attempt in (1, 2, 3, 4, 5)]

    assert verdicts == [
        Repeat(timedelta(seconds=0.5), "HTTP 503"),
        Repeat(timedelta(seconds=1), "HTTP 503"),
        Repeat(timedelta(seconds=2), "HTTP 503"),
        GiveUp("HTTP 503"),
        GiveUp("HTTP 503"),
    ]


@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_is_as_long_as_the_server_asks(status: int) -> None:
    assert after(limited("7", status)) == Repeat(timedelta(seconds=7), f"HTTP {status}")


@pytest.mark.parametrize("value", ["0", "2026-11-23T11:59:00Z", "soon"])
def test_a_moment_that_has_passed_or_cannot_be_read_still_means_a_pause(value: str) -> None:
    assert after(limited(value)) == Repeat(PAUSES[0], "HTTP 429")


def test_a_moment_beyond_the_patience_is_named_and_not_waited_for() -> None:
    assert after(limited("31")) == GiveUp("HTTP 429", NOW + timedelta(seconds=31))


def test_a_pause_that_just_fits_is_made() -> None:
    assert after(limited("30")) == Repeat(timedelta(seconds=30), "HTTP 429")


def test_the_moment_is_named_even_where_the_policy_forbids_another_attempt() -> None:
    assert after(limited("3"), policy=RetryPolicy.NEVER) == GiveUp("HTTP 429", NOW + timedelta(seconds=3))


def test_retry_after_means_nothing_on_other_answers() -> None:
    assert after(limited("60", 500)) == Repeat(PAUSES[0], "HTTP 500")


def test_a_pause_that_does_not_fit_is_not_made() -> None:
    assert after(Failed(FailureKind.REFUSED), patience=timedelta(seconds=0.4)) == GiveUp("connection refused")


@given(
    policy=st.sampled_from(RetryPolicy),
    outcome=st.sampled_from(OUTCOMES)
    | st.builds(limited, st.integers(0, 10**13).map(str), st.sampled_from([429, 503])),
    attempt=st.integers(1, 10),
    patience=st.timedeltas(timedelta(0), timedelta(hours=1)),
)
def test_no_pause_outlasts_the_patience_and_every_loop_ends(
    policy: RetryPolicy, outcome: Outcome, attempt: int, patience: timedelta
) -> None:
    verdict = after(outcome, policy=policy, attempt=attempt, patience=patience)

    if isinstance(verdict, Repeat):
        assert PAUSES[attempt - 1] <= verdict.after <= patience
        assert policy is not RetryPolicy.NEVER
