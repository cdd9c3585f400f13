"""How long a run may take, and how it is named."""

import math

import pytest

from tests.transport.support import FakeClock
from voyado_bis_cli.transport.deadline import Deadline


def test_what_is_left_shrinks_to_nothing() -> None:
    clock = FakeClock()
    deadline = Deadline(clock, clock.monotonic() + 3)

    left = [deadline.left()]
    for seconds in (1, 2, 5):
        clock.sleep(seconds)
        left.append(deadline.left())

    assert left == [3, 2, 0, 0]


def test_without_a_deadline_there_is_always_time() -> None:
    assert Deadline(FakeClock(), None).left() == math.inf


@pytest.mark.parametrize(("seconds", "named"), [(30, "30 s"), (29.6, "30 s"), (0.5, "0.5 s"), (-1, "0.0 s")])
def test_it_is_named_as_the_user_gave_it(seconds: float, named: str) -> None:
    clock = FakeClock()

    assert str(Deadline(clock, clock.monotonic() + seconds)) == f"The run's --timeout of {named}"
