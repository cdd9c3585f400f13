"""Plays Voyado's own integration against a sandbox, as the contracts describe it: events in, stock levels out.

How Voyado's service really works is not published. This one reads what the guide's permissions allow: they do not
include stock, so FTA is what is left to sell on the lines of all stock changes of a size.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from voyado_bis_cli.sandbox.guide import API_KEY
from voyado_bis_cli.sandbox.json_http import JsonHttp, JsonHttpError

EVENTS_PER_PAGE = 100
LINES_WITH_EVENT = 20  # of a stock change; most have fewer, and complexity grows with what is asked for
LINES_PER_PAGE = 200
SIZES_PER_QUERY = 50
LEVELS_PER_BATCH = 100

_EVENTS = """
query VoyadoEvents($events: Int!, $lines: Int!) {
  events(limit: $events) {
    id
    object {
      __typename
      ... on StockChange { stockChangeId: id stockLines: lines(limit: $lines) { productSize { id } } }
      ... on Order { orderLines: lines { productSize { id } } }
      ... on Return { returnLines: lines { orderLine { productSize { id } } } }
    }
  }
}
"""
_LINES = """
query VoyadoLines($change: [Int!], $lines: Int!, $page: Int!) {
  stockChangeConnection(where: {id: $change}, first: 1) {
    edges { node { lines(limit: $lines, page: $page) { productSize { id } } } }
  }
}
"""
_MARKETS = """
query VoyadoMarkets($page: Int!) { markets(limit: 200, page: $page) { id allocationRule { id } } }
"""
_WAREHOUSES = """
query VoyadoWarehouses($page: Int!) { warehouses(limit: 200, page: $page) { id allocationRules { id } } }
"""
_STOCK = """
query VoyadoStock($sizes: [Int!], $limit: Int!, $lines: Int!, $page: Int!) {
  productSizes(where: {id: $sizes}, limit: $limit) {
    id SKU stockChangeLines(limit: $lines, page: $page) { freeToAllocateQuantity warehouse { id } }
  }
}
"""
_CONFIRM = """
mutation VoyadoConfirm($ids: [Int!]!) {
  confirmEvents(input: {eventsIds: $ids}) { userErrors { message } userWarnings { message } }
}
"""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over the queue did: events confirmed, levels sent, and levels that Engage refused."""

    events: int = 0
    levels: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """What Engage is told: units free to allocate of a SKU in a market."""

    size: int
    sku: str
    market: int
    quantity: int


