"""What the two scripts that `bis sync-stock` is compared with have in common: plain requests, no second thoughts."""

import os
import time
from collections.abc import Iterable, Mapping
from http.client import TOO_MANY_REQUESTS
from typing import Any

import httpx

from voyado_bis_cli.centra.operations import builders, operation

URL, TOKEN = os.environ["BIS_CENTRA_URL"], os.environ["BIS_CENTRA_TOKEN"]
ENGAGE, KEY = os.environ["BIS_ENGAGE_URL"], os.environ["BIS_ENGAGE_API_KEY"]
BATCH = 100

Level = tuple[str, str, int]
"""SKU, market, quantity."""


class Wire:
    """Two kept-alive connections; what comes back is believed."""

    def __init__(self) -> None:
        self._http = httpx.Client(trust_env=False)

    def centra(self, asked: Any, **variables: object) -> Any:
        body = {"query": asked.document, "variables": variables, "operationName": asked.name}
        answer = self._http.post(URL, json=body, headers={"Authorization": f"Bearer {TOKEN}"})
        return answer.json()["data"]

    def events(self, limit: int) -> list[Any]:
        found: list[Any] = self.centra(operation("NextEvents"), limit=limit, page=1)["events"]
        return found

    def confirm(self, events: Iterable[int]) -> None:
        self.centra(operation("ConfirmEvents"), ids=list(events))

    def warehouses_of_markets(self) -> dict[str, list[int]]:
        """The warehouses that count in each market that has a rule; the same requests as the map of a sync."""
        self.centra(operation("EventListeners"))
        markets = self.centra(operation("Markets"), limit=200, page=1)["markets"]
        warehouses = [one["id"] for one in self.centra(operation("Warehouses"), limit=200, page=1)["warehouses"]]
        rules = self.centra(builders.rules_of_warehouses(warehouses), limit=50, page=1)
        without = [market for market in markets if not market["allocationRule"]]
        if without:
            stores = {market["store"]["id"] for market in without}
            self.centra(builders.default_rules([market["id"] for market in without], stores))
        return {
            str(market["id"]): [
                one for one in warehouses if market["allocationRule"]["id"] in {rule["id"] for rule in rules[f"w{one}"]}
            ]
            for market in markets
            if market["allocationRule"]
        }

    def levels(self, skus: Mapping[int, str], markets: Mapping[str, list[int]]) -> list[Level]:
        counted = sorted({warehouse for warehouses in markets.values() for warehouse in warehouses})
        sizes = self.centra(builders.stock(counted), sizes=sorted(skus), limit=len(skus))["productSizes"]
        return [
            (skus[size["id"]], market, sum(size[f"w{one}"][0]["freeToAllocateQuantity"] for one in warehouses))
            for size in sizes
            for market, warehouses in markets.items()
        ]

    def send(self, levels: list[Level]) -> None:
        for start in range(0, len(levels), BATCH):
            some = levels[start : start + BATCH]
            body = [{"sku": sku, "quantity": quantity, "externalId": market} for sku, market, quantity in some]
            url = f"{ENGAGE}/api/v3/inventory/stock-levels/batch"
            while (answer := self._http.put(url, json=body, headers={"apikey": KEY})).status_code == TOO_MANY_REQUESTS:
                time.sleep(0.1)
            answer.raise_for_status()


def skus_of(events: Iterable[Any]) -> dict[int, str]:
    """The sizes that events touch, by id."""
    lines = (line for event in events for line in event["object"]["stockLines"])
    return {line["productSize"]["id"]: line["productSize"]["SKU"] for line in lines}
