"""The sandbox's own time."""

from datetime import UTC, datetime, timedelta

from voyado_bis_cli.sandbox.clock import SandboxClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_it_runs_until_frozen() -> None:
    clock = SandboxClock()
    first, second = clock.now(), clock.now()
    assert timedelta() <= second - first < timedelta(seconds=5)
    assert not clock.frozen


def test_frozen_time_moves_by_advance_alone() -> None:
    clock = SandboxClock()
    clock.freeze(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(1.5)
    assert clock.now() == NOON + timedelta(seconds=1.5)


def test_freezing_holds_the_present_moment() -> None:
    clock = SandboxClock()
    before = clock.now()
    clock.freeze()
    assert timedelta() <= clock.now() - before < timedelta(seconds=5)
    assert clock.now() == clock.now()


def test_running_time_can_be_moved_and_set_back_to_real() -> None:
    clock = SandboxClock()
    real = clock.now()
    clock.advance(3600)
    assert timedelta(seconds=3600) <= clock.now() - real < timedelta(seconds=3605)
    clock.reset()
    assert clock.now() - real < timedelta(seconds=5)


def test_time_runs_on_from_where_it_stood() -> None:
    clock = SandboxClock()
    clock.freeze(NOON)
    clock.resume()
    assert timedelta() <= clock.now() - NOON < timedelta(seconds=5)
