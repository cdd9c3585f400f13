"""Stock changes, their lines, and the connection over them."""

from typing import Any

import pytest

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String, $sort: [StockChangeSort!]) {
  stockChangeConnection(first: $first, after: $after, last: $last, before: $before, sort: $sort) {
    totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


def _page(ask: Any, **arguments: Any) -> tuple[list[int], bool, bool, dict[int, str]]:
    connection = ask(PAGE, **arguments).data["stockChangeConnection"]
    cursors = {edge["node"]["id"]: edge["cursor"] for edge in connection["edges"]}
    info = connection["pageInfo"]
    assert connection["totalCount"] == 7
    assert [info["startCursor"], info["endCursor"]] == (
        [next(iter(cursors.values())), list(cursors.values())[-1]] if cursors else [None, None]
    )
    return list(cursors), info["hasPreviousPage"], info["hasNextPage"], cursors


@pytest.fixture
def seven_changes(set_stock: Any) -> list[int]:
    return [301, 302, 303, *(set_stock("1234SIZEM", quantity)["stockChanges"][0]["id"] for quantity in (1, 2, 3, 4))]


def test_the_connection_pages_both_ways(ask: Any, seven_changes: list[int]) -> None:
    ids = seven_changes
    assert _page(ask)[:3] == (ids, False, False)
    assert _page(ask, first=3)[:3] == (ids[:3], False, True)
    assert _page(ask, last=2)[:3] == (ids[5:], True, False)
    cursors = _page(ask)[3]
    assert _page(ask, first=3, after=cursors[ids[2]])[:3] == (ids[3:6], True, True)
    assert _page(ask, last=2, before=cursors[ids[3]])[:3] == (ids[1:3], True, True)
    assert _page(ask, first=5, after=cursors[ids[1]], before=cursors[ids[4]])[:3] == (ids[2:4], True, True)
    assert _page(ask, first=3, after=cursors[ids[6]])[:3] == ([], False, False)


def test_the_connection_pages_both_ways_newest_first(ask: Any, seven_changes: list[int]) -> None:
    ids = seven_changes[::-1]
    assert _page(ask, first=3, sort=["id_DESC"])[:3] == (ids[:3], False, True)
    assert _page(ask, last=2, sort=["id_DESC"])[:3] == (ids[5:], True, False)
    cursors = _page(ask)[3]
    assert _page(ask, first=2, sort=["id_DESC"], after=cursors[ids[1]])[:3] == (ids[2:4], True, True)
    assert _page(ask, last=2, sort=["id_DESC"], before=cursors[ids[4]])[:3] == (ids[2:4], True, True)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('comment: {contains: "run-7"}', [304]),
        ("id: [302]", [302]),
        ("warehouseId: 3", [303]),
        ("productVariantId: [12]", [301]),
        ("productVariantId: [11], warehouseId: 1", [301, 304]),
        ('createdAt: {from: "2026-01-31T10:01:00Z"}', [304]),
    ],
)
def test_a_run_finds_its_own_changes_again(ask: Any, set_stock: Any, clock: Any, where: str, found: list[int]) -> None:
    clock.advance(60)
    set_stock("1234SIZEM", 1, text="bis run-7")
    edges = ask(f"{{ stockChangeConnection(where: {{{where}}}) {{ edges {{ node {{ id }} }} }} }}").data
    assert [edge["node"]["id"] for edge in edges["stockChangeConnection"]["edges"]] == found
    twin = ask(f"{{ stockChanges(where: {{{where}}}, sort: id_ASC) {{ id }} }}").data
    assert [row["id"] for row in twin["stockChanges"]] == found


def test_the_lines_of_a_large_change_are_paged(ask: Any) -> None:
    query = """query ($limit: Int, $page: Int) { stockChanges(where: {id: 301}) {
                 lines(limit: $limit, page: $page) { id productSize { SKU } } } }"""
    pages = [ask(query, limit=20, page=page).data["stockChanges"][0]["lines"] for page in (1, 2, 3)]
    everything = ask(query, limit=200).data["stockChanges"][0]["lines"]
    assert [len(page) for page in pages] == [20, 10, 0]
    assert pages[0] + pages[1] == everything


def test_lines_know_what_came_what_is_left_and_where(ask: Any) -> None:
    query = """{ stockChanges(where: {id: 303}) { comment adminUser { id } warehouse { name } lines(sort: id_DESC) {
                 id isAvailable deliveredQuantity freeToAllocateQuantity productSize { SKU } warehouse { id }
                 stockChange { id } } } }"""
    (change,) = ask(query, token="sandbox-admin").data["stockChanges"]
    assert (change["comment"], change["adminUser"], change["warehouse"]) == ("Opening stock", None, {"name": "Returns"})
    newest, oldest = change["lines"]
    assert newest == {
        "id": oldest["id"] + 1,
        "isAvailable": True,
        "deliveredQuantity": 1,
        "freeToAllocateQuantity": 1,
        "productSize": {"SKU": "5200BRN105"},
        "warehouse": {"id": 3},
        "stockChange": {"id": 303},
    }
    narrowed = "query ($line: [Int!]) { stockChanges(where: {id: 303}) { lines(where: {id: $line}) { id } } }"
    assert ask(narrowed, line=oldest["id"]).data["stockChanges"] == [{"lines": [{"id": oldest["id"]}]}]


def test_changes_and_lines_are_also_found_from_warehouse_and_size(ask: Any, set_stock: Any) -> None:
    set_stock("1234-1", 6)
    query = """{ warehouses { stockChanges(limit: 2) { id } }
                 productSize(id: 105) { stockChangeLines { deliveredQuantity stockChange { id } } } }"""
    assert ask(query).data == {
        "warehouses": [
            {"stockChanges": [{"id": 304}, {"id": 301}]},
            {"stockChanges": [{"id": 302}]},
            {"stockChanges": [{"id": 303}]},
        ],
        "productSize": {
            "stockChangeLines": [
                {"deliveredQuantity": 5, "stockChange": {"id": 301}},
                {"deliveredQuantity": 1, "stockChange": {"id": 304}},
            ]
        },
    }
