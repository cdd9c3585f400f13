from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.rate_budget import affordable_page, longest_shortage
from voyado_bis_cli.domain.rate_limit import RateLimit


def bucket(interval: str, quota: int, remaining: int) -> RateLimit:
    return RateLimit("REQUEST_COUNT", interval, quota, quota - remaining, remaining)


@pytest.mark.parametrize(
    ("limit", "share", "seconds"),
    [
        (bucket("TEN_SECONDS", 60, 30), 0.5, None),
        (bucket("TEN_SECONDS", 60, 29), 0.5, 10 / 60),
        (bucket("TEN_SECONDS", 60, 0), 0.5, 5),
        (bucket("TEN_SECONDS", 60, 0), 1.0, None),
        (bucket("ONE_HOUR", 5000, 2000), 0.5, 360),
        (bucket("A_FORTNIGHT", 3600, 1799), 0.5, 1),
        (bucket("TEN_SECONDS", 0, 0), 0.5, None),
        (bucket("TEN_SECONDS", 0, -5), 0.5, None),
    ],
)
def test_a_run_waits_until_the_others_share_is_there_again(
    limit: RateLimit, share: float, seconds: float | None
) -> None:
    shortage = longest_shortage([limit], share)
    waited = shortage.wait.total_seconds() if shortage else None
    assert waited == (pytest.approx(seconds, abs=1e-5) if seconds else None)


def test_the_longest_wait_decides() -> None:
    short, long = bucket("TEN_SECONDS", 60, 0), bucket("ONE_HOUR", 5000, 0)
    shortage = longest_shortage([short, long, short], 0.5)
    assert shortage is not None
    assert (shortage.limit, shortage.wait) == (long, timedelta(minutes=30))


def test_no_bucket_is_no_shortage() -> None:
    assert longest_shortage([], 0.5) is None


@given(st.integers(1, 10_000), st.data(), st.floats(0, 1))
def test_after_the_wait_the_floor_is_reached(quota: int, data: st.DataObject, share: float) -> None:
    remaining = data.draw(st.integers(0, quota))
    shortage = longest_shortage([bucket("TEN_SECONDS", quota, remaining)], share)
    refilled = remaining + (shortage.wait.total_seconds() * quota / 10 if shortage else 0)
    assert refilled >= (1 - share) * quota - 1e-3 * quota
    assert (shortage is None) == (remaining >= (1 - share) * quota)


def complexity(quota: int) -> RateLimit:
    return RateLimit("QUERY_COMPLEXITY", "TEN_SECONDS", quota, 0, quota)


@pytest.mark.parametrize(
    ("cost", "limits", "asked"),
    [
        (100_000, [complexity(250_000)], 200),
        (125_000, [complexity(250_000)], 200),
        (250_000, [complexity(250_000)], 100),
        (250_000, [complexity(250_000), complexity(30_000_000)], 100),
        (10**9, [complexity(250_000)], 1),
        (10**9, [complexity(1)], 1),
        (10**9, [bucket("TEN_SECONDS", 60, 60)], 200),
        (10**9, [], 200),
        (250_000, [complexity(0), complexity(250_000)], 100),
    ],
)
def test_a_page_that_would_eat_the_budget_shrinks(cost: int, limits: list[RateLimit], asked: int) -> None:
    assert affordable_page(200, events=200, complexity=cost, limits=limits, share=0.5) == asked


def test_a_page_that_was_shrunk_stays_so_while_a_full_one_would_cost_too_much() -> None:
    assert affordable_page(200, events=100, complexity=125_000, limits=[complexity(250_000)], share=0.5) == 100
    assert affordable_page(200, events=100, complexity=50_000, limits=[complexity(250_000)], share=0.5) == 200


@pytest.mark.parametrize(
    ("ahead", "seconds"),
    [({}, None), ({"REQUEST_COUNT": 3}, 0.5), ({"MUTATION_COUNT": 9}, None), ({"REQUEST_COUNT": 1_000}, 5)],
)
def test_what_is_ahead_is_waited_for_but_no_bucket_is_ever_more_than_full(
    ahead: dict[str, int], seconds: float | None
) -> None:
    shortage = longest_shortage([bucket("TEN_SECONDS", 60, 30)], 0.5, ahead)
    assert (shortage.wait.total_seconds() if shortage else None) == seconds


def test_a_cost_that_centra_does_not_tell_shrinks_nothing() -> None:
    assert affordable_page(200, events=200, complexity=0, limits=[complexity(1)], share=0.5) == 200


def test_an_empty_page_says_nothing_about_the_cost() -> None:
    assert affordable_page(200, events=0, complexity=10**9, limits=[complexity(1)], share=0.5) == 200
