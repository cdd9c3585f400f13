"""What Engage has: who waits for what, the emails it sent, and its integration log."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from voyado_bis_cli.sandbox.engage.tenant import Tenant
from voyado_bis_cli.sandbox.pages.answers import page
from voyado_bis_cli.sandbox.pages.html import Html, fill, render, table
from voyado_bis_cli.sandbox.pages.shown import address, moment

SHOWN = 100


class EngagePages:
    """Subscriptions, inbox and log, the newest first."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def routes(self) -> list[BaseRoute]:
        """Return their routes."""
        return [
            Route("/subscriptions", self._subscriptions),
            Route("/inbox", self._inbox),
            Route("/log", self._log),
        ]

    async def _subscriptions(self, _request: Request) -> Response:
        newest = self._tenant.subscriptions.all()[: -SHOWN - 1 : -1]
        rows = [
            (
                self._tenant.contacts.get(waiting.contact_id).email,
                fill('<a href="$href">$sku</a>', href=address("/shop/product", sku=waiting.sku), sku=waiting.sku),
                waiting.locale,
                fill("<em>none: no stock level of a market will start it</em>")
                if waiting.external_id is None
                else waiting.external_id,
                moment(waiting.created_on),
            )
            for waiting in newest
        ]
        heads = ("Contact", "SKU", "Locale", "Market (externalId)", "Since (UTC)")
        main = render(
            "subscriptions",
            table=table("Waiting subscriptions", heads, rows, empty="Nobody is waiting."),
        )
        return page("/subscriptions", "Subscriptions", main)

    async def _inbox(self, _request: Request) -> Response:
        emails = sorted(self._tenant.emails.all(), key=lambda email: str(email["sendDateTime"]))
        letters = [self._letter(email) for email in emails[: -SHOWN - 1 : -1]]
        main = render("inbox", letters=letters or fill('<p class="empty">No email yet.</p>'))
        return page("/inbox", "Inbox", main)

    def _letter(self, email: Mapping[str, object]) -> Html:
        return render(
            "letter",
            subject=str(email["messageText"]),
            to=self._tenant.contacts.get(str(email["contactId"])).email,
            name=str(email["name"]),
            source=str(email["source"]).lower(),
            when=moment(str(email["sendDateTime"])),
            waiting=None if email["sent"] else fill('<span class="badge off">waits</span> '),
        )

    async def _log(self, _request: Request) -> Response:
        rows = [
            (
                moment(str(row["timestamp"])),
                str(row["type"]),
                _level(str(row["level"])),
                str(row["sku"] or ""),
                str(row["market"] or ""),
                str(row["message"]),
            )
            for row in self._tenant.log.rows()[: -SHOWN - 1 : -1]
        ]
        heads = ("Time (UTC)", "Type", "Level", "SKU", "Market", "Message")
        main = render(
            "log",
            table=table("Integration log", heads, rows, empty="Nothing has happened yet."),
        )
        return page("/log", "Integration log", main)


def _level(level: str) -> Html:
    return fill('<span class="badge $kind">$level</span>', level=level, kind="bad" if level == "Warning" else "off")
