"""What Engage accepts in request bodies. Unknown fields are ignored, types are taken at their word."""

import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from voyado_bis_cli.sandbox.engage.problems import EngageProblem

CONTACT_TYPES = ("Member", "Contact", "TransactionalContact")
_UNFIT = r"@\s\x00-\x1f\x7f-\x9f\ufeff"  # blanks and control characters, as every regex dialect counts them
_EMAIL = re.compile(rf"[^{_UNFIT}]+@[^{_UNFIT}.]+(\.[^{_UNFIT}.]+)+")

T = TypeVar("T")


def is_email(text: str) -> bool:
    """Whether a text has the form of an email address."""
    return _EMAIL.fullmatch(text) is not None


def _email(text: str) -> str:
    if not is_email(text):
        raise ValueError("is not a valid email address")
    return text


def _contact_type(text: str) -> str:
    for known in CONTACT_TYPES:
        if text.lower() == known.lower():
            return known
    raise ValueError("is not a contact type of this tenant")


Units = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""Engage's `int`: 32 bits (assumed)."""

Text = Annotated[str, Field(min_length=1)]
Email = Annotated[str, AfterValidator(_email)]


class Body(BaseModel):
    """A request body."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class PreferencesBody(Body):
    """What a contact agreed to receive."""

    acceptsEmail: bool = False  # noqa: N815  # the API's spelling
    acceptsSms: bool = False  # noqa: N815  # the API's spelling
    acceptsPostal: bool = False  # noqa: N815  # the API's spelling


class ContactBody(Body):
    """A contact to create; this tenant's key value is the email."""

    email: Email
    contactType: Annotated[str, AfterValidator(_contact_type)] = "Member"  # noqa: N815  # the API's spelling
    firstName: str | None = None  # noqa: N815  # the API's spelling
    lastName: str | None = None  # noqa: N815  # the API's spelling
    mobilePhone: str | None = None  # noqa: N815  # the API's spelling
    countryCode: str | None = None  # noqa: N815  # the API's spelling
    preferences: PreferencesBody = PreferencesBody()


class SubscriptionBody(Body):
    """A wish to be told; without `externalId` it hears of levels without one only."""

    contactId: Text  # noqa: N815  # the API's spelling
    sku: Text
    locale: Text
    externalId: str | None = None  # noqa: N815  # the API's spelling


class StockLevelBody(Body):
    """The current stock of a SKU, in one market and locale or in all."""

    sku: Text
    quantity: Units  # free to allocate now
    locale: str | None = None
    externalId: str | None = None  # noqa: N815  # the API's spelling


CONTACT = TypeAdapter(ContactBody)
SUBSCRIPTION = TypeAdapter(SubscriptionBody)
STOCK_LEVEL = TypeAdapter(StockLevelBody)
STOCK_LEVELS = TypeAdapter(list[StockLevelBody])


def parsed(adapter: TypeAdapter[T], body: bytes) -> T:
    """Parse a request body; what does not fit is refused with 400 and what is wrong with it, without its values."""
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        raise EngageProblem(
            400, "The request is not valid.", code="InvalidRequest", invalid=complaints(error)
        ) from error


def complaints(error: ValidationError) -> list[str]:
    """Return one sentence for each field that does not fit."""
    return [
        f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False, include_context=False)
    ]
