from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.lenient import moment, text
from voyado_bis_cli.engage.values import items


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-01T12:00:00Z", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (" 2026-07-01 12:00:00 ", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T14:00:00+02:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00.1234567Z", datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 7, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1782907200, None),
    ],
)
def test_a_moment_is_aware_and_in_utc_or_unknown(written: object, read: datetime | None) -> None:
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
def test_a_text_is_a_text_or_a_number(value: object, read: str) -> None:
    assert text(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [([1], [1]), ({"items": [1]}, [1]), ({"items": None}, []), ({"rows": [1]}, {"rows": [1]}), ("a", "a")],
)
def test_items_are_taken_out_of_their_wrapping(value: object, read: object) -> None:
    assert items(value) == read
