"""`verify` and `demo`: the steps of the guide's testing section, each with what proves it."""

from typing import Protocol

from voyado_bis_cli.domain.progress import StepState
from voyado_bis_cli.domain.report.verification import VerificationData
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.output.screen import Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING, duration, label, spoken

_GOOD = {StepState.PASSED: True, StepState.FAILED: False, StepState.SKIPPED: None, StepState.NOT_YET: None}
_SUMMARY = {
    StepState.PASSED: "passed",
    StepState.FAILED: "failed",
    StepState.NOT_YET: "not yet seen",
    StepState.SKIPPED: "skipped",
}


_ROWS = 20
"""Rows of one piece of evidence on a terminal."""


class Step(Protocol):
    """A step that ended, as it happens or in a report."""

    @property
    def name(self) -> str:
        """Return its short name."""
        ...

    @property
    def state(self) -> StepState:
        """Return how it ended."""
        ...

    @property
    def detail(self) -> str:
        """Return what came out, in a sentence."""
        ...

    @property
    def duration_ms(self) -> int:
        """Return how long it took, in milliseconds."""
        ...

    @property
    def evidence(self) -> dict[str, object]:
        """Return JSON values that prove it."""
        ...


def render(data: VerificationData, screen: Screen) -> None:
    """Draw the steps that were not told while they happened, and the sum."""
    for step in data.steps:
        render_step(step, screen, title=step.name)
    screen.line()
    states = [step.state for step in data.steps]
    told = [f"{states.count(state)} {said}" for state, said in _SUMMARY.items() if state in states]
    screen.line(Toned(f"{counted(len(states), 'step')}: {', '.join(told) or 'none'}", Tone.STRONG))


def render_step(step: Step, screen: Screen, *, title: str) -> None:
    """Draw one step: its sign, what it did, what came out, and its evidence; once per run."""
    if not screen.once(f"step {step.name}"):
        return
    state = "" if step.state in {StepState.PASSED, StepState.FAILED} else f" ({_SUMMARY[step.state]})"
    took = Toned(f"  {duration(step.duration_ms)}", Tone.FAINT)
    screen.line(screen.mark(_GOOD[step.state]), " ", Toned(title, Tone.STRONG), state, took)
    if step.detail:
        screen.line(f"    {step.detail}", hang=4)
    for key, value in step.evidence.items():
        _draw_evidence(label(key), value, screen)


def _draw_evidence(name: str, value: object, screen: Screen) -> None:
    """Draw a piece of evidence; rows of a table, such as levels and log rows, stand below each other."""
    if spoken(value) == NOTHING:
        return
    rows = _rows(value)
    screen.line(Toned(f"    {name}:{'' if rows else f' {spoken(value)}'}", Tone.FAINT), hang=6)
    for row in rows[:_ROWS]:
        screen.line(Toned(f"      {_told(row)}", Tone.FAINT), hang=8)
    if len(rows) > _ROWS:
        screen.line(Toned(f"      ... and {counted(len(rows) - _ROWS, 'more row')} (--json shows all)", Tone.FAINT))


def _rows(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _told(row: dict[str, object]) -> str:
    """Return a row in words; a log row ends with its message, as in the log."""
    said = {key: value for key, value in row.items() if spoken(value) != NOTHING}
    if "message" not in said:
        return spoken(said)
    message = said.pop("message")
    return "  ".join([*(str(value) for key, value in said.items() if key != "market"), str(message)])
