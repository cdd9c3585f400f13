"""Lists, filters, paging, and what is said not to be simulated."""

from typing import Any

import pytest

from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database


def test_stores_markets_rules_and_warehouses_are_the_guides(ask: Any) -> None:
    reply = ask(
        """{ stores { id name type allocationRule { id } }
             markets { id name store { id } allocationRule { id name } }
             allocationRules { id name markets { id } stores { id } }
             warehouses { id name status threshold stockMaster stockOwnership allocationPolicy isConsignation
                          isHiddenFromStockView allocationRules { id } } }"""
    )
    assert reply.data["stores"] == [
        {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER", "allocationRule": None},
        {"id": 2, "name": "Europe", "type": "DIRECT_TO_CONSUMER", "allocationRule": None},
        {"id": 3, "name": "Wholesale", "type": "WHOLESALE", "allocationRule": None},
    ]
    assert reply.data["markets"] == [
        {"id": 4, "name": "Sweden", "store": {"id": 1}, "allocationRule": {"id": 1, "name": "Nordic"}},
        {"id": 5, "name": "Germany", "store": {"id": 2}, "allocationRule": {"id": 2, "name": "Europe"}},
        {"id": 6, "name": "Outlet", "store": {"id": 1}, "allocationRule": None},
    ]
    assert reply.data["allocationRules"] == [
        {"id": 1, "name": "Nordic", "markets": [{"id": 4}], "stores": []},
        {"id": 2, "name": "Europe", "markets": [{"id": 5}], "stores": []},
    ]
    assert reply.data["warehouses"][1] == {
        "id": 2,
        "name": "Berlin",
        "status": "ACTIVE",
        "threshold": 2,
        "stockMaster": "INTERNAL",
        "stockOwnership": "OWN",
        "allocationPolicy": "DIRECT",
        "isConsignation": False,
        "isHiddenFromStockView": False,
        "allocationRules": [{"id": 2}],
    }
    assert [warehouse["allocationRules"] for warehouse in reply.data["warehouses"]] == [
        [{"id": 1}, {"id": 2}],
        [{"id": 2}],
        [],
    ]


def test_a_rules_warehouses_have_priorities(ask: Any) -> None:
    query = """{ allocationRules(where: {id: 2}) { geographyAllocationPrioritySets { id demandVisibleInWarehouse { id }
                 priorities(sort: priorityNumber_DESC) { priorityNumber stockOwnership allocationPolicy
                                                         warehouse { id } } } } }"""
    (rule,) = ask(query).data["allocationRules"]
    assert rule["geographyAllocationPrioritySets"] == [
        {
            "id": 2,
            "demandVisibleInWarehouse": None,
            "priorities": [
                {
                    "priorityNumber": number,
                    "stockOwnership": "OWN",
                    "allocationPolicy": "DIRECT",
                    "warehouse": {"id": number},
                }
                for number in (2, 1)
            ],
        }
    ]


def test_a_restricted_token_sees_only_its_stores_and_markets(ask: Any, shop: Shop) -> None:
    shop.place_order(4, {"1234-1": 1})
    number = shop.place_order(5, {"1234-1": 1})
    shop.complete_return(number, {"1234-1": 1})
    query = """{ stores { id } markets { id } mine: market(id: 4) { id } other: market(id: 5) { id }
                 allocationRules { id markets { id } stores { id } } orders { number } returns { id }
                 counters { orders } }"""
    assert ask(query, token="sandbox-store-1").data == {
        "stores": [{"id": 1}],
        "markets": [{"id": 4}, {"id": 6}],
        "mine": {"id": 4},
        "other": None,
        "allocationRules": [{"id": 1, "markets": [{"id": 4}], "stores": []}, {"id": 2, "markets": [], "stores": []}],
        "orders": [{"number": 5001}],
        "returns": [],
        "counters": {"orders": 1},
    }


def test_default_rules_are_found_by_market_and_by_store(ask: Any, db: Database) -> None:
    query = """{ market: allocationRules(where: {defaultInMarketId: [6]}) { id }
                 store: allocationRules(where: {defaultInStoreId: 2}) { id stores { id name } }
                 stores { allocationRule { id } } }"""
    assert ask(query).data["market"] == ask(query).data["store"] == []
    db.run_many("INSERT INTO centra_rule_defaults VALUES (?, ?, ?)", [(1, 6, None), (2, None, 2)])
    assert ask(query).data == {
        "market": [{"id": 1}],
        "store": [{"id": 2, "stores": [{"id": 2, "name": "Europe"}]}],
        "stores": [{"allocationRule": None}, {"allocationRule": {"id": 2}}, {"allocationRule": None}],
    }


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("stores(where: {type: WHOLESALE})", [3]),
        ("stores(where: {id: [1, 3]}, sort: id_DESC)", [3, 1]),
        ("stores(where: {id: null})", [1, 2, 3]),
        ("stores(limit: 2, page: 2)", [3]),
        ("markets(where: {storeId: 1}, sort: [id_DESC])", [6, 4]),
        ("markets(where: {id: [5]})", [5]),
        ('warehouses(where: {name: {contains: "lin"}})', [2]),
        ('warehouses(where: {name: {equals: "berlin"}})', []),
        ("warehouses(where: {status: INACTIVE})", []),
        ("warehouses(where: {id: []})", []),
        ("allocationRules(where: {warehouseId: [2]})", [2]),
        ("allocationRules(where: {warehouseId: [1, 2]})", [1, 2]),
        ("allocationRules(where: {warehouseId: 3})", []),
        ('allocationRules(where: {warehouseId: [2], negate: ["warehouseId"]})', [1]),
        ('allocationRules(where: {name: {equals: "Nordic"}, isActive: true})', [1]),
        ('products(where: {name: {contains: "a"}, status: ACTIVE}, sort: [updatedAt_ASC, id_DESC])', [5, 4, 3, 2]),
        ("productVariants(where: {productId: 1})", [11, 12]),
        ("productVariants(where: {id: [12], status: ACTIVE})", [12]),
        ('productSizes(where: {SKU: {equals: "1234-1"}})', [105]),
        ('productSizes(where: {SKU: {contains: "1234SIZE"}, sizeId: [1, 4]})', [101, 104]),
        ('productSizes(where: {sizeNumber: {equals: "38"}, preorder: false, isActive: true})', [122, 128]),
        ('productSizes(where: {notNull: ["EAN"]})', []),
        ('productSizes(where: {id: [101], notNull: ["SKU"]})', [101]),
        (
            'productSizes(where: {updatedAt: {from: "2026-01-01 10:00:00", to: "2026-01-01T11:00+01:00"}}, limit: 1)',
            [101],
        ),
        ('productSizes(where: {updatedAt: {from: "2026-01-01 10:00:01"}})', []),
        ("productSizes(where: {updatedAt: {}}, limit: 1)", [101]),
        ('productSizes(where: {SKU: {equals: "nope"}})', []),
    ],
)
def test_lists_can_be_filtered_sorted_and_paged(ask: Any, field: str, found: list[int]) -> None:
    (rows,) = ask(f"{{ {field} {{ id }} }}").data.values()
    assert [row["id"] for row in rows] == found


