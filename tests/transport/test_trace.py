"""What -v and -v -v show."""

import json
from typing import Any

import pytest

from voyado_bis_cli.domain.redaction import Redactor
from voyado_bis_cli.transport.model import Exchange, Request
from voyado_bis_cli.transport.trace import Trace

KEY = "engage-key-0123456789"
LOOKUP = Request(
    "Engage",
    "Engage contact id",
    "GET",
    "https://tenant.voyado.com/api/v3/contacts/id",
    {"apikey": KEY, "Content-Type": "application/json"},
    {"email": "john-doe@voyado.com"},
)
POST = Request(
    "Centra", "MarketsOfStores", "POST", "https://x.centra.com/graphql", json={"password": "p", "query": "{ a }"}
)


def lines(verbosity: int, request: Request = LOOKUP, *, show_personal_data: bool = False, **seen: Any) -> list[str]:
    exchange = {"attempt": 1, "status": 200, "failure": None, "duration_ms": 34, "answer_text": ""} | seen
    said: list[str] = []
    redactor = Redactor([KEY], show_personal_data=show_personal_data)
    Trace(said.append, redactor, verbosity=verbosity).exchanged(Exchange(request, **exchange))
    return said


def test_one_line_per_attempt() -> None:
    assert lines(1, POST) == ["POST Centra MarketsOfStores 200 34 ms"]
    assert lines(1, attempt=2, status=503) == ["GET Engage contact id 503 34 ms (attempt 2)"]


def test_a_failure_stands_in_place_of_the_status() -> None:
    assert lines(1, status=None, failure=f"No way with {KEY}.") == ["GET Engage contact id No way with [secret]. 34 ms"]


def test_a_wait_says_how_long_and_why() -> None:
    said: list[str] = []

    Trace(said.append, Redactor([])).waiting(0.5, "HTTP 503")

    assert said == ["waiting 0.5 s: HTTP 503"]


def test_the_second_v_shows_headers_and_bodies_without_secrets_and_addresses() -> None:
    answer = {"email": "john-doe@voyado.com", "token": "t", "note": f"key={KEY}"}

    assert lines(2, answer_text=json.dumps(answer), answer_headers={"date": "today", "set-cookie": "a=b"}) == [
        "GET Engage contact id 200 34 ms",
        "> GET https://tenant.voyado.com/api/v3/contacts/id email=j***@voyado.com",
        "> apikey: [removed]",
        "> Content-Type: application/json",
        "< date: today",
        "< set-cookie: [removed]",
        "< {",
        '<  "email": "j***@voyado.com",',
        '<  "token": "[secret]",',
        '<  "note": "key=[secret]"',
        "< }",
    ]


def test_a_body_that_goes_out_is_shown_redacted() -> None:
    assert lines(2, POST)[2:] == ["> {", '>  "password": "[secret]",', '>  "query": "{ a }"', "> }"]


def test_a_body_that_is_no_json_is_shown_as_text() -> None:
    assert lines(2, answer_text=f"<p>john@example.com\n{KEY}</p>")[-2:] == ["< <p>j***@example.com", "< [secret]</p>"]


@pytest.mark.parametrize(("show", "shown"), [(True, "john-doe@voyado.com"), (False, "j***@voyado.com")])
def test_personal_data_is_shown_on_demand(show: bool, shown: str) -> None:
    assert lines(2, show_personal_data=show)[1].endswith(f"email={shown}")


def test_a_long_body_is_cut_after_redaction() -> None:
    body = "x" * 3990 + KEY + "y" * 100

    *_, shown, rest = lines(2, answer_text=body)

    assert shown == "< " + "x" * 3990 + "[secret]yy"
    assert rest == "< ... 98 more characters"
