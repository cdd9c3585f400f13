"""The floor: the same minimal requests as a sync, with no retries, no journal, no lock and nothing checked."""

from tests.bench.shared import Wire, skus_of

PAGE = 200

wire = Wire()
markets = wire.warehouses_of_markets()
accepted: dict[tuple[str, str], int] = {}
while events := wire.events(PAGE):
    levels = wire.levels(skus_of(events), markets)
    wire.send([level for level in levels if accepted.get(level[:2]) != level[2]])
    accepted |= {(sku, market): quantity for sku, market, quantity in levels}
    wire.confirm(event["id"] for event in events)
    if len(events) < PAGE:
        break
