"""What checks share: each fact is fetched when the first check asks for it, and never again, nor is its failure."""

from collections.abc import Callable, Generator, Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar, overload

from voyado_bis_cli.domain.availability import ProductSize, WarehouseStock
from voyado_bis_cli.domain.catalogue_sample import SampledSize
from voyado_bis_cli.domain.event_evidence import SeenStockChange
from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import Locale, Sku, WarehouseId
from voyado_bis_cli.domain.permission import TOOLKIT_TOKEN, VOYADO_TOKEN, PermissionState
from voyado_bis_cli.domain.progress import Note, RunEvent
from voyado_bis_cli.domain.waiting_queue import QueueLook
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, ConfigError, ErrorCode, PermissionMissingError, RateLimitedError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout
from voyado_bis_cli.workflows.doctor.subject import DoctorCentra, Doors, Subject
from voyado_bis_cli.workflows.permission_probing import Probed, probe_reads
from voyado_bis_cli.workflows.queue import read_queue

T = TypeVar("T")

SAMPLED_SKUS = 20
"""SKUs of each sort, sold out and in stock, that are looked up in the feeds beside the test SKUs."""


class fact(Generic[T]):  # noqa: N801  # reads as what it decorates, like `property`
    """A property that is fetched once; a BisError is remembered and raised again without asking."""

    def __init__(self, fetch: Callable[[Any], T]) -> None:
        self._fetch = fetch
        self.__doc__ = fetch.__doc__

    @overload
    def __get__(self, facts: None, owner: type[Any]) -> "fact[T]": ...
    @overload
    def __get__(self, facts: "Facts", owner: type[Any]) -> T: ...
    def __get__(self, facts: "Facts | None", owner: type[Any]) -> "fact[T] | T":
        """Return the fact; raises what its fetching raised."""
        return self if facts is None else facts.once(self._fetch.__name__, lambda: self._fetch(facts))


