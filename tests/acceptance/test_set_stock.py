"""`bis set-stock`: test stock up and down, and exactly back."""

from pathlib import Path

from tests.acceptance.support import SKU, Bis, changes, stock_of
from tests.conftest import SandboxAtHand

SOLD = "1234-1"  # FTA 5 in Stockholm


def test_a_level_is_reached_whatever_it_is_called(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("set-stock --fta 10").exit_code == 0
    assert stock_of(sandbox)["fta"] == 10
    assert bis("set-stock --quantity 4").exit_code == 0
    assert stock_of(sandbox)["fta"] == 4


def test_a_delta_is_added_or_taken_away(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis(f"set-stock --sku {SOLD} --delta +3").exit_code == 0
    assert stock_of(sandbox, SOLD)["fta"] == 8
    assert bis(f"set-stock --sku {SOLD} --delta -6").exit_code == 0
    assert stock_of(sandbox, SOLD)["fta"] == 2


def test_the_document_tells_the_warehouse_and_each_market(bis: Bis) -> None:
    assert bis(f"set-stock --sku {SOLD} --fta 7 --warehouse Stockholm --json").data == {
        "sku": SOLD,
        "warehouse": {"id": 1, "name": "Stockholm"},
        "fta_before": 5,
        "fta_after": 7,
        "markets": [
            {"market": "4", "fta_before": 5, "fta_after": 7},
            {"market": "5", "fta_before": 5, "fta_after": 7},
        ],
        "stock_change_id": 304,
        "undo": "bis set-stock --undo last",
    }


def test_a_warehouse_counts_where_its_rule_says(bis: Bis) -> None:
    berlin = bis("set-stock --fta 2 --warehouse Berlin --json").data
    returns = bis("set-stock --fta 5 --warehouse Returns --json").data

    assert [(row["market"], row["fta_after"]) for row in berlin["markets"]] == [("4", 0), ("5", 2)]
    assert [(row["market"], row["fta_before"], row["fta_after"]) for row in returns["markets"]] == [
        ("4", 0, 0),
        ("5", 2, 2),
    ]


def test_a_level_that_is_there_already_changes_nothing(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis(f"set-stock --sku {SOLD} --fta 5 --json")

    assert result.exit_code == 0
    assert result.found == [("info", "stock-unchanged")]
    assert (result.data["stock_change_id"], result.data["undo"]) == (None, None)
    assert changes(sandbox) == []


def test_allocated_units_stay_allocated(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", {"market": 4, "lines": {SOLD: 2}})
    assert stock_of(sandbox, SOLD) == {"fta": 3, "allocated": 2, "physical": 5}

    assert bis(f"set-stock --sku {SOLD} --fta 10").exit_code == 0

    assert stock_of(sandbox, SOLD) == {"fta": 10, "allocated": 2, "physical": 12}


def test_selling_out_leaves_what_is_ordered(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", {"market": 4, "lines": {SOLD: 2}})

    assert bis(f"set-stock --sku {SOLD} --fta 0").exit_code == 0

    assert stock_of(sandbox, SOLD) == {"fta": 0, "allocated": 2, "physical": 2}


# ---------------------------------------------------------------- undo


def test_the_last_change_is_taken_back_exactly(bis: Bis, sandbox: SandboxAtHand) -> None:
    before = sandbox.state()["centra"]["stock"]
    bis(f"set-stock --sku {SOLD} --fta 40")
    assert sandbox.state()["centra"]["stock"] != before

    result = bis("set-stock --undo last --json")

    assert result.exit_code == 0
    assert (result.data["sku"], result.data["fta_before"], result.data["fta_after"]) == (SOLD, 40, 5)
    assert result.data["undo"] is None
    assert sandbox.state()["centra"]["stock"] == before


def test_changes_are_taken_back_from_the_last_to_the_first(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 3")
    bis(f"set-stock --sku {SOLD} --fta 9")

    undone = [bis("set-stock --undo last --json").data["sku"] for _ in range(2)]

    assert undone == [SOLD, SKU]
    assert (stock_of(sandbox)["fta"], stock_of(sandbox, SOLD)["fta"]) == (0, 5)
    assert bis("set-stock --undo last").exit_code == 1


def test_what_somebody_else_changed_meanwhile_is_not_undone(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis(f"set-stock --sku {SOLD} --fta 9")
    sandbox.control("POST", "/orders", {"market": 4, "lines": {SOLD: 2}})
    left = stock_of(sandbox, SOLD)

    result = bis("set-stock --undo last")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.error == (
        "FTA of 1234-1 in Stockholm is 7, not the 9 that the change left: somebody else changed it meanwhile, so it "
        "was not touched."
    )
    assert "bis set-stock --sku 1234-1 --fta 5 --warehouse 1" in result.stderr
    assert stock_of(sandbox, SOLD) == left


def test_a_change_that_was_taken_back_by_hand_is_done_with(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 3")
    bis("set-stock --fta 0")

    assert bis("set-stock --undo last --json").data["fta_after"] == 3
    assert bis("set-stock --undo last --json").data["fta_after"] == 0
    assert stock_of(sandbox)["fta"] == 0


def test_a_change_that_another_journal_knows_is_not_ours_to_take_back(
    bis: Bis, sandbox: SandboxAtHand, tmp_path: Path
) -> None:
    bis("set-stock --fta 3")

    assert bis("set-stock --undo last", env={"BIS_STATE_DIR": str(tmp_path / "elsewhere")}).exit_code == 1
    assert stock_of(sandbox)["fta"] == 3
