"""Rules of stock that hold whatever happens: pure ones, and the whole shop against a simple model."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voyado_bis_cli.sandbox.centra.allocation import Level, ShortageError, Units, take
from voyado_bis_cli.sandbox.centra.app import execute
from voyado_bis_cli.sandbox.centra.seed import seed_centra
from voyado_bis_cli.sandbox.centra.shop import Shop, ShopError
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.settings import Settings

QUANTITIES = st.integers(min_value=0, max_value=20)
LINES = st.lists(QUANTITIES, max_size=8).map(lambda found: [Units(line, units) for line, units in enumerate(found)])


@given(lines=LINES, quantity=st.integers(min_value=-5, max_value=100))
def test_units_are_taken_from_the_front_completely_or_not_at_all(lines: list[Units], quantity: int) -> None:
    available = sum(units.quantity for units in lines)
    if quantity > available:
        with pytest.raises(ShortageError) as shortage:
            take(lines, quantity)
        assert shortage.value.available == available
        return
    taken = take(lines, quantity)
    has = {units.line: units.quantity for units in lines}
    assert sum(units.quantity for units in taken) == max(quantity, 0)
    assert all(0 < units.quantity <= has[units.line] for units in taken)
    emptied = {units.line for units in taken if units.quantity == has[units.line]}
    last = max((units.line for units in taken), default=-1)
    assert all(line.line in emptied or line.quantity == 0 for line in lines if line.line < last)


@given(level=st.builds(Level, QUANTITIES, QUANTITIES), quantity=QUANTITIES)
def test_a_level_is_reached_unless_promised_units_would_go(level: Level, quantity: int) -> None:
    assert level.physical == level.fta + level.allocated
    assert level.fta + level.change_to_fta(quantity) == quantity
    if quantity >= level.allocated:
        assert level.physical + level.change_to_physical(quantity) == quantity
    else:
        with pytest.raises(ShortageError):
            level.change_to_physical(quantity)


SKUS = ("1234SIZEM", "1234-1")
WAREHOUSES = (1, 2, 3)
REACH = {4: (1,), 5: (1, 2)}
sku_of = st.sampled_from(SKUS)
warehouse_of = st.sampled_from(WAREHOUSES)


class ShopMachine(RuleBasedStateMachine):
    """Any sequence of actions, beside a model that only adds and subtracts."""

    def __init__(self) -> None:
        super().__init__()
        self.db, self.clock = Database(":memory:"), SandboxClock()
        seed_centra(self.db, self.clock)
        self.shop = Shop(self.db, self.clock)
        self.fta = {(sku, warehouse): self.shop.fta(sku, warehouse) for sku in SKUS for warehouse in WAREHOUSES}
        self.allocated = dict.fromkeys(self.fta, 0)
        self.orders: dict[int, list[tuple[str, int]]] = {}  # (sku, warehouse) of each unit still promised
        self.returned: set[int] = set()

    def teardown(self) -> None:
        self.db.close()

    def _mutate(self, mutation: str) -> Any:
        body = json.dumps({"query": f"mutation {{ payload: {mutation} {{ userErrors {{ message }} }} }}"}).encode()
        status, answer, _ = execute(self.db, self.clock, Settings(), "sandbox-toolkit", body)
        assert (status, answer.get("errors")) == (200, None)
        return answer["data"]["payload"]["userErrors"]

    @rule(sku=sku_of, market=st.sampled_from(tuple(REACH)), quantity=st.integers(min_value=1, max_value=8))
    def order(self, sku: str, market: int, quantity: int) -> None:
        if quantity > sum(self.fta[sku, warehouse] for warehouse in REACH[market]):
            with pytest.raises(ShopError):
                self.shop.place_order(market, {sku: quantity})
            return
        units: list[tuple[str, int]] = []
        for warehouse in REACH[market]:
            part = min(self.fta[sku, warehouse], quantity - len(units))
            self.fta[sku, warehouse] -= part
            self.allocated[sku, warehouse] += part
            units += [(sku, warehouse)] * part
        self.orders[self.shop.place_order(market, {sku: quantity})] = units

    @rule(data=st.data())
    def cancel(self, data: Any) -> None:
        untouched = [number for number, units in self.orders.items() if units]
        if untouched:
            number = data.draw(st.sampled_from(untouched))
            if number in self.returned:
                with pytest.raises(ShopError, match="has returned units"):
                    self.shop.cancel_order(number)
                return
            self.shop.cancel_order(number)
            for place in self.orders.pop(number):
                self.fta[place] += 1
                self.allocated[place] -= 1

    @rule(data=st.data(), warehouse=warehouse_of)
    def take_back(self, data: Any, warehouse: int) -> None:
        returnable = [number for number, units in self.orders.items() if units]
        if returnable:
            number = data.draw(st.sampled_from(returnable))
            units = self.orders[number]
            quantity = data.draw(st.integers(min_value=1, max_value=len(units)))
            self.shop.complete_return(number, {units[0][0]: quantity}, warehouse)
            for place in units[:quantity]:
                self.allocated[place] -= 1
            self.fta[units[0][0], warehouse] += quantity
            self.orders[number] = units[quantity:]
            self.returned.add(number)

    @rule(sku=sku_of, warehouse=warehouse_of, quantity=QUANTITIES, physical=st.booleans())
    def set_stock(self, sku: str, warehouse: int, quantity: int, physical: bool) -> None:
        kind = "PHYSICAL" if physical else "FREE_TO_ALLOCATE"
        errors = self._mutate(
            f'setStock(input: {{warehouse: {{id: {warehouse}}}, description: "x", stockQuantityType: {kind},'
            f' productSizes: [{{productSize: {{SKU: "{sku}"}}, quantity: {quantity}}}]}})'
        )
        wanted = quantity - self.allocated[sku, warehouse] if physical else quantity
        assert bool(errors) is (wanted < 0)
        if wanted >= 0:
            self.fta[sku, warehouse] = wanted

    @rule(sku=sku_of, source=st.none() | warehouse_of, into=st.none() | warehouse_of, quantity=QUANTITIES)
    def change_stock(self, sku: str, source: int | None, into: int | None, quantity: int) -> None:
        places = [
            f"{name}: {{id: {place}}}"
            for name, place in (("outFromWarehouse", source), ("intoWarehouse", into))
            if place
        ]
        errors = self._mutate(
            f'changeStock(input: {{{", ".join([*places, ""])}description: "x",'
            f' productSizes: [{{productSize: {{SKU: "{sku}"}}, deliveredQuantity: {quantity}}}]}})'
        )
        possible = quantity > 0 and source != into and (source is None or quantity <= self.fta[sku, source])
        assert bool(errors) is not possible
        if possible:
            for place, change in ((source, -quantity), (into, quantity)):
                if place is not None:
                    self.fta[sku, place] += change

    @invariant()
    def the_shop_agrees_with_the_model(self) -> None:
        stock: Any = self.shop.shop_stock()
        for (sku, warehouse), fta in self.fta.items():
            allocated = self.allocated[sku, warehouse]
            assert stock[sku][str(warehouse)] == {"fta": fta, "allocated": allocated, "physical": fta + allocated}
            assert fta >= 0
            assert allocated >= 0

    @invariant()
    def the_lines_add_up(self) -> None:
        for row in self.db.rows("SELECT * FROM centra_stock"):
            where = (row["product_size_id"], row["warehouse_id"])
            promised = self.db.row(
                "SELECT COALESCE(SUM(a.quantity), 0) AS units FROM centra_allocations a"
                " JOIN centra_stock_lines l ON l.id = a.stock_line_id"
                " WHERE l.product_size_id = ? AND l.warehouse_id = ?",
                where,
            )
            assert promised is not None
            assert promised["units"] == row["allocated"]
        body = json.dumps({"query": TOTALS}).encode()
        _, answer, _ = execute(self.db, self.clock, Settings(), "sandbox-admin", body)
        for size in answer["data"]["productSizes"]:
            for name, total in size["stockTotals"].items():
                assert total == sum(row[name] for row in size["stock"])
            free = sum(line["freeToAllocateQuantity"] for line in size["stockChangeLines"])
            assert free == size["stockTotals"]["freeToAllocateQuantity"]


TOTALS = """{ productSizes(where: {id: [102, 105]}) {
  stock { freeToAllocateQuantity allocatedQuantity physicalQuantity }
  stockTotals { freeToAllocateQuantity allocatedQuantity physicalQuantity }
  stockChangeLines(limit: 200) { freeToAllocateQuantity } } }"""

TestShopMachine = ShopMachine.TestCase
TestShopMachine.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
