"""What the workflows need from the outside world. The clients fit these by shape, tests may bring their own.

Every method may raise a `BisError`: AuthError (unknown or expired token, missing permission), RefusedError,
NetworkError or RateLimitedError.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from voyado_bis_cli.domain.availability import ProductSize, WarehouseStock
from voyado_bis_cli.domain.catalogue_sample import SampledSize
from voyado_bis_cli.domain.event_evidence import SeenStockChange
from voyado_bis_cli.domain.event_queue import EventPage, Listener
from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import (
    AllocationRuleId,
    ContactId,
    EventId,
    ProductSizeId,
    Sku,
    StockChangeId,
    StoreId,
    SubscriptionId,
    WarehouseId,
)
from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.domain.market import DefaultRules, Market, Store, Warehouse
from voyado_bis_cli.domain.permission import ReadProbeAnswer, WriteProbeAnswer
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.domain.stock_change import PhysicalStock, StockSetOutcome
from voyado_bis_cli.domain.stock_level import BatchOutcome, StockLevel
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription, SubscriptionAnswer, SubscriptionRequest
from voyado_bis_cli.domain.waiting_queue import WaitingPage


class Probes(Protocol):
    """Finds out what a token may do, without side effect."""

    def read_probes(self, permissions: Collection[str]) -> ReadProbeAnswer:
        """Ask the read probes of `permissions` in one query."""
        ...

    def write_probe(self) -> WriteProbeAnswer:
        """Confirm an empty list of events: proves `Event:write` and confirms nothing."""
        ...


class Catalogue(Protocol):
    """Reads where Centra sells from and what it has."""

    def stores(self) -> tuple[Store, ...]:
        """Return every store the token sees."""
        ...

    def markets(self, stores: Collection[StoreId] = ()) -> tuple[Market, ...]:
        """Return the markets of `stores`, of all stores when empty."""
        ...

    def warehouses(self) -> tuple[Warehouse, ...]:
        """Return every warehouse."""
        ...

    def rules_of_warehouses(
        self, warehouses: Collection[WarehouseId]
    ) -> Mapping[WarehouseId, tuple[AllocationRuleId, ...]]:
        """Return the allocation rules that contain each warehouse."""
        ...

    def default_rules(self, markets: Collection[Market]) -> DefaultRules:
        """Return the default rules of `markets` and of their stores; asks nothing where `markets` is empty."""
        ...

    def rate_limits(self) -> tuple[RateLimit, ...]:
        """Return the rate budget as it stands; asking counts as a request."""
        ...

    def sizes_of_sku(self, sku: Sku) -> tuple[ProductSize, ...]:
        """Return the sizes with exactly this SKU: none, one, or (a mistake in Centra) several."""
        ...

    def all_sizes(self) -> Iterator[ProductSize]:
        """Yield every size, page by page."""
        ...

    def stock(
        self, sizes: Collection[ProductSizeId], warehouses: Collection[WarehouseId]
    ) -> Mapping[ProductSizeId, tuple[WarehouseStock, ...]]:
        """Return the stock of each size in each warehouse; a size that is gone is not in the answer."""
        ...

    def set_stock(self, level: PhysicalStock) -> StockSetOutcome:
        """Set an absolute physical level; raises RefusedError with Centra's userErrors."""
        ...


class EventQueue(Protocol):
    """Centra's event queue of the token's integration."""

    def listeners(self) -> tuple[Listener, ...]:
        """Return what the integration listens to; empty also hides its name."""
        ...

    def add_listeners(self, object_types: Collection[str]) -> tuple[Listener, ...]:
        """Listen to all changes of `object_types`; never removes any."""
        ...

    def remove_listeners(self, object_types: Collection[str]) -> tuple[Listener, ...]:
        """Stop listening, which deletes the queued events of these types."""
        ...

    def events(self, *, limit: int, page: int = 1) -> EventPage:
        """Return unconfirmed events, oldest first, and the rate budget."""
        ...

    def sizes_of_stock_changes(
        self, stock_changes: Collection[StockChangeId]
    ) -> Mapping[StockChangeId, tuple[ProductSize, ...]]:
        """Return every size that each stock change has a line for; one that is gone is not in the answer."""
        ...

    def confirm_events(self, events: Collection[EventId]) -> None:
        """Take events off the queue; raises RefusedError with Centra's userErrors."""
        ...


