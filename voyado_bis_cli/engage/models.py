"""Engage's answers. Unknown fields are ignored, and only what an answer is useless without is required.

Source: contract tables of the Engage API; answers may gain fields at any time.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

from voyado_bis_cli.domain.ids import ContactId, ExternalId, Sku, SubscriptionId
from voyado_bis_cli.domain.lenient import text
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription
from voyado_bis_cli.engage.values import Moment, RequiredText, Text, items


def _descriptions(value: object) -> list[str]:
    """Return the `errorDescription` of each validation error, or the error itself where it is a text."""
    found = [text(item.get("errorDescription") if isinstance(item, Mapping) else item) for item in _list(value)]
    return [description for description in found if description]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


class EngageModel(BaseModel):
    """Engage writes camelCase and adds fields as it likes."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel, defer_build=True)


class ErrorBody(EngageModel):
    """`{errorCode, message, messageDetails, validationErrors}`, every part optional."""

    error_code: Text = ""
    message: Text = ""
    message_details: Annotated[Mapping[str, Any], BeforeValidator(_mapping)] = Field(default_factory=dict)
    validation_errors: Annotated[list[str], BeforeValidator(_descriptions)] = Field(default_factory=list)

    @property
    def reason(self) -> str:
        """Engage's own words, in one line; '' where it gave none."""
        head = ": ".join(part for part in (self.error_code, self.message) if part)
        tail = "; ".join(self.validation_errors)
        return f"{head} ({tail})" if head and tail else head or tail

    @property
    def matching_contacts(self) -> tuple[ContactId, ...]:
        """The contacts of a 409 MultipleMatches: GUIDs, or objects with an `id`."""
        found = _list(self.message_details.get("multipleMatchesFound"))
        ids = [text(item.get("id") if isinstance(item, Mapping) else item) for item in found]
        return tuple(dict.fromkeys(ContactId(id_) for id_ in ids if id_))


class ContactBody(EngageModel):
    """A contact; where its type stands is not published, so it is taken from the contact or from its `meta`."""

    contact_type: object = None
    meta: Annotated[Mapping[str, Any], BeforeValidator(_mapping)] = Field(default_factory=dict)
    preferences: Annotated[Mapping[str, Any], BeforeValidator(_mapping)] = Field(default_factory=dict)

    def contact(self, contact: ContactId) -> Contact:
        """Return it as the contact with this id."""
        type_ = self.contact_type or self.meta.get("contactType")
        named = text(type_) or text(_mapping(type_).get("id")) or text(_mapping(type_).get("name"))
        return Contact(contact, named or None, dict(self.preferences))


class SubscriptionBody(EngageModel):
    """A waiting back-in-stock subscription."""

    id: RequiredText
    contact_id: Text = ""
    sku: RequiredText
    locale: Text = ""
    external_id: Text = ""
    created_on: Moment = None

    def subscription(self, contact: ContactId) -> Subscription:
        """Return it as a subscription of `contact`, unless it names its own."""
        return Subscription(
            id=SubscriptionId(self.id),
            contact=ContactId(self.contact_id) if self.contact_id else contact,
            sku=Sku(self.sku),
            locale=self.locale,
            external_id=ExternalId(self.external_id) if self.external_id else None,
            created_on=self.created_on,
        )


class EmailBody(EngageModel):
    """An email that Engage sent; `messageText` is its subject."""

    message_id: Text = ""
    name: Text = ""
    message_text: Text = ""
    send_date_time: Moment = None
    type: Text = ""
    source: Text = ""
    status: Text = ""

    def email(self) -> Email:
        """Return it as an email."""
        return Email(
            id=self.message_id,
            name=self.name,
            subject=self.message_text,
            sent_at=self.send_date_time,
            type=self.type,
            source=self.source,
            status=self.status,
        )


COUNT: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(strict=True, ge=0)])
CONTACT_ID: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(strict=True, min_length=1)])
CONTACT: TypeAdapter[ContactBody] = TypeAdapter(ContactBody)
SUBSCRIPTIONS: TypeAdapter[list[SubscriptionBody]] = TypeAdapter(
    Annotated[list[SubscriptionBody], BeforeValidator(items)]
)
EMAILS: TypeAdapter[list[EmailBody]] = TypeAdapter(Annotated[list[EmailBody], BeforeValidator(items)])
