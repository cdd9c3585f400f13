import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.availability import AllocationMap, MarketRule
from voyado_bis_cli.domain.catalogue_sample import SampledSize
from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, Sku, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, Market

RULE = AllocationRule(AllocationRuleId(1), "Europe")
GERMANY = Market(MarketId(5), "Germany", None, RULE)
OUTLET = Market(MarketId(6), "Outlet", None, None)
STOCKHOLM, BERLIN = WarehouseId(1), WarehouseId(2)
ALLOCATION = AllocationMap(
    (GERMANY, OUTLET), {GERMANY.id: MarketRule(RULE, "market")}, {RULE.id: frozenset({STOCKHOLM, BERLIN})}
)


def size(stockholm: int, berlin: int, *, offset: int = 0) -> SampledSize:
    return SampledSize(Sku("A"), offset, {STOCKHOLM: stockholm, BERLIN: berlin})


@pytest.mark.parametrize(
    ("sampled", "unsellable"),
    [
        (size(0, 0), ()),
        (size(0, 2), ((GERMANY.id, 2),)),  # all of it below Berlin's threshold
        (size(0, 1), ((GERMANY.id, 1),)),
        (size(0, 3), ()),
        (size(1, 0), ()),
        (size(2, 2, offset=2), ((GERMANY.id, 4),)),  # an offset replaces the threshold, in each warehouse
        (size(3, 0, offset=2), ()),
        (size(0, 2, offset=1), ()),  # even where it is lower
        (SampledSize(Sku("A"), 0, {BERLIN: 2}), ((GERMANY.id, 2),)),  # never stocked in Stockholm
    ],
)
def test_fta_that_the_shop_would_not_sell(sampled: SampledSize, unsellable: tuple[tuple[MarketId, int], ...]) -> None:
    assert sampled.unsellable_in(ALLOCATION, {BERLIN: 2}) == unsellable


def test_sold_out_means_no_unit_anywhere() -> None:
    assert size(0, 0).is_sold_out
    assert not size(0, 1).is_sold_out


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_what_is_sold_out_is_never_called_unsellable(stockholm: int, berlin: int, offset: int, threshold: int) -> None:
    sampled = size(stockholm, berlin, offset=offset)
    unsellable = sampled.unsellable_in(ALLOCATION, {BERLIN: threshold})

    assert not (sampled.is_sold_out and unsellable)
    assert all(fta > 0 for _, fta in unsellable)
