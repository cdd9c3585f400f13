"""What only a sandbox lets a test do, over its control API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from voyado_bis_cli.cli.sandbox_control import control
from voyado_bis_cli.domain.ids import MarketId, Sku, WarehouseId
from voyado_bis_cli.transport.model import Transport

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context


@dataclass(frozen=True, slots=True)
class ShopControl:
    """Buys, returns and sets the automation up in the sandbox at `url`."""

    transport: Transport
    url: str

    @classmethod
    def of(cls, context: "Context") -> Self:
        """Return the control of the sandbox that a profile's Centra address belongs to."""
        (centra,) = context.profile.need("centra.url")
        parts = urlsplit(centra)
        return cls(context.unmetered, f"{parts.scheme}://{parts.netloc}")

    def place_order(self, market: MarketId, sku: Sku, units: int) -> int:
        """Order units in a market and return the order's number; raises UsageError where there are not so many."""
        return int(self._ask("POST", "orders", {"market": market, "lines": {sku: units}})["order"])

    def cancel_order(self, order: int) -> None:
        """Cancel an order: its units are free to allocate again."""
        self._ask("POST", f"orders/{order}/cancel")

    def complete_return(self, order: int, sku: Sku, units: int, warehouse: WarehouseId) -> int:
        """Let units of an order come back into a warehouse and return the return's id."""
        body = {"order": order, "lines": {sku: units}, "warehouse": warehouse}
        return int(self._ask("POST", "returns", body)["return"])

    def open_orders(self) -> tuple[int, ...]:
        """Return the orders that are neither cancelled nor partly returned."""
        return tuple(
            order["number"]
            for order in self._ask("GET", "state")["centra"]["orders"]
            if order["status"] != "CANCELED" and not any(line["returned"] for line in order["lines"])
        )

    def automation(self) -> Mapping[str, object]:
        """Return how the automation is set up."""
        return self._ask("GET", "automation")

    def change_automation(self, settings: Mapping[str, object]) -> None:
        """Change how the automation is set up."""
        self._ask("POST", "automation", settings)

    def _ask(self, method: str, path: str, json: Mapping[str, object] | None = None) -> dict[str, Any]:
        return control(self.transport, method, f"{self.url}/_sandbox/{path}", json=json)
