"""Values whose format is not published are read where they can be, and left empty where not."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.lenient import moment, text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-01T12:00:00Z", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (" 2026-07-01 12:00:00 ", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T14:00:00+02:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00.1234567Z", datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 7, 1, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        ("", None),
        (20260701, None),
        (None, None),
    ],
)
def test_a_moment_without_an_offset_is_in_utc_even_at_the_ends_of_time(written: object, read: datetime | None) -> None:
    assert moment(written) == read


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1)), st.integers(-12, 12))  # noqa: DTZ001  # the zone is drawn beside
def test_a_moment_is_the_same_instant_whatever_its_offset(local: datetime, hours: int) -> None:
    instant = local.replace(tzinfo=timezone(timedelta(hours=hours)))
    read = moment(instant.isoformat())
    assert read == instant
    assert read is not None
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "read"), [("a", "a"), (4, "4"), (1.5, "1.5"), (True, ""), (None, ""), ([1], ""), ({"a": 1}, "")]
)
def test_a_number_is_a_text_and_what_is_no_single_value_is_none(value: object, read: str) -> None:
    assert text(value) == read
