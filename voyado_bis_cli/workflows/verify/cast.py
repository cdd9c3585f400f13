"""Who plays which role: the markets and warehouses that a scenario calls `test` and `other`."""

from dataclasses import dataclass

from voyado_bis_cli.domain.ids import WarehouseId
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.market import Market, Warehouse
from voyado_bis_cli.domain.scenario import OTHER, TEST
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.allocation import ShopLayout


@dataclass(frozen=True, slots=True)
class Cast:
    """The shop's layout, and which of its markets and warehouses the test is about (ids or names)."""

    layout: ShopLayout
    test_market: str
    test_warehouse: str

    def market(self, called: str) -> Market:
        """Return the market that a scenario means; raises WrongError where there is none like it."""
        if called == OTHER:
            return self._others()[0]
        typed = self.test_market if called == TEST else called
        return by_id_or_name(self.layout.allocation.markets, typed, what="market", command="bis markets")

    def warehouse(self, called: str) -> Warehouse:
        """Return the warehouse that a scenario means; raises WrongError where there is none like it."""
        if called == OTHER:
            return self._others()[1]
        typed = self.test_warehouse if called == TEST else called
        return by_id_or_name(self.layout.warehouses, typed, what="warehouse", command="bis warehouses")

    def counts(self, warehouse: WarehouseId, market: Market) -> bool:
        """Tell whether stock of a warehouse can be sold in a market."""
        return warehouse in self.layout.allocation.warehouses_of(market.id)

    def _others(self) -> tuple[Market, Warehouse]:
        """Return a market and a warehouse it sells from, which the test market does not sell from."""
        allocation = self.layout.allocation
        test = self.market(TEST)
        for market in allocation.markets_with_rule:
            beside = allocation.warehouses_of(market.id) - allocation.warehouses_of(test.id)
            for warehouse in self.layout.warehouses:
                if warehouse.id in beside:
                    return market, warehouse
        raise WrongError(
            f"This scenario needs a market that sells from a warehouse which {test.name} ({test.id}) does not sell "
            "from, and this shop has none.",
            hint="Play it on a sandbox (bis sandbox serve), or choose another market with --market.",
        )
