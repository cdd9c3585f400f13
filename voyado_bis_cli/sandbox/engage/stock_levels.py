"""What a stock level sets off."""

from dataclasses import dataclass

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.automation import Automation, ProductData, Shopper, concerns, obstacle
from voyado_bis_cli.sandbox.engage.bodies import StockLevelBody
from voyado_bis_cli.sandbox.engage.choices import Choices
from voyado_bis_cli.sandbox.engage.contacts import Contact, Contacts
from voyado_bis_cli.sandbox.engage.emails import Emails
from voyado_bis_cli.sandbox.engage.log import IntegrationLog, Kind, Level, Subject
from voyado_bis_cli.sandbox.engage.subscriptions import Subscription, Subscriptions
from voyado_bis_cli.sandbox.engage.tables import shown, timestamp
from voyado_bis_cli.sandbox.feeds import Feeds

EMAIL_NAME = "Back in stock"


@dataclass(frozen=True, slots=True)
class StockLevels:
    """Takes stock levels in and starts the automation for whoever waited."""

    db: Database
    clock: SandboxClock
    feeds: Feeds
    contacts: Contacts
    subscriptions: Subscriptions
    emails: Emails
    choices: Choices
    log: IntegrationLog

    def receive(self, level: StockLevelBody) -> None:
        """Note a level and start the automation for each waiting subscription it concerns and nothing holds back."""
        self.db.run(
            "INSERT INTO engage_stock_level (sku, quantity, locale, external_id, received_on) VALUES (?, ?, ?, ?, ?)",
            (level.sku, level.quantity, level.locale, level.externalId, timestamp(self.clock)),
        )
        waiting = [
            subscription for subscription in self.subscriptions.waiting_for(level.sku) if concerns(level, subscription)
        ]
        about = Subject(level.sku, level.externalId)
        self.log.write(Kind.STOCK_LEVEL, f"Quantity {level.quantity}; {len(waiting)} waiting for it", about)
        automation = self.choices.automation
        for subscription in waiting:
            contact = self.contacts.get(subscription.contact_id)
            reason = self._obstacle(automation, level, subscription, contact)
            if reason:
                message = f"Not started for {contact.email}: {reason}. The subscription stays"
                self.log.write(Kind.BACK_IN_STOCK, message, about)
            else:
                self._start(automation, subscription, contact)

    def all(self) -> list[dict[str, object]]:
        """Return every level received, oldest first."""
        rows = self.db.rows("SELECT * FROM engage_stock_level ORDER BY number")
        return [
            {
                "sku": row["sku"],
                "quantity": row["quantity"],
                "locale": row["locale"],
                "externalId": row["external_id"],
                "receivedOn": shown(row["received_on"]),
            }
            for row in rows
        ]

    def _obstacle(
        self, automation: Automation, level: StockLevelBody, subscription: Subscription, contact: Contact
    ) -> str:
        locale, days = subscription.locale, automation.not_bought_in_days
        product = ProductData(
            feed_exists=self.feeds.exists(locale), sku_in_feed=self.feeds.title(locale, level.sku) is not None
        )
        bought = days is not None and self.contacts.bought_within(contact.id, level.sku, days)
        shopper = Shopper(accepts_email=contact.accepts_email, bought_recently=bought)
        return obstacle(automation, level, product, shopper, locale)

    def _start(self, automation: Automation, subscription: Subscription, contact: Contact) -> None:
        """Use the subscription up and send the email, if the tenant sends to this address at all."""
        self.subscriptions.delete(subscription.id)
        about = Subject(subscription.sku, subscription.external_id)
        self.log.write(Kind.BACK_IN_STOCK, f"Started for {contact.email}. The subscription is used up", about)
        wait = automation.wait_seconds
        if not self.choices.allowlist.lets_through(contact.email):
            message = f"Not sent to {contact.email}: the address is not on the allowlist"
            self.log.write(Kind.EMAIL, message, about, level=Level.WARNING, seconds_from_now=wait)
            return
        subject = f"{EMAIL_NAME}: {self.feeds.title(subscription.locale, subscription.sku)}"
        self.emails.send(contact.id, EMAIL_NAME, subject, seconds_from_now=wait)
        self.log.write(Kind.EMAIL, f"Sent to {contact.email}: {subject}", about, seconds_from_now=wait)
