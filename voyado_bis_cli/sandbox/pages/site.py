"""Every page and what answers for it."""

from starlette.routing import BaseRoute, Route

from voyado_bis_cli.sandbox.centra.showroom import Showroom
from voyado_bis_cli.sandbox.pages.answers import static_file
from voyado_bis_cli.sandbox.pages.engage import EngagePages
from voyado_bis_cli.sandbox.pages.overview import OverviewPage
from voyado_bis_cli.sandbox.pages.shop import ShopPages
from voyado_bis_cli.sandbox.pages.stock import StockPages
from voyado_bis_cli.sandbox.pages.traffic import TrafficPages
from voyado_bis_cli.sandbox.world import World


class Pages:
    """The pages of one sandbox."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._showroom = Showroom(world.db, world.clock)

    def routes(self) -> list[BaseRoute]:
        """Return their routes; they stand around the sandbox, outside of its journal and its faults."""
        return [
            Route("/", OverviewPage(self._world, self._showroom).answer, methods=["GET", "POST"]),
            *ShopPages(self._world, self._showroom).routes(),
            *StockPages(self._world.shop, self._showroom).routes(),
            *EngagePages(self._world.tenant).routes(),
            *TrafficPages(self._world).routes(),
            Route("/static/{name}", static_file),
        ]
