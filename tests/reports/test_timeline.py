"""The drawn timeline."""

import re
from typing import Any

import pytest

from voyado_bis_cli.domain.progress import Note, StepEnded, StepStarted, StepState, Waiting
from voyado_bis_cli.output.files.account import Case, Span, Verdict
from voyado_bis_cli.output.files.record import Record
from voyado_bis_cli.output.files.timeline import ticks, timeline


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = 100.0

    def monotonic(self) -> float:
        return self.time

    def now(self) -> Any:
        raise NotImplementedError

    def sleep(self, seconds: float) -> None:
        self.time += seconds


@pytest.mark.parametrize(
    ("whole", "moments"),
    [
        (0.0034, [0, 0.001, 0.002, 0.003]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (4.2, [0, 1, 2, 3, 4]),
        (3700, [0, 1000, 2000, 3000]),
    ],
)
def test_the_axis_has_few_and_round_moments(whole: float, moments: list[float]) -> None:
    assert ticks(whole) == moments


def test_nothing_noted_draws_nothing(account: Any) -> None:
    assert timeline(account(), str) == ""


def test_bars_begin_with_the_first_stretch_and_have_the_colour_of_their_case(account: Any) -> None:
    spans = (Span("First", 5, 6, "one"), Span("Second, " + "long " * 20, 6, 7), Span("Blink", 7, 7, "two"))
    cases = (Case("one", "First", Verdict.NOT_YET), Case("two", "Blink", Verdict.FAILED))

    drawn = timeline(account(spans=spans, cases=cases, seconds=7.0), str)

    bars = re.findall(r'<rect class="([\w-]+)" x="([\d.]+)" y="\d+" width="([\d.]+)"', drawn)
    assert bars == [("not-yet", "400.0", "240.0"), ("noted", "640.0", "240.0"), ("failed", "880.0", "3.0")]
    assert 'aria-label="Timeline: 3 stretches in 2.0 s"' in drawn
    assert "long…</text>" in drawn or "lon…</text>" in drawn or "…</text>" in drawn


def test_a_run_of_steps_is_recorded_as_steps_and_an_unended_one_lasts_until_now() -> None:
    clock = Clock()
    record = Record(clock)

    record.event(Note("Reading"))
    record.event(StepStarted("a", "Step A"))
    clock.sleep(2)
    record.event(Waiting("something", 3))
    record.event(StepEnded("a", StepState.PASSED, "Done.", 2000))
    record.event(StepStarted("b", "Step B"))
    clock.sleep(1)

    assert record.spans() == (Span("Step A", 0, 2, "a"), Span("Step B", 2, 3, "b"))
    assert [step.name for step in record.ended] == ["a"]


def test_a_run_without_steps_is_recorded_by_what_it_announced() -> None:
    clock = Clock()
    record = Record(clock)

    record.event(Note("One"))
    clock.sleep(1)
    record.event(Note("Two"))
    clock.sleep(2)

    assert record.spans() == (Span("One", 0, 1), Span("Two", 1, 3))
