"""What Centra's events guide describes, taken literally: fetch an event, process it, confirm it."""

from tests.bench.shared import Wire, skus_of

wire = Wire()
markets = wire.warehouses_of_markets()
while events := wire.events(1):
    wire.send(wire.levels(skus_of(events), markets))
    wire.confirm([events[0]["id"]])
