"""Reads what turns stock per warehouse into FTA per market: markets, rules, warehouses."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from voyado_bis_cli.domain.availability import AllocationMap, ProductSize, WarehouseStock, allocation_map
from voyado_bis_cli.domain.ids import ExternalId, Sku, StoreId, WarehouseId, external_id_of
from voyado_bis_cli.domain.market import Market, Warehouse
from voyado_bis_cli.domain.sellable import sellable_per_market
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.ports import Catalogue


@dataclass(frozen=True, slots=True)
class ShopLayout:
    """The allocation of the profile's markets, and every warehouse the token sees, with its threshold in units."""

    allocation: AllocationMap
    warehouses: tuple[Warehouse, ...]
    thresholds: Mapping[WarehouseId, int] = field(init=False)

    def __post_init__(self) -> None:
        thresholds = {warehouse.id: warehouse.threshold or 0 for warehouse in self.warehouses}
        object.__setattr__(self, "thresholds", thresholds)  # frozen: derived once, here, and asked for every size

    @property
    def markets(self) -> tuple[Market, ...]:
        """The markets of the profile's stores, in id order."""
        return self.allocation.markets

    def sellable(self, stock: Collection[WarehouseStock]) -> dict[ExternalId, int]:
        """Return what each market's shop could sell of one size, by our estimate."""
        estimate = sellable_per_market(stock, self.allocation, self.thresholds)
        return {external_id_of(market): units for market, units in estimate.items()}

    def warehouse_name(self, warehouse: WarehouseId) -> str:
        """Return a warehouse's name; its id where the token does not see it."""
        return next((known.name for known in self.warehouses if known.id == warehouse), str(warehouse))


def read_layout(catalogue: Catalogue, stores: Collection[StoreId]) -> ShopLayout:
    """Read markets of `stores` (all when empty), warehouses and rules: three requests, four where a rule is missing."""
    markets = catalogue.markets(stores)
    warehouses = catalogue.warehouses()
    rules_of_warehouse = catalogue.rules_of_warehouses([warehouse.id for warehouse in warehouses])
    defaults = catalogue.default_rules([market for market in markets if market.rule is None])
    allocation = allocation_map(sorted(markets, key=attrgetter("id")), defaults, rules_of_warehouse)
    return ShopLayout(allocation, tuple(sorted(warehouses, key=attrgetter("id"))))


def the_size(catalogue: Catalogue, sku: Sku) -> ProductSize:
    """Return the one size with this SKU; raises WrongError where there is none or more than one."""
    sizes = catalogue.sizes_of_sku(sku)
    if not sizes:
        raise WrongError(
            f"There is no size with the SKU {sku!r} in Centra, as far as this token sees.",
            hint="A SKU is product number, variant number and size number in one string, e.g. 1234SIZEM; "
            "copy it from the size in Centra.",
        )
    if len(sizes) > 1:
        ids = ", ".join(str(size.id) for size in sizes)
        raise WrongError(
            f"{len(sizes)} sizes in Centra share the SKU {sku!r} (ids {ids}), and Engage cannot tell them apart.",
            hint="Give each size its own SKU in Centra.",
        )
    return sizes[0]
