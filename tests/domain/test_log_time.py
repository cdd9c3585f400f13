"""Times as pages and spreadsheets write them."""

from datetime import UTC, datetime, timedelta

import pytest

from voyado_bis_cli.domain.log_time import is_time, moments

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-01T12:00:00Z",
        "2026-07-01 14:00+02:00",
        "2026-07-01 12.00",
        "2026/07/01 12:00:00 UTC",
        "01.07.2026 12:00",
        "01.07.2026 12:00Z",
        "01-07-2026 12:00:00.000",
        "1 Jul 2026 12:00",
        "1 July 2026, 12:00:00 PM",
        "Jul 1, 2026 12:00 PM",
        "July 1, 2026, 12:00\u202fPM",
        "7/1/2026, 12:00:00\u202fPM",
        " 7/1/2026 12:00 pm ",
        "1782907200",
        "1782907200.0",
        "1782907200000",
        "1782907200000.0",
    ],
)
def test_a_moment_is_read_as_pages_and_spreadsheets_write_it(written: str) -> None:
    assert moments([written]) == (NOON,)
    assert is_time(written)


def test_a_number_of_seconds_or_milliseconds_keeps_its_fraction() -> None:
    assert moments(["1782907200.5", "1782907200500"]) == (NOON + timedelta(seconds=0.5),) * 2


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        (["1/7/2026", "13/7/2026"], ["2026-07-01", "2026-07-13"]),
        (["1/7/2026", " 13/7/2026 "], ["2026-07-01", "2026-07-13"]),
        (["7/1/2026", "7/13/2026"], ["2026-07-01", "2026-07-13"]),
        (["7/1/2026", "7/2/2026 1:00 pm"], ["2026-07-01", "2026-07-02"]),
        (["12/7/2026", "7/12/2026"], [None, None]),
        (["7/1/2026", "7/2/2026 13:00"], [None, None]),
        (["13/7/2026", "7/1/2026 1:00 PM"], [None, None]),
        (["1/7/2026", "2026-07-13"], [None, "2026-07-13"]),
        (["7/13/2026 1:00 PM", "13/13/2026"], [None, None]),
    ],
)
def test_slashed_days_are_read_as_one_of_them_tells_or_not_at_all(written: list[str], dates: list[str | None]) -> None:
    assert [moment and moment.date().isoformat() for moment in moments(written)] == dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/1/2026", True),
        ("1/13/2026", True),
        ("1/2/2026", True),
        ("13/13/2026", False),
        ("2026-13-01", False),
        ("12345678901234", False),
        ("Orders", False),
        ("1-50 of 300", False),
        (" ", False),
        ("", False),
    ],
)
def test_a_time_is_told_even_where_its_day_and_month_are_not(text: str, *, expected: bool) -> None:
    assert is_time(text) is expected


def test_what_is_longer_than_forty_characters_is_no_time() -> None:
    assert is_time("1 September 2026" + "12:00".rjust(24))
    assert not is_time("1 September 2026" + "12:00".rjust(25))
