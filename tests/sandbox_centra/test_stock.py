"""Stock per size and warehouse."""

from typing import Any

import pytest

from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.database import Database

QUANTITIES = {
    "freeToAllocateQuantity": 3,
    "allocatedQuantity": 2,
    "physicalQuantity": 5,
    "availableNowQuantity": 3,
    "availableQuantity": 3,
    "unshippedQuantity": 2,
    "demandQuantity": 0,
    "incomingQuantity": 0,
    "linkedIncomingQuantity": 0,
    "onDeliveryQuantity": 0,
    "unlinkedIncomingQuantity": 0,
}


def test_every_quantity_follows_from_fta_and_allocated(ask: Any, shop: Shop) -> None:
    shop.place_order(4, {"1234-1": 2})
    names = " ".join(QUANTITIES)
    query = f"""{{ productSize(id: 105) {{
                 stock(where: {{warehouseId: 1}}) {{ {names} warehouse {{ id }} productSize {{ SKU }} }}
                 stockTotals {{ {names} }} }} }}"""
    size = ask(query, token="sandbox-admin").data["productSize"]
    assert size["stock"] == [{**QUANTITIES, "warehouse": {"id": 1}, "productSize": {"SKU": "1234-1"}}]
    assert size["stockTotals"] == QUANTITIES


def test_fta_per_warehouse_by_alias_as_the_contract_asks_it(ask: Any) -> None:
    query = """{ productSizes(where: {SKU: {equals: "1234SIZES"}}) { id SKU
                 w1: stock(where: {warehouseId: 1}, limit: 1) { freeToAllocateQuantity allocatedQuantity }
                 w2: stock(where: {warehouseId: 2}, limit: 1) { freeToAllocateQuantity allocatedQuantity }
                 w3: stock(where: {warehouseId: 3}, limit: 1) { freeToAllocateQuantity allocatedQuantity } } }"""
    (size,) = ask(query).data["productSizes"]
    assert [size[alias][0]["freeToAllocateQuantity"] for alias in ("w1", "w2", "w3")] == [4, 3, 0]
    assert [size[alias][0]["allocatedQuantity"] for alias in ("w1", "w2", "w3")] == [0, 0, 0]


def test_fta_deducts_neither_threshold_nor_stock_offset(ask: Any) -> None:
    query = """{ productSizes(where: {SKU: {equals: "2001GRYM"}}) {
                   stock { freeToAllocateQuantity warehouse { threshold } } }
                 offset: productSizes(where: {SKU: {equals: "3005YELM"}}) {
                   productVariant { stockOffset } stock { freeToAllocateQuantity } } }"""
    data = ask(query).data
    assert data["productSizes"][0]["stock"][1] == {"freeToAllocateQuantity": 2, "warehouse": {"threshold": 2}}
    assert data["offset"] == [
        {"productVariant": {"stockOffset": 3}, "stock": [{"freeToAllocateQuantity": n} for n in (2, 5, 0)]}
    ]


@pytest.mark.parametrize(
    ("arguments", "skus"),
    [
        ("where: {productSizeId: [105, 101]}", ["1234SIZES", "1234-1"]),
        ("where: {productVariantId: 11}, limit: 2", ["1234SIZES", "1234SIZEM"]),
        ("where: {productVariantId: 11}, limit: 3, page: 2", ["1234SIZEXL"]),
        ("where: {productId: 1, freeToAllocateQuantity: {from: 4}}", ["1234SIZES", "1234-1"]),
        ("where: {productId: 1, physicalQuantity: {from: 1, to: 2}}", ["1234SIZEL", "1234SIZEXL"]),
        ("where: {productId: 1, allocatedQuantity: {from: 1}}", []),
        (
            'where: {productId: 1, physicalQuantity: {to: 0}, negate: ["productId", "physicalQuantity"]}, limit: 1',
            ["2001GRYS"],
        ),
        (
            "where: {productId: 1, physicalQuantity: null}, sort: [freeToAllocateQuantity_DESC], limit: 2",
            ["1234-1", "1234SIZES"],
        ),
        ("where: {productVariantId: 11}, sort: [demandQuantity_ASC, productSizeId_DESC], limit: 1", ["1234SIZEXL"]),
    ],
)
def test_a_warehouses_stock_can_be_filtered_sorted_and_paged(ask: Any, arguments: str, skus: list[str]) -> None:
    query = f"{{ warehouses(where: {{id: 1}}) {{ stock({arguments}) {{ productSize {{ SKU }} }} }} }}"
    (warehouse,) = ask(query, token="sandbox-admin").data["warehouses"]
    assert [row["productSize"]["SKU"] for row in warehouse["stock"]] == skus


def test_totals_are_sums_over_all_or_some_warehouses(ask: Any) -> None:
    query = """{ productVariants(where: {id: 11}) {
                   all: stockTotals { freeToAllocateQuantity }
                   some: stockTotals(where: {warehouseId: [2, 3]}) { freeToAllocateQuantity }
                   stock(where: {warehouseId: 2}) { freeToAllocateQuantity } }
                 warehouses { stockTotals { physicalQuantity } } }"""
    data = ask(query, token="sandbox-admin").data
    assert data["productVariants"] == [
        {
            "all": {"freeToAllocateQuantity": 11},
            "some": {"freeToAllocateQuantity": 4},
            "stock": [{"freeToAllocateQuantity": quantity} for quantity in (3, 0, 0, 1)],
        }
    ]
    assert data["warehouses"][2] == {"stockTotals": {"physicalQuantity": 3}}


def test_the_stock_of_a_full_page_of_sizes_is_read_at_once(ask: Any, db: Database) -> None:
    aliases = " ".join(
        f"w{n}: stock(where: {{warehouseId: {n}}}, limit: 1) {{ freeToAllocateQuantity }}" for n in (1, 2, 3)
    )
    statements: list[str] = []
    db._connection.set_trace_callback(statements.append)
    assert len(ask(f"{{ productSizes(limit: 200) {{ SKU {aliases} }} }}").data["productSizes"]) == 39
    assert len(statements) <= 3
