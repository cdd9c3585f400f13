"""Stores, markets, warehouses, rules and sizes, as Centra answered."""

from itertools import islice

import pytest
from inline_snapshot import snapshot
from vcr.errors import CannotOverwriteExistingCassetteException  # type: ignore[import-untyped]  # vcrpy has no types

from tests.replay.support import RECORDED, Given, plain
from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.ids import Sku

pytestmark = RECORDED


def test_stores(centra: CentraClient) -> None:
    assert plain(centra.stores()) == snapshot(
        [
            {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"},
            {"id": 2, "name": "Europe", "type": "DIRECT_TO_CONSUMER"},
            {"id": 3, "name": "Wholesale", "type": "WHOLESALE"},
        ]
    )


def test_markets_have_their_store_and_their_rule_where_they_have_one(centra: CentraClient) -> None:
    assert plain(centra.markets()) == snapshot(
        [
            {
                "id": 6,
                "name": "Outlet",
                "store": {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"},
                "rule": None,
            },
            {
                "id": 5,
                "name": "Germany",
                "store": {"id": 2, "name": "Europe", "type": "DIRECT_TO_CONSUMER"},
                "rule": {"id": 2, "name": "Europe"},
            },
            {
                "id": 4,
                "name": "Sweden",
                "store": {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"},
                "rule": {"id": 1, "name": "Nordic"},
            },
        ]
    )


def test_markets_of_one_store(centra: CentraClient) -> None:
    store = centra.stores()[0].id

    assert [market.name for market in centra.markets([store])] == snapshot(["Outlet", "Sweden"])


def test_warehouses(centra: CentraClient) -> None:
    assert plain(centra.warehouses()) == snapshot(
        [
            {"id": 1, "name": "Stockholm", "threshold": None, "stock_master": "INTERNAL"},
            {"id": 2, "name": "Berlin", "threshold": 2, "stock_master": "INTERNAL"},
            {"id": 3, "name": "Returns", "threshold": None, "stock_master": "INTERNAL"},
        ]
    )


def test_sizes_come_page_by_page(centra: CentraClient) -> None:
    assert plain(list(islice(centra.all_sizes(), 3))) == snapshot(
        [{"id": 101, "sku": "1234SIZES"}, {"id": 102, "sku": "1234SIZEM"}, {"id": 103, "sku": "1234SIZEL"}]
    )


def test_the_size_of_a_sku(centra: CentraClient, given: Given) -> None:
    assert plain(centra.sizes_of_sku(given.sku)) == snapshot([{"id": 102, "sku": "1234SIZEM"}])


def test_a_sku_that_nothing_has_is_no_error(centra: CentraClient) -> None:
    assert centra.sizes_of_sku(Sku("no-such-sku")) == ()


def test_rules_of_each_warehouse(centra: CentraClient) -> None:
    warehouses = [warehouse.id for warehouse in centra.warehouses()]

    assert plain(centra.rules_of_warehouses(warehouses)) == snapshot({1: [1, 2], 2: [2], 3: []})


def test_default_rules_of_markets_and_their_stores(centra: CentraClient) -> None:
    assert plain(centra.default_rules(centra.markets())) == snapshot({"by_market": {}, "by_store": {}})


def test_a_cassette_answers_no_other_question(centra: CentraClient, *, recording: bool) -> None:
    centra.sizes_of_sku(Sku("1234-1"))

    if not recording:
        with pytest.raises(CannotOverwriteExistingCassetteException):
            centra.sizes_of_sku(Sku("1234-2"))  # differs in the body alone