class Facts:
    """What Centra, Engage and the feeds say, asked lazily and few times. Nothing here changes anything."""

    def __init__(self, subject: Subject, doors: Doors) -> None:
        self.subject = subject
        self.doors = doors
        self._known: dict[str, Any] = {}
        self._feeds: dict[Locale, FeedAnswer | BisError] = {}

    def once(self, name: str, fetch: Callable[[], T]) -> T:
        """Return what `fetch` returns, fetched once under this name; its BisError is raised each time."""
        if name not in self._known:
            try:
                self._known[name] = fetch()
            except BisError as error:
                self._known[name] = error
        found: T | BisError = self._known[name]
        if isinstance(found, BisError):
            raise found
        return found

    @property
    def exhausted(self) -> RateLimitedError | None:
        """The rate limit that was met, after which Centra is asked nothing more: its budget is the whole shop's."""
        return next((known for known in self._known.values() if isinstance(known, RateLimitedError)), None)

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.doors.clock.now()

    # ------------------------------------------------------------ tokens
    @property
    def voyado(self) -> DoctorCentra:
        """Centra with Voyado's token, which is only ever looked through."""
        return self._open(self.doors.voyado, "centra.voyado_token", "Voyado's token")

    @property
    def toolkit(self) -> DoctorCentra:
        """Centra with our own token."""
        return self._open(self.doors.toolkit, "centra.token", "the toolkit's own token")

    @fact
    def voyado_permissions(self) -> Probed:
        """Return what Voyado's token may read; also the first proof that Centra takes it."""
        return _whole(probe_reads(self.voyado, VOYADO_TOKEN))

    @fact
    def toolkit_permissions(self) -> Probed:
        """Return what our token may read; also the first proof that Centra takes it."""
        return _whole(probe_reads(self.toolkit, TOOLKIT_TOKEN))

    # ------------------------------------------------------------ Engage
    @fact
    def contact_count(self) -> int:
        """Return how many contacts the tenant has: the read-only credential check."""
        engage = self.doors.engage.get(self.subject.api_version)
        return _needed(engage, "engage.url and engage.api_key", "Engage").contact_count()

    @fact
    def subscription_api_status(self) -> int:
        """Return the HTTP status of asking the Subscription API what it offers."""
        return _needed(self.doors.subscription_api, "subscription_api.url", "the Subscription API").probe()

    # ------------------------------------------------------------ queues and events
    @fact
    def voyado_queue(self) -> QueueLook:
        """Return Voyado's queue, from the side."""
        _need_permission(self.voyado_permissions, "Event:read", "Voyado's token")
        return read_queue(self.voyado)

    @fact
    def toolkit_queue(self) -> QueueLook:
        """Return our own queue, from the side."""
        _need_permission(self.toolkit_permissions, "Event:read", "the toolkit's token")
        return read_queue(self.toolkit)

    @fact
    def newest_stock_change(self) -> SeenStockChange | None:
        """Return the stock change made last."""
        _need_permission(self.toolkit_permissions, "StockChange:read", "the toolkit's token")
        return self.toolkit.newest_stock_change()

    # ------------------------------------------------------------ shop
    @fact
    def layout(self) -> ShopLayout:
        """Return the markets of the profile's stores, warehouses, rules."""
        self._accepted()
        return read_layout(self.toolkit, self.subject.stores)

    @fact
    def test_sizes(self) -> Mapping[Sku, tuple[ProductSize, ...]]:
        """Return the sizes in Centra of each test SKU."""
        self._accepted()
        return {sku: self.toolkit.sizes_of_sku(sku) for sku in self.subject.test.skus}

    @fact
    def test_stock(self) -> Mapping[Sku, tuple[WarehouseStock, ...]]:
        """Return the stock of the test SKUs that are one size each, in every warehouse that counts."""
        sizes = {found[0].id: sku for sku, found in self.test_sizes.items() if len(found) == 1}
        stock = self.toolkit.stock(list(sizes), self.layout.allocation.counted_warehouses) if sizes else {}
        return {sizes[size]: rows for size, rows in stock.items()}

    @fact
    def sample(self) -> tuple[SampledSize, ...]:
        """Return a sample of the catalogue with its stock."""
        counted: tuple[WarehouseId, ...] = self.layout.allocation.counted_warehouses
        return self.toolkit.sample(counted)

    # ------------------------------------------------------------ feeds
    def feed(self, locale: Locale) -> Generator[RunEvent, None, FeedAnswer]:
        """Read a feed once, telling how far it is, and return what it says; raises what reading it raised."""
        if locale not in self._feeds:
            yield Note(f"Reading the {locale} feed")
            try:
                for answer in self.doors.feeds[locale].looking_up(self.wanted_in_feeds):
                    self._feeds[locale] = answer
                    yield Note(f"Reading the {locale} feed: {counted(answer.items, 'product')} so far")
            except BisError as error:
                self._feeds[locale] = error
        found = self._feeds[locale]
        if isinstance(found, BisError):
            raise found
        return found

    @property
    def wanted_in_feeds(self) -> frozenset[Sku]:
        """The SKUs to look up: those under test and, where the catalogue can be read, a sample."""
        return frozenset((*self.subject.test.skus, *self.sampled(sold_out=True), *self.sampled(sold_out=False)))

    def sampled(self, *, sold_out: bool) -> tuple[Sku, ...]:
        """Return up to `SAMPLED_SKUS` SKUs of one sort; none where the catalogue cannot be read."""
        try:
            sizes = self.sample
        except BisError:  # told by the checks that are about Centra
            return ()
        return tuple(size.sku for size in sizes if size.is_sold_out is sold_out)[:SAMPLED_SKUS]

    def _open(self, door: DoctorCentra | None, key: str, whose: str) -> DoctorCentra:
        if self.exhausted:
            raise self.exhausted
        return _needed(door, key, whose)

    def _accepted(self) -> None:
        """Ask about the token first: if Centra refuses it, that is told once and nothing else is asked."""
        _ = self.toolkit_permissions


def _needed(door: T | None, key: str, whose: str) -> T:
    if door is None:
        raise ConfigError(
            f"The profile lacks {key}, so {whose} cannot be looked at.",
            code=ErrorCode.CONFIG_MISSING,
            hint=f"Set {key} (and centra.url).",
            details={"missing": [key]},
        )
    return door


def _whole(probed: Probed) -> Probed:
    if probed.stopped:
        raise probed.stopped
    return probed


def _need_permission(probed: Probed, name: str, whose: str) -> None:
    if probed.state(name) is PermissionState.MISSING:
        raise PermissionMissingError(f"{whose} lacks {name}.", permissions=(name,))
