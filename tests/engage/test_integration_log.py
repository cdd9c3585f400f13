from datetime import UTC, datetime
from typing import Any

import pytest

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.log_row import log_entry
from voyado_bis_cli.engage.integration_log import IntegrationLogClient
from voyado_bis_cli.errors import AuthError, ErrorCode, NetworkError, RefusedError
from voyado_bis_cli.transport.model import Request, RetryPolicy
from voyado_bis_cli.workflows.ports import IntegrationLogPort

URL = "https://voyadotenant.staging.voyado.com/log"
ROW = {"timestamp": "2026-07-01T12:00:00Z", "type": "Orders", "level": "Warning", "message": "Unknown SKU"}
ENTRY = LogEntry(datetime(2026, 7, 1, 12, tzinfo=UTC), "Orders", "Warning", "Unknown SKU")


def log(wire: Any) -> IntegrationLogPort:
    return IntegrationLogClient(wire, url=URL, api_key="key-1")


def test_it_asks_with_the_key_and_the_content_type_that_engage_wants_on_get(wire: Any) -> None:
    wire.answers(200, [])
    assert log(wire).entries() == ()
    headers = {"apikey": "key-1", "Content-Type": "application/json"}
    assert wire.requests == [Request("log", "log rows", "GET", URL, headers, {}, None, RetryPolicy.REPEAT)]


@pytest.mark.parametrize("body", [[ROW], {"items": [ROW]}, {"entries": [ROW], "count": 1}, {"rows": [ROW]}])
def test_rows_come_as_an_array_or_in_an_object(wire: Any, body: object) -> None:
    wire.answers(200, body)
    assert log(wire).entries() == (ENTRY,)


def test_rows_are_returned_oldest_first_and_undated_ones_before_all(wire: Any) -> None:
    times = ["2026-07-02T00:00:00Z", None, "2026-07-01T00:00:00Z", "later"]
    wire.answers(200, [{"message": str(number), "time": time} for number, time in enumerate(times)])
    assert [entry.message for entry in log(wire).entries()] == ["1", "3", "2", "0"]


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        (ROW, ENTRY),
        ({"Time": "2026-07-01T12:00:00Z", "TYPE": "Orders", "Severity": "Warning", "Text": "Unknown SKU"}, ENTRY),
        (
            {" Date ": "2026-07-01T14:00:00+02:00", "type": "Orders", "level": "Warning", "message": "Unknown SKU"},
            ENTRY,
        ),
        ({"message": "", "text": "Unknown SKU"}, LogEntry(None, "", "", "Unknown SKU")),
        ({"level": 3, "sku": "1234SIZEM", "market": 4}, LogEntry(None, "", "3", "", Sku("1234SIZEM"), "4")),
        ({"level": "Info", "sku": "", "externalId": "4"}, LogEntry(None, "", "Info", "", None, "4")),
        ({"sku": "1234SIZEM", "market": "4"}, None),
        ({}, None),
    ],
)
def test_columns_are_recognised_whatever_the_source_calls_them(row: dict[str, object], entry: LogEntry | None) -> None:
    assert log_entry(row) == entry


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html>Sign in</html>",
        "",
        "3",
        "null",
        '{"log": []}',
        '{"rows": {}}',
        '["a"]',
        '[{"a": 1}]',
        "[[]]",
    ],
)
def test_what_is_no_log_is_never_taken_for_an_empty_one(wire: Any, text: str) -> None:
    wire.answers(200, text=text)
    with pytest.raises(RefusedError) as caught:
        log(wire).entries()
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER


@pytest.mark.parametrize(("status", "error"), [(401, AuthError), (404, RefusedError), (500, NetworkError)])
def test_a_status_that_is_no_success_is_an_error(wire: Any, status: int, error: type[Exception]) -> None:
    wire.answers(status)
    with pytest.raises(error):
        log(wire).entries()
