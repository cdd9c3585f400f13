import pytest

from voyado_bis_cli.domain.feed import FeedAnswer, missing_sku_findings, sample_findings
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.ids import Locale, Sku

SV, DE = Locale("sv-SE"), Locale("de-DE")
A, B, C, D, E = (Sku(name) for name in "ABCDE")


def answer(*found: Sku, items: int = 10, elsewhere: dict[Sku, str] | None = None) -> FeedAnswer:
    return FeedAnswer(items, frozenset(found), elsewhere or {})


def test_a_sku_with_product_data_is_fine() -> None:
    assert missing_sku_findings(SV, "g:id", answer(A), [A], []) == ()


def test_a_missing_sku_is_told_by_its_likeliest_cause() -> None:
    found = missing_sku_findings(SV, "g:id", answer(elsewhere={A: "g:mpn"}), [A, B, C], sold_out=[A, B])

    assert found == (
        Finding(
            "feed-sku-elsewhere",
            Severity.ERROR,
            "The sv-SE feed has A, but in <g:mpn> and not in <g:id>, where the profile looks.",
            "Engage matches a stock level to a product by one element of the feed: it must be the one with the SKU.",
            Remedy(
                'If Engage reads <g:mpn> too, set sku_field = "g:mpn" for this feed in the profile; else put Centra\'s '
                "SKU into <g:id>."
            ),
        ),
        Finding(
            "feed-sku-missing",
            Severity.ERROR,
            "B is sold out and not in the sv-SE feed: perhaps the feed leaves sold-out sizes out.",
            "Without product data for the SKU Engage sends no email.",
            Remedy("Let the feed keep sold-out sizes (g:availability out_of_stock), and import it anew in Engage."),
        ),
        Finding(
            "feed-sku-missing",
            Severity.ERROR,
            "C is not in the sv-SE feed, among 10 products.",
            "Without product data for the SKU Engage sends no email.",
            Remedy("Check that the feed writes Centra's SKU to the character, and that it covers this product."),
        ),
    )


def test_feeds_that_lack_the_same_are_told_together() -> None:
    found = sample_findings({SV: answer(A), DE: answer(A)}, in_stock=[A, B], sold_out=[C])

    assert found == (
        Finding(
            "feed-lacks-skus",
            Severity.WARNING,
            "The feeds for sv-SE, de-DE lack 2 of 3 SKUs looked up: C, B.",
            "A subscription for such a SKU waits for ever: Engage has no product data to put into the email.",
            Remedy("Add them to the feed, or leave the form away where a product is not meant to be there."),
        ),
    )


def test_feeds_that_lack_different_ones_are_told_apart() -> None:
    found = sample_findings({SV: answer(A), DE: answer(B)}, in_stock=[A, B], sold_out=[])

    assert [each.title for each in found] == [
        "The feed for sv-SE lacks 1 of 2 SKUs looked up: B.",
        "The feed for de-DE lacks 1 of 2 SKUs looked up: A.",
    ]


def test_all_sold_out_ones_missing_means_that_the_feed_drops_them() -> None:
    found = sample_findings({SV: answer(D)}, in_stock=[D, E], sold_out=[A, B, C])

    assert found == (
        Finding(
            "feed-drops-sold-out",
            Severity.ERROR,
            "The feed for sv-SE leaves sold-out sizes out: none of 3 looked up is there (A, B, C), "
            "but 1 of 2 that are in stock.",
            "Back in stock is about exactly those: without product data Engage sends no email for them.",
            Remedy("Let the feed keep sold-out sizes, with g:availability out_of_stock, and import it anew in Engage."),
        ),
    )


def test_feeds_that_drop_the_same_sold_out_ones_are_told_together() -> None:
    (found,) = sample_findings({SV: answer(D), DE: answer(D)}, in_stock=[D], sold_out=[A, B, C])

    assert found.title == (
        "The feeds for sv-SE, de-DE leave sold-out sizes out: none of 3 looked up is there (A, B, C), "
        "but 1 of 1 that are in stock."
    )


def test_few_sold_out_ones_or_a_feed_of_something_else_prove_no_pattern() -> None:
    few = sample_findings({SV: answer(D)}, in_stock=[D], sold_out=[A, B])
    nothing_there = sample_findings({SV: answer()}, in_stock=[D], sold_out=[A, B, C])

    assert [each.id for each in (*few, *nothing_there)] == ["feed-lacks-skus", "feed-lacks-skus"]


@pytest.mark.parametrize(
    ("missing", "shown"),
    [
        (5, "5 of 5 SKUs looked up: S0, S1, S2, S3, S4."),
        (6, "6 of 6 SKUs looked up: S0, S1, S2, S3, S4 and 1 more."),
        (9, "9 of 9 SKUs looked up: S0, S1, S2, S3, S4 and 4 more."),
    ],
)
def test_more_than_five_missing_ones_are_cut_short(missing: int, shown: str) -> None:
    many = [Sku(f"S{number}") for number in range(missing)]

    (found,) = sample_findings({SV: answer()}, in_stock=many, sold_out=[])

    assert found.title == f"The feed for sv-SE lacks {shown}"
