"""`set-stock`: change test stock, show what becomes sellable where, and take it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.availability import ProductSize, WarehouseStock, fta_per_market
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.event_queue import Listener
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import MarketId, Sku, StoreId, WarehouseId
from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.market import Warehouse
from voyado_bis_cli.domain.own_stock import LeftStock, OwnChange
from voyado_bis_cli.domain.progress import Note, Run, Warned
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.stock_set import MarketChangeRow, SetStockData, WarehouseRef
from voyado_bis_cli.domain.stock_change import PhysicalStock, StockSetOutcome, physical_for
from voyado_bis_cli.errors import ErrorCode, UsageError, WrongError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.ports import CentraPort, Consent, JournalPort

UNDO_LAST = "bis set-stock --undo last"


@dataclass(frozen=True, slots=True)
class StockWish:
    """The level asked for: exactly one of `fta` (absolute) and `delta`, in units free to allocate."""

    sku: Sku
    warehouse: str
    stores: Collection[StoreId]
    fta: int | None = None
    delta: int | None = None

    def target(self, present: int) -> int:
        """Return the FTA to reach from `present`; raises UsageError below 0."""
        wanted = self.fta if self.fta is not None else present + (self.delta or 0)
        if wanted < 0:
            raise UsageError(
                f"Stock cannot be negative, and this asks for {wanted} (it is {present} now).",
                hint="Give --fta 0 to sell out the SKU.",
            )
        return wanted


@dataclass(frozen=True, slots=True)
class SetStockPorts:
    """What `set-stock` needs from outside; `purpose` and `run_id` go into the stock change's description."""

    centra: CentraPort
    journal: JournalPort
    consent: Consent
    clock: Clock
    run_id: str
    purpose: str = "bis set-stock"


@dataclass(frozen=True, slots=True)
class _Situation:
    size: ProductSize
    sku: Sku
    warehouse: Warehouse
    layout: ShopLayout
    listeners: tuple[Listener, ...]

    @property
    def warehouses(self) -> tuple[WarehouseId, ...]:
        return tuple(sorted({*self.layout.allocation.counted_warehouses, self.warehouse.id}))


@dataclass(frozen=True, slots=True)
class _Stock:
    here: WarehouseStock
    per_market: Mapping[MarketId, int]


def set_stock(wish: StockWish, ports: SetStockPorts) -> Run[SetStockData]:
    """Set the FTA of one SKU in one warehouse and show FTA per market before and after.

    Centra is given a physical level of FTA + allocated (its `setStock` is absolute, so repeating it is harmless).
    Raises WrongError for an unknown SKU or warehouse, UsageError for a negative level.
    """
    yield Note(f"Reading the stock of {wish.sku}")
    situation = _situation(wish.sku, wish.warehouse, wish.stores, ports.centra)
    before = _stock(situation, ports.centra)
    target = wish.target(before.here.fta)
    findings = [*_nobody_listens(situation), *_stock_master(situation.warehouse)]
    for found in findings:
        yield Warned(found.title)
    if target == before.here.fta:
        findings.append(finding.info("stock-unchanged", f"FTA is already {target}; nothing was changed."))
        return Report(_data(situation, before, before, None), tuple(findings))
    ports.consent(_announcement(situation, before, target), [wish.sku])
    outcome = _change(situation, before, target, ports)
    after = _stock(situation, ports.centra)
    findings += _remarks(outcome, after, target)
    return Report(_data(situation, before, after, outcome), tuple(findings))


def undo_last(stores: Collection[StoreId], ports: SetStockPorts) -> Run[SetStockData]:
    """Take back this profile's last change of test stock.

    Reads the FTA first and raises WrongError(changed_meanwhile) where it is neither what that change left nor what
    it found: somebody else changed it, and setting it back would undo their work.
    """
    last = last_change(ports.journal)
    if last is None:
        raise WrongError(
            "There is no change of test stock to take back in this profile's journal.",
            hint="Set the level you want: bis set-stock --sku SKU --fta N --warehouse W.",
        )
    found, target = _units(last, "fta_before"), _units(last, "fta_target")
    yield Note(f"The last change was made {last.at:%Y-%m-%d %H:%M} UTC")
    left = LeftStock(
        run=last.run_id,
        sku=Sku(str(last.payload["sku"])),
        warehouse=WarehouseId(_units(last, "warehouse")),
        found=found,
        left=frozenset({target}),
        entries=(last.id,),
    )
    return (yield from take_back(left, stores, ports))


def take_back(left: LeftStock, stores: Collection[StoreId], ports: SetStockPorts) -> Run[SetStockData]:
    """Set the FTA back to what a run found, and mark its journal entries as undone.

    Raises WrongError(changed_meanwhile) where the present FTA is neither what the run may have left nor what it found.
    """
    sku, found = left.sku, left.found
    yield Note(f"Taking back the test stock of {sku}")
    situation = _situation(sku, str(left.warehouse), stores, ports.centra)
    before = _stock(situation, ports.centra)
    if before.here.fta not in {found, *left.left}:
        expected = " or ".join(map(str, sorted(left.left)))
        raise WrongError(
            f"FTA of {sku} in {situation.warehouse.name} is {before.here.fta}, not the {expected} that the change "
            "left: somebody else changed it meanwhile, so it was not touched.",
            code=ErrorCode.CHANGED_MEANWHILE,
            hint=f"It was {found} before. If that is what you want: "
            f"bis set-stock --sku {sku} --fta {found} --warehouse {situation.warehouse.id}.",
        )
    outcome = None
    if before.here.fta != found:
        ports.consent(_announcement(situation, before, found), [sku])
        outcome = _change(situation, before, found, ports, undone_run=left.run)
    for entry in left.entries:
        ports.journal.append("stock.undone", {"change": entry})
    after = _stock(situation, ports.centra)
    findings = _remarks(outcome, after, found)
    return Report(_data(situation, before, after, outcome, undo=None), tuple(findings))


