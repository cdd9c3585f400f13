"""Where the shop sells and what from: stores, markets, allocation rules, warehouses."""

from sqlite3 import Row
from typing import Any

from voyado_bis_cli.sandbox.centra.context import Context, Info, Source
from voyado_bis_cli.sandbox.centra.filters import Clause, equal, matching, one_of, owning
from voyado_bis_cli.sandbox.centra.nodes import Kind, Link, Page
from voyado_bis_cli.sandbox.centra.problems import not_simulated
from voyado_bis_cli.sandbox.centra.resolvers.fields import (
    Resolvers,
    listing,
    listing_of,
    owned,
    pointed,
    single,
)

KINDS = {
    "Store": Kind(
        "SELECT 'Store' AS __typename, id, name, type,"
        " (SELECT MIN(rule_id) FROM centra_rule_defaults WHERE store_id = centra_stores.id) AS rule_id"
        " FROM centra_stores",
        links={"rule_id": (Link("AllocationRule"),)},
        filters={"id": one_of("id"), "type": equal("type")},
    ),
    "Market": Kind(
        "SELECT 'Market' AS __typename, id, name, comment, store_id, rule_id FROM centra_markets",
        links={"store_id": (Link("Store"),), "rule_id": (Link("AllocationRule"),)},
        filters={"id": one_of("id"), "storeId": one_of("store_id")},
    ),
    "AllocationRule": Kind(
        "SELECT 'AllocationRule' AS __typename, id, name, is_active FROM centra_rules",
        links={"id": (Link("RuleStore", "rule_id"), Link("Market", "rule_id"))},
        filters={
            "id": one_of("id"),
            "name": matching("name"),
            "isActive": equal("is_active"),
            "warehouseId": owning("id", "centra_rule_warehouses", "rule_id", "warehouse_id"),
            "defaultInMarketId": owning("id", "centra_rule_defaults", "rule_id", "market_id"),
            "defaultInStoreId": owning("id", "centra_rule_defaults", "rule_id", "store_id"),
        },
    ),
    "RuleStore": Kind(
        "SELECT s.id, s.name, s.type, d.rule_id FROM centra_stores s JOIN centra_rule_defaults d ON d.store_id = s.id",
        links={"rule_id": (Link("AllocationRule"),)},
    ),
    "RuleOfWarehouse": Kind(
        "SELECT r.id, r.name, r.is_active, w.warehouse_id FROM centra_rules r"
        " JOIN centra_rule_warehouses w ON w.rule_id = r.id",
        links={"id": (Link("RuleStore", "rule_id"), Link("Market", "rule_id"))},
    ),
    "Priority": Kind(
        "SELECT rule_id, priority AS priorityNumber, warehouse_id FROM centra_rule_warehouses",
        key="priorityNumber",
        links={"warehouse_id": (Link("Warehouse"),)},
        sorts={"priorityNumber": "priorityNumber"},
    ),
    "Warehouse": Kind(
        "SELECT 'Warehouse' AS __typename, id, name, 'ACTIVE' AS status, 'OWN' AS stockOwnership,"
        " 'DIRECT' AS allocationPolicy, stock_master AS stockMaster, FALSE AS isHiddenFromStockView,"
        " FALSE AS isConsignation, threshold FROM centra_warehouses",
        links={"id": (Link("RuleOfWarehouse", "warehouse_id"), Link("Stock", "warehouse_id"))},
        filters={"id": one_of("id"), "name": matching("name"), "status": one_of("status")},
    ),
}


def _seen_store(context: Context) -> Clause:
    return context.in_seen_stores("id")


def _seen_market(context: Context) -> Clause:
    return context.in_seen_stores("store_id")


def _rule_markets(source: Source, info: Info) -> list[Row]:
    """Store restrictions apply (SDL)."""
    stores = info.context.caller.stores
    markets: list[Row] = info.context.nodes.many("Market", "rule_id", source["id"])
    return [market for market in markets if stores is None or market["store_id"] in stores]


def _rule_stores(source: Source, info: Info) -> list[Row]:
    """Store restrictions apply (SDL)."""
    stores = info.context.caller.stores
    found: list[Row] = info.context.nodes.many("RuleStore", "rule_id", source["id"])
    return [store for store in found if stores is None or store["id"] in stores]


def _priority_sets(source: Source, _info: Info) -> list[dict[str, object]]:
    """One set for all countries: this shop has no rule per country."""
    return [{"id": source["id"], "demandVisibleInWarehouse": None}]


def _priorities(source: Source, info: Info, **args: Any) -> list[Row]:
    if args.get("where"):
        raise not_simulated("filters of priorities")
    return info.context.nodes.listing("Priority", Page(**args), Clause("rule_id = ?", (source["id"],)))


RESOLVERS: Resolvers = {
    "Query.stores": listing("Store", _seen_store),
    "Query.markets": listing("Market", _seen_market),
    "Query.market": single("Market", _seen_market),
    "Query.allocationRules": listing("AllocationRule"),
    "Query.warehouses": listing("Warehouse"),
    "Store.allocationRule": pointed("AllocationRule", "rule_id"),
    "Market.store": pointed("Store", "store_id"),
    "Market.allocationRule": pointed("AllocationRule", "rule_id"),
    "AllocationRule.markets": _rule_markets,
    "AllocationRule.stores": _rule_stores,
    "AllocationRule.geographyAllocationPrioritySets": _priority_sets,
    "GeographyAllocationPrioritySet.priorities": _priorities,
    "WarehouseAllocationPriority.warehouse": pointed("Warehouse", "warehouse_id"),
    "WarehouseAllocationPriority.stockOwnership": lambda _source, _info: "OWN",
    "WarehouseAllocationPriority.allocationPolicy": lambda _source, _info: "DIRECT",
    "Warehouse.allocationRules": owned("RuleOfWarehouse", "warehouse_id"),
    "Warehouse.stockChanges": listing_of("StockChange", "warehouse_id"),
}
