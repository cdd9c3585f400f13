"""The values that travel between clients and transport."""

import pytest

from tests.transport.support import NOON
from voyado_bis_cli.errors import ErrorCode, RefusedError
from voyado_bis_cli.transport.model import Answer, Request

REQUEST = Request("Centra", "Centra Markets", "POST", "https://brandx.centraqa.com/graphql?email=john-doe@voyado.com")


@pytest.mark.parametrize(
    ("system", "operation", "label", "party"),
    [
        ("Centra", "Centra Markets", "Centra Markets", "Centra"),
        ("Engage", "contact id", "Engage contact id", "Engage"),
        ("Subscription API", "subscribe", "Subscription API subscribe", "the Subscription API"),
        ("feed", "feed sv-SE", "feed sv-SE", "the feed"),
    ],
)
def test_a_request_is_named_with_its_system(system: str, operation: str, label: str, party: str) -> None:
    request = Request(system, operation, "GET", "https://example.com")

    assert (request.label, request.party) == (label, party)


def test_a_body_is_parsed_on_demand() -> None:
    assert Answer(REQUEST, 200, {}, '{"a": [1]}', NOON).json() == {"a": [1]}


@pytest.mark.parametrize(
    ("body", "looks"),
    [
        (" <!doctype html><html>", "an HTML page"),
        ("oops", "something that is not JSON"),
        ("", "something that is not JSON"),
    ],
)
def test_a_body_that_is_no_json_is_told_with_its_beginning_and_without_the_query(body: str, looks: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Answer(REQUEST, 200, {}, body, NOON).json()

    error = caught.value
    assert error.message == (
        f"Centra answered {looks} instead of JSON (HTTP 200 from https://brandx.centraqa.com/graphql)."
    )
    assert (error.code, error.status) == (ErrorCode.UNEXPECTED_ANSWER, 200)
    assert error.details["excerpt"] == body
