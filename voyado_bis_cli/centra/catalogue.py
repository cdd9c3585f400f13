"""Where Centra sells from and what it has: stores, markets, warehouses, rules and sizes."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from voyado_bis_cli.centra.models import (
    DefaultRulesAnswer,
    MarketsAnswer,
    RateLimitsAnswer,
    RulesOfWarehousesAnswer,
    SizesAnswer,
    StoresAnswer,
    WarehousesAnswer,
)
from voyado_bis_cli.centra.operations import builders, operation
from voyado_bis_cli.centra.paging import chunks, pages
from voyado_bis_cli.centra.part import Part, answered
from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.ids import AllocationRuleId, Sku, StoreId, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, DefaultRules, Market, Store, Warehouse
from voyado_bis_cli.domain.rate_limit import RateLimit

RULES_PAGE = 50
"""Rules per warehouse and query: the limit drives the complexity, and few warehouses are in more."""


class Catalogue(Part):
    """Reads the catalogue; each list is read to its end."""

    def stores(self) -> tuple[Store, ...]:
        """Return every store the token sees."""
        rows = pages(lambda page: self._page("Stores", StoresAnswer, page).stores)
        return tuple(row.value() for row in rows)

    def markets(self, stores: Collection[StoreId] = ()) -> tuple[Market, ...]:
        """Return the markets of `stores`, of all stores when empty; highest id first."""
        chosen = {"stores": list(stores)} if stores else {}
        rows = pages(lambda page: self._page("Markets", MarketsAnswer, page, **chosen).markets)
        return tuple(row.value() for row in rows)

    def warehouses(self) -> tuple[Warehouse, ...]:
        """Return every warehouse, in id order."""
        rows = pages(lambda page: self._page("Warehouses", WarehousesAnswer, page).warehouses)
        return tuple(row.value() for row in rows)

    def all_sizes(self) -> Iterator[ProductSize]:
        """Yield every size, page by page."""
        for row in pages(lambda page: self._page("AllSizes", SizesAnswer, page).product_sizes):
            yield row.value()

    def rate_limits(self) -> tuple[RateLimit, ...]:
        """Return the rate budget as it stands; asking counts as a request."""
        answer = self._graphql.ask(operation("RateLimits"), {}, RateLimitsAnswer)
        return tuple(row.value() for row in answer.rate_limits)

    def sizes_of_sku(self, sku: Sku) -> tuple[ProductSize, ...]:
        """Return the sizes with this SKU to the letter, whatever Centra's `equals` thinks of upper and lower case."""
        answer = self._graphql.ask(operation("SizesOfSku"), {"sku": sku}, SizesAnswer)
        return tuple(row.value() for row in answer.product_sizes if row.sku == sku)

    def rules_of_warehouses(
        self, warehouses: Collection[WarehouseId]
    ) -> Mapping[WarehouseId, tuple[AllocationRuleId, ...]]:
        """Return the allocation rules that contain each warehouse, none where it is in no rule."""
        rules: dict[WarehouseId, tuple[AllocationRuleId, ...]] = {}
        for some in chunks(dict.fromkeys(warehouses), builders.ALIASES):
            rules |= self._rules_of(some)
        return rules

    def _rules_of(self, warehouses: tuple[WarehouseId, ...]) -> dict[WarehouseId, tuple[AllocationRuleId, ...]]:
        rules: dict[WarehouseId, tuple[AllocationRuleId, ...]] = dict.fromkeys(warehouses, ())
        page, unfinished = 0, warehouses
        while unfinished:
            page += 1
            asked = builders.rules_of_warehouses(unfinished)
            answer = self._graphql.ask(asked, {"limit": RULES_PAGE, "page": page}, RulesOfWarehousesAnswer)
            found = {one: answered(asked, answer.root, f"w{one}") for one in unfinished}
            for warehouse, rows in found.items():
                rules[warehouse] += tuple(row.id for row in rows)
            unfinished = tuple(warehouse for warehouse, rows in found.items() if len(rows) >= RULES_PAGE)
        return rules

    def default_rules(self, markets: Collection[Market]) -> DefaultRules:
        """Return the default rules of `markets` and of their stores; asks nothing where `markets` is empty.

        The filters are published; that a default applies where a market has no rule is an assumption (contract: Stock).
        """
        market_ids = tuple(dict.fromkeys(market.id for market in markets))
        store_ids = tuple(dict.fromkeys(market.store.id for market in markets if market.store))
        found: dict[str, AllocationRule] = {}
        for some in chunks([*(("m", one) for one in market_ids), *(("s", one) for one in store_ids)], builders.ALIASES):
            found |= self._defaults_of(some)
        return DefaultRules(
            {one: found[f"m{one}"] for one in market_ids if f"m{one}" in found},
            {one: found[f"s{one}"] for one in store_ids if f"s{one}" in found},
        )

    def _defaults_of(self, lookups: Sequence[tuple[str, int]]) -> dict[str, AllocationRule]:
        asked = builders.default_rules(
            [one for kind, one in lookups if kind == "m"], [one for kind, one in lookups if kind == "s"]
        )
        answer = self._graphql.ask(asked, {}, DefaultRulesAnswer).root
        rows = {f"{kind}{one}": answered(asked, answer, f"{kind}{one}") for kind, one in lookups}
        return {alias: found[0].value() for alias, found in rows.items() if found}
