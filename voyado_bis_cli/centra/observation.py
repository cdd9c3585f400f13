"""Looking without touching: what waits in a queue, the newest stock change, and a sample of the catalogue."""

from collections.abc import Collection

from voyado_bis_cli.centra.observation_models import NewestStockChangeAnswer, VariantStockAnswer, WaitingAnswer
from voyado_bis_cli.centra.operations import builders, operation
from voyado_bis_cli.centra.paging import chunks
from voyado_bis_cli.centra.part import Part, answered
from voyado_bis_cli.domain.catalogue_sample import SampledSize
from voyado_bis_cli.domain.event_evidence import SeenStockChange
from voyado_bis_cli.domain.ids import Sku, WarehouseId
from voyado_bis_cli.domain.waiting_queue import WaitingPage

_SAMPLE = 100
"""Variants in a sample: enough to notice a pattern, few enough for one page."""

_ALIASES_PER_SAMPLE = 2000
"""Stock look-ups that one sample may ask for: the page shrinks where many warehouses count."""


class Observation(Part):
    """Reads what says something about the set-up; confirms, listens and writes nothing."""

    def waiting(self, *, limit: int, page: int = 1) -> WaitingPage:
        """Return unconfirmed events without their objects, oldest first, and the integration's listeners.

        `limit` is 1 to 200. Needs `Event:read` alone, so an object that may not be read does not end it.
        """
        answer = self._graphql.ask(operation("EventsWaiting"), {"limit": limit, "page": page}, WaitingAnswer)
        return WaitingPage(
            events=tuple(row.value() for row in answer.events),
            listeners=tuple(row.value() for row in answer.event_listeners),
            rate_limits=tuple(row.value() for row in answer.rate_limits),
        )

    def newest_stock_change(self) -> SeenStockChange | None:
        """Return the stock change that was made last, None where there is none."""
        edges = self._graphql.ask(operation("NewestStockChange"), {}, NewestStockChangeAnswer)
        return next((edge.node.value() for edge in edges.stock_change_connection.edges), None)

    def sample(self, warehouses: Collection[WarehouseId]) -> tuple[SampledSize, ...]:
        """Return sizes of the first variants Centra lists, with their FTA in each of `warehouses`, in units.

        At most 100 variants, and one request per 50 warehouses. Sizes without a SKU are left out: Engage cannot know
        them.
        """
        limit = max(1, min(_SAMPLE, _ALIASES_PER_SAMPLE // max(1, len(warehouses))))
        offsets: dict[Sku, int] = {}
        fta: dict[Sku, dict[WarehouseId, int]] = {}
        for some in chunks(warehouses, builders.ALIASES):
            asked = builders.variant_stock(some)
            answer = self._graphql.ask(asked, {"limit": limit}, VariantStockAnswer)
            for variant in answer.product_variants:
                for size in variant.product_sizes:
                    if size.sku:
                        offsets[size.sku] = variant.stock_offset or 0
                        levels = fta.setdefault(size.sku, {})
                        levels |= {
                            one: sum(row.free_to_allocate_quantity for row in answered(asked, size.rows, f"w{one}"))
                            for one in some
                        }
        return tuple(SampledSize(sku, offsets[sku], levels) for sku, levels in fta.items())