LIMIT = "Limit must be in range 1 - 200"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{ stores(limit: 0) { id } }", LIMIT),
        ("{ stores(limit: 201) { id } }", LIMIT),
        ("{ stores(page: 0) { id } }", "Page must be 1 or more"),
        ("{ productSizes { stock(limit: 201) { freeToAllocateQuantity } } }", LIMIT),
        ("{ stockChangeConnection(first: 201) { totalCount } }", LIMIT),
        ("{ stockChangeConnection(first: 0) { totalCount } }", LIMIT),
        ("{ productSizes(where: {SKU: {}}) { id } }", "Exactly one input field should be provided."),
        (
            '{ productSizes(where: {SKU: {equals: "a", contains: "b"}}) { id } }',
            "Exactly one input field should be provided.",
        ),
        ('{ stockChangeConnection(after: "?") { totalCount } }', "Cursor '?' is not one of this connection."),
        ('{ stockChangeConnection(before: "YQ==") { totalCount } }', "Cursor 'YQ==' is not one of this connection."),
        ("{ stockChangeConnection(first: 1, last: 1) { totalCount } }", "not simulated: first together with last"),
        ('{ productSizes(where: {search: "shirt"}) { id } }', "not simulated: filter search of ProductSize"),
        ('{ productSizes(where: {notNull: ["size"]}) { id } }', "not simulated: filter size of ProductSize"),
        (
            '{ allocationRules(where: {notNull: ["warehouseId"]}) { id } }',
            "not simulated: notNull warehouseId of AllocationRule",
        ),
        ('{ productSizes(where: {negate: ["SKU"]}) { id } }', "not simulated: negate SKU without that filter"),
        (
            '{ warehouses { stock(where: {negate: ["x"]}) { freeToAllocateQuantity } } }',
            "not simulated: negate x without that filter",
        ),
        ("{ stockChanges(where: {type: UNKNOWN_VALUE}) { id } }", "not simulated: filter type of StockChange"),
        ("{ stockChanges { type } }", "not simulated: StockChange.type"),
        ("{ allocationRules { type } }", "not simulated: AllocationRule.type"),
        ("{ productSizes { quantity } }", "not simulated: ProductSize.quantity"),
        ("{ returns(where: {customerId: 1}) { id } }", "not simulated: filter customerId of Return"),
        ("{ rateLimits(where: {type: REQUEST_COUNT}) { quota } }", "not simulated: filters of rateLimits"),
        (
            """{ allocationRules { geographyAllocationPrioritySets {
                   priorities(where: {stockOwnership: OWN}) { priorityNumber } } } }""",
            "not simulated: filters of priorities",
        ),
        ('{ stockChanges { createdAt(format: "D, d M Y") } }', "not simulated: date format letter D"),
    ],
)
def test_what_is_refused_or_not_simulated_says_so(ask: Any, query: str, message: str) -> None:
    assert ask(query, token="sandbox-admin").messages[0] == message


