from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import ExternalId, MarketId, Sku, external_id_of
from voyado_bis_cli.domain.stock_level import StockLevel, stock_levels

SKU = Sku("1234SIZEM")
FTA = st.dictionaries(st.integers(1, 10_000).map(MarketId), st.integers(0, 10_000))


def test_each_market_gets_its_own_level_zero_included() -> None:
    assert stock_levels(SKU, {MarketId(4): 10, MarketId(5): 0}) == (
        StockLevel(SKU, 10, ExternalId("4")),
        StockLevel(SKU, 0, ExternalId("5")),
    )


def test_the_external_id_is_the_market_id_as_a_string() -> None:
    assert external_id_of(MarketId(4)) == "4"


@given(FTA)
def test_no_two_levels_of_a_sku_are_about_the_same_market(fta: dict[MarketId, int]) -> None:
    levels = stock_levels(SKU, fta)

    assert {level.key: level.quantity for level in levels} == {(SKU, str(m)): n for m, n in fta.items()}
    assert len(levels) == len(fta)


def test_a_later_level_for_the_same_sku_and_market_has_the_same_key() -> None:
    earlier, later = StockLevel(SKU, 0, ExternalId("4")), StockLevel(SKU, 10, ExternalId("4"))

    assert earlier.key == later.key
    assert earlier != later
