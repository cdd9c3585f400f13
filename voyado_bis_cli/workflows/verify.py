"""`verify` and `demo`: the guide's whole testing section in one run, each step with its evidence."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.progress import Run, RunEvent, StepEnded, StepStarted, StepState
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.verification import StepRow, VerificationData
from voyado_bis_cli.errors import BisError, NotYetError
from voyado_bis_cli.workflows.verify_steps import Outcome, Step, Verification, VerifyPlan, VerifyPorts


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    title: str
    run: Callable[[Verification], Step]


_STEPS = (
    _Named("permissions", "Check what the Centra token may do", Verification.permissions),
    _Named("store", "Name the store value that tells Engage which shop this is", Verification.store),
    _Named("subscribe", "Subscribe a shopper to the sold-out size", Verification.subscribe),
    _Named("stock-before", "Note what can be sold in each market", Verification.stock_before),
    _Named("set-stock", "Let stock arrive in Centra", Verification.set_stock),
    _Named("event", "See the event that Centra makes of it", Verification.event),
    _Named("sync", "Send the new levels to Engage and confirm the events", Verification.sync),
    _Named("consumed", "See that Engage used the subscription", Verification.consumed),
    _Named("email", "See that the email left", Verification.email),
    _Named("log", "Read the integration log", Verification.log),
)
_CLEAN_UP = _Named("clean-up", "Take the test stock back", Verification.clean_up)


@dataclass(slots=True)
class _Story:
    """What was told so far."""

    rows: list[StepRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failure: BisError | None = None


def verify(plan: VerifyPlan, ports: VerifyPorts) -> Run[VerificationData]:
    """Subscribe, restock, sync, and prove that the subscription was consumed and the expected email left.

    The first step that fails ends the story; the later ones are skipped. Stock that was touched is taken back whatever
    happened. Guide: "Testing the integration".
    """
    verification = Verification(plan, ports, ports.clock.now())
    story = _Story()
    for step in _STEPS:
        if story.failure:
            yield from _skip(step, story)
        else:
            yield from _take(step, verification, story)
    if verification.stock_touched:
        yield from _take(_CLEAN_UP, verification, story)
    return Report(VerificationData(steps=tuple(story.rows)), tuple(story.findings), story.failure)


def _take(step: _Named, verification: Verification, story: _Story) -> Generator[RunEvent, None, None]:
    clock = verification.ports.clock
    yield StepStarted(step.name, step.title)
    began = clock.monotonic()
    try:
        outcome = yield from step.run(verification)
        state = StepState.PASSED
    except BisError as error:
        outcome = Outcome(f"{error.message} {error.hint}".strip(), {"error": error.code.value, **error.details})
        state = StepState.NOT_YET if isinstance(error, NotYetError) else StepState.FAILED
        story.failure = story.failure or error
    story.findings += [found for found in outcome.findings if found not in story.findings]
    ended = StepEnded(step.name, state, outcome.detail, int((clock.monotonic() - began) * 1000), dict(outcome.evidence))
    yield from _tell(ended, story)


def _skip(step: _Named, story: _Story) -> Generator[RunEvent, None, None]:
    yield StepStarted(step.name, step.title)
    yield from _tell(StepEnded(step.name, StepState.SKIPPED, "An earlier step failed.", 0), story)


def _tell(ended: StepEnded, story: _Story) -> Generator[RunEvent, None, None]:
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
