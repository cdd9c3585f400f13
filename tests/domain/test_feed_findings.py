from voyado_bis_cli.domain.feed import FeedAnswer, missing_sku_findings, sample_findings
from voyado_bis_cli.domain.ids import Locale, Sku

SV, DE = Locale("sv-SE"), Locale("de-DE")
A, B, C, D = (Sku(name) for name in "ABCD")


def answer(*found: Sku, items: int = 10, elsewhere: dict[Sku, str] | None = None) -> FeedAnswer:
    return FeedAnswer(items, frozenset(found), elsewhere or {})


def test_a_sku_with_product_data_is_fine() -> None:
    assert missing_sku_findings(SV, "g:id", answer(A), [A], []) == ()


def test_a_missing_sku_is_told_by_its_likeliest_cause() -> None:
    found = missing_sku_findings(SV, "g:id", answer(elsewhere={A: "g:mpn"}), [A, B, C], sold_out=[A, B])

    assert [each.id for each in found] == ["feed-sku-elsewhere", "feed-sku-missing", "feed-sku-missing"]
    assert 'sku_field = "g:mpn"' in found[0].remedy.text
    assert found[1].title == "B is sold out and not in the sv-SE feed: perhaps the feed leaves sold-out sizes out."
    assert found[2].title == "C is not in the sv-SE feed, among 10 products."


def test_feeds_that_lack_the_same_are_told_together() -> None:
    (found,) = sample_findings({SV: answer(A), DE: answer(A)}, in_stock=[A, B], sold_out=[])

    assert found.id == "feed-lacks-skus"
    assert found.title == "The feeds for sv-SE, de-DE lack 1 of 2 SKUs looked up: B."


def test_feeds_that_lack_different_ones_are_told_apart() -> None:
    found = sample_findings({SV: answer(A), DE: answer(B)}, in_stock=[A, B], sold_out=[])

    assert [each.title for each in found] == [
        "The feed for sv-SE lacks 1 of 2 SKUs looked up: B.",
        "The feed for de-DE lacks 1 of 2 SKUs looked up: A.",
    ]


def test_all_sold_out_ones_missing_means_that_the_feed_drops_them() -> None:
    (found,) = sample_findings({SV: answer(D)}, in_stock=[D], sold_out=[A, B, C])

    assert found.id == "feed-drops-sold-out"
    assert found.title.startswith(
        "The feed for sv-SE leaves sold-out sizes out: none of 3 looked up is there (A, B, C)"
    )


def test_few_sold_out_ones_or_a_feed_of_something_else_prove_no_pattern() -> None:
    few = sample_findings({SV: answer(D)}, in_stock=[D], sold_out=[A, B])
    nothing_there = sample_findings({SV: answer()}, in_stock=[D], sold_out=[A, B, C])

    assert [each.id for each in (*few, *nothing_there)] == ["feed-lacks-skus", "feed-lacks-skus"]


def test_many_missing_ones_are_cut_short() -> None:
    many = [Sku(f"S{number}") for number in range(9)]

    (found,) = sample_findings({SV: answer()}, in_stock=many, sold_out=[])

    assert found.title.endswith("S0, S1, S2, S3, S4 and 4 more.")
