"""How a run is told: each step as it begins and ends, and the rows of the report."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.domain.progress import RunEvent, StepEnded, StepStarted, StepState
from voyado_bis_cli.domain.report.verification import StepRow
from voyado_bis_cli.domain.suspects import Known, Missing, suspects
from voyado_bis_cli.domain.verification import SyncBy
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, ErrorCode, InterruptedRunError, NotYetError, WrongError
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification, log_rows
from voyado_bis_cli.workflows.verify.steps import Playable


@dataclass(slots=True)
class Story:
    """What was told so far."""

    rows: list[StepRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failure: BisError | None = None

    @property
    def is_not_yet(self) -> bool:
        """Whether it ended because an effect was not seen in time."""
        return isinstance(self.failure, NotYetError)

    def add(self, *findings: Finding) -> None:
        """Remember findings, each once."""
        self.findings += [found for found in findings if found not in self.findings]


def take(
    name: str, title: str, play: Callable[[], Step], run: Verification, story: Story, missing: Missing | None = None
) -> Generator[RunEvent, None, None]:
    """Play a step and tell it; what it fails with becomes the story's failure unless there is one already."""
    clock = run.ports.clock
    yield StepStarted(name, title)
    began = clock.monotonic()
    try:
        outcome = yield from play()
        failure = _failure(outcome)
    except BisError as error:
        failure, outcome = error, _failed(error)
        if isinstance(error, NotYetError) and missing:
            outcome = _with_suspects(outcome, missing, run)
    except KeyboardInterrupt:
        failure = InterruptedRunError(
            f"Interrupted at the step {name!r}.",
            hint="Test stock and subscription are being taken back; if that was interrupted too: "
            "bis verify --clean-up.",
        )
        outcome = _failed(failure)
    story.failure = story.failure or failure
    story.add(*outcome.findings)
    took = int((clock.monotonic() - began) * 1000)
    yield from _tell(StepEnded(name, outcome.state, outcome.detail, took, dict(outcome.evidence)), story)


def skip(step: Playable, why: str, story: Story) -> Generator[RunEvent, None, None]:
    """Tell a step that is not played."""
    yield StepStarted(step.name, step.title)
    yield from _tell(StepEnded(step.name, StepState.SKIPPED, why, 0), story)


def _failure(outcome: Outcome) -> BisError | None:
    """Return the error of a step that ended by itself and found something wrong; its findings say what."""
    if outcome.state is not StepState.FAILED:
        return None
    wrong = [found.id for found in outcome.findings if found.severity is Severity.ERROR]
    things = counted(len(wrong), "thing")
    return WrongError(
        f"Not begun: {things} would make it fail ({', '.join(wrong)}).",
        code=ErrorCode.NOT_AS_EXPECTED,
        hint="What to do about each stands with it. Nothing was changed.",
        details={"findings": wrong},
    )


def _failed(error: BisError) -> Outcome:
    state = StepState.NOT_YET if isinstance(error, NotYetError) else StepState.FAILED
    return Outcome(f"{error.message} {error.hint}".strip(), {"error": error.code.value, **error.details}, state=state)


def _with_suspects(outcome: Outcome, missing: Missing, run: Verification) -> Outcome:
    """Add why it may be, in the order of likelihood; what the integration log says comes first."""
    try:
        new = run.new_log_entries()
    except BisError as error:
        return Outcome(f"{outcome.detail} {error.message}", outcome.evidence, state=outcome.state)
    plan = run.plan
    known = Known(
        by_voyado=plan.sync_by is SyncBy.VOYADO,
        feed_checked=plan.wish.locale in run.ports.feeds,
        voyado_queue_seen=run.voyado_queue is not None,
        log_says=tuple(entry.message for entry in new if _speaks(entry.message)),
    )
    found = suspects(missing, known)
    evidence = {
        **outcome.evidence,
        "suspects": [each.id for each in found],
        **({"rows": log_rows(new)} if new else {}),
    }
    return Outcome(outcome.detail, evidence, found, outcome.state)


def _speaks(message: str) -> bool:
    """Tell whether a row of the log says that something was not done."""
    return " not " in f" {message.casefold()} "


def _tell(ended: StepEnded, story: Story) -> Generator[RunEvent, None, None]:
    story.rows.append(
        StepRow(
            name=ended.name,
            state=ended.state,
            detail=ended.detail,
            duration_ms=ended.duration_ms,
            evidence=ended.evidence,
        )
    )
    yield ended
