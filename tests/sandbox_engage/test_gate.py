"""Who gets in: key, content type, rate."""

from typing import Any

import httpx
import pytest

KEY = {"apikey": "sandbox-engage-key"}
JSON = {"Content-Type": "application/json"}
UNAUTHORIZED = {"errorCode": "Unauthorized", "message": "The API key is missing or wrong."}


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_count_is_a_bare_integer(sandbox: Any, version: str) -> None:
    answer = sandbox.http.get(f"/api/{version}/contacts/count", headers=KEY | JSON)
    assert (answer.status_code, answer.json()) == (200, 0)


@pytest.mark.parametrize(
    ("headers", "status", "body"),
    [
        ({}, 401, UNAUTHORIZED),
        (JSON, 401, UNAUTHORIZED),
        (JSON | {"apikey": "another-key"}, 401, UNAUTHORIZED),
        (JSON | {"Authorization": "Bearer sandbox-engage-key"}, 401, UNAUTHORIZED),
        (KEY, 500, {"message": "An error has occurred"}),
        (KEY | {"Content-Type": "text/plain"}, 500, {"message": "An error has occurred"}),
        (KEY | {"Content-Type": "application/json; charset=utf-8"}, 200, 0),
    ],
)
def test_headers_are_taken_strictly_even_on_get(
    sandbox: Any, headers: dict[str, str], status: int, body: object
) -> None:
    answer = sandbox.http.get("/api/v3/contacts/count", headers=headers)
    assert (answer.status_code, answer.json()) == (status, body)


def test_more_than_200_requests_in_a_second_are_refused_until_the_next(sandbox: Any, engage: httpx.Client) -> None:
    sandbox.control("POST", "/clock", {"freeze": True})
    assert {engage.get("/contacts/count").status_code for _ in range(200)} == {200}
    refused = engage.get("/contacts/count")
    sandbox.control("POST", "/clock", {"advance": 1})
    assert (refused.status_code, refused.json()["errorCode"]) == (429, "TooManyRequests")
    assert engage.get("/contacts/count").status_code == 200


def test_what_is_not_simulated_says_so(engage: httpx.Client) -> None:
    answer = engage.get("/stores")
    assert (answer.status_code, answer.json()) == (
        501,
        {"errorCode": "NotSimulated", "message": "The sandbox does not simulate /stores."},
    )


def test_emails_have_their_own_path_in_each_version(engage: httpx.Client, engage_v2: httpx.Client) -> None:
    assert engage.get("/contacts/x/messages/latest").status_code == 501
    assert engage_v2.get("/contacts/x/emailmessages").status_code == 501
