import pytest

from voyado_bis_cli.domain.wording import counted


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((0, "event"), "0 events"),
        ((1, "event"), "1 event"),
        ((2, "event"), "2 events"),
        ((1, "entry", "entries"), "1 entry"),
        ((2, "entry", "entries"), "2 entries"),
    ],
)
def test_a_thing_is_one_and_things_are_any_other_number(words: tuple[int, str], expected: str) -> None:
    assert counted(*words) == expected
