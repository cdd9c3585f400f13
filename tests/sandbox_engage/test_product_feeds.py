"""Product feeds, one per locale."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

G = "{http://base.google.com/ns/1.0}"


def items(sandbox: Any, locale: str) -> dict[str, Element]:
    answer = sandbox.http.get(f"/feeds/{locale}.xml")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    return {item.findtext(f"{G}id", ""): item for item in fromstring(answer.content).iter("item")}


@pytest.mark.parametrize(("locale", "currency"), [("sv-SE", "SEK"), ("de-DE", "EUR"), ("en-US", "USD")])
def test_each_locale_has_a_feed_with_sold_out_sizes_too(sandbox: Any, locale: str, currency: str) -> None:
    feed = items(sandbox, locale)
    assert feed["1234SIZEM"].findtext(f"{G}availability") == "out_of_stock"
    assert feed["1234-1"].findtext(f"{G}availability") == "in_stock"
    assert feed["1234SIZEM"].findtext("title") == "Linen shirt White M"
    assert feed["1234SIZEM"].findtext(f"{G}price") == f"799.00 {currency}"


def test_one_size_is_in_no_feed_though_the_shop_has_it(sandbox: Any) -> None:
    assert "1234SIZEXL" in sandbox.state()["centra"]["stock"]
    assert all("1234SIZEXL" not in items(sandbox, locale) for locale in ("sv-SE", "de-DE", "en-US"))


@pytest.mark.parametrize("locale", ["fr-FR", "sv-se", "sv"])
def test_other_locales_have_none(sandbox: Any, locale: str) -> None:
    answer = sandbox.http.get(f"/feeds/{locale}.xml")
    assert answer.status_code == 404
    assert answer.json() == {
        "error": f"There is no product feed for {locale}; there are sv-SE, de-DE, en-US.",
    }
