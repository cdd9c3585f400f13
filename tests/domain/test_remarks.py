"""Findings of a run over a hundred thousand events must not end in as many lines."""

import pytest

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.remarks import Remarks


def gone(number: int) -> Finding:
    return finding.warning(
        "gone", f"Order {number} is gone.", "", Remedy("Send it by hand.", ("bis sync-stock --full",))
    )


def test_what_is_found_again_is_told_once() -> None:
    remarks = Remarks()
    remarks.add([gone(1), gone(1)])
    remarks.add([gone(1), gone(2)])
    assert remarks.findings == (gone(1), gone(2))


def test_kinds_stay_together_in_the_order_they_came_up() -> None:
    other = finding.info("other", "Something else.")
    remarks = Remarks()
    remarks.add([gone(1), other, gone(2)])
    assert remarks.findings == (gone(1), gone(2), other)


@pytest.mark.parametrize(
    ("found", "more"), [(10, None), (11, "1 more like this one."), (500, "490 more like this one.")]
)
def test_of_many_of_a_kind_the_first_ten_are_told_and_the_others_counted(found: int, more: str | None) -> None:
    remarks = Remarks()
    remarks.add(gone(number) for number in range(found))
    told = remarks.findings
    assert told[:10] == tuple(gone(number) for number in range(10))
    assert [one.title for one in told[10:]] == ([more] if more else [])
    if more:
        assert told[10] == Finding("gone", Severity.WARNING, more, "", gone(0).remedy)


def test_each_kind_has_a_count_of_its_own() -> None:
    remarks = Remarks()
    remarks.add(gone(number) for number in range(12))
    remarks.add(finding.error("other", f"Number {number}.") for number in range(3))
    assert [one.severity for one in remarks.findings] == [Severity.WARNING] * 11 + [Severity.ERROR] * 3


def test_nothing_found_is_nothing_told() -> None:
    assert Remarks().findings == ()
