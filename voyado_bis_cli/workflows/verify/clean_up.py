"""Takes back what a run left: sandbox settings, orders, subscriptions and stock, and tells Engage.

Each part is tried, whatever became of the others; the first failure is raised at the end.
"""

from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.own_stock import LeftStock
from voyado_bis_cli.domain.progress import Note, RunEvent
from voyado_bis_cli.domain.subscription import Subscription
from voyado_bis_cli.domain.verification import SyncBy
from voyado_bis_cli.errors import BisError, ErrorCode, WrongError
from voyado_bis_cli.workflows.send_levels import send_skus
from voyado_bis_cli.workflows.set_stock import take_back
from voyado_bis_cli.workflows.verify.leftovers import left_stock, made_elsewhere, of_run, subscriptions_of_run
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification


@dataclass(slots=True)
class _Done:
    """What was taken back so far."""

    told: list[str] = field(default_factory=list)
    evidence: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    failure: BisError | None = None


def clean_up_run(run: Verification) -> Step:
    """Take back what the run changed; raises WrongError(changed_meanwhile) where somebody else changed the stock."""
    done = _Done()
    lefts = [left for left in left_stock(run.ports) if left.run == run.run]
    for part in (
        lambda: _settings(run, done),
        lambda: _orders(run, done),
        lambda: _subscriptions(subscriptions_of_run(run.ports.journal, run.run, waiting_of(run)), run, done),
        *(_taking_back(left, run, done) for left in lefts),
        lambda: _tell_engage({left.sku for left in lefts}, run, done),
    ):
        yield from _tried(part, done)
    if done.failure:
        raise done.failure
    run.ports.journal.append("verify.ended", {"run": run.run})
    return Outcome(" ".join(done.told) or "There was nothing to take back.", done.evidence, tuple(done.findings))


def clean_up_unexplained(run: Verification, skus: Collection[Sku]) -> Step:
    """Delete what the test shopper still waits for and the journal attributes to nothing else.

    A verification begins only where the shopper does not wait yet, so after a lost machine this is what it left.
    """
    known = made_elsewhere(run.ports.journal)
    left = [one for one in waiting_of(run) if one.sku in skus and one.id not in known]
    done = _Done()
    yield from _subscriptions(left, run, done)
    return Outcome(" ".join(done.told) or "There was nothing to delete.", done.evidence)


def waiting_of(run: Verification) -> list[Subscription]:
    """Return what the test shopper waits for, whatever contact it hangs on."""
    engage = run.ports.engage
    return [one for contact in engage.contact_ids(run.plan.wish.email) for one in engage.subscriptions(contact)]


def _tried(part: Callable[[], Generator[RunEvent, None, None]], done: _Done) -> Generator[RunEvent, None, None]:
    try:
        yield from part()
    except BisError as error:
        done.failure = done.failure or error


def _settings(run: Verification, done: _Done) -> Generator[RunEvent, None, None]:
    changed = of_run(run.ports.journal, "verify.automation", run.run)
    if not changed or run.ports.control is None:
        return
    yield Note("Setting the automation back")
    before = changed[0].payload["before"]
    if isinstance(before, dict):
        run.ports.control.change_automation(before)
        done.told.append("The automation is set up as before.")


def _orders(run: Verification, done: _Done) -> Generator[RunEvent, None, None]:
    placed = of_run(run.ports.journal, "verify.ordering", run.run)
    if not placed or run.ports.control is None:
        return
    yield Note("Cancelling orders")
    before = placed[0].payload["before"]
    known = before if isinstance(before, list) else []
    cancelled = [order for order in run.ports.control.open_orders() if order not in known]
    for order in cancelled:
        run.ports.control.cancel_order(order)
    if cancelled:
        done.told.append(f"Cancelled: {', '.join(f'order {order}' for order in cancelled)}.")
        done.evidence["orders_cancelled"] = cancelled


def _subscriptions(left: Collection[Subscription], run: Verification, done: _Done) -> Generator[RunEvent, None, None]:
    """Before the stock: a level that comes meanwhile must not mail anybody."""
    if not left:
        return
    yield Note("Deleting subscriptions")
    for one in left:
        run.ports.engage.unsubscribe(one.id)
    done.told.append(
        f"Deleted: {', '.join(f'the subscription to {one.sku} in market {one.external_id}' for one in left)}."
    )
    done.evidence["subscriptions_deleted"] = [one.id for one in left]


def _taking_back(left: LeftStock, run: Verification, done: _Done) -> Callable[[], Generator[RunEvent, None, None]]:
    return lambda: _stock(left, run, done)


def _stock(left: LeftStock, run: Verification, done: _Done) -> Generator[RunEvent, None, None]:
    """Take stock back. Where somebody else changed it, it is theirs from now on: no later clean-up looks at it."""
    try:
        report = yield from take_back(left, run.plan.wish.stores, run.ports.for_stock(run.run))
    except WrongError as error:
        if error.code is ErrorCode.CHANGED_MEANWHILE:
            run.ports.journal.append("verify.given-up", {"run": left.run, "sku": left.sku, "warehouse": left.warehouse})
        raise
    data = report.data
    done.findings += report.findings
    done.told.append(f"Stock in {data.warehouse.name} is back at {data.fta_after}{_and_engage(run)}")
    done.evidence["fta_after"] = data.fta_after


def _and_engage(run: Verification) -> str:
    if run.plan.sync_by is SyncBy.VOYADO:
        return "; Voyado's integration will tell Engage."
    return ", and Engage was told so."


def _tell_engage(skus: Collection[Sku], run: Verification, done: _Done) -> Generator[RunEvent, None, None]:
    if not skus or run.plan.sync_by is SyncBy.VOYADO:
        return
    report = yield from send_skus(sorted(skus), run.plan.sync, run.ports.for_sync)
    done.findings += report.findings
    done.failure = done.failure or report.partial
    done.evidence["sent"] = [row.model_dump(by_alias=True) for row in report.data.sent]
