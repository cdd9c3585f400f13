from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.stock_change import physical_for

UNITS = st.integers(0, 1_000_000)


def test_allocated_units_stay_allocated() -> None:
    assert physical_for(fta=10, allocated=3) == 13


@given(UNITS, UNITS)
def test_what_is_left_after_allocation_is_the_fta_asked_for(fta: int, allocated: int) -> None:
    assert physical_for(fta=fta, allocated=allocated) - allocated == fta


@given(UNITS, UNITS)
def test_a_physical_level_is_never_negative(fta: int, allocated: int) -> None:
    assert physical_for(fta=fta, allocated=allocated) >= 0
