from datetime import UTC, datetime
from typing import Any

import pytest

from voyado_bis_cli.domain.ids import ContactId, ExternalId, Sku, SubscriptionId
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription
from voyado_bis_cli.engage.api import ApiVersion
from voyado_bis_cli.engage.client import EngageClient
from voyado_bis_cli.errors import AuthError, ErrorCode, NetworkError, RefusedError, UsageError, WrongError
from voyado_bis_cli.transport.model import Request, RetryPolicy
from voyado_bis_cli.workflows.ports import EngagePort

URL = "https://voyadotenant.staging.voyado.com"
HEADERS = {"apikey": "key-1", "Content-Type": "application/json"}
ANNA = ContactId("f5774867-8358-445f-85a4-af1200eced95")
BERT = ContactId("33ee9958-0e09-484f-b4c4-aa3e00e1e24c")
NOT_FOUND = {"errorCode": "ContactNotFound", "message": "No contact matches"}
WEB_PAGE = "<!DOCTYPE html><html><body>Not here</body></html>"
VERSIONS: tuple[ApiVersion, ...] = ("v2", "v3")


def engage(wire: Any, version: ApiVersion = "v3", contact_type: str = "") -> EngageClient:
    return EngageClient(wire, url=URL, api_key="key-1", api_version=version, contact_type=contact_type)


def call(what: str, method: str, path: str, **params: str) -> Request:
    return Request("Engage", f"Engage {what}", method, URL + path, HEADERS, params, None, RetryPolicy.REPEAT)


def test_it_is_what_the_workflows_ask_for(wire: Any) -> None:
    port: EngagePort = engage(wire)
    wire.answers(200, 7)
    assert port.contact_count() == 7


@pytest.mark.parametrize("version", VERSIONS)
def test_every_call_has_its_path_and_headers(wire: Any, version: ApiVersion) -> None:
    client = engage(wire, version)
    bodies: tuple[object, ...] = (12345, ANNA, {}, [], [])
    for body in bodies:
        wire.answers(200, body)
    wire.answers(204)
    client.contact_count()
    client.contact_ids("john-doe@voyado.com")
    client.contact(ANNA)
    client.subscriptions(ANNA)
    client.emails(ANNA, count=3)
    client.unsubscribe(SubscriptionId("17"))
    root = f"/api/{version}"
    emails = {"v2": "messages/latest", "v3": "emailmessages"}[version]
    assert wire.requests == [
        call("contact count", "GET", f"{root}/contacts/count"),
        call("contact id", "GET", f"{root}/contacts/id", email="john-doe@voyado.com"),
        call("contact", "GET", f"{root}/contacts/{ANNA}"),
        call("subscriptions", "GET", f"{root}/contacts/{ANNA}/backinstock/subscriptions"),
        call("emails", "GET", f"{root}/contacts/{ANNA}/{emails}", count="3"),
        call("unsubscribe", "DELETE", f"{root}/inventory/backinstock/subscriptions/17"),
    ]


def test_a_slash_at_the_end_of_the_url_does_no_harm(wire: Any) -> None:
    wire.answers(200, 1)
    EngageClient(wire, url=URL + "/", api_key="key-1").contact_count()
    assert wire.requests[0].url == f"{URL}/api/v3/contacts/count"


def test_an_id_cannot_leave_its_place_in_the_path(wire: Any) -> None:
    wire.answers(204)
    engage(wire).unsubscribe(SubscriptionId("../contacts/1?x=/"))
    assert wire.requests[0].url == f"{URL}/api/v3/inventory/backinstock/subscriptions/..%2Fcontacts%2F1%3Fx%3D%2F"


# ---------------------------------------------------------------- contact count
@pytest.mark.parametrize("body", ["12", True, {"count": 3}, None, -1, 1.5])
def test_a_count_that_is_no_integer_is_an_unknown_answer(wire: Any, body: object) -> None:
    wire.answers(200, body)
    with pytest.raises(RefusedError) as caught:
        engage(wire).contact_count()
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER


def test_a_login_page_with_status_200_is_an_unknown_answer(wire: Any) -> None:
    wire.answers(200, text=WEB_PAGE)
    with pytest.raises(RefusedError, match="an HTML page") as caught:
        engage(wire).contact_count()
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER


# ---------------------------------------------------------------- contact ids
def test_one_contact_is_a_bare_string(wire: Any) -> None:
    wire.answers(200, ANNA)
    assert engage(wire).contact_ids("john-doe@voyado.com") == (ANNA,)


def test_the_contact_type_narrows_the_lookup_when_it_is_configured(wire: Any) -> None:
    wire.answers(200, ANNA)
    engage(wire, contact_type="member").contact_ids("john-doe@voyado.com")
    assert wire.requests[0].params == {"email": "john-doe@voyado.com", "contactType": "member"}


def test_no_contact_is_no_error(wire: Any) -> None:
    wire.answers(404, NOT_FOUND)
    assert engage(wire).contact_ids("john-doe@voyado.com") == ()


