"""The shop: what is for sale, and the page of a size with the subscription form."""

import json
from dataclasses import asdict, dataclass

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.centra.showroom import Market, Showroom, Size
from voyado_bis_cli.sandbox.engage.bodies import complaints
from voyado_bis_cli.sandbox.guide import LOCALES, TENANT
from voyado_bis_cli.sandbox.pages.answers import Form, Notice, not_found, page, posted, see
from voyado_bis_cli.sandbox.pages.captcha import Captcha
from voyado_bis_cli.sandbox.pages.html import Html, fill, render, select
from voyado_bis_cli.sandbox.pages.shown import Search, address, availability, search_form, units
from voyado_bis_cli.sandbox.world import World

PATH = "/shop"
PRODUCT = "/shop/product"


class Purchase(Form):
    """Units of the size to buy."""

    units: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class View:
    """A size as a shopper of a market and locale sees it."""

    size: Size
    market: Market
    locale: str

    @property
    def address(self) -> str:
        """Where it is shown."""
        return address(PRODUCT, sku=self.size.sku, market=str(self.market.id), locale=self.locale)


class ShopPages:
    """The pages of the shop."""

    def __init__(self, world: World, showroom: Showroom) -> None:
        self._shop = world.shop
        self._showroom = showroom
        self._fields = json.dumps(asdict(world.settings.subscription_fields))
        self._captcha = Captcha()

    def routes(self) -> list[BaseRoute]:
        """Return their routes."""
        return [
            Route(PATH, self._answer),
            Route(PRODUCT, self._answer_product, methods=["GET", "POST"]),
            Route("/shop/captcha", self._captcha.endpoint, methods=["POST"]),
        ]

    async def _answer(self, request: Request) -> Response:
        search = Search.of(request)
        sizes = self._showroom.sizes(search.text, limit=search.limit, offset=search.offset)
        variants: dict[int, list[Size]] = {}
        for size in sizes:
            variants.setdefault(size.variant_id, []).append(size)
        cards = [self._card(self._showroom.sizes_of_variant(variant)) for variant in variants]
        main = render(
            "shop",
            search=search_form(PATH, search, len(sizes)),
            cards=cards,
        )
        return page(PATH, "Shop", main)

    def _card(self, sizes: list[Size]) -> Html:
        markets = [market for market in self._showroom.markets() if market.warehouses]
        links = [
            fill(
                '<li><a class="size$sold_out" href="$address">$size</a></li>',
                address=address(PRODUCT, sku=size.sku),
                size=size.size,
                sold_out=None if any(size.fta_in(market) for market in markets) else " sold-out",
            )
            for size in sizes
        ]
        return fill(
            '<li class="card"><h2>$product</h2><p>$variant</p><ul class="sizes">$links</ul></li>',
            product=sizes[0].product,
            variant=sizes[0].variant,
            links=links,
        )

    async def _answer_product(self, request: Request) -> Response:
        view = self._view(request)
        if view is None:
            return not_found(PATH, f"There is no size {request.query_params.get('sku', '')} in this shop.")
        if request.method != "POST":
            bought = Notice("Thank you for your order.") if "bought" in request.query_params else None
            return self._product(view, bought)
        try:
            purchase = Purchase.model_validate(await posted(request))
            self._shop.place_order(view.market.id, {view.size.sku: purchase.units})
        except ValidationError as error:
            return self._product(view, Notice("; ".join(complaints(error)), problem=True), 400)
        except ShopError as error:
            return self._product(view, Notice(f"Not bought: {error}.", problem=True), 400)
        return see(PRODUCT, sku=view.size.sku, market=str(view.market.id), locale=view.locale, bought="1")

    def _view(self, request: Request) -> View | None:
        asked = request.query_params
        size = self._showroom.size(asked.get("sku", ""))
        markets = self._showroom.markets()
        if size is None or not markets:
            return None
        market = next((market for market in markets if str(market.id) == asked.get("market")), markets[0])
        locale = asked.get("locale", LOCALES[0])
        return View(size, market, locale if locale in LOCALES else LOCALES[0])

    def _product(self, view: View, notice: Notice | None, status: int = 200) -> Response:
        size, markets = view.size, self._showroom.markets()
        main = render(
            "product",
            product=size.product,
            variant=size.variant,
            initials="".join(word[0] for word in size.product.split()[:2]),
            price=f"{size.price:.2f}",
            sku=size.sku,
            sizes=[_size_link(view, other) for other in self._showroom.sizes_of_variant(size.variant_id)],
            availability=availability(size.fta_in(view.market), view.market),
            where=_where(view),
            offer=self._offer(view),
            markets=select("market", [(str(market.id), market.name) for market in markets], str(view.market.id)),
            locales=select("locale", [(locale, locale) for locale in LOCALES], view.locale),
            note=self._note(view),
        )
        return page(PATH, f"{size.product} {size.variant} {size.size}", main, notice=notice, status=status)

    def _offer(self, view: View) -> Html | None:
        if not view.market.warehouses:
            return None
        if view.size.fta_in(view.market) > 0:
            return fill(
                '<form class="row" method="post" action="$address"><label for="units">Units</label>'
                '<input id="units" name="units" type="number" min="1" value="1" required><button>Buy</button></form>',
                address=view.address,
            )
        return render(
            "subscribe",
            fields=self._fields,
            sku=view.size.sku,
            store=TENANT,
            locale=view.locale,
            market=str(view.market.id),
            captcha=self._captcha.token,
        )

    def _note(self, view: View) -> str:
        """Say where this page and a real shop may differ (contract: Stock)."""
        thresholds = [
            f"{warehouse.name} keeps {units(warehouse.threshold)} back (threshold)"
            for warehouse in self._showroom.warehouses()
            if warehouse.threshold and warehouse.id in view.market.warehouses
        ]
        offset = [f"this variant keeps {units(view.size.offset)} back (stock offset)"] if view.size.offset else []
        meant = "Out of stock means here: nothing is free to allocate (FTA) in this market."
        if not (held_back := offset or thresholds):
            return meant
        return f"{meant} Here {'; '.join(held_back)}, so a shop of Centra's is out of stock before its FTA is 0."


def _where(view: View) -> str:
    market = view.market
    if not market.warehouses:
        return (
            f"in {market.name}: it has no allocation rule, so no stock level would ever come, and a form would collect"
            " wishes that nobody fulfils."
        )
    fta = view.size.fta_in(market)
    return f"{units(fta)} in {market.name}" if fta > 0 else f"in {market.name}"


def _size_link(view: View, size: Size) -> Html:
    there = View(size, view.market, view.locale)
    return fill(
        '<li><a class="size$sold_out" href="$address"$here>$size<span class="unseen">$state</span></a></li>',
        address=there.address,
        here=Html(' aria-current="true"') if size.sku == view.size.sku else None,
        size=size.size,
        sold_out=None if size.fta_in(view.market) else " sold-out",
        state=None if size.fta_in(view.market) else ", out of stock",
    )
