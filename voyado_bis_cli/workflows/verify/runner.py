"""Plays a scenario: the first step that fails ends it, and what was changed is taken back whatever happened."""

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import replace

from voyado_bis_cli.domain.finding import Finding, Remedy, info, warning
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.progress import Run, RunEvent, StepState
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.verification import VerificationData
from voyado_bis_cli.domain.scenario import PLAIN, TEST
from voyado_bis_cli.domain.suspects import Missing
from voyado_bis_cli.domain.verification import SyncBy, Until
from voyado_bis_cli.errors import UsageError
from voyado_bis_cli.workflows.verify.clean_up import clean_up_run, clean_up_unexplained
from voyado_bis_cli.workflows.verify.joining import joined
from voyado_bis_cli.workflows.verify.leftovers import left_stock, open_runs
from voyado_bis_cli.workflows.verify.plan import VerifyPlan, VerifyPorts
from voyado_bis_cli.workflows.verify.resume import note_end, note_progress, note_start, resumed
from voyado_bis_cli.workflows.verify.run import Step, Verification
from voyado_bis_cli.workflows.verify.steps import Playable, playable
from voyado_bis_cli.workflows.verify.story import Story, skip, take

_ENGAGE_WAITS = (Missing.VOYADO, Missing.CONSUMED, Missing.EMAIL)


def verify(plan: VerifyPlan, ports: VerifyPorts) -> Run[VerificationData]:
    """Play the plan's scenario and prove each of its effects by what was not there before.

    The first step that fails ends the story; the later ones are skipped. What was changed is taken back whatever
    happened, except in a run that is to be resumed. Guide: "Testing the integration". Raises UsageError for a scenario
    that cannot be played here.
    """
    _check(plan, ports)
    played = joined(plan.scenario, plan.join, plan.until)
    run = Verification(replace(plan, scenario=played), ports, ports.run_id)
    note_start(run)
    return (yield from _played(run, playable(played.steps, plan.sync_by)))


def resume(plan: VerifyPlan, ports: VerifyPorts, run_id: str) -> Run[VerificationData]:
    """Go on with a run where it stopped; raises WrongError where there is nothing to go on with."""
    run, left = resumed(plan, ports, run_id)
    return (yield from _played(run, left))


def clean_up(plan: VerifyPlan, ports: VerifyPorts, skus: Collection[Sku]) -> Run[VerificationData]:
    """Take back what interrupted or open runs left, found through the APIs, the journal or both.

    `skus` are the test SKUs whose subscriptions of the test shopper are deleted where nothing explains them.
    """
    lefts = left_stock(ports)
    runs = tuple(dict.fromkeys((*open_runs(ports.journal), *(left.run for left in lefts))))
    ports.consent(
        "take back the test stock and the subscriptions that verifications left"
        + (f" (runs {', '.join(runs)})" if runs else ""),
        sorted({*skus, *(left.sku for left in lefts)}),
    )
    story = Story()
    for run_id in runs:
        run = Verification(plan, ports.agreed(), run_id)
        yield from take(f"run {run_id}", f"Take back what run {run_id} left", _cleaning(run), run, story)
    rest = Verification(plan, ports.agreed(), ports.run_id)
    yield from take(
        "subscriptions",
        "Delete what the test shopper still waits for",
        lambda: clean_up_unexplained(rest, skus),
        rest,
        story,
    )
    return _report(rest, story)


def _played(run: Verification, steps: Sequence[Playable]) -> Run[VerificationData]:
    story = Story()
    done = list(run.done)
    for at, step in enumerate(steps):
        if story.failure:
            yield from skip(step, "An earlier step failed.", story)
        elif run.plan.start and step.missing in _ENGAGE_WAITS:
            yield from _rest_later(steps[at:], run, story)
            return _report(run, story)
        else:
            yield from take(step.name, step.title, _playing(step, run), run, story, step.missing)
        if not story.failure:
            done.append(step.name)
            note_progress(run, done)
    if story.is_not_yet and run.is_resumed:
        story.add(_resumable(run))
    elif run.seen.touched:
        yield from take("clean-up", _clean_up_title(run), _cleaning(run), run, story)
        if story.rows[-1].state is not StepState.PASSED:
            story.add(_left_behind(run))
    else:
        note_end(run)
    return _report(run, story)


def _playing(step: Playable, run: Verification) -> Callable[[], Step]:
    """Ask once for the whole run, before the first step that changes something."""

    def play() -> Step:
        if step.changes and not run.is_agreed:
            run.ports.consent(_announcement(run), [run.plan.sku])
            run.agree()
        return (yield from step.play(run))

    return play


def _cleaning(run: Verification) -> Callable[[], Step]:
    run.agree()
    return lambda: clean_up_run(run)


def _clean_up_title(run: Verification) -> str:
    return "Take the test stock back" if run.seen.change else "Take back what was changed"


def _announcement(run: Verification) -> str:
    plan = run.plan
    warehouse = run.cast.warehouse(TEST)
    names = ", ".join(
        market.name for market in run.cast.layout.allocation.markets if run.cast.counts(warehouse.id, market)
    )
    return (
        f"play {plan.scenario.name!r}: subscribe a shopper to {plan.sku}, let test stock arrive in {warehouse.name} "
        f"(sold in {names or 'no market'}; everybody who waits there may be mailed), and take it back"
    )


def _rest_later(left: Sequence[Playable], run: Verification, story: Story) -> Generator[RunEvent, None, None]:
    for step in left:
        yield from skip(step, f"Later: bis verify --resume {run.run}", story)
    story.add(_resumable(run))


def _resumable(run: Verification) -> Finding:
    return info(
        "run-open",
        f"The run {run.run} is open: test stock and subscription stay until it is resumed.",
        "",
        Remedy("Go on with it later, or give it up.", (f"bis verify --resume {run.run}", "bis verify --clean-up")),
    )


def _left_behind(run: Verification) -> Finding:
    return warning(
        "left-behind",
        f"The run {run.run} could not take everything back.",
        "",
        Remedy("Try again when the reason is gone.", ("bis verify --clean-up",)),
    )


def _check(plan: VerifyPlan, ports: VerifyPorts) -> None:
    scenario = plan.scenario
    if scenario.sandbox_steps and ports.control is None:
        raise UsageError(
            f"The scenario {scenario.name!r} has steps that no API can do ({', '.join(scenario.sandbox_steps)}): they "
            "need a sandbox.",
            hint="Play it on one (bis sandbox serve), or write a scenario without them (--scenario-file).",
        )
    if scenario.sync == "toolkit" and plan.sync_by is SyncBy.VOYADO:
        raise UsageError(
            f"The scenario {scenario.name!r} depends on when levels are sent, and Voyado's integration sends them when "
            "it likes.",
            hint="Play it with --sync toolkit.",
        )
    if scenario.name != PLAIN and (plan.join or plan.start or plan.until is not Until.EMAIL):
        raise UsageError(
            "--from, --until and --start are about the plain flow, not about a scenario.",
            hint="Leave the scenario out, or write your own: --scenario-file.",
        )


def _report(run: Verification, story: Story) -> Report[VerificationData]:
    plan = run.plan
    data = VerificationData(run=run.run, scenario=plan.scenario.name, sync=plan.sync_by.value, steps=tuple(story.rows))
    return Report(data, tuple(story.findings), story.failure)