@pytest.mark.parametrize(
    "matches",
    [
        [ANNA, BERT],
        [{"id": ANNA, "contactType": "member"}, {"id": BERT, "contactType": "contact"}],
        [ANNA, {"id": BERT}, ANNA, None, {"contactType": "contact"}],
    ],
)
def test_several_contacts_with_one_email_are_all_returned(wire: Any, matches: object) -> None:
    wire.answers(409, {"errorCode": "MultipleMatches", "messageDetails": {"multipleMatchesFound": matches}})
    assert engage(wire).contact_ids("john-doe@voyado.com") == (ANNA, BERT)


@pytest.mark.parametrize("details", [None, "see above", {}, {"multipleMatchesFound": "many"}])
def test_several_contacts_without_their_ids_are_not_taken_for_none(wire: Any, details: object) -> None:
    wire.answers(409, {"errorCode": "MultipleMatches", "messageDetails": details})
    with pytest.raises(RefusedError, match="multipleMatchesFound names none") as caught:
        engage(wire).contact_ids("john-doe@voyado.com")
    assert (caught.value.code, caught.value.status) == (ErrorCode.UNEXPECTED_ANSWER, 409)


def test_an_address_that_engage_does_not_take_is_a_usage_error_without_the_address(wire: Any) -> None:
    wire.answers(400, {"errorCode": "InvalidEmailAddress", "message": "john@doe is not valid"})
    with pytest.raises(UsageError) as caught:
        engage(wire).contact_ids("john@doe")
    assert caught.value.message == "Engage does not accept this email address."
    assert "john@doe" not in str(caught.value.details) + caught.value.hint


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, WEB_PAGE),
        (404, ""),
        (404, '{"Message": "No HTTP resource was found that matches the request URI"}'),
        (404, '{"errorCode": "SomethingNotFound"}'),
        (400, '{"errorCode": "InvalidContactType"}'),
        (409, '{"errorCode": "Conflict"}'),
        (409, ""),
    ],
)
def test_any_other_refusal_of_a_lookup_is_never_taken_for_no_contact(wire: Any, status: int, body: str) -> None:
    wire.answers(status, text=body)
    with pytest.raises(RefusedError) as caught:
        engage(wire).contact_ids("john-doe@voyado.com")
    assert (caught.value.code, caught.value.status) == (ErrorCode.REFUSED, status)


def test_a_404_that_is_not_about_the_contact_says_to_check_address_and_version(wire: Any) -> None:
    wire.answers(404, text=WEB_PAGE)
    with pytest.raises(RefusedError) as caught:
        engage(wire).contact_ids("john-doe@voyado.com")
    assert "engage.url" in caught.value.hint
    assert "engage.api_version" in caught.value.hint
    assert caught.value.details == {
        "operation": "Engage contact id",
        "path": "/api/v3/contacts/id",
        "error_code": None,
        "excerpt": WEB_PAGE,
        "status": 404,
    }


@pytest.mark.parametrize("body", ["", None, 5, {"id": ANNA}, [ANNA]])
def test_a_contact_id_that_is_no_text_is_an_unknown_answer(wire: Any, body: object) -> None:
    wire.answers(200, body)
    with pytest.raises(RefusedError) as caught:
        engage(wire).contact_ids("john-doe@voyado.com")
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER


# ---------------------------------------------------------------- contact
@pytest.mark.parametrize(
    ("body", "contact"),
    [
        ({}, Contact(ANNA)),
        ({"contactType": "member", "firstName": "John"}, Contact(ANNA, "member")),
        ({"meta": {"contactType": "contact"}}, Contact(ANNA, "contact")),
        ({"meta": {"contactType": {"id": "Member", "name": "Medlem"}}}, Contact(ANNA, "Member")),
        ({"contactType": {"name": "Medlem"}}, Contact(ANNA, "Medlem")),
        ({"contactType": None, "meta": None, "preferences": None}, Contact(ANNA)),
        ({"preferences": {"acceptsEmail": True}}, Contact(ANNA, None, {"acceptsEmail": True})),
    ],
)
def test_a_contact_shows_type_and_preferences_as_far_as_engage_does(wire: Any, body: object, contact: Contact) -> None:
    wire.answers(200, body)
    assert engage(wire).contact(ANNA) == contact


def test_a_contact_that_is_gone_is_not_found(wire: Any) -> None:
    client = engage(wire)
    for ask in (client.contact, client.subscriptions, client.emails):
        wire.answers(404, NOT_FOUND)
        with pytest.raises(WrongError, match=f"Engage has no contact {ANNA}") as caught:
            ask(ANNA)
        assert caught.value.code is ErrorCode.NOT_FOUND


def test_a_path_that_is_not_there_is_not_taken_for_a_contact_that_is_gone(wire: Any) -> None:
    client = engage(wire)
    for ask in (client.contact, client.subscriptions, client.emails):
        wire.answers(404, text=WEB_PAGE)
        with pytest.raises(RefusedError):
            ask(ANNA)


