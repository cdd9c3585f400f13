"""Free to allocate (FTA): what can still be sold, per warehouse and summed per market."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, ProductSizeId, Sku, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, DefaultRules, Market


@dataclass(frozen=True, slots=True)
class ProductSize:
    """A sellable size; `sku` is empty where Centra has none."""

    id: ProductSizeId
    sku: Sku | None


@dataclass(frozen=True, slots=True)
class WarehouseStock:
    """Stock of one size in one warehouse, in units. Physical = `fta` + `allocated`."""

    size: ProductSizeId
    warehouse: WarehouseId
    fta: int
    allocated: int


@dataclass(frozen=True, slots=True)
class MarketRule:
    """The allocation rule that decides for a market, and where it was found.

    `origin` is `market`, `market default` or `store default`; the two defaults are an assumption (contract: Stock).
    """

    rule: AllocationRule
    origin: str


@dataclass(frozen=True, slots=True)
class AllocationMap:
    """Markets, their rules, and the warehouses of each rule: what turns stock per warehouse into FTA per market.

    `counting` holds the same per market with a rule, in the order of `markets`: it is asked for every size.
    """

    markets: tuple[Market, ...]
    rules: Mapping[MarketId, MarketRule]
    warehouses_of_rule: Mapping[AllocationRuleId, frozenset[WarehouseId]]
    counting: Mapping[MarketId, frozenset[WarehouseId]] = field(init=False)

    def __post_init__(self) -> None:
        rules = {market.id: self.rules[market.id].rule.id for market in self.markets if market.id in self.rules}
        counting = {market: self.warehouses_of_rule.get(rule, frozenset()) for market, rule in rules.items()}
        object.__setattr__(self, "counting", counting)  # frozen: derived once, here

    def warehouses_of(self, market: MarketId) -> frozenset[WarehouseId]:
        """Return the warehouses that count for a market; empty where it has no rule."""
        return self.counting.get(market, frozenset())

    def markets_of(self, warehouse: WarehouseId) -> tuple[MarketId, ...]:
        """Return the markets in which stock of this warehouse can be sold."""
        return tuple(m.id for m in self.markets if warehouse in self.warehouses_of(m.id))

    @property
    def markets_with_rule(self) -> tuple[Market, ...]:
        """The markets that get stock levels; one without any rule gets none."""
        return tuple(market for market in self.markets if market.id in self.counting)

    @property
    def counted_warehouses(self) -> tuple[WarehouseId, ...]:
        """The warehouses whose stock counts in at least one of these markets, in id order."""
        return tuple(sorted(frozenset().union(*self.counting.values())))


def allocation_map(
    markets: Iterable[Market],
    defaults: DefaultRules,
    rules_of_warehouse: Mapping[WarehouseId, Iterable[AllocationRuleId]],
) -> AllocationMap:
    """Resolve each market's rule: its own, else the market's default, else its store's default.

    The fall-back is an assumption, labelled by `MarketRule.origin`. Source: contract "Stock", *Market to warehouses*.
    """
    markets = tuple(markets)
    resolved = {market.id: rule for market in markets if (rule := _rule_of(market, defaults))}
    members: dict[AllocationRuleId, set[WarehouseId]] = {}
    for warehouse, rule_ids in rules_of_warehouse.items():
        for rule_id in rule_ids:
            members.setdefault(rule_id, set()).add(warehouse)
    return AllocationMap(markets, resolved, {rule_id: frozenset(found) for rule_id, found in members.items()})


def _rule_of(market: Market, defaults: DefaultRules) -> MarketRule | None:
    if market.rule:
        return MarketRule(market.rule, "market")
    if default := defaults.by_market.get(market.id):
        return MarketRule(default, "market default")
    if market.store and (default := defaults.by_store.get(market.store.id)):
        return MarketRule(default, "store default")
    return None


def fta_per_market(stock: Iterable[WarehouseStock], allocation: AllocationMap) -> dict[MarketId, int]:
    """Return the FTA of one size in each market with a rule, 0 included, in units.

    The sum over the warehouses of that market's rule; priority sets per country are not looked at (the union counts).
    """
    return units_per_market({row.warehouse: row.fta for row in stock}, allocation)


def units_per_market(units: Mapping[WarehouseId, int], allocation: AllocationMap) -> dict[MarketId, int]:
    """Return the sum of `units` over the warehouses that count in each market with a rule, 0 included."""
    return {
        market: sum(units.get(warehouse, 0) for warehouse in warehouses)
        for market, warehouses in allocation.counting.items()
    }