class Observation(Protocol):
    """Looks at a set-up without touching it."""

    def waiting(self, *, limit: int, page: int = 1) -> WaitingPage:
        """Return unconfirmed events without their objects, oldest first, and the integration's listeners."""
        ...

    def newest_stock_change(self) -> SeenStockChange | None:
        """Return the stock change that was made last."""
        ...

    def sample(self, warehouses: Collection[WarehouseId]) -> tuple[SampledSize, ...]:
        """Return sizes of the first variants with their FTA in each of `warehouses`."""
        ...


class CentraPort(Probes, Catalogue, EventQueue, Observation, Protocol):
    """Everything Centra offers to one token."""


class EngagePort(Protocol):
    """Voyado Engage of one tenant."""

    def contact_count(self) -> int:
        """Return how many contacts the tenant has: the read-only credential check."""
        ...

    def contact_ids(self, email: str) -> tuple[ContactId, ...]:
        """Return the contacts with this email: none, one, or several of different types."""
        ...

    def contact(self, contact: ContactId) -> Contact:
        """Return a contact's type and preferences, as far as Engage shows them."""
        ...

    def subscriptions(self, contact: ContactId) -> tuple[Subscription, ...]:
        """Return the waiting back-in-stock subscriptions of a contact."""
        ...

    def unsubscribe(self, subscription: SubscriptionId) -> bool:
        """Delete a subscription and tell whether it was still there: one that is gone is no error."""
        ...

    def put_stock_levels(self, levels: Collection[StockLevel]) -> BatchOutcome:
        """Send levels in batches of the configured size; says which were accepted, which were not, and what ended it.

        Raises nothing: an error that concerns all levels is the outcome's `ended_by`.
        """
        ...

    def emails(self, contact: ContactId, *, count: int = 50) -> tuple[Email, ...]:
        """Return emails sent to a contact, newest first."""
        ...


class SubscriptionApiPort(Protocol):
    """The open API behind the shop's subscription form."""

    def payload(self, request: SubscriptionRequest) -> dict[str, object]:
        """Return the JSON body as it would be sent, with the configured field names."""
        ...

    def post(self, request: SubscriptionRequest) -> SubscriptionAnswer:
        """Send one subscription; never repeated by itself."""
        ...


class SubscriptionApiProbe(Protocol):
    """Asks whether the Subscription API is there."""

    def probe(self) -> int:
        """Return the HTTP status of an `OPTIONS`, which creates nothing."""
        ...


class FeedPort(Protocol):
    """A product feed of one locale."""

    def looking_up(self, wanted: Collection[Sku]) -> Iterator[FeedAnswer]:
        """Yield what the feed has said about `wanted` so far, now and then; the last is the whole answer."""
        ...


class IntegrationLogPort(Protocol):
    """An HTTP source of the Engage integration log."""

    def entries(self) -> tuple[LogEntry, ...]:
        """Return its rows, oldest first."""
        ...


class JournalPort(Protocol):
    """What this toolkit did and saw, kept across runs."""

    def append(self, kind: str, payload: Mapping[str, object]) -> None:
        """Write one entry of this run and profile; raises ConfigError when it cannot be written."""
        ...

    def entries(self, kind: str, *, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Return this profile's entries of a kind, newest first."""
        ...


class Consent(Protocol):
    """Asks whether a change may be made here (the safety ladder); raises UsageError where it may not."""

    def __call__(self, what: str, skus: Collection[Sku]) -> None:
        """Return when `what`, which touches `skus`, may be done."""
        ...


class QueueLock(Protocol):
    """Never more than one writer of ours per queue."""

    def hold(self) -> AbstractContextManager[None]:
        """Hold the lock of (Centra URL, integration name) or raise NotYetError(locked) at once."""
        ...
