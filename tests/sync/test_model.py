"""Whatever happens in a shop, and whatever goes wrong on the way: in the end Engage has what Centra has."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.sync.support import Shop
from voyado_bis_cli.sandbox.centra.shop import ShopError

SKUS = ("1234SIZEM", "1234-1", "2001GRYM")
WAREHOUSES_OF_MARKET = {4: {1}, 5: {1, 2}}
OPENING = {("1234-1", 1): 5, ("2001GRYM", 2): 2}

SKU = st.sampled_from(SKUS)
WAREHOUSE = st.sampled_from((1, 2, 3))
MARKET = st.sampled_from((4, 5))
FEW = st.integers(1, 4)

ANYWHERE = st.sampled_from(
    [
        {"operation": "EventListeners"},
        {"operation": "RulesOfWarehouses"},
        {"operation": "NextEvents"},
        {"operation": "Stock"},
        {"operation": "ConfirmEvents"},
        {"path": "*/stock-levels*"},
    ]
)
FAULT = st.sampled_from(
    [
        {"kind": "reset", "times": 4},
        {"kind": "reset", "times": 4, "done": True},
        {"kind": "status", "status": 400},
        {"kind": "status", "status": 400, "done": True},
        {"kind": "truncated", "times": 4},
        {"kind": "html"},
        {"kind": "html", "done": True},
        {"kind": "shape"},
        {"kind": "shape", "body": {"data": {}}},
        {"kind": "token-expired", "times": 1},
    ]
)


class ShopAndEngage(RuleBasedStateMachine):
    """Keeps its own account of stock: units free per SKU and warehouse, and where an order's units came from."""

    shop: Shop

    @initialize()
    def open(self) -> None:
        self.shop.world.reset()
        self.free = {(sku, warehouse): OPENING.get((sku, warehouse), 0) for sku in SKUS for warehouse in (1, 2, 3)}
        self.open_orders: dict[int, tuple[str, dict[int, int]]] = {}
        self.touched: set[str] = set()
        self.markets = WAREHOUSES_OF_MARKET
        assert self.fta() == {key: fta for key, fta in self.shop.fta().items() if key[0] in SKUS}

    def fta(self) -> dict[tuple[str, str], int]:
        return {
            (sku, str(market)): sum(self.free[sku, warehouse] for warehouse in warehouses)
            for sku in SKUS
            for market, warehouses in self.markets.items()
        }

    # ------------------------------------------------------------ what happens in the shop
    @rule(sku=SKU, warehouse=WAREHOUSE, units=FEW)
    def units_arrive(self, sku: str, warehouse: int, units: int) -> None:
        self.shop.set_stock({sku: units}, warehouse)
        self.free[sku, warehouse] += units
        self.touched.add(sku)

    @rule(sku=SKU, warehouse=WAREHOUSE, units=FEW)
    def units_leave(self, sku: str, warehouse: int, units: int) -> None:
        if self.free[sku, warehouse] >= units:
            self.shop.set_stock({sku: -units}, warehouse)
            self.free[sku, warehouse] -= units
            self.touched.add(sku)

    @rule(sku=SKU, market=MARKET, units=FEW)
    def order(self, sku: str, market: int, units: int) -> None:
        available = sum(self.free[sku, warehouse] for warehouse in self.markets[market])
        try:
            number = self.shop.world.shop.place_order(market, {sku: units})
        except ShopError:
            assert available < units
            return
        taken: dict[int, int] = {}
        for warehouse in sorted(self.markets[market]):  # Stockholm comes before Berlin
            taken[warehouse] = min(self.free[sku, warehouse], units - sum(taken.values()))
            self.free[sku, warehouse] -= taken[warehouse]
        self.open_orders[number] = (sku, taken)
        self.touched.add(sku)

    @precondition(lambda self: self.open_orders)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.open_orders)))
        self.shop.world.shop.cancel_order(number)
        sku, taken = self.open_orders.pop(number)
        for warehouse, units in taken.items():
            self.free[sku, warehouse] += units

    @precondition(lambda self: self.open_orders)
    @rule(data=st.data(), warehouse=WAREHOUSE)
    def give_back(self, data: st.DataObject, warehouse: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.open_orders)))
        sku, taken = self.open_orders.pop(number)
        units = sum(taken.values())
        self.shop.world.shop.complete_return(number, {sku: units}, warehouse)
        self.free[sku, warehouse] += units

    # ------------------------------------------------------------ the toolkit, and what befalls it
    @rule(fault=FAULT, where=ANYWHERE, after=st.integers(0, 2))
    def something_breaks(self, fault: dict[str, Any], where: dict[str, str], after: int) -> None:
        self.shop.fault(**fault, **where, after=after)

    @rule(nth=st.integers(1, 3))
    def engage_refuses_some(self, nth: int) -> None:
        self.shop.fault(kind="partial-batch", nth=nth)

    @rule(more=st.sampled_from(([], ["--max-events", "1"], ["--dry-run"])))
    def sync(self, more: list[str]) -> None:
        outcome = self.shop.sync("--once", *more)
        assert outcome.code in (0, 1, 4, 5, 6), outcome

    @rule(sku=SKU)
    def send_one(self, sku: str) -> None:
        outcome = self.shop.sync("--sku", sku)
        assert outcome.code in (0, 4, 5, 6), outcome

    # ------------------------------------------------------------ what is always so
    @invariant()
    def the_account_is_right(self) -> None:
        if hasattr(self, "free"):
            assert self.fta() == {key: fta for key, fta in self.shop.fta().items() if key[0] in SKUS}

    @invariant()
    def an_event_waits_for_whatever_engage_does_not_know(self) -> None:
        """What differs is on its way: with nothing in the queue, nothing differs."""
        if hasattr(self, "free") and not self.shop.queue:
            self.everything_has_arrived()

    def teardown(self) -> None:
        if hasattr(self, "free"):
            self.shop.world.faults.clear()
            assert self.shop.sync("--once").code == 0
            assert self.shop.queue == []
            self.everything_has_arrived()

    def everything_has_arrived(self) -> None:
        """Every level of what an event was about, and no other one that is not so."""
        fta, known = self.fta(), self.shop.latest
        assert known == {key: fta[key] for key in known}
        assert set(known) >= {key for key in fta if key[0] in self.touched}


