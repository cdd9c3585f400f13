"""What recording from real tenants leaves in a cassette: nothing that tells whom it was recorded from."""

import copy
import json

import pytest
from vcr.request import Request  # type: ignore[import-untyped]  # vcrpy has no types

from tests.replay.scrubber import Response, Scrubber
from tests.replay.source import REPLAYED
from voyado_bis_cli.config.resolve import ENV_PROFILE, resolve

REAL = resolve(
    ENV_PROFILE,
    None,
    {
        "BIS_CENTRA_URL": "https://brandx.centraqa.com/graphql",
        "BIS_CENTRA_TOKEN": "t0p-s3cret/token",
        "BIS_CENTRA_INTEGRATION_NAME": "Toolkit BrandX",
        "BIS_ENGAGE_URL": "https://brand-x.staging.voyado.com/",
        "BIS_ENGAGE_API_KEY": "9c1e-key",
        "BIS_TENANT": "brand-x",
        "BIS_SUBSCRIPTION_API_URL": "https://bis.somewhere.net/v1/form?code=7",
    },
).profile
SCRUBBER = Scrubber(REAL, REPLAYED)
CONTACT = "/api/v3/contacts/604452cf-771e-528a-b60c-dd56d7357e3f"


def kept(method: str, url: str, body: object = None, **headers: str) -> Request:
    """Return a request as it would be kept, having seen that it is kept like that when it is loaded and replayed."""
    sent = Request(method, url, "" if body is None else json.dumps(body), headers)
    once = SCRUBBER.request(copy.deepcopy(sent))
    assert once is not None
    for scrubber in (SCRUBBER, Scrubber(REPLAYED, REPLAYED)):
        again = scrubber.request(copy.deepcopy(once))
        assert again is not None
        assert again._to_dict() == once._to_dict()
    return once


def written(path: str, body: str, **headers: str) -> Response:
    """Return the response of a GET as it would stand in the file."""
    response: Response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {name: [value] for name, value in headers.items()},
        "body": {"string": body.encode()},
    }
    return SCRUBBER.interaction(kept("GET", f"https://brand-x.staging.voyado.com{path}"), response)[1]


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ("https://brandx.centraqa.com/graphql", "https://centra.example/graphql"),
        ("https://brand-x.staging.voyado.com/api/v3/contacts/count", "https://engage.example/api/v3/contacts/count"),
        ("https://bis.somewhere.net/v1/form?code=7", "https://subscription-api.example/subscriptions"),
        (
            "https://brand-x.staging.voyado.com/api/v3/contacts/id?email=jane.roe%40shopper.se",
            "https://engage.example/api/v3/contacts/id?email=j***%40shopper.se",
        ),
    ],
)
def test_an_address_is_the_one_that_is_replayed(sent: str, address: str) -> None:
    assert kept("GET", sent).uri == address


def test_a_request_keeps_that_credentials_were_sent_but_not_which() -> None:
    sent = kept(
        "GET",
        "https://brandx.centraqa.com/graphql",
        authorization="Bearer t0p-s3cret/token",
        apikey="9c1e-key",
        cookie="graphql-access=1",
        host="brandx.centraqa.com",
    )

    assert dict(sent.headers) == {"apikey": "[removed]", "authorization": "[removed]"}


def test_a_request_body_holds_no_secret_no_email_and_no_name_of_the_tenant() -> None:
    sent = kept(
        "POST",
        "https://bis.somewhere.net/v1/form?code=7",
        {"email": "jane.roe@shopper.se", "store": "brand-x-124", "note": "t0p-s3cret\\/token", "token": "another"},
    )

    assert json.loads(sent.body) == {
        "email": "j***@shopper.se",
        "store": "voyadotenant-124",
        "note": "[secret]",
        "token": "[secret]",
    }


def test_calls_of_the_sandboxs_own_control_are_not_kept() -> None:
    assert SCRUBBER.request(Request("POST", "http://127.0.0.1:8787/_sandbox/reset", "", {})) is None


def test_a_response_keeps_no_cookie_and_nothing_of_the_moment() -> None:
    response = written("/api/v3/contacts/count", "3", **{"Content-Type": "text/plain", "Set-Cookie": "a", "Date": "b"})

    assert response == {
        "status": {"code": 200, "message": "OK"},
        "headers": {"Content-Type": ["text/plain"]},
        "body": {"string": b"3"},
    }


def test_a_response_is_scrubbed_whether_it_is_json_or_not() -> None:
    page = written("/api/v3/contacts/count", "<p>brandx.centraqa.com refused jane.roe@shopper.se</p>")
    answer = written("/api/v3/contacts/count", r'{"message": "jane.roe\u0040shopper.se: t0p-s3cret\/token"}')

    assert page["body"]["string"] == b"<p>centra.example refused j***@shopper.se</p>"
    assert answer["body"]["string"] == b'{"message":"j***@shopper.se: [secret]"}'


def test_of_a_contact_only_what_the_toolkit_reads_is_kept() -> None:
    shown = {"id": "1", "contactType": "Member", "preferences": {"acceptsEmail": True}}
    personal = {"firstName": "Jane", "birthDay": "1990-01-01", "anyCustomField": 3}

    response = written(CONTACT, json.dumps({**shown, **personal, "lastName": None}))

    assert json.loads(response["body"]["string"]) == {
        **shown,
        **dict.fromkeys(personal, "[removed]"),
        "lastName": None,
    }


def test_an_error_in_place_of_a_contact_is_kept() -> None:
    body = {"errorCode": "ContactNotFound", "message": "No contact."}

    assert json.loads(written(CONTACT, json.dumps(body))["body"]["string"]) == body


def test_links_that_open_a_shoppers_email_are_removed() -> None:
    emails = {"count": 1, "items": [{"messageId": "1", "messageLink": "https://view.mail.net/abc"}]}

    response = written(f"{CONTACT}/emailmessages", json.dumps(emails))

    assert json.loads(response["body"]["string"])["items"] == [{"messageId": "1", "messageLink": "[removed]"}]
