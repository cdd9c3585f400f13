"""What a product feed says about SKUs, and what that means for their subscriptions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from voyado_bis_cli.domain.finding import Finding, Remedy, error, warning
from voyado_bis_cli.domain.ids import Locale, Sku
from voyado_bis_cli.domain.wording import counted

_ENOUGH = 3
"""Sold-out SKUs that must all be missing before the feed itself is suspected of leaving sold-out sizes out."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a feed says about some SKUs.

    `items` counts all products, `found` holds the SKUs in the configured field, `found_elsewhere` maps a SKU that
    stands only in another element of an item to that element's name (`g:mpn`): then `sku_field` may be wrong.
    """

    items: int
    found: frozenset[Sku]
    found_elsewhere: Mapping[Sku, str] = field(default_factory=lambda: MappingProxyType({}))


def missing_sku_findings(
    locale: Locale, sku_field: str, answer: FeedAnswer, skus: Collection[Sku], sold_out: Collection[Sku]
) -> tuple[Finding, ...]:
    """Return an error for each test SKU without product data in a feed; `sold_out` are those that Centra has none of.

    Engage needs the feed to hold the SKU when the stock returns (contract: What starts the email).
    """
    return tuple(
        _missing_sku(locale, sku_field, answer, sku, is_sold_out=sku in sold_out)
        for sku in skus
        if sku not in answer.found
    )


def sample_findings(
    answers: Mapping[Locale, FeedAnswer], *, in_stock: Collection[Sku], sold_out: Collection[Sku]
) -> tuple[Finding, ...]:
    """Return what a sample of the catalogue says: sold-out sizes left out of feeds, or single SKUs missing.

    Feeds that lack the same SKUs are told together.
    """
    absent: dict[tuple[tuple[Sku, ...], tuple[Sku, ...]], list[Locale]] = {}
    for locale, answer in answers.items():
        gone = tuple(sku for sku in sold_out if sku not in answer.found)
        missing = tuple(sku for sku in in_stock if sku not in answer.found)
        if gone or missing:
            absent.setdefault((gone, missing), []).append(locale)
    looked_up = len(in_stock) + len(sold_out)
    found = []
    for (gone, missing), locales in absent.items():
        where = f"The feed{'s' if len(locales) > 1 else ''} for {', '.join(locales)}"
        if len(gone) >= _ENOUGH and len(gone) == len(sold_out) and len(missing) < len(in_stock):
            there = f"{len(in_stock) - len(missing)} of {len(in_stock)}"
            found.append(_drops_sold_out(where, gone, there))
        else:
            found.append(_lacks_some(where, (*gone, *missing), looked_up))
    return tuple(found)


def _drops_sold_out(where: str, gone: Collection[Sku], there: str) -> Finding:
    return error(
        "feed-drops-sold-out",
        f"{where} leave{'' if ',' in where else 's'} sold-out sizes out: none of {len(gone)} looked up is there "
        f"({_some(gone)}), but {there} that are in stock.",
        "Back in stock is about exactly those: without product data Engage sends no email for them.",
        Remedy("Let the feed keep sold-out sizes, with g:availability out_of_stock, and import it anew in Engage."),
    )


def _lacks_some(where: str, absent: Collection[Sku], looked_up: int) -> Finding:
    return warning(
        "feed-lacks-skus",
        f"{where} lack{'' if ',' in where else 's'} {len(absent)} of {looked_up} SKUs looked up: {_some(absent)}.",
        "A subscription for such a SKU waits for ever: Engage has no product data to put into the email.",
        Remedy("Add them to the feed, or leave the form away where a product is not meant to be there."),
    )


def _missing_sku(locale: Locale, sku_field: str, answer: FeedAnswer, sku: Sku, *, is_sold_out: bool) -> Finding:
    if elsewhere := answer.found_elsewhere.get(sku):
        return error(
            "feed-sku-elsewhere",
            f"The {locale} feed has {sku}, but in <{elsewhere}> and not in <{sku_field}>, where the profile looks.",
            "Engage matches a stock level to a product by one element of the feed: it must be the one with the SKU.",
            Remedy(
                f'If Engage reads <{elsewhere}> too, set sku_field = "{elsewhere}" for this feed in the profile; else '
                f"put Centra's SKU into <{sku_field}>."
            ),
        )
    if is_sold_out:
        title = f"{sku} is sold out and not in the {locale} feed: perhaps the feed leaves sold-out sizes out."
        remedy = Remedy("Let the feed keep sold-out sizes (g:availability out_of_stock), and import it anew in Engage.")
    else:
        title = f"{sku} is not in the {locale} feed, among {counted(answer.items, 'product')}."
        remedy = Remedy("Check that the feed writes Centra's SKU to the character, and that it covers this product.")
    return error("feed-sku-missing", title, "Without product data for the SKU Engage sends no email.", remedy)


def _some(skus: Collection[Sku]) -> str:
    shown = ", ".join(list(skus)[:_SHOWN])
    return f"{shown} and {len(skus) - _SHOWN} more" if len(skus) > _SHOWN else shown
