"""Voyado Engage of one tenant: contacts, waiting subscriptions, stock levels and sent emails."""

from collections.abc import Collection
from http import HTTPStatus
from urllib.parse import quote

from voyado_bis_cli.domain.ids import ContactId, SubscriptionId
from voyado_bis_cli.domain.stock_level import BatchOutcome, StockLevel
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription
from voyado_bis_cli.engage.answers import checked, error_body, parsed, refusal, unexpected
from voyado_bis_cli.engage.api import ApiVersion, EngageApi
from voyado_bis_cli.engage.models import CONTACT, CONTACT_ID, COUNT, EMAILS, SUBSCRIPTIONS
from voyado_bis_cli.engage.stock_levels import put_stock_levels
from voyado_bis_cli.errors import UsageError, WrongError
from voyado_bis_cli.transport.model import Answer, Transport

MOST_EMAILS = 500
"""Engage shows at most this many emails of a contact."""

_EMAILS_PATH = {"v2": "messages/latest", "v3": "emailmessages"}


class EngageClient:
    """Asks one tenant's Engage.

    `contact_type` narrows lookups where one email has several contacts, `batch_size` is how many levels go into one
    request (its limit is unknown). Every method raises AuthError, RefusedError, RateLimitedError or NetworkError;
    those about one contact raise WrongError(not_found) when Engage does not know it. Source: contract, Engage API.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        url: str,
        api_key: str,
        api_version: ApiVersion = "v3",
        contact_type: str = "",
        batch_size: int = 100,
    ) -> None:
        self._api = EngageApi(transport, url=url, api_key=api_key, api_version=api_version)
        self._contact_type = contact_type
        self._batch_size = batch_size

    def contact_count(self) -> int:
        """Return how many contacts the tenant has: the read-only credential check."""
        return parsed(checked(self._api.get("contact count", "/contacts/count")), COUNT)

    def contact_ids(self, email: str) -> tuple[ContactId, ...]:
        """Return the contacts with this email: none, one, or several of different types.

        Raises UsageError when Engage does not take the address for one.
        """
        params = {"email": email} | ({"contactType": self._contact_type} if self._contact_type else {})
        answer = self._api.get("contact id", "/contacts/id", params)
        match answer.status, error_body(answer).error_code:
            case HTTPStatus.NOT_FOUND, "ContactNotFound":
                return ()
            case HTTPStatus.CONFLICT, "MultipleMatches":
                return _matching_contacts(answer)
            case HTTPStatus.BAD_REQUEST, "InvalidEmailAddress":
                raise UsageError("Engage does not accept this email address.", hint="Check its spelling.")
        return (ContactId(parsed(checked(answer), CONTACT_ID)),)

    def contact(self, contact: ContactId) -> Contact:
        """Return a contact's type and preferences, as far as Engage shows them."""
        answer = self._api.get("contact", _path("contacts", contact))
        return parsed(_known(answer, contact), CONTACT).contact(contact)

    def subscriptions(self, contact: ContactId) -> tuple[Subscription, ...]:
        """Return the waiting back-in-stock subscriptions of a contact."""
        answer = self._api.get("subscriptions", _path("contacts", contact, "backinstock/subscriptions"))
        return tuple(item.subscription(contact) for item in parsed(_known(answer, contact), SUBSCRIPTIONS))

    def unsubscribe(self, subscription: SubscriptionId) -> bool:
        """Delete a subscription and tell whether it was still there: one that is gone is no error.

        A 404 that is not Engage's own (a web page, a path this version does not have) is: nothing was deleted.
        """
        answer = self._api.delete("unsubscribe", _path("inventory/backinstock/subscriptions", subscription))
        already_gone = answer.status == HTTPStatus.NOT_FOUND and (not answer.text.strip() or error_body(answer).reason)
        if already_gone:
            return False
        checked(answer)
        return True

    def put_stock_levels(self, levels: Collection[StockLevel]) -> BatchOutcome:
        """Send levels in batches of the configured size; says which were accepted, which were not, and what ended it.

        Raises nothing: an error that concerns all levels is the outcome's `ended_by`.
        """
        return put_stock_levels(self._api, levels, batch_size=self._batch_size)

    def emails(self, contact: ContactId, *, count: int = 50) -> tuple[Email, ...]:
        """Return emails sent to a contact, newest first, at most `MOST_EMAILS`."""
        path = _path("contacts", contact, _EMAILS_PATH[self._api.version])
        answer = self._api.get("emails", path, {"count": str(min(count, MOST_EMAILS))})
        return tuple(item.email() for item in parsed(_known(answer, contact), EMAILS))


def _path(collection: str, id_: str, rest: str = "") -> str:
    return f"/{collection}/{quote(id_, safe='')}" + (f"/{rest}" if rest else "")


def _matching_contacts(answer: Answer) -> tuple[ContactId, ...]:
    """Return the contacts of a 409: one email on several contacts is normal (contract: contact types)."""
    found = error_body(answer).matching_contacts
    if not found:
        raise unexpected(answer, "several contacts match, but multipleMatchesFound names none")
    return found


def _known(answer: Answer, contact: ContactId) -> Answer:
    """Return the answer of a success; raises WrongError when Engage does not know the contact."""
    if answer.status == HTTPStatus.NOT_FOUND and error_body(answer).error_code == "ContactNotFound":
        raise WrongError(
            f"Engage has no contact {contact}.",
            hint="It may have been deleted or merged meanwhile: look it up by email again.",
            details=refusal(answer).details,
        )
    return checked(answer)
