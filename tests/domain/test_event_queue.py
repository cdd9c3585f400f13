from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, Listener, missing_object_types


def listening_to(*object_types: str) -> tuple[Listener, ...]:
    return tuple(Listener("bis toolkit", kind, ("CREATED", "UPDATED")) for kind in object_types)


def test_stock_moves_through_the_three_types_whose_read_permission_the_guide_asks_for() -> None:
    assert STOCK_OBJECT_TYPES == ("StockChange", "Order", "Return")


def test_nobody_listens_to_anything() -> None:
    assert missing_object_types(()) == ("StockChange", "Order", "Return")


def test_all_stock_types_are_listened_to() -> None:
    assert missing_object_types(listening_to("Return", "Order", "StockChange")) == ()


@given(st.sets(st.sampled_from([*STOCK_OBJECT_TYPES, "Product", "Warehouse"])))
def test_missing_are_exactly_the_stock_types_nobody_listens_to_in_the_guides_order(types: set[str]) -> None:
    missing = missing_object_types(listening_to(*types))

    assert set(missing) == set(STOCK_OBJECT_TYPES) - types
    assert list(missing) == sorted(missing, key=STOCK_OBJECT_TYPES.index)
