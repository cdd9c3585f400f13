"""The emails of a contact, as both versions show them."""

from collections.abc import Callable, Generator
from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox.engage.bodies import ContactBody
from voyado_bis_cli.sandbox.engage.rest import email_count
from voyado_bis_cli.sandbox.settings import Settings
from voyado_bis_cli.sandbox.world import World


def test_sent_email_has_the_published_fields(
    sandbox: Any,
    engage: httpx.Client,
    engage_v2: httpx.Client,
    let_wait: Callable[..., str],
    send_level: Callable[..., None],
) -> None:
    sandbox.control("POST", "/clock", {"freeze": "2026-03-01T12:00:00.9Z"})
    contact_id = let_wait()
    send_level()

    answer = engage.get(f"/contacts/{contact_id}/emailmessages").json()

    (email,) = answer["items"]
    assert answer["count"] == 1
    assert email == {
        "messageId": email["messageId"],
        "name": "Back in stock",
        "sendDateTime": "2026-03-01T12:00:00+00:00",
        "type": "EmailMessage",
        "source": "Automation",
        "isTransactional": False,
        "status": "Delivered",
        "messageLink": f"https://voyadotenant.example/emails/{email['messageId']}",
        "messageText": "Back in stock: Linen shirt White M",
    }
    assert engage_v2.get(f"/contacts/{contact_id}/messages/latest").json() == answer


def test_emails_of_an_unknown_contact_are_not_found(engage: httpx.Client) -> None:
    assert engage.get("/contacts/nobody/emailmessages").json()["errorCode"] == "ContactNotFound"


@pytest.mark.parametrize("count", ["0", "-1", "many", ""])
def test_count_must_be_a_number_above_zero(engage: httpx.Client, make_contact: Callable[..., str], count: str) -> None:
    answer = engage.get(f"/contacts/{make_contact()}/emailmessages", params={"count": count})
    assert (answer.status_code, answer.json()["validationErrors"]) == (
        400,
        [{"errorDescription": "count: is no number"}],
    )


@pytest.fixture
def world() -> Generator[World]:
    world = World(Settings())
    yield world
    world.close()


@pytest.fixture
def contact(world: World) -> str:
    return world.tenant.contacts.create(ContactBody(email="john-doe@voyado.com")).id


@pytest.mark.parametrize(("asked", "shown"), [(None, 100), ("2", 2), ("500", 500), ("9999", 500)])
def test_at_most_500_are_shown_and_100_unless_asked(world: World, contact: str, asked: str | None, shown: int) -> None:
    for number in range(520):
        world.tenant.emails.send(contact, f"email {number}", "subject")
    assert len(world.tenant.emails.sent_to(contact, email_count(asked))) == shown


def test_newest_comes_first_and_a_waiting_one_is_not_shown(world: World, contact: str) -> None:
    emails = world.tenant.emails
    emails.send(contact, "first", "s")
    emails.send(contact, "second", "s")
    emails.send(contact, "later", "s", seconds_from_now=10)
    assert [email["name"] for email in emails.sent_to(contact, 10)] == ["second", "first"]
    assert [(email["name"], email["sent"]) for email in emails.all()] == [
        ("first", True),
        ("second", True),
        ("later", False),
    ]