class VoyadoIntegration:
    """Drains the queue of the integration that `token` belongs to.

    With `engage_key` None it belongs to another brand, whose tenant is not this one: its levels leave and are never
    seen here. Every method raises JsonHttpError where the sandbox does not answer as it should.
    """

    def __init__(self, url: str, *, token: str, engage_key: str | None) -> None:
        self._centra = JsonHttp(url, {"Authorization": f"Bearer {token}"})
        self._engage = None if engage_key is None else JsonHttp(url, {"apikey": engage_key})

    def one_pass(self) -> Pass:
        """Work until the queue is empty, or holds nothing but events whose levels Engage refuses."""
        warehouses_of = self._warehouses_of_markets()
        events = levels = 0
        while page := self._ask(_EVENTS, events=EVENTS_PER_PAGE, lines=LINES_WITH_EVENT)["events"]:
            sizes_of = {int(event["id"]): self._sizes(event["object"]) for event in page}
            found = self._levels(sorted(set().union(*sizes_of.values())), warehouses_of)
            refused = self._send(found)
            settled = [event for event, sizes in sizes_of.items() if not sizes & refused.keys()]
            self._confirm(settled)
            failed = sum(refused.values())
            events, levels = events + len(settled), levels + len(found) - failed
            if failed:
                return Pass(events, levels, failed)
        return Pass(events, levels)

    def _sizes(self, target: Mapping[str, Any] | None) -> set[int]:
        """Return the sizes an event's object touched; none where it is gone."""
        if target is None:
            return set()
        lines = [*target.get("stockLines", ()), *target.get("orderLines", ())]
        lines += [line["orderLine"] for line in target.get("returnLines", ())]
        if len(target.get("stockLines", ())) == LINES_WITH_EVENT:
            lines = self._lines(target["stockChangeId"])
        return {line["productSize"]["id"] for line in lines if line and line["productSize"]}

    def _lines(self, change: int) -> list[Any]:
        """Return all lines of a stock change; none where it went meanwhile."""
        lines: list[Any] = []
        page = 1
        while edges := self._ask(_LINES, change=change, lines=LINES_PER_PAGE, page=page)["stockChangeConnection"][
            "edges"
        ]:
            found = edges[0]["node"]["lines"]
            lines += found
            page += 1
            if len(found) < LINES_PER_PAGE:
                break
        return lines

    def _warehouses_of_markets(self) -> Mapping[int, frozenset[int]]:
        """Return for each market with an allocation rule the warehouses of that rule."""
        rules: defaultdict[int, set[int]] = defaultdict(set)
        for warehouse in self._all("warehouses", _WAREHOUSES):
            for rule in warehouse["allocationRules"]:
                rules[rule["id"]].add(warehouse["id"])
        markets = self._all("markets", _MARKETS)
        return {
            market["id"]: frozenset(rules[market["allocationRule"]["id"]])
            for market in markets
            if market["allocationRule"]
        }

    def _levels(self, sizes: Sequence[int], warehouses_of: Mapping[int, frozenset[int]]) -> list[Level]:
        """Return the present FTA of these sizes in each market; a size without a SKU has none that can be sent."""
        return [
            Level(size, sku, market, sum(quantity for place, quantity in fta.items() if place in warehouses))
            for size, (sku, fta) in self._stock(sizes).items()
            if sku
            for market, warehouses in warehouses_of.items()
        ]

    def _stock(self, sizes: Sequence[int]) -> dict[int, tuple[str | None, dict[int, int]]]:
        """Return SKU and FTA per warehouse of each size."""
        stock: dict[int, tuple[str | None, dict[int, int]]] = {}
        for chunk in _chunks(sizes, SIZES_PER_QUERY):
            page, asking = 0, list(chunk)
            while asking:
                page += 1
                found = self._ask(_STOCK, sizes=asking, limit=len(asking), lines=LINES_PER_PAGE, page=page)[
                    "productSizes"
                ]
                for size in found:
                    _, fta = stock.setdefault(size["id"], (size["SKU"], {}))
                    for line in size["stockChangeLines"]:
                        place = line["warehouse"]["id"]
                        fta[place] = fta.get(place, 0) + line["freeToAllocateQuantity"]
                asking = [size["id"] for size in found if len(size["stockChangeLines"]) == LINES_PER_PAGE]
        return stock

    def _send(self, levels: Sequence[Level]) -> dict[int, int]:
        """Send levels in batches; return how many were refused of each size that had any."""
        refused: defaultdict[int, int] = defaultdict(int)
        for batch in _chunks(levels if self._engage else (), LEVELS_PER_BATCH):
            for level in self._refused(batch):
                refused[level.size] += 1
        return dict(refused)

    def _refused(self, batch: Sequence[Level]) -> Collection[Level]:
        """Send a batch; an answer that is no plain success refuses the levels its errors name, or else all of them."""
        assert self._engage is not None  # noqa: S101  # asked before
        body = [{"sku": each.sku, "quantity": each.quantity, "externalId": str(each.market)} for each in batch]
        status, answer = self._engage.ask("PUT", "/api/v3/inventory/stock-levels/batch", body)
        if status < HTTPStatus.BAD_REQUEST and not answer:
            return ()
        errors = answer.get("errors") if isinstance(answer, dict) else None
        named = {
            (error.get("sku"), error.get("externalId"))
            for error in (errors if isinstance(errors, list) else ())
            if isinstance(error, dict)
        }
        return [each for each in batch if (each.sku, str(each.market)) in named] or batch

    def _confirm(self, events: Sequence[int]) -> None:
        remarks = self._ask(_CONFIRM, ids=events)["confirmEvents"]["userErrors"] if events else ()
        if remarks:
            raise JsonHttpError(f"Centra confirmed nothing: {remarks[0]['message']}")

    def _all(self, field: str, query: str) -> Iterator[Any]:
        page = 1
        while rows := self._ask(query, page=page)[field]:
            yield from rows
            page += 1

    def _ask(self, query: str, **variables: object) -> Any:
        status, answer = self._centra.ask("POST", "/graphql", {"query": query, "variables": variables})
        if not isinstance(answer, dict) or answer.get("errors") or not answer.get("data"):
            errors = answer.get("errors") if isinstance(answer, dict) else None
            first = errors[0].get("message") if isinstance(errors, list) and errors else "no data"
            raise JsonHttpError(f"Centra answered HTTP {status}: {first}")
        return answer["data"]


def voyado_at(url: str) -> VoyadoIntegration:
    """Return Voyado's integration as the guide sets it up."""
    return VoyadoIntegration(url, token="sandbox-guide", engage_key=API_KEY)  # noqa: S106  # a public token


def brand_y_at(url: str) -> VoyadoIntegration:
    """Return another brand's, which shares the integration name: the collision the guide warns about."""
    return VoyadoIntegration(url, token="sandbox-brand-y", engage_key=None)  # noqa: S106  # a public token


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
