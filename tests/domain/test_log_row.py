"""A row of the log, whatever its columns are called."""

from datetime import UTC, datetime

import pytest

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.log_row import LogCells, chronological, column_of, log_cells, log_entry


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Timestamp", "time"),
        ("Created-On", "time"),
        ("Time (UTC)", "time"),
        ("Date and time", "time"),
        ("Log type [all]", "type"),
        ("NIVÅ", "level"),
        ("Meddelande", "message"),
        ("Article number", "sku"),
        ("externalId", "market"),
        ("Quantity", None),
        ("(time)", None),
        ("", None),
    ],
)
def test_a_column_is_recognised_by_many_names(name: str, column: str | None) -> None:
    assert column_of(name) == column


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ({"Time": "2026-07-01"}, LogCells(time="2026-07-01")),
        ({"Type": "Orders"}, LogCells(type="Orders")),
        ({"Level": " Info "}, LogCells(level="Info")),
        ({"Message": 4}, LogCells(message="4")),
        ({"Message": "Sent", "SKU": "A-1", "Market": 4}, LogCells(message="Sent", sku="A-1", market="4")),
        ({"Message": None, "Text": "Sent"}, LogCells(message="Sent")),
        ({"Text": "less usual", "Message": "more usual"}, LogCells(message="more usual")),
        ({"Message": ["no", "text"]}, LogCells()),
        ({"SKU": "A-1", "Market": "4"}, None),
        ({"Quantity": 3}, None),
        ({}, None),
    ],
)
def test_a_row_has_the_cells_that_its_columns_are_about(row: dict[str, object], cells: LogCells | None) -> None:
    assert log_cells(row) == cells


@pytest.mark.parametrize(
    ("row", "time"),
    [
        ({"Date": "2026-07-01", "Time": "12:00"}, "2026-07-01 12:00"),
        ({"Klockslag": "12:00", "Datum": "2026-07-01"}, "2026-07-01 12:00"),
        ({"Date": "2026-07-01"}, "2026-07-01"),
        ({"Time": "12:00"}, "12:00"),
        ({"Date": "2026-07-01", "Time": "2026-07-01T12:00:00Z"}, "2026-07-01T12:00:00Z"),
    ],
)
def test_a_day_and_a_time_of_day_are_put_together(row: dict[str, object], time: str) -> None:
    assert log_cells(row) == LogCells(time=time)


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        (
            {"time": "2026-07-01T12:00:00Z", "type": "StockLevel", "level": "Info", "message": "Sent", "sku": "A-1"},
            LogEntry(datetime(2026, 7, 1, 12, tzinfo=UTC), "StockLevel", "Info", "Sent", Sku("A-1"), None),
        ),
        ({"time": "1 July 2026", "text": "Sent", "market": 4}, LogEntry(None, "", "", "Sent", None, "4")),
        ({"sku": "A-1"}, None),
    ],
)
def test_a_row_of_an_api_has_its_time_in_iso_8601(row: dict[str, object], entry: LogEntry | None) -> None:
    assert log_entry(row) == entry


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (LogCells(type="Orders"), True),
        (LogCells(level="Info"), True),
        (LogCells(message="Sent"), True),
        (LogCells(time="2026-07-01", sku="A-1", market="4"), False),
    ],
)
def test_a_row_says_something_beyond_its_time_sku_and_market(cells: LogCells, *, says: bool) -> None:
    assert cells.says_something is says


@pytest.mark.parametrize(
    ("days", "order"),
    [
        ([1, 2, 3], "abc"),
        ([3, 2, 1], "cba"),
        ([1, 3, 2], "acb"),
        ([1, 1, 1], "abc"),
        ([2, 2, 1], "cba"),
        ([2, 3, None, 1], "dcab"),
        ([3, 2, 1, None], "dcba"),
        ([None, 1, 2, 3], "abcd"),
        ([None, 2, 1, 3], "cabd"),
        ([1, None, 3, 2], "abdc"),
        ([None, None], "ab"),
        ([], ""),
    ],
)
def test_rows_come_oldest_first_beside_those_without_a_time(days: list[int | None], order: str) -> None:
    rows = [
        LogEntry(datetime(2026, 7, day, tzinfo=UTC) if day else None, "", "", name)
        for day, name in zip(days, "abcd", strict=False)
    ]

    assert "".join(row.message for row in chronological(rows)) == order
