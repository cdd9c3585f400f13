"""The Engage tenant, put together."""

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.choices import Choices
from voyado_bis_cli.sandbox.engage.contacts import Contacts
from voyado_bis_cli.sandbox.engage.emails import Emails
from voyado_bis_cli.sandbox.engage.log import IntegrationLog
from voyado_bis_cli.sandbox.engage.stock_levels import StockLevels
from voyado_bis_cli.sandbox.engage.subscriptions import Subscriptions
from voyado_bis_cli.sandbox.engage.tables import TABLES
from voyado_bis_cli.sandbox.feeds import Feeds


class Tenant:
    """Everything Engage knows, on the sandbox's database and clock."""

    def __init__(self, db: Database, clock: SandboxClock, feeds: Feeds) -> None:
        self._db = db
        self.contacts = Contacts(db, clock)
        self.subscriptions = Subscriptions(db, clock)
        self.emails = Emails(db, clock)
        self.choices = Choices(db)
        self.log = IntegrationLog(db, clock)
        self.levels = StockLevels(
            db, clock, feeds, self.contacts, self.subscriptions, self.emails, self.choices, self.log
        )

    def create(self) -> None:
        """Make the tenant's tables; the seed has no contact, since nobody has subscribed yet."""
        self._db.script(TABLES)

    def state(self) -> dict[str, object]:
        """Return everything, unmasked: for tests."""
        return {
            "contacts": self.contacts.documents(),
            "subscriptions": [subscription.document for subscription in self.subscriptions.all()],
            "emails": self.emails.all(),
            "stock_levels": self.levels.all(),
            "automation": self.choices.automation.model_dump(mode="json"),
            "allowlist": self.choices.allowlist.model_dump(mode="json"),
        }