def test_a_moment_that_is_none_does_not_fit_the_query(ask: Any) -> None:
    reply = ask('{ orders(where: {createdAt: {from: "soon"}}) { number } }')
    assert (reply.status, len(reply.messages)) == (400, 1)
    assert "DateTimeTz cannot represent 'soon'." in reply.messages[0]


def test_the_catalogue_hangs_together(ask: Any) -> None:
    query = """{ productSize(id: 105) { SKU EAN UPC sizeNumber isActive preorder description updatedAt size { id name }
                 productVariant { name variantNumber status stockOffset
                                                      product { name productNumber status isBundle } } }
                 none: productSize(id: 1) { id }
                 products(where: {id: 1}) { createdAt variants { variantNumber productSizes { SKU } } }
                 counters { products(where: {name: {contains: "shirt"}}) } }"""
    assert ask(query).data == {
        "productSize": {
            "SKU": "1234-1",
            "EAN": None,
            "UPC": None,
            "sizeNumber": "",
            "isActive": True,
            "preorder": False,
            "description": None,
            "updatedAt": "2026-01-01T10:00:00+00:00",
            "size": {"id": 5, "name": "One size"},
            "productVariant": {
                "name": "Shirt bag",
                "variantNumber": "-1",
                "status": "ACTIVE",
                "stockOffset": 0,
                "product": {"name": "Linen shirt", "productNumber": "1234", "status": "ACTIVE", "isBundle": False},
            },
        },
        "none": None,
        "products": [
            {
                "createdAt": "2026-01-01T10:00:00+00:00",
                "variants": [
                    {
                        "variantNumber": "SIZE",
                        "productSizes": [{"SKU": f"1234SIZE{size}"} for size in ("S", "M", "L", "XL")],
                    },
                    {"variantNumber": "-1", "productSizes": [{"SKU": "1234-1"}]},
                ],
            }
        ],
        "counters": {"products": 1},
    }


def test_the_rate_budget_is_the_default_plans(ask: Any) -> None:
    rows = ask("{ rateLimits { type intervalSeconds quota usedQuota remainingQuota } }").data["rateLimits"]
    assert [(row["type"], row["intervalSeconds"], row["quota"]) for row in rows] == [
        ("REQUEST_COUNT", "TEN_SECONDS", 60),
        ("REQUEST_COUNT", "ONE_HOUR", 5_000),
        ("QUERY_COMPLEXITY", "TEN_SECONDS", 250_000),
        ("QUERY_COMPLEXITY", "ONE_HOUR", 30_000_000),
        ("MUTATION_COUNT", "TEN_SECONDS", 20),
        ("MUTATION_COUNT", "ONE_HOUR", 1_800),
    ]
    assert all(row["usedQuota"] + row["remainingQuota"] == row["quota"] for row in rows)
    assert ask("{ rateLimits { quota } }", token="sandbox-strict").body["extensions"]["permissionsUsed"] == []


@pytest.mark.parametrize(
    ("php_format", "text"),
    [
        (r"Y-m-d\\TH:i:sP", "2026-01-31T09:05:07+00:00"),
        ("c", "2026-01-31T09:05:07+00:00"),
        ("Y-m-d H:i:s", "2026-01-31 09:05:07"),
        ("y/n/j G.v", "26/1/31 9.000"),
        ("U", "1769850307"),
        ("H:i:s.u O p e T", "09:05:07.000000 +0000 Z UTC UTC"),
        (r"\\Y\\", "Y"),
    ],
)
def test_moments_are_written_in_the_php_format_asked_for(
    ask: Any, set_stock: Any, clock: SandboxClock, php_format: str, text: str
) -> None:
    clock.advance(-3293)
    set_stock("1234SIZEM", 1)
    reply = ask(f'{{ events {{ createdAt(format: "{php_format}") }} }}')
    assert reply.data == {"events": [{"createdAt": text}]}


def test_a_format_of_null_is_the_default(ask: Any) -> None:
    reply = ask("{ stockChanges(limit: 1) { createdAt(format: null) } }")
    assert reply.data == {"stockChanges": [{"createdAt": "2026-01-31T10:00:00+00:00"}]}
