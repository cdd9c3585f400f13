"""`setStock` and `changeStock`, with Centra's user errors and warnings (contract: Stock)."""

from typing import Any

import pytest

from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.database import Database

SET = """mutation { setStock(input: {%s}) {
  stockChanges { id comment } userErrors { message path } userWarnings { message path } } }"""
CHANGE = """mutation { changeStock(input: {%s}) {
  stockChange { id comment warehouse { id } lines { deliveredQuantity freeToAllocateQuantity productSize { SKU } } }
  userErrors { message path } userWarnings { message path } } }"""
M = '{productSize: {SKU: "1234SIZEM"}, quantity: %d}'
HEAD = 'warehouse: {id: 1}, description: "x", stockQuantityType: PHYSICAL'


def _references(ask: Any) -> list[tuple[str, int]]:
    events = ask("{ events { objectType objectReference } }").data["events"]
    return [(event["objectType"], event["objectReference"]) for event in events]


def test_setting_physical_stock_books_the_difference_and_makes_one_event(ask: Any, set_stock: Any, shop: Shop) -> None:
    payload = set_stock("1234-1", 8, text="bis set-stock")
    assert payload == {
        "stockChanges": [
            {
                "id": 304,
                "comment": "bis set-stock",
                "warehouse": {"id": 1},
                "lines": [{"deliveredQuantity": 3, "freeToAllocateQuantity": 3, "productSize": {"SKU": "1234-1"}}],
            }
        ],
        "userErrors": [],
        "userWarnings": [],
    }
    assert shop.fta("1234-1", 1) == 8
    assert _references(ask) == [("StockChange", 304)]
    assert ask("{ events { objectReference } }", token="sandbox-guide").data == {"events": [{"objectReference": 304}]}


def test_setting_less_takes_from_the_oldest_lines(ask: Any, set_stock: Any, shop: Shop) -> None:
    set_stock("1234-1", 8)
    (change,) = set_stock("1234-1", 1)["stockChanges"]
    assert change["lines"] == [{"deliveredQuantity": -7, "freeToAllocateQuantity": 0, "productSize": {"SKU": "1234-1"}}]
    lines = ask("{ productSize(id: 105) { stockChangeLines { freeToAllocateQuantity } } }").data["productSize"]
    assert [line["freeToAllocateQuantity"] for line in lines["stockChangeLines"]] == [0, 1, 0]
    assert shop.fta("1234-1", 1) == 1


def test_the_same_level_again_is_a_warning_and_no_stock_change(ask: Any, set_stock: Any) -> None:
    assert set_stock("1234-1", 5) == {
        "stockChanges": [],
        "userErrors": [],
        "userWarnings": [
            {"message": "The stock is as asked already: no stock change was made.", "path": ["input"]},
        ],
    }
    assert _references(ask) == []


def test_physical_includes_what_is_allocated_and_fta_does_not(set_stock: Any, shop: Shop) -> None:
    shop.place_order(4, {"1234-1": 2})
    set_stock("1234-1", 10)
    assert shop.fta("1234-1", 1) == 8
    set_stock("1234-1", 10, kind="FREE_TO_ALLOCATE")
    assert shop.shop_stock()["1234-1"]["1"] == {"fta": 10, "allocated": 2, "physical": 12}  # type: ignore[index]  # JSON


def test_physical_stock_never_goes_below_what_is_allocated(set_stock: Any, shop: Shop) -> None:
    shop.place_order(4, {"1234-1": 2})
    payload = set_stock("1234-1", 1)
    assert (payload["stockChanges"], payload["userErrors"]) == (
        [],
        [
            {
                "message": "The physical quantity must not be below the allocated quantity, 2.",
                "path": ["input", "productSizes", "0", "quantity"],
            }
        ],
    )
    assert set_stock("1234-1", 2)["userErrors"] == []
    assert set_stock("1234-1", 0, kind="FREE_TO_ALLOCATE")["userWarnings"]
    assert shop.fta("1234-1", 1) == 0


def test_only_sizes_that_changed_get_a_line(ask: Any) -> None:
    sizes = ", ".join(
        f'{{productSize: {{SKU: "1234SIZE{size}"}}, quantity: {n}}}' for size, n in (("S", 4), ("M", 2), ("L", 1))
    )
    (change,) = ask(SET % f"{HEAD}, productSizes: [{sizes}]").data["setStock"]["stockChanges"]
    query = "query ($id: [Int!]) { stockChanges(where: {id: $id}) { lines { deliveredQuantity productSize { SKU } } } }"
    assert ask(query, id=change["id"]).data["stockChanges"][0]["lines"] == [
        {"deliveredQuantity": 2, "productSize": {"SKU": "1234SIZEM"}},
        {"deliveredQuantity": -1, "productSize": {"SKU": "1234SIZEL"}},
    ]


