"""Finding, showing and creating contacts."""

from collections.abc import Callable

import httpx
import pytest

MakeContact = Callable[..., str]


def test_id_is_a_bare_string_whatever_the_case_of_the_email(engage: httpx.Client, make_contact: MakeContact) -> None:
    contact_id = make_contact("john-doe@voyado.com")
    answer = engage.get("/contacts/id", params={"email": "John-Doe@voyado.com"})
    assert (answer.status_code, answer.json()) == (200, contact_id)


@pytest.mark.parametrize(
    ("email", "status", "code"),
    [
        ("john-doe@voyado.com", 404, "ContactNotFound"),
        ("john-doe", 400, "InvalidEmailAddress"),
        ("john doe@voyado.com", 400, "InvalidEmailAddress"),
        ("john@voyado", 400, "InvalidEmailAddress"),
        ("", 400, "InvalidEmailAddress"),
    ],
)
def test_lookup_is_refused_with_a_published_code(engage: httpx.Client, email: str, status: int, code: str) -> None:
    answer = engage.get("/contacts/id", params={"email": email})
    assert (answer.status_code, answer.json()["errorCode"]) == (status, code)


def test_one_email_on_two_contact_types_is_ambiguous(engage: httpx.Client, make_contact: MakeContact) -> None:
    ids = [make_contact(type="Member"), make_contact(type="Contact")]
    answer = engage.get("/contacts/id", params={"email": "john-doe@voyado.com"})
    assert answer.status_code == 409
    assert answer.json() == {
        "errorCode": "MultipleMatches",
        "message": "More than one contact matches.",
        "messageDetails": {"multipleMatchesFound": ids},
    }


def test_contact_type_makes_a_lookup_unambiguous(engage: httpx.Client, make_contact: MakeContact) -> None:
    make_contact(type="Member")
    contact_id = make_contact(type="TransactionalContact")
    answer = engage.get("/contacts/id", params={"email": "john-doe@voyado.com", "contactType": "transactionalcontact"})
    assert answer.json() == contact_id


def test_contact_shows_type_and_preferences(engage: httpx.Client, make_contact: MakeContact) -> None:
    contact_id = make_contact(type="Contact", accepts_email=True)
    contact = engage.get(f"/contacts/{contact_id.upper()}").json()
    assert contact["contactType"] == "Contact"
    assert contact["preferences"] == {"acceptsEmail": True, "acceptsSms": False, "acceptsPostal": False}


def test_unknown_contact_is_not_found(engage: httpx.Client) -> None:
    answer = engage.get("/contacts/00000000-0000-0000-0000-000000000000")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "ContactNotFound")


def test_created_contact_is_a_member_unless_told_otherwise(engage: httpx.Client) -> None:
    answer = engage.post(
        "/contacts",
        params={"source": "e-com", "storeExternalId": "600", "createAsUnapproved": "true"},
        json={"email": "john-doe@voyado.com", "firstName": "John", "futureField": 1},
    )
    created = answer.json()
    assert answer.status_code == 201
    assert (created["contactType"], created["firstName"]) == ("Member", "John")
    assert (created["source"], created["storeExternalId"], created["isApproved"]) == ("e-com", "600", False)
    assert engage.get(f"/contacts/{created['id']}").json() == created
    assert engage.get("/contacts/count").json() == 1


def test_v3_ignores_as_headers_what_v2_reads_there(engage: httpx.Client, engage_v2: httpx.Client) -> None:
    sources = [
        client.post("/contacts", headers={"source": "POS"}, json={"email": email}).json()["source"]
        for client, email in ((engage, "a@example.com"), (engage_v2, "b@example.com"))
    ]
    assert sources == [None, "POS"]


def test_second_contact_of_the_same_email_and_type_is_refused(engage: httpx.Client, make_contact: MakeContact) -> None:
    make_contact("john-doe@voyado.com")
    answer = engage.post("/contacts", json={"email": "JOHN-DOE@voyado.com"})
    assert (answer.status_code, answer.json()["errorCode"]) == (409, "ContactAlreadyExists")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"{", "body: Invalid JSON: EOF while parsing an object at line 1 column 1"),
        (b"[]", "body: Input should be an object"),
        (b"{}", "email: Field required"),
        (b'{"email": "john-doe"}', "email: Value error, is not a valid email address"),
        (
            b'{"email": "john-doe@voyado.com", "contactType": "Vip"}',
            "contactType: Value error, is not a contact type of this tenant",
        ),
        (
            b'{"email": "john-doe@voyado.com", "preferences": {"acceptsEmail": "yes"}}',
            "preferences.acceptsEmail: Input should be a valid boolean",
        ),
    ],
)
def test_invalid_contact_is_refused_with_what_is_wrong(engage: httpx.Client, body: bytes, complaint: str) -> None:
    answer = engage.post("/contacts", content=body)
    assert answer.status_code == 400
    assert answer.json() == {
        "errorCode": "InvalidRequest",
        "message": "The request is not valid.",
        "validationErrors": [{"errorDescription": complaint}],
    }
