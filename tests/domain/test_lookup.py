import pytest

from voyado_bis_cli.domain.ids import WarehouseId
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.market import Warehouse
from voyado_bis_cli.errors import WrongError

STOCKHOLM, BERLIN, TWO, TWIN = (
    Warehouse(WarehouseId(number), name, None, "INTERNAL")
    for number, name in ((1, "Stockholm"), (2, "Berlin"), (30, "2"), (31, "Berlin"))
)


def find(typed: str, *candidates: Warehouse) -> Warehouse:
    return by_id_or_name(candidates, typed, what="warehouse", command="bis warehouses")


@pytest.mark.parametrize(
    ("typed", "found"), [("1", STOCKHOLM), ("stockholm", STOCKHOLM), (" Berlin ", BERLIN), ("2", BERLIN)]
)
def test_ids_and_names_are_accepted_and_an_id_goes_first(typed: str, found: Warehouse) -> None:
    assert find(typed, STOCKHOLM, BERLIN, TWO) == found


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(WrongError) as caught:
        find("Stokholm", STOCKHOLM, BERLIN)
    assert caught.value.message == "There is no warehouse 'Stokholm' in Centra, as far as this token sees."
    assert caught.value.hint == "Did you mean Stockholm (1)? bis warehouses lists them."


def test_of_several_near_names_the_nearest_and_of_its_bearers_the_first_is_suggested() -> None:
    with pytest.raises(WrongError) as caught:
        find("Berlni", TWO, STOCKHOLM, BERLIN, TWIN, Warehouse(WarehouseId(4), "Berlin 2", None, "INTERNAL"))
    assert caught.value.hint == "Did you mean Berlin (2)? bis warehouses lists them."


def test_without_anything_near_only_the_list_is_named() -> None:
    with pytest.raises(WrongError) as caught:
        find("99", STOCKHOLM)
    assert caught.value.hint == "bis warehouses lists them."


def test_a_name_that_two_share_asks_for_the_id() -> None:
    with pytest.raises(WrongError) as caught:
        find("Berlin", BERLIN, TWIN)
    assert (
        caught.value.message
        == "Several warehouses are called 'Berlin' (ids 2, 31), so it is not clear which one is meant."
    )
    assert caught.value.hint == "Give the id instead; bis warehouses lists them."