@pytest.mark.parametrize(
    "sizes",
    [
        "productSizes: {productSize: {id: 102}, quantity: 3}",
        'productSizes: [{productSize: {SKU: "1234SIZEM"}, quantity: 3}]',
        'productSizes: [{productSize: {EAN: "7350000000017"}, quantity: 3}]',
        'productSizes: [{productSize: {UPC: "735000000001"}, quantity: 3}]',
        'productSizes: [{productSize: {any: "1234SIZEM"}, quantity: 3}]',
        'productSizes: [{productSize: {any: "7350000000017"}, quantity: 3}]',
        "productVariants: [{productVariant: {id: 11}, sizeStockLevels: [{size: {id: 2}, quantity: 3}]}]",
        'productVariants: {productVariant: {id: 11}, sizeStockLevels: {size: {name: "M"}, quantity: 3}}',
    ],
)
def test_a_size_can_be_named_in_many_ways(ask: Any, db: Database, shop: Shop, sizes: str) -> None:
    db.run("UPDATE centra_sizes SET ean = '7350000000017', upc = '735000000001' WHERE id = 102")
    payload = ask(SET % f"{HEAD}, {sizes}").data["setStock"]
    assert (payload["userErrors"], len(payload["stockChanges"]), shop.fta("1234SIZEM", 1)) == ([], 1, 3)


ONLY_ONE = "Exactly one input field should be provided."
SIZE_0 = "input.productSizes.0.productSize"
VARIANT_0 = "input.productVariants.0.productVariant"
STEP_0 = "input.productVariants.0.sizeStockLevels.0.size"


def _by_size(size: str) -> str:
    return f"{HEAD}, productSizes: [{{productSize: {{{size}}}, quantity: 1}}]"


def _by_variant(variant: str, size: str = "id: 2") -> str:
    step = f"{{size: {{{size}}}, quantity: 1}}"
    return f"{HEAD}, productVariants: [{{productVariant: {{{variant}}}, sizeStockLevels: [{step}]}}]"


def _at(warehouse: str, description: str = "x") -> str:
    head = f'warehouse: {{{warehouse}}}, description: "{description}", stockQuantityType: PHYSICAL'
    return f"{head}, productSizes: [{M % 1}]"


@pytest.mark.parametrize(
    ("given", "message", "path"),
    [
        (HEAD, "Provide productVariants or productSizes.", "input"),
        (f"{HEAD}, productSizes: []", "Provide productVariants or productSizes.", "input"),
        (f"{HEAD}, productSizes: [{M % -1}]", "The quantity must not be negative.", "input.productSizes.0.quantity"),
        (
            f"{HEAD}, productSizes: [{M % 1}, {M % 2}]",
            "This size is given more than once.",
            "input.productSizes.1.quantity",
        ),
        (_by_size(""), ONLY_ONE, SIZE_0),
        (_by_size('id: 102, SKU: "1234SIZEM"'), ONLY_ONE, SIZE_0),
        (_by_size('SKU: "nope"'), "Product size with the SKU nope was not found.", SIZE_0),
        (_by_size('any: "102"'), "Product size with the any 102 was not found.", SIZE_0),
        (_by_size('SKU: "TWIN"'), "More than one product size has the SKU TWIN.", SIZE_0),
        (_by_variant("id: 99"), "Product variant 99 was not found.", VARIANT_0),
        (_by_variant(""), ONLY_ONE, VARIANT_0),
        (_by_variant("id: 11", ""), ONLY_ONE, STEP_0),
        (_by_variant("id: 11", 'name: "38"'), "Product size with the name 38 was not found.", STEP_0),
        (_at("id: 9"), "Warehouse 9 was not found.", "input.warehouse"),
        (_at(""), ONLY_ONE, "input.warehouse"),
        (_at("id: 1", " "), "A description is required.", "input.description"),
    ],
)
def test_setting_stock_wrongly_is_a_user_error_and_changes_nothing(
    ask: Any, db: Database, shop: Shop, given: str, message: str, path: str
) -> None:
    db.run("UPDATE centra_sizes SET sku = 'TWIN' WHERE id IN (138, 139)")
    before = shop.state()
    payload = ask(SET % given).data["setStock"]
    assert payload == {
        "stockChanges": [],
        "userErrors": [{"message": message, "path": path.split(".")}],
        "userWarnings": [],
    }
    assert shop.state() == before


UNIT_COST = 'unitCost: {value: 1, currencyIsoCode: "EUR"}'


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (_at('externalId: "a"'), "not simulated: WarehouseInput.externalId"),
        (_by_variant('externalId: "a"'), "not simulated: ProductVariantInput.externalId"),
        (f"{HEAD}, productSizes: [{{productSize: {{id: 102}}, quantity: 1, {UNIT_COST}}}]", "not simulated: unitCost"),
    ],
)
def test_inputs_that_are_not_simulated_say_so(ask: Any, given: str, message: str) -> None:
    assert ask(SET % given).messages == [message]