class ShopThatMovesItsRules(ShopAndEngage):
    """The same where allocation rules change, which makes no event: a full sync has to repair it."""

    @initialize()
    def open(self) -> None:
        super().open()
        self.markets = {4: {1}, 5: {1, 2}}

    @rule(market=MARKET, rule_id=st.sampled_from((1, 2)))
    def a_market_gets_another_rule(self, market: int, rule_id: int) -> None:
        self.shop.world.db.run("UPDATE centra_markets SET rule_id = ? WHERE id = ?", (rule_id, market))
        self.markets[market] = {1: {1}, 2: {1, 2}}[rule_id]

    @invariant()
    def an_event_waits_for_whatever_engage_does_not_know(self) -> None:
        """Not so here."""

    def teardown(self) -> None:
        if hasattr(self, "free"):
            self.shop.world.faults.clear()
            assert self.shop.sync("--once").code == 0
            outcome = self.shop.sync("--full")
            assert outcome.code == 0
            assert self.shop.latest == self.shop.fta()
            assert self.fta() == {key: fta for key, fta in self.shop.latest.items() if key[0] in SKUS}


@pytest.mark.parametrize(("machine", "examples"), [(ShopAndEngage, 24), (ShopThatMovesItsRules, 12)])
def test_engage_has_what_centra_has(
    shop: Shop, no_pauses: list[float], machine: type[ShopAndEngage], examples: int
) -> None:
    machine.shop = shop
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # shrinking takes minutes; a failure is a dozen steps as it is
        ),
    )
