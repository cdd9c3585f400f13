"""The Subscription API for Centra: the open door the front end's form posts to.

Its field names, statuses and bodies are not published. The sandbox's choices:

- 200 with `{"received": true}`; malformed or missing fields give 400 with `{"message", "errors"}`.
- A field it does not know is ignored in silence. So a wrong name for the market gives a subscription without market,
  which no level of a market ever starts: the mistake to find out about.
- `store` is the tenant, or tenant, hyphen and the id of a store Centra has. Anything else is another tenant: the same
  answer, and nothing here.
- The contact is the oldest one with this email, of whatever type, or a new one of type `Contact`.
- `newsletter` true is an opt-in, for a new contact and for an old one; false opts nobody out.
"""

import json
from dataclasses import asdict

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.bodies import Body, ContactBody, Email, PreferencesBody, Text, complaints
from voyado_bis_cli.sandbox.engage.contacts import Contact, Origin
from voyado_bis_cli.sandbox.engage.log import Kind, Level, Subject
from voyado_bis_cli.sandbox.engage.tenant import Tenant
from voyado_bis_cli.sandbox.guide import STORE_IDS, TENANT
from voyado_bis_cli.sandbox.settings import SubscriptionFields

WELCOME_EMAIL = "Welcome"
_OUR_STORES = frozenset({TENANT, *(f"{TENANT}-{store_id}" for store_id in STORE_IDS)})


class Wish(Body):
    """What a shopper asked for; `market` None when its field did not come."""

    email: Email
    sku: Text
    newsletter: bool = False
    store: Text
    locale: Text
    market: str | None = None


class SubscriptionApi:
    """Turns what the form posts into a contact and a subscription."""

    def __init__(self, db: Database, tenant: Tenant, fields: SubscriptionFields) -> None:
        self._db = db
        self._tenant = tenant
        self._names = asdict(fields)  # our names to the API's

    async def endpoint(self, request: Request) -> Response:
        """Answer one POST."""
        try:
            wish = self._wish(await request.body())
        except ValidationError as error:
            return self._refusal([self._spelled(text) for text in complaints(error)])
        except ValueError:
            return self._refusal(["body: is no JSON object"])
        if wish.store in _OUR_STORES:
            with self._db.transaction():
                self._subscribe(wish)
        return JSONResponse({"received": True})

    def _wish(self, body: bytes) -> Wish:
        document = json.loads(body)
        if not isinstance(document, dict):
            raise ValueError("no object")  # noqa: TRY004  # told together with JSON that cannot be read
        return Wish.model_validate({ours: document[name] for ours, name in self._names.items() if name in document})

    def _spelled(self, complaint: str) -> str:
        ours, colon, text = complaint.partition(":")
        return f"{self._names.get(ours, ours)}{colon}{text}"

    def _refusal(self, errors: list[str]) -> Response:
        message = f"POST /subscription-api refused with 400: {'; '.join(errors)}"
        self._tenant.log.write(Kind.REQUEST, message, level=Level.WARNING)
        return JSONResponse({"message": "The subscription is not valid.", "errors": errors}, 400)

    def _subscribe(self, wish: Wish) -> None:
        known = self._tenant.contacts.with_email(wish.email)
        contact = known[0] if known else self._new_contact(wish)
        if wish.newsletter:
            self._tenant.contacts.accept_email(contact.id)
        self._tenant.subscriptions.add(contact.id, wish.sku, wish.locale, wish.market)
        where = f"market {wish.market}" if wish.market is not None else "no market"
        message = f"Registered for {wish.email}: {wish.locale}, {where}"
        self._tenant.log.write(Kind.SUBSCRIPTION, message, Subject(wish.sku, wish.market))

    def _new_contact(self, wish: Wish) -> Contact:
        body = ContactBody(
            email=wish.email, contactType="Contact", preferences=PreferencesBody(acceptsEmail=wish.newsletter)
        )
        contact = self._tenant.contacts.create(body, Origin(source="backinstock"))
        if self._tenant.choices.automation.welcome_email and self._tenant.choices.allowlist.lets_through(wish.email):
            self._tenant.emails.send(contact.id, WELCOME_EMAIL, f"{WELCOME_EMAIL}!")
            self._tenant.log.write(Kind.EMAIL, f"Sent to {wish.email}: {WELCOME_EMAIL}!")
        return contact
