"""Every form in which a server may say when to come back."""

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.transport.retry_after import resume_time

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
moments = st.integers(10**9, 4 * 10**9).flatmap(
    lambda second: st.integers(0, 999_999).map(
        lambda micro: datetime.fromtimestamp(second, UTC) + timedelta(microseconds=micro)
    )
)
whole_seconds = moments.map(lambda moment: moment.replace(microsecond=0))
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.integers(0, 10**8), moments)
def test_delta_seconds_count_from_now(seconds: int, now: datetime) -> None:
    assert resume_time(str(seconds), now) == now + timedelta(seconds=seconds)


@given(whole_seconds, moments)
def test_an_http_date_is_a_moment(moment: datetime, now: datetime) -> None:
    assert resume_time(format_datetime(moment, usegmt=True), now) == moment


@given(whole_seconds, moments)
def test_epoch_seconds_are_a_moment(moment: datetime, now: datetime) -> None:
    assert resume_time(str(int(moment.timestamp())), now) == moment


@given(moments.map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)))
def test_epoch_milliseconds_are_a_moment(moment: datetime) -> None:
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

    resumed = resume_time(str(milliseconds), NOW)

    assert resumed is not None
    assert abs(resumed - moment) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("999999999", NOW + timedelta(seconds=999_999_999)),
        ("1000000000", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        ("99999999999", datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
        ("100000000000", datetime(1973, 3, 3, 9, 46, 40, tzinfo=UTC)),
    ],
)
def test_a_number_is_a_delay_seconds_or_milliseconds_by_its_size(text: str, moment: datetime) -> None:
    assert resume_time(text, NOW) == moment


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_a_moment_without_a_zone_is_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        resumed = resume_time("2026-11-23 12:00:30", NOW)
    time.tzset()

    assert resumed == NOW + timedelta(seconds=30)


@given(moments, zones)
def test_iso_8601_is_a_moment_in_whatever_zone(moment: datetime, zone: timezone) -> None:
    resumed = resume_time(moment.astimezone(zone).isoformat(), NOW)

    assert resumed == moment
    assert resumed.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23T12:00:30Z",
        "2026-11-23 12:00:30",  # no zone: UTC
        "2026-11-23T14:00:30+02:00",
        " 30 ",
        "Mon, 23 Nov 2026 12:00:30 GMT",
        "Monday, 23-Nov-26 12:00:30 GMT",
        "Mon Nov 23 12:00:30 2026",
        "1795435230",
        "1795435230.0",
        "1795435230000",
    ],
)
def test_all_forms_name_the_same_moment(value: str) -> None:
    assert resume_time(value, NOW) == NOW + timedelta(seconds=30)


@pytest.mark.parametrize(
    "value",
    ["", "soon", "-5", "+5", "5, 5", "1e3", "٣", "12:00", "9" * 20, "9" * 400, "0001-01-01T00:00:00+23:59", "1 2 3 4"],
)
def test_what_cannot_be_read_is_no_moment(value: str) -> None:
    assert resume_time(value, NOW) is None


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(value: str) -> None:
    resumed = resume_time(value, NOW)

    assert resumed is None or resumed.tzinfo is UTC