# ---------------------------------------------------------------- subscriptions
ITEM = {
    "id": "9f0c",
    "contactId": BERT,
    "sku": "1234SIZEM",
    "locale": "sv-SE",
    "externalId": "4",
    "createdOn": "2026-07-01T10:00:00+02:00",
    "somethingNew": {"a": 1},
}
WAITING = Subscription(
    SubscriptionId("9f0c"), BERT, Sku("1234SIZEM"), "sv-SE", ExternalId("4"), datetime(2026, 7, 1, 8, tzinfo=UTC)
)


@pytest.mark.parametrize("body", [[ITEM], {"items": [ITEM]}, {"count": 1, "items": [ITEM]}])
def test_subscriptions_come_as_an_array_or_in_items(wire: Any, body: object) -> None:
    wire.answers(200, body)
    assert engage(wire).subscriptions(ANNA) == (WAITING,)


@pytest.mark.parametrize("body", [[], {"items": []}, {"items": None}])
def test_no_subscription_is_no_error(wire: Any, body: object) -> None:
    wire.answers(200, body)
    assert engage(wire).subscriptions(ANNA) == ()


def test_what_a_subscription_leaves_out_is_unknown_and_its_contact_the_one_asked_for(wire: Any) -> None:
    wire.answers(200, [{"id": 17, "sku": "1234SIZEM", "externalId": None}])
    assert engage(wire).subscriptions(ANNA) == (
        Subscription(SubscriptionId("17"), ANNA, Sku("1234SIZEM"), "", None, None),
    )


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body: Input should be a valid list"),
        ("none", "body"),
        ([{"sku": "A"}], "0.id: Field required"),
        ([{"id": "1", "sku": None}], "0.sku: String should have at least 1 character"),
    ],
)
def test_subscriptions_that_cannot_be_read_are_never_taken_for_none(wire: Any, body: object, where: str) -> None:
    wire.answers(200, body)
    with pytest.raises(RefusedError) as caught:
        engage(wire).subscriptions(ANNA)
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER
    assert f"answered in an unknown way (Engage subscriptions): {where}" in caught.value.message


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (204, ""),
        (200, '{"deleted": true}'),
        (404, ""),
        (404, '{"errorCode": "NotFound"}'),
        (404, '{"message": "Gone"}'),
    ],
)
def test_deleting_a_subscription_that_is_already_gone_is_no_error(wire: Any, status: int, text: str) -> None:
    wire.answers(status, text=text)
    engage(wire).unsubscribe(SubscriptionId("17"))
    assert len(wire.requests) == 1


@pytest.mark.parametrize("text", [WEB_PAGE, '{"Message": "No HTTP resource was found"}', "nothing here"])
def test_deleting_where_there_is_no_such_path_is_refused_since_nothing_was_deleted(wire: Any, text: str) -> None:
    wire.answers(404, text=text)
    with pytest.raises(RefusedError):
        engage(wire).unsubscribe(SubscriptionId("17"))


@pytest.mark.parametrize(("status", "error"), [(400, RefusedError), (401, AuthError), (500, NetworkError)])
def test_a_subscription_that_was_not_deleted_is_an_error(wire: Any, status: int, error: type[Exception]) -> None:
    wire.answers(status, {"message": "no"})
    with pytest.raises(error):
        engage(wire).unsubscribe(SubscriptionId("17"))


# ---------------------------------------------------------------- emails
@pytest.mark.parametrize("version", VERSIONS)
def test_emails_have_the_published_fields_and_ignore_others(wire: Any, version: ApiVersion) -> None:
    item = {
        "messageId": "m-1",
        "name": "Back in stock SE",
        "sendDateTime": "2026-07-01T12:00:00.1234567Z",
        "type": "Email",
        "source": "Automation",
        "isTransactional": False,
        "status": "Sent",
        "messageLink": "https://example.com/m-1",
        "messageText": "It is back",
        "openedOn": None,
    }
    wire.answers(200, {"count": 2, "items": [item, {"messageId": 2, "sendDateTime": "soon"}]})
    assert engage(wire, version).emails(ANNA) == (
        Email(
            id="m-1",
            name="Back in stock SE",
            subject="It is back",
            sent_at=datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC),
            type="Email",
            source="Automation",
            status="Sent",
        ),
        Email(id="2", name="", subject="", sent_at=None, type="", source="", status=""),
    )


@pytest.mark.parametrize(("asked", "sent"), [(50, "50"), (500, "500"), (2000, "500")])
def test_no_more_than_500_emails_are_asked_for(wire: Any, asked: int, sent: str) -> None:
    wire.answers(200, {"count": 0, "items": []})
    assert engage(wire).emails(ANNA, count=asked) == ()
    assert wire.requests[0].params == {"count": sent}
