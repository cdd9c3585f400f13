"""Who waits for what."""

from dataclasses import dataclass
from sqlite3 import Row

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.problems import EngageProblem
from voyado_bis_cli.sandbox.engage.tables import new_id, shown, timestamp


@dataclass(frozen=True, slots=True)
class Subscription:
    """One contact waiting for one SKU; `external_id` is the market, or None."""

    id: str
    contact_id: str
    sku: str
    locale: str
    external_id: str | None
    created_on: str

    @property
    def document(self) -> dict[str, object]:
        """The subscription as the API shows it."""
        return {
            "id": self.id,
            "contactId": self.contact_id,
            "sku": self.sku,
            "locale": self.locale,
            "externalId": self.external_id,
            "createdOn": shown(self.created_on),
        }


class Subscriptions:
    """Keeps subscriptions until they start the automation or are deleted."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    def add(self, contact_id: str, sku: str, locale: str, external_id: str | None) -> Subscription:
        """Add a subscription, also when the contact has one like it."""
        subscription = Subscription(
            new_id(self._db, "subscription"), contact_id, sku, locale, external_id, timestamp(self._clock)
        )
        self._db.run(
            "INSERT INTO engage_subscription (id, contact_id, sku, locale, external_id, created_on)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (subscription.id, contact_id, sku, locale, external_id, subscription.created_on),
        )
        return subscription

    def of_contact(self, contact_id: str) -> list[Subscription]:
        """Return what a contact waits for, oldest first."""
        return self._found("SELECT * FROM engage_subscription WHERE contact_id = ? ORDER BY number", contact_id)

    def waiting_for(self, sku: str) -> list[Subscription]:
        """Return who waits for a SKU, oldest first."""
        return self._found("SELECT * FROM engage_subscription WHERE sku = ? ORDER BY number", sku)

    def all(self) -> list[Subscription]:
        """Return every waiting subscription, oldest first."""
        return self._found("SELECT * FROM engage_subscription ORDER BY number")

    def delete(self, subscription_id: str) -> None:
        """Delete a subscription, or refuse with 404 where there is none."""
        deleted = self._db.rows("DELETE FROM engage_subscription WHERE id = ? RETURNING id", (subscription_id.lower(),))
        if not deleted:
            raise EngageProblem(404, "The subscription was not found.", code="SubscriptionNotFound")

    def _found(self, sql: str, *parameters: str) -> list[Subscription]:
        return [_subscription(row) for row in self._db.rows(sql, parameters)]


def _subscription(row: Row) -> Subscription:
    return Subscription(row["id"], row["contact_id"], row["sku"], row["locale"], row["external_id"], row["created_on"])