def last_change(journal: JournalPort) -> JournalEntry | None:
    """Return the newest change of test stock that was not taken back yet."""
    undone = {entry.payload.get("change") for entry in journal.entries("stock.undone")}
    changes = (entry for entry in journal.entries("stock.changing") if entry.payload.get("kind") == "set")
    return next((entry for entry in changes if entry.id not in undone), None)


def _units(entry: JournalEntry, key: str) -> int:
    return int(str(entry.payload[key]))


def _situation(sku: Sku, warehouse: str, stores: Collection[StoreId], centra: CentraPort) -> _Situation:
    size = the_size(centra, sku)
    layout = read_layout(centra, stores)
    where = by_id_or_name(layout.warehouses, warehouse, what="warehouse", command="bis warehouses")
    return _Situation(size, sku, where, layout, centra.listeners())


def _stock(situation: _Situation, centra: CentraPort) -> _Stock:
    rows = centra.stock([situation.size.id], situation.warehouses).get(situation.size.id, ())
    nothing = WarehouseStock(situation.size.id, situation.warehouse.id, fta=0, allocated=0)
    here = next((row for row in rows if row.warehouse == situation.warehouse.id), nothing)
    return _Stock(here, fta_per_market(rows, situation.layout.allocation))


def _change(
    situation: _Situation, before: _Stock, target: int, ports: SetStockPorts, *, undone_run: str | None = None
) -> StockSetOutcome:
    """Journal first: clean-up after a crash depends on knowing what was about to change."""
    change = OwnChange(
        run=undone_run or ports.run_id,
        sku=situation.sku,
        warehouse=situation.warehouse.id,
        before=before.here.fta,
        target=target,
        is_undo=undone_run is not None,
    )
    ports.journal.append(
        "stock.changing",
        {
            "kind": "undo" if change.is_undo else "set",
            "run": change.run,
            "sku": change.sku,
            "warehouse": change.warehouse,
            "fta_before": change.before,
            "fta_target": target,
        },
    )
    outcome = ports.centra.set_stock(
        PhysicalStock(
            sku=change.sku,
            warehouse=change.warehouse,
            quantity=physical_for(fta=target, allocated=before.here.allocated),
            description=change.description(ports.purpose),
        )
    )
    ports.journal.append("stock.changed", {"sku": situation.sku, "stock_changes": list(outcome.stock_changes)})
    return outcome


def _announcement(situation: _Situation, before: _Stock, target: int) -> str:
    allocation = situation.layout.allocation
    affected = set(allocation.markets_of(situation.warehouse.id))
    names = ", ".join(market.name for market in allocation.markets if market.id in affected)
    where = f"it counts in {names}" if names else "no market sells from it"
    return (
        f"set the FTA of {situation.sku} in {situation.warehouse.name} from {before.here.fta} to {target} "
        f"({where}; everybody who waits there may be mailed)"
    )


def _nobody_listens(situation: _Situation) -> list[Finding]:
    if any(listener.object_type == "StockChange" for listener in situation.listeners):
        return []
    return [
        finding.warning(
            "change-makes-no-event",
            "Our integration does not listen to stock changes, so this change will make no event for it.",
            "A change made before a listener was set never becomes an event; bis sync-stock --once will not see it.",
            Remedy(
                "Listen first, or send the level without the queue afterwards.",
                ("bis listeners add", f"bis sync-stock --sku {situation.sku}"),
            ),
        )
    ]


def _stock_master(warehouse: Warehouse) -> list[Finding]:
    if warehouse.stock_master != "EXTERNAL":
        return []
    return [
        finding.warning(
            "external-stock-master",
            f"The stock of {warehouse.name} is fed by an external system, which may overwrite this change any time.",
            "",
            Remedy("Use a warehouse whose stock master is Centra, or tell whoever runs the ERP or WMS."),
        )
    ]


def _remarks(outcome: StockSetOutcome | None, after: _Stock, target: int) -> list[Finding]:
    remarks = [
        finding.warning("centra-remark", f"Centra remarks: {text}") for text in (outcome.warnings if outcome else ())
    ]
    if after.here.fta != target:
        remarks.append(
            finding.warning(
                "stock-differs",
                f"FTA is {after.here.fta} now, not the {target} asked for.",
                "An order, a return or another system changed the stock at the same moment.",
                Remedy("Run the command again if you still want that level."),
            )
        )
    return remarks


def _data(
    situation: _Situation, before: _Stock, after: _Stock, outcome: StockSetOutcome | None, undo: str | None = UNDO_LAST
) -> SetStockData:
    changes = outcome.stock_changes if outcome else ()
    return SetStockData(
        sku=situation.sku,
        warehouse=WarehouseRef(id=situation.warehouse.id, name=situation.warehouse.name),
        fta_before=before.here.fta,
        fta_after=after.here.fta,
        markets=tuple(
            MarketChangeRow(market=str(market), fta_before=before.per_market[market], fta_after=fta)
            for market, fta in after.per_market.items()
        ),
        stock_change_id=changes[0] if changes else None,
        undo=undo if changes else None,
    )
