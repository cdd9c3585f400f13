"""Product feeds per locale, as Google Merchant XML. Sold-out sizes stay in them: Engage needs their product data."""

from collections.abc import AsyncIterator
from html import escape
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from voyado_bis_cli.sandbox.centra.shop import FeedItem, Shop
from voyado_bis_cli.sandbox.guide import LOCALES, SKUS_WITHOUT_PRODUCT_DATA

_CURRENCIES = {"sv-SE": "SEK", "de-DE": "EUR", "en-US": "USD"}
_ITEMS_PER_CHUNK = 200


class Feeds:
    """What the shop publishes about its products; one feed per locale, all with the same SKUs."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def exists(self, locale: str) -> bool:
        """Whether a locale has a feed."""
        return locale in LOCALES

    def title(self, locale: str, sku: str) -> str | None:
        """Return how the feed of a locale calls a SKU, or None where it has no such feed or SKU."""
        items = self._items(sku) if self.exists(locale) else []
        return next((_title(item) for item in items), None)

    def routes(self) -> list[BaseRoute]:
        """Return the route of the feeds."""
        return [Route("/feeds/{locale}.xml", self._endpoint)]

    async def _endpoint(self, request: Request) -> Response:
        locale = request.path_params["locale"]
        if not self.exists(locale):
            raise HTTPException(404, f"There is no product feed for {locale}; there are {', '.join(LOCALES)}.")
        return StreamingResponse(self._xml(locale), media_type="application/xml")

    async def _xml(self, locale: str) -> AsyncIterator[str]:
        # an async iterator keeps the reading of the shop on the one thread that owns the database
        in_stock = self._skus_in_stock()
        items = self._items()
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n'
            f"<channel>\n<title>Products {locale}</title>\n<link>https://shop.example.com</link>\n"
            "<description>Every size, sold out or not</description>\n"
        )
        for start in range(0, len(items), _ITEMS_PER_CHUNK):
            chunk = items[start : start + _ITEMS_PER_CHUNK]
            yield "".join(_item_xml(item, _CURRENCIES[locale], in_stock=item.sku in in_stock) for item in chunk)
        yield "</channel>\n</rss>\n"

    def _items(self, sku: str | None = None) -> list[FeedItem]:
        return [item for item in self._shop.feed_items(sku) if item.sku not in SKUS_WITHOUT_PRODUCT_DATA]

    def _skus_in_stock(self) -> set[str]:
        stock = cast("dict[str, dict[str, dict[str, int]]]", self._shop.shop_stock())
        return {sku for sku, warehouses in stock.items() if any(level["fta"] > 0 for level in warehouses.values())}


def _title(item: FeedItem) -> str:
    return f"{item.product_name} {item.variant_name} {item.size_name}"


def _item_xml(item: FeedItem, currency: str, *, in_stock: bool) -> str:
    fields = {
        "g:id": item.sku,
        "g:item_group_id": item.product_number,
        "title": _title(item),
        "link": item.link,
        "g:price": f"{item.price:.2f} {currency}",
        "g:availability": "in_stock" if in_stock else "out_of_stock",
        "g:color": item.variant_name,
        "g:size": item.size_name,
    }
    return "<item>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items()) + "</item>\n"
