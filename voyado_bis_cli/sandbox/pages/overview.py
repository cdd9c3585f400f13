"""The workflow of Voyado's guide in boxes, each with what the sandbox holds for it."""

from collections.abc import Iterable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from voyado_bis_cli.sandbox.centra.queue_view import integration_queues
from voyado_bis_cli.sandbox.centra.showroom import Showroom
from voyado_bis_cli.sandbox.guide import LOCALES
from voyado_bis_cli.sandbox.json_http import JsonHttpError
from voyado_bis_cli.sandbox.pages.answers import Notice, page, posted, see
from voyado_bis_cli.sandbox.pages.html import Html, fill, render
from voyado_bis_cli.sandbox.pages.shown import counted, moment
from voyado_bis_cli.sandbox.voyado import voyado_at
from voyado_bis_cli.sandbox.world import World

PATH = "/"


class OverviewPage:
    """The page at `/`, and its two buttons: let Voyado's side work once, and start over."""

    def __init__(self, world: World, showroom: Showroom) -> None:
        self._world = world
        self._tenant = world.tenant
        self._showroom = showroom

    async def answer(self, request: Request) -> Response:
        """Answer with the page, or do what one of its buttons says."""
        if request.method != "POST":
            return self._page(_done(request.query_params))
        match (await posted(request)).get("do"):
            case "reset":
                self._world.reset()
                return see(PATH)
            case "integration":
                return await self._integration_answer(request)
            case _:
                return self._page(Notice("There is no such button.", problem=True), 400)

    async def _integration_answer(self, request: Request) -> Response:
        """Let Voyado's side work in a thread: what it asks is answered on this one."""
        host, port = request.scope["server"]
        try:
            done = await run_in_threadpool(voyado_at(f"http://{host}:{port}").one_pass)
        except JsonHttpError as error:
            return self._page(Notice(f"Voyado's side gave up: {error}.", problem=True), 502)
        return see(PATH, events=str(done.events), levels=str(done.levels), refused=str(done.refused))

    def _page(self, notice: Notice | None, status: int = 200) -> Response:
        counts = self._showroom.counts()
        main = render(
            "overview",
            sold_out=_lines(
                f"{market.name}: {counted(self._showroom.sold_out(market), 'size')} out of stock"
                for market in self._showroom.markets()
                if market.warehouses
            ),
            last_post=self._last("/subscription-api"),
            subscriptions=f"{counted(self._tenant.contacts.count(), 'contact')},"
            f" {counted(len(self._tenant.subscriptions.all()), 'subscription')} waiting",
            stock=_lines(
                counted(counts[name], what)
                for name, what in (("stock_changes", "stock change"), ("orders", "order"), ("returns", "return"))
            ),
            events=_lines(
                f"{queue.integration}: {counted(queue.waiting, 'event')}"
                for queue in integration_queues(self._world.db, events=0)
                if queue.listens_to
            ),
            last_level=self._last("/api/*/inventory/stock-levels*"),
            feeds=[fill('<a href="/feeds/$locale.xml">$locale</a> ', locale=locale) for locale in LOCALES],
            automation=self._automation(),
            emails=counted(sum(1 for email in self._tenant.emails.all() if email["sent"]), "email"),
            log=counted(len(self._tenant.log.rows()), "row"),
        )
        return page(PATH, "Workflow", main, notice=notice, status=status)

    def _last(self, path: str) -> str:
        for entry in self._world.journal.entries(path=path, limit=1):
            return f"Last answered {entry['status']} at {moment(str(entry['time']))} UTC"
        return "Nothing sent yet"

    def _automation(self) -> str:
        automation = self._tenant.choices.automation
        state = "Active" if automation.active else "Not active"
        return f"{state}, from {counted(automation.minimum_quantity, 'unit')} on"


def _done(query: Mapping[str, str]) -> Notice | None:
    """Tell what Voyado's side did, where the browser comes from that button."""
    numbers = [query.get(name, "") for name in ("events", "levels", "refused")]
    if not all(number.isdecimal() for number in numbers):
        return None
    events, levels, refused = map(int, numbers)
    refusals = f", {refused} refused" if refused else ""
    done = f"{counted(events, 'event')} confirmed, {counted(levels, 'stock level')} sent{refusals}"
    return Notice(f"Voyado's side read its queue: {done}.")


def _lines(lines: Iterable[str]) -> list[Html]:
    return [fill("$line<br>", line=line) for line in lines]
