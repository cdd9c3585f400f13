"""Values whose format is not published are read where they can be, and left empty where not."""

from datetime import UTC, datetime

import pytest

from voyado_bis_cli.domain.lenient import moment, text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (" 2026-07-01T14:00:00+02:00 ", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        (20260701, None),
        (None, None),
    ],
)
def test_a_moment_without_an_offset_is_in_utc_even_at_the_ends_of_time(written: object, read: datetime | None) -> None:
    assert moment(written) == read


def test_a_moment_with_an_offset_is_turned_into_utc() -> None:
    read = moment("2026-07-01T14:00:00+02:00")

    assert read is not None
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "read"), [("a", "a"), (4, "4"), (1.5, "1.5"), (True, ""), (None, ""), ([1], ""), ({"a": 1}, "")]
)
def test_a_number_is_a_text_and_what_is_no_single_value_is_none(value: object, read: str) -> None:
    assert text(value) == read
