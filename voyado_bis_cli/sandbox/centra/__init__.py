"""The stand-in for a Centra instance: its shop, its stock, its event queues and its GraphQL API.

Where to look: `app` answers a request, `shop` is what happens in the shop itself, `seed` is what it starts with.
Between them `schema` puts `resolvers` and `permissions` on the published SDL, `survey` looks at what a document asks
for, and the rules stand in `allocation` (which units are taken), `stockroom` (lines of stock) and `event_queue` (who
hears what).

What Centra does not publish and this stand-in assumes, each said again where it is decided:
- An order that is placed makes `Order` CREATED, one that is cancelled `Order` UPDATED, neither a `StockChange`; a
  completed return makes `Return` COMPLETED and nothing else, although its units arrive on a stock change of their own.
- Shipping is out of scope: a returned unit counts as sent and come back, so it leaves the warehouse it was
  allocated in.
- Moving stock makes two stock changes, one per warehouse; the payload names the one it went into.
- Confirming an id that is not in the integration's queue, or that the token may not see, is no error: it is just not in
  the payload's `events`. Confirming nothing succeeds.
- There is a stock row for each size in each warehouse, with zeros where nothing ever was.
- `negate` names filters of the same `where` to turn round; a filter over text minds upper and lower case.
- `complexity` has a formula of our own (`survey`), and so has the HTTP status of wrong variables (400).
"""
