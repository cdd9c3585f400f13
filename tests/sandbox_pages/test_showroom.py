"""The shop as a person in its admin sees and changes it."""

from collections.abc import Generator

import pytest

from voyado_bis_cli.sandbox.centra.event_queue import EventQueue
from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.centra.showroom import Showroom
from voyado_bis_cli.sandbox.settings import Settings
from voyado_bis_cli.sandbox.world import World


@pytest.fixture
def world() -> Generator[World]:
    world = World(Settings())
    yield world
    world.close()


@pytest.fixture
def showroom(world: World) -> Showroom:
    return Showroom(world.db, world.clock)


def test_a_market_without_a_rule_of_its_own_sells_by_its_default_else_its_stores(
    world: World, showroom: Showroom
) -> None:
    def outlet() -> tuple[str | None, tuple[int, ...]]:
        (market,) = [market for market in showroom.markets() if market.id == 6]
        return market.rule, market.warehouses

    assert outlet() == (None, ())
    world.db.run("INSERT INTO centra_rule_defaults (rule_id, store_id) VALUES (1, 1)")
    assert outlet() == ("Nordic", (1,))
    world.db.run("INSERT INTO centra_rule_defaults (rule_id, market_id) VALUES (2, 6)")
    assert outlet() == ("Europe", (1, 2))


def test_what_a_market_can_sell_is_the_sum_over_the_warehouses_of_its_rule(showroom: Showroom) -> None:
    size = showroom.size("2001NVYM")

    assert size is not None
    assert {market.name: size.fta_in(market) for market in showroom.markets()} == {
        "Sweden": 12,
        "Germany": 18,
        "Outlet": 0,
    }


@pytest.mark.parametrize(
    ("sku", "warehouse", "units", "why"),
    [
        ("none", 1, 1, "there is no SKU none"),
        ("1234-1", 9, 1, "there is no warehouse 9"),
        ("1234-1", 1, 0, "no units are no stock change"),
        ("1234-1", 1, -6, "1234-1: 6 to take out, 5 free to allocate in this warehouse"),
    ],
)
def test_a_change_that_cannot_be_leaves_no_trace(
    world: World, showroom: Showroom, sku: str, warehouse: int, units: int, why: str
) -> None:
    before = world.shop.state()

    with pytest.raises(ShopError) as refused:
        showroom.change_stock(sku, warehouse, units, "a test")

    assert str(refused.value) == why
    assert world.shop.state() == before


def test_no_event_comes_of_a_change_while_the_event_system_is_off(world: World, showroom: Showroom) -> None:
    before = showroom.counts()["stock_changes"]
    EventQueue(world.db, world.clock).switch(on=False)

    showroom.change_stock("1234-1", 1, 1, "a test")

    assert showroom.counts()["stock_changes"] == before + 1
    assert world.shop.state()["events"] == {}
