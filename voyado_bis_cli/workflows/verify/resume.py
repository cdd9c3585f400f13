"""Going on with a run in another process, hours or days later: what it saw so far is in the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from voyado_bis_cli.domain.ids import Locale, Sku
from voyado_bis_cli.domain.scenario import PLAIN
from voyado_bis_cli.domain.verification import JoinAt, SyncBy, Until
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.verify.joining import joined
from voyado_bis_cli.workflows.verify.leftovers import of_run
from voyado_bis_cli.workflows.verify.plan import VerifyPlan, VerifyPorts
from voyado_bis_cli.workflows.verify.run import Seen, Verification
from voyado_bis_cli.workflows.verify.steps import Playable, playable

RESUMABLE = frozenset({"event", "sync", "consumed", "email", "log"})
"""The steps that wait for what was set off before; those before them change something and begin anew."""


def note_start(run: Verification) -> None:
    """Write down that a run begins and what it is about."""
    plan = run.plan
    run.ports.journal.append(
        "verify.started",
        {
            "run": run.run,
            "scenario": plan.scenario.name,
            "sku": plan.sku,
            "market": plan.wish.market,
            "locale": plan.wish.locale,
            "warehouse": plan.warehouse,
            "sync": plan.sync_by.value,
            "until": plan.until.value,
            "from": plan.join.value if plan.join else None,
            "expect_email": plan.expect_email,
        },
    )


def note_progress(run: Verification, done: Sequence[str]) -> None:
    """Write down which steps are done and what was seen."""
    run.ports.journal.append("verify.progress", {"run": run.run, "done": list(done), "seen": run.seen.document()})


def note_end(run: Verification) -> None:
    """Write down that a run has ended and left nothing."""
    run.ports.journal.append("verify.ended", {"run": run.run})


def resumed(plan: VerifyPlan, ports: VerifyPorts, run_id: str) -> tuple[Verification, tuple[Playable, ...]]:
    """Return a run as it was when it stopped, and the steps that are left.

    `plan` gives what is no part of the run itself: the address, how long to wait. Raises WrongError that says why
    a run cannot be resumed.
    """
    started = of_run(ports.journal, "verify.started", run_id)
    if not started:
        raise _not_resumable(
            run_id,
            "this machine's journal of the profile does not know it",
            "A run is resumed on the machine that began it. From here, take back what it left: bis verify --clean-up.",
        )
    if of_run(ports.journal, "verify.ended", run_id):
        raise _not_resumable(run_id, "it has ended and taken everything back", "Begin a new one: bis verify.")
    noted = started[0].payload
    if noted["scenario"] != PLAIN:
        raise _not_resumable(
            run_id,
            f"it played the scenario {noted['scenario']!r}, and only the plain flow waits for days",
            "Take back what it left, and play it again: bis verify --clean-up.",
        )
    progress = of_run(ports.journal, "verify.progress", run_id)
    seen, done = _last(progress[-1].payload) if progress else (Seen(), ())
    same = _as_begun(plan, noted)
    steps = playable(joined(same.scenario, same.join, same.until).steps, same.sync_by)
    left = tuple(step for step in steps if step.name not in done)
    if early := [step.name for step in left if step.name not in RESUMABLE]:
        raise _not_resumable(
            run_id,
            f"it stopped at the step {early[0]!r}, so nothing is under way that could be waited for",
            "Take back what it left, and begin anew: bis verify --clean-up.",
        )
    return Verification(same, ports, run_id, seen, done=done, is_resumed=True), left


def _last(payload: Mapping[str, object]) -> tuple[Seen, tuple[str, ...]]:
    seen, done = payload["seen"], payload["done"]
    if not isinstance(seen, Mapping) or not isinstance(done, list):
        raise TypeError("the journal holds what note_progress wrote")
    return Seen.of(seen), tuple(map(str, done))


def _as_begun(plan: VerifyPlan, noted: Mapping[str, object]) -> VerifyPlan:
    join = noted["from"]
    wish = replace(
        plan.wish, sku=Sku(str(noted["sku"])), market=str(noted["market"]), locale=Locale(str(noted["locale"]))
    )
    return replace(
        plan,
        wish=wish,
        warehouse=str(noted["warehouse"]),
        sync_by=SyncBy(str(noted["sync"])),
        until=Until(str(noted["until"])),
        join=JoinAt(str(join)) if join else None,
        expect_email=str(noted["expect_email"]),
        start=False,
    )


def _not_resumable(run_id: str, why: str, hint: str) -> WrongError:
    return WrongError(f"The run {run_id!r} cannot be resumed: {why}.", hint=hint)
