"""`doctor --prove-events`: the active proof, on a test SKU that is in stock, and undone afterwards."""

from collections.abc import Collection, Generator
from dataclasses import dataclass, replace

from voyado_bis_cli.domain.availability import WarehouseStock
from voyado_bis_cli.domain.finding import Finding, Remedy, error, info
from voyado_bis_cli.domain.ids import Sku, StoreId
from voyado_bis_cli.domain.prerequisite import CheckResult, CheckState, Verdict
from voyado_bis_cli.domain.progress import Note, Run, RunEvent, Waiting
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.doctor import DoctorData
from voyado_bis_cli.domain.report.stock_set import SetStockData
from voyado_bis_cli.domain.waiting_queue import WaitingEvent
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, ErrorCode, NotYetError, UsageError, WrongError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.consent import given_before
from voyado_bis_cli.workflows.doctor.run import report_of
from voyado_bis_cli.workflows.doctor.subject import DoctorCentra
from voyado_bis_cli.workflows.own_queue import own_listeners
from voyado_bis_cli.workflows.queue import read_queue
from voyado_bis_cli.workflows.set_stock import UNDO_LAST, SetStockPorts, StockWish, set_stock, undo_last

_LEAST = 2
"""Units a warehouse must have: one is taken away and put back, and the SKU must never be sold out in between."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What to prove with: a SKU of `test_skus`, our declared integration, and seconds to wait for the event."""

    sku: Sku
    test_skus: Collection[Sku]
    stores: Collection[StoreId]
    integration_name: str
    wait: float


def prove_events(proof: Proof, centra: DoctorCentra, ports: SetStockPorts) -> Run[DoctorData]:
    """Take one unit of a SKU in stock away, wait for the event in our own queue, and put the unit back.

    Stock of a sold-out SKU is never raised: whoever waits for it would be mailed. Nothing is confirmed. Raises
    UsageError for a SKU that is no test SKU, WrongError where nobody listens or too little is in stock; ends with
    NotYetError where no event came.
    """
    if proof.sku not in proof.test_skus:
        raise UsageError(
            f"{proof.sku} is not among the profile's test.skus, so its stock is not touched.",
            hint="Name a SKU that is in stock in test.skus, and give it with --sku.",
        )
    yield Note("Looking whether our integration listens, and where the SKU is in stock")
    _must_listen(centra, proof.integration_name)
    layout, level = _level_to_lower(proof, centra)
    where = layout.warehouse_name(level.warehouse)
    ports.consent(
        f"take 1 of {level.fta} units of {proof.sku} in {where} away and put it back, to see whether Centra makes an "
        "event (its level stays above 0, so whoever still waits for this SKU may be mailed)",
        [proof.sku],
    )
    agreed = replace(ports, consent=given_before)
    wish = StockWish(sku=proof.sku, warehouse=str(level.warehouse), stores=proof.stores, delta=-1)
    seen: WaitingEvent | None = None
    began = ports.clock.monotonic()
    findings: list[Finding] = []
    try:
        changed = yield from set_stock(wish, agreed)
        seen = yield from _event_of(changed.data, centra, ports, proof.wait)
    finally:
        findings += _put_back(proof.stores, agreed)
    return _report(proof, changed.data, seen, ports.clock.monotonic() - began, findings)


def _must_listen(centra: DoctorCentra, declared: str) -> None:
    if not any(listener.object_type == "StockChange" for listener in own_listeners(centra, declared)):
        raise WrongError(
            f"{declared!r} does not listen to stock changes, so no event can come.",
            code=ErrorCode.NOBODY_LISTENS,
            hint="Listen first: bis listeners add.",
        )


def _level_to_lower(proof: Proof, centra: DoctorCentra) -> tuple[ShopLayout, WarehouseStock]:
    size = the_size(centra, proof.sku)
    layout = read_layout(centra, proof.stores)
    rows = centra.stock([size.id], layout.allocation.counted_warehouses).get(size.id, ())
    best = max(rows, key=lambda row: row.fta, default=None)
    if best is None or best.fta < _LEAST:
        free = counted(best.fta if best else 0, "unit")
        raise WrongError(
            f"{proof.sku} has {free} free in its best warehouse, and {_LEAST} are needed: a "
            "sold-out SKU is never raised, since whoever waits for it would be mailed.",
            hint="Take a test SKU that is in stock (add it to test.skus).",
        )
    return layout, best


def _event_of(
    changed: SetStockData, centra: DoctorCentra, ports: SetStockPorts, wait: float
) -> Generator[RunEvent, None, WaitingEvent | None]:
    """Wait for the event of a stock change, looking ever more rarely: the budget is the whole shop's."""
    yield Waiting("the event in our own queue", wait)
    until = ports.clock.monotonic() + wait
    pause = 1.0
    while True:
        for event in read_queue(centra).events:
            if event.object_type == "StockChange" and event.reference == changed.stock_change_id:
                return event
        left = until - ports.clock.monotonic()
        if left <= 0:
            return None
        ports.clock.sleep(min(pause, left))
        pause *= 2


def _put_back(stores: Collection[StoreId], ports: SetStockPorts) -> list[Finding]:
    """Undo without telling on the way, since the run may be ending; what fails becomes a finding."""
    try:
        for _ in undo_last(stores, ports):
            pass
    except BisError as problem:
        return [
            error(
                "not-put-back",
                f"The unit taken away could not be put back: {problem.message}",
                problem.hint,
                Remedy("Put it back.", (UNDO_LAST,)),
            )
        ]
    return []


def _report(
    proof: Proof, changed: SetStockData, seen: WaitingEvent | None, took: float, findings: list[Finding]
) -> Report[DoctorData]:
    change = f"stock change {changed.stock_change_id} of {proof.sku}"
    if seen:
        detail = f"on: {change} made event {seen.id} within {took:.1f} s"
        findings.append(
            info(
                "proof-left-events",
                "The events of the change and of its undoing stay in the toolkit's own queue; nothing was confirmed.",
                "",
                Remedy("Send what they say, or leave them.", ("bis sync-stock --once",)),
            )
        )
        return report_of([_result(CheckState.PASSED, detail, findings)])
    title = f"No event for {change} within {proof.wait:g} s: the event system is off, or slower than that."
    findings.append(
        error(
            "events-off-or-late",
            title,
            "The integration listens to stock changes, and the change is in Centra. How fast events are is unknown.",
            Remedy(
                "Look again in a few minutes; if nothing waits then, ask Centra's support to switch it on.",
                ("bis queue --token toolkit",),
            ),
        )
    )
    report = report_of([_result(CheckState.FAILED, title, findings)])
    return replace(report, partial=NotYetError(title, hint="Wait longer with --wait, or look again later."))


def _result(state: CheckState, detail: str, findings: list[Finding]) -> CheckResult:
    verdict = Verdict(state, detail, tuple(findings))
    return CheckResult("event-system", "events", "Centra's event system is on", verdict)
