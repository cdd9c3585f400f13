"""What a run wrote into Centra about its test stock is read back to the character."""

from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import Sku, WarehouseId
from voyado_bis_cli.domain.own_stock import MARK, VERIFY, LeftStock, OwnChange, left_behind, read_note

RUNS = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=13, max_size=13)
SKUS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=20)
CHANGES = st.builds(
    OwnChange,
    run=RUNS,
    sku=SKUS.map(Sku),
    warehouse=st.integers(1, 99).map(WarehouseId),
    before=st.integers(-5, 500),
    target=st.integers(0, 500),
    is_undo=st.booleans(),
)


def change(run: str, before: int, target: int, *, warehouse: int = 1, is_undo: bool = False) -> OwnChange:
    return OwnChange(run, Sku("1234SIZEM"), WarehouseId(warehouse), before, target, is_undo)


@given(CHANGES)
def test_a_description_is_read_back_as_what_it_describes(made: OwnChange) -> None:
    described = made.description(VERIFY)

    assert described.startswith(MARK)
    assert read_note(described) == made


def test_other_comments_are_nobodys() -> None:
    by_hand = change("r1", 0, 10).description("bis set-stock")

    assert [read_note(comment) for comment in ("", "Opening stock", by_hand, MARK)] == [None] * 4


def test_what_was_taken_back_is_not_left() -> None:
    assert left_behind([change("r1", 10, 0, is_undo=True), change("r1", 0, 10)]) == ()


def test_several_changes_of_a_run_go_back_to_what_the_first_found() -> None:
    newest_first = [change("r2", 10, 3), change("r2", 2, 10), change("r1", 2, 9)]

    assert left_behind(newest_first) == (
        LeftStock("r2", Sku("1234SIZEM"), WarehouseId(1), found=2, left=frozenset({3})),
    )


def test_each_warehouse_is_looked_at_by_itself() -> None:
    newest_first = [
        change("r1", 10, 0, is_undo=True),
        change("r1", 0, 7, warehouse=2),
        change("r1", 0, 10),
    ]

    assert [(left.warehouse, left.found) for left in left_behind(newest_first)] == [(2, 0)]