def _change(ask: Any, places: str, quantity: int, sku: str = "1234-1") -> Any:
    sizes = f'productSizes: [{{productSize: {{SKU: "{sku}"}}, deliveredQuantity: {quantity}}}]'
    return ask(CHANGE % f'{places}, description: "bis change", {sizes}').data["changeStock"]


def test_into_a_warehouse_adds(ask: Any, shop: Shop) -> None:
    assert _change(ask, "intoWarehouse: {id: 2}", 4) == {
        "stockChange": {
            "id": 304,
            "comment": "bis change",
            "warehouse": {"id": 2},
            "lines": [{"deliveredQuantity": 4, "freeToAllocateQuantity": 4, "productSize": {"SKU": "1234-1"}}],
        },
        "userErrors": [],
        "userWarnings": [],
    }
    assert (shop.fta("1234-1", 1), shop.fta("1234-1", 2)) == (5, 4)
    assert _references(ask) == [("StockChange", 304)]


def test_out_of_a_warehouse_removes(ask: Any, shop: Shop) -> None:
    change = _change(ask, "outFromWarehouse: {id: 1}", 4)["stockChange"]
    assert change["lines"] == [{"deliveredQuantity": -4, "freeToAllocateQuantity": 0, "productSize": {"SKU": "1234-1"}}]
    assert shop.fta("1234-1", 1) == 1


def test_both_moves_with_a_stock_change_and_an_event_per_warehouse(ask: Any, shop: Shop) -> None:
    change = _change(ask, "outFromWarehouse: {id: 1}, intoWarehouse: {id: 2}", 3)["stockChange"]
    assert (change["id"], change["warehouse"]) == (305, {"id": 2})
    assert (shop.fta("1234-1", 1), shop.fta("1234-1", 2)) == (2, 3)
    assert _references(ask) == [("StockChange", 304), ("StockChange", 305)]


def test_sizes_can_be_given_by_variant(ask: Any, shop: Shop) -> None:
    sizes = 'productVariants: [{productVariant: {id: 11}, sizeChanges: [{size: {name: "M"}, deliveredQuantity: 2}]}]'
    assert ask(CHANGE % f'intoWarehouse: {{id: 1}}, description: "x", {sizes}').data["changeStock"]["userErrors"] == []
    assert shop.fta("1234SIZEM", 1) == 2


QUANTITY_0 = "input.productSizes.0.deliveredQuantity"
OUT, MOVE = "outFromWarehouse: {id: 1}", "outFromWarehouse: {id: 1}, intoWarehouse: {id: %d}"


@pytest.mark.parametrize(
    ("places", "quantity", "message", "path"),
    [
        (OUT, 6, "Only 5 are free to allocate in this warehouse.", QUANTITY_0),
        (MOVE % 2, 6, "Only 5 are free to allocate in this warehouse.", QUANTITY_0),
        ("intoWarehouse: {id: 1}", 0, "The quantity must be at least 1.", QUANTITY_0),
        ("intoWarehouse: {id: 1}", -1, "The quantity must be at least 1.", QUANTITY_0),
        ("intoWarehouse: {id: 9}", 1, "Warehouse 9 was not found.", "input.intoWarehouse"),
        (MOVE % 1, 1, "intoWarehouse and outFromWarehouse must not be the same.", "input"),
        ("intoWarehouse: null", 1, "Provide intoWarehouse, outFromWarehouse or both.", "input"),
    ],
)
def test_changing_stock_wrongly_is_a_user_error_and_changes_nothing(
    ask: Any, shop: Shop, places: str, quantity: int, message: str, path: str
) -> None:
    before = shop.state()
    assert _change(ask, places, quantity) == {
        "stockChange": None,
        "userErrors": [{"message": message, "path": path.split(".")}],
        "userWarnings": [],
    }
    assert shop.state() == before


def test_changing_stock_needs_its_permission(ask: Any) -> None:
    reply = ask(CHANGE % 'intoWarehouse: {id: 1}, description: "x"', token="sandbox-readonly")
    assert reply.messages == ["You need StockChange:write permission to access changeStock."]


def test_two_mutations_of_one_document_see_each_other(ask: Any) -> None:
    one = SET % f"{HEAD}, productSizes: [{M % 3}]"
    body = one.removeprefix("mutation {").removesuffix("}")
    reply = ask(f"mutation {{ first: {body} second: {body} }}")
    assert len(reply.data["first"]["stockChanges"]) == 1
    assert (reply.data["second"]["stockChanges"], len(reply.data["second"]["userWarnings"])) == ([], 1)
