"""Operations with one alias per warehouse, market or store.

The format `:d` takes integers only, so nothing but a number gets into a document.
"""

from collections.abc import Iterable

from voyado_bis_cli.centra.operations import Operation

ALIASES = 50
"""How many aliases one query may hold; each costs complexity, and Centra's formula is not published."""


def stock(warehouses: Iterable[int]) -> Operation:
    """Return the query for the stock of `$sizes` in each warehouse, aliased `w<id>`."""
    header = (
        "query Stock($sizes: [Int!]!, $limit: Int!) {\n  productSizes(where: {id: $sizes}, limit: $limit) {\n    id\n"
    )
    wanted = "limit: 1) { freeToAllocateQuantity allocatedQuantity }"
    aliases = (f"    w{one:d}: stock(where: {{warehouseId: [{one:d}]}}, {wanted}\n" for one in warehouses)
    return Operation("Stock", f"{header}{''.join(aliases)}  }}\n}}\n")


def rules_of_warehouses(warehouses: Iterable[int]) -> Operation:
    """Return the query for one `$page` of the allocation rules that contain each warehouse, aliased `w<id>`."""
    rest = "limit: $limit, page: $page) { id }"
    aliases = (f"  w{one:d}: allocationRules(where: {{warehouseId: [{one:d}]}}, {rest}\n" for one in warehouses)
    return Operation(
        "RulesOfWarehouses", f"query RulesOfWarehouses($limit: Int!, $page: Int!) {{\n{''.join(aliases)}}}\n"
    )


def default_rules(markets: Iterable[int], stores: Iterable[int]) -> Operation:
    """Return the query for the default rule of each market, aliased `m<id>`, and of each store, aliased `s<id>`."""
    wanted = "limit: 1) { id name }"
    of_markets = (f"  m{one:d}: allocationRules(where: {{defaultInMarketId: [{one:d}]}}, {wanted}\n" for one in markets)
    of_stores = (f"  s{one:d}: allocationRules(where: {{defaultInStoreId: [{one:d}]}}, {wanted}\n" for one in stores)
    return Operation("DefaultRules", f"query DefaultRules {{\n{''.join(of_markets)}{''.join(of_stores)}}}\n")


def variant_stock(warehouses: Iterable[int]) -> Operation:
    """Return the query for the first variants, their offset and their sizes' FTA in each warehouse, aliased `w<id>`."""
    header = (
        "query VariantStock($limit: Int!) {\n  productVariants(limit: $limit) {\n    stockOffset\n"
        "    productSizes(limit: 50) {\n      id\n      SKU\n"
    )
    wanted = "limit: 1) { freeToAllocateQuantity }"
    aliases = (f"      w{one:d}: stock(where: {{warehouseId: [{one:d}]}}, {wanted}\n" for one in warehouses)
    return Operation("VariantStock", f"{header}{''.join(aliases)}    }}\n  }}\n}}\n")
