"""Stock per warehouse and market, and what a person in Centra's admin or a shopper does to it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from voyado_bis_cli.sandbox.centra.shop import RETURNS_WAREHOUSE, Shop, ShopError
from voyado_bis_cli.sandbox.centra.showroom import Market, OrderOfSize, Showroom, Size
from voyado_bis_cli.sandbox.engage.bodies import complaints
from voyado_bis_cli.sandbox.pages.answers import Form, Notice, not_found, page, posted, see
from voyado_bis_cli.sandbox.pages.html import Content, Html, fill, render, select, table
from voyado_bis_cli.sandbox.pages.shown import Search, address, availability, search_form

PATH = "/stock"
SIZE = "/stock/size"
ORDERS_SHOWN = 20

Units: TypeAlias = Annotated[int, Field(ge=1)]


class StockChange(Form):
    """Units that come into a warehouse or go out of it."""

    do: Literal["change"]
    warehouse: int
    units: Units
    direction: Literal["in", "out"]


class Order(Form):
    """Units that somebody in a market buys."""

    do: Literal["order"]
    market: int
    units: Units


class Return(Form):
    """Units of an order that come back into a warehouse."""

    do: Literal["return"]
    order: int
    units: Units
    warehouse: int


class Cancellation(Form):
    """An order that is called off."""

    do: Literal["cancel"]
    order: int


Action: TypeAlias = StockChange | Order | Return | Cancellation
ACTION: TypeAdapter[Action] = TypeAdapter(Annotated[Action, Field(discriminator="do")])

DONE = {
    "change": "Stock changed: one StockChange event for each integration that listens.",
    "order": "Order placed, its units allocated: one Order event for each integration that listens.",
    "return": "Return completed, its units in stock again: one Return event for each integration that listens.",
    "cancel": "Order cancelled, its units free again: one Order event for each integration that listens.",
}


class StockPages:
    """The list of sizes with their stock, and the page of one size with its buttons."""

    def __init__(self, shop: Shop, showroom: Showroom) -> None:
        self._shop = shop
        self._showroom = showroom

    def routes(self) -> list[BaseRoute]:
        """Return their routes."""
        return [Route(PATH, self._answer), Route(SIZE, self._answer_size, methods=["GET", "POST"])]

    async def _answer(self, request: Request) -> Response:
        search = Search.of(request)
        sizes = self._showroom.sizes(search.text, limit=search.limit, offset=search.offset)
        warehouses, markets = self._showroom.warehouses(), self._showroom.markets()
        rows = [
            (
                _link(size.sku),
                f"{size.product} {size.variant} {size.size}",
                *(size.level(warehouse.id).fta for warehouse in warehouses),
                *(_fta(size, market) for market in markets),
            )
            for size in sizes
        ]
        heads = ("SKU", "Size", *(warehouse.name for warehouse in warehouses), *(f"Market {m.name}" for m in markets))
        main = render(
            "stock",
            search=search_form(PATH, search, len(sizes)),
            table=table("Units free to allocate", heads, rows, empty="No size fits.", wide=True),
        )
        return page(PATH, "Stock", main)

    async def _answer_size(self, request: Request) -> Response:
        size = self._showroom.size(request.query_params.get("sku", ""))
        if size is None:
            return not_found(PATH, f"There is no SKU {request.query_params.get('sku', '')}.")
        if request.method != "POST":
            done = DONE.get(request.query_params.get("done", ""))
            return self._size_page(size, Notice(done) if done else None)
        try:
            action = ACTION.validate_python(await posted(request))
            self._carry_out(action, size.sku)
        except ValidationError as error:
            return self._size_page(size, Notice("; ".join(complaints(error)), problem=True), 400)
        except ShopError as error:
            return self._size_page(size, Notice(f"Not done: {error}.", problem=True), 400)
        return see(SIZE, sku=size.sku, done=action.do)

    def _carry_out(self, action: Action, sku: str) -> None:
        match action:
            case StockChange():
                change = action.units if action.direction == "in" else -action.units
                self._showroom.change_stock(sku, action.warehouse, change, "Changed on the stock page")
            case Order():
                self._shop.place_order(action.market, {sku: action.units})
            case Return():
                self._shop.complete_return(action.order, {sku: action.units}, action.warehouse)
            case Cancellation():
                self._shop.cancel_order(action.order)

    def _size_page(self, size: Size, notice: Notice | None, status: int = 200) -> Response:
        markets = self._showroom.markets()
        main = render(
            "size",
            sku=size.sku,
            name=f"{size.product} {size.variant} {size.size}",
            product=address("/shop/product", sku=size.sku),
            warehouses=self._warehouses(size),
            markets=table(
                "Markets",
                ("Market", "Allocation rule", "FTA", "In the shop"),
                [
                    (f"{m.name} ({m.id})", m.rule or "none", _fta(size, m), availability(size.fta_in(m), m))
                    for m in markets
                ],
                empty="There is no market.",
            ),
            order_form=_order_form(size, markets),
            orders=self._orders(size, markets),
        )
        return page(PATH, size.sku, main, notice=notice, status=status)

    def _warehouses(self, size: Size) -> Html:
        rows: list[tuple[Content, ...]] = []
        for warehouse in self._showroom.warehouses():
            level = size.level(warehouse.id)
            form = render("stock_change", size=_address(size), warehouse=warehouse.id, name=warehouse.name)
            rows.append((f"{warehouse.name} ({warehouse.id})", level.fta, level.allocated, level.physical, form))
        heads = ("Warehouse", "FTA", "Allocated", "Physical", "Stock change")
        return table("Warehouses", heads, rows, empty="There is no warehouse.")

    def _orders(self, size: Size, markets: list[Market]) -> Html:
        names = {market.id: market.name for market in markets}
        rows = [
            (
                order.number,
                names.get(order.market),
                order.status,
                order.ordered,
                order.returned,
                self._after(size, order),
            )
            for order in self._showroom.orders_of(size.sku, limit=ORDERS_SHOWN)
        ]
        heads = ("Order", "Market", "Status", "Ordered", "Returned", "Return or cancel")
        return table("Orders", heads, rows, empty="Nobody has ordered this size yet.")

    def _after(self, size: Size, order: OrderOfSize) -> Html | None:
        if not order.returnable:
            return None
        into = select(
            f"into-{order.number}",
            [(str(warehouse.id), warehouse.name) for warehouse in self._showroom.warehouses()],
            str(RETURNS_WAREHOUSE),
            field="warehouse",
        )
        cancel = None if order.returned else render("cancel", size=_address(size), order=order.number)
        return render(
            "return", size=_address(size), order=order.number, most=order.returnable, into=into, cancel=cancel
        )


def _order_form(size: Size, markets: list[Market]) -> Html:
    options = [(str(market.id), market.name) for market in markets]
    return render(
        "order", size=_address(size), markets=select("market", options, str(markets[0].id) if markets else "")
    )


def _fta(size: Size, market: Market) -> Content:
    if not market.warehouses:
        return "-"
    return size.fta_in(market) or fill('<span class="badge bad">0</span>')


def _address(size: Size) -> str:
    return address(SIZE, sku=size.sku)


def _link(sku: str) -> Html:
    return fill('<a href="$address">$sku</a>', address=address(SIZE, sku=sku), sku=sku)
