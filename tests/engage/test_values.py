import pytest

from voyado_bis_cli.engage.values import items


@pytest.mark.parametrize(
    ("value", "read"),
    [([1], [1]), ({"items": [1]}, [1]), ({"items": None}, []), ({"rows": [1]}, {"rows": [1]}), ("a", "a")],
)
def test_items_are_taken_out_of_their_wrapping(value: object, read: object) -> None:
    assert items(value) == read
