"""`handover`: what Voyado's team asks for, read from Centra and the profile."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.ids import StoreId, external_id_of
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.permission import PermissionState
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.handover import (
    HandoverData,
    HandoverFeed,
    HandoverMarket,
    HandoverPermission,
    HandoverStore,
)
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData
from voyado_bis_cli.domain.store_id import store_identifier
from voyado_bis_cli.errors import PermissionMissingError
from voyado_bis_cli.workflows.ports import Catalogue


@dataclass(frozen=True, slots=True)
class HandoverSettings:
    """What the profile knows. `feeds` are addresses by locale, `stores` the Centra stores it is about (empty: all)."""

    profile: str
    centra_url: str
    integration_name: str | None
    token_expires: date | None
    engage_url: str | None
    tenant: str | None
    per_store: bool
    declared_store: str | None
    stores: Collection[StoreId]
    feeds: Mapping[str, str]


class PermissionCheck(Protocol):
    """Starts the permission check of the token that is handed over."""

    def __call__(self) -> Run[CheckPermissionsData]:
        """Return its run."""
        ...


def handover(catalogue: Catalogue, check: PermissionCheck, settings: HandoverSettings) -> Run[HandoverData]:
    """Gather what Voyado's team asks for; `catalogue` and `check` ask with the token that is handed over.

    What is not ready yet is a finding, an error where Voyado could not work with it. Nothing in the data is secret.
    """
    checked = yield from check()
    yield Note("Reading markets from Centra")
    stores = _stores(checked.data, settings)
    markets = _markets(catalogue, settings.stores)
    data = HandoverData(
        profile=settings.profile,
        centra_url=settings.centra_url,
        integration_name=checked.data.integration_name or settings.integration_name,
        token_expires=settings.token_expires,
        permissions_passed=all(row.state is not PermissionState.MISSING for row in checked.data.permissions),
        permissions=tuple(
            HandoverPermission(permission=row.permission, required_by=row.required_by, state=row.state)
            for row in checked.data.permissions
        ),
        engage_url=settings.engage_url,
        tenant=settings.tenant,
        stores=stores,
        markets=None if markets is None else tuple(_market(each) for each in markets),
        locales=tuple(settings.feeds),
        feeds=tuple(HandoverFeed(locale=locale, url=_without_query(url)) for locale, url in settings.feeds.items()),
    )
    worth_telling = (each for each in checked.findings if each.severity is not Severity.INFO)
    return Report(data, (*worth_telling, *_open_points(data, settings)))


def _stores(checked: CheckPermissionsData, settings: HandoverSettings) -> tuple[HandoverStore, ...]:
    return tuple(
        HandoverStore(id=store.id, name=store.name, type=store.type, store=_store_value(store.id, settings))
        for store in checked.stores
        if not settings.stores or store.id in settings.stores
    )


def _store_value(store: int, settings: HandoverSettings) -> str:
    """Return what tenant and store make; what Voyado confirmed comes first where one value serves all."""
    if settings.per_store and settings.tenant:
        return store_identifier(settings.tenant, store)
    return settings.declared_store or settings.tenant or ""


def _markets(catalogue: Catalogue, stores: Collection[StoreId]) -> tuple[Market, ...] | None:
    try:
        return tuple(sorted(catalogue.markets(stores), key=lambda market: market.id))
    except PermissionMissingError:
        return None  # the permission check has said so already


def _market(market: Market) -> HandoverMarket:
    return HandoverMarket(
        external_id=external_id_of(market.id),
        name=market.name,
        centra_store_name=market.store.name if market.store else None,
    )


def _without_query(url: str) -> str:
    address, mark, _ = url.partition("?")
    return f"{address}?…" if mark else address


def _open_points(data: HandoverData, settings: HandoverSettings) -> Iterable[Finding]:
    missing = {
        "centra.voyado_integration_name": data.integration_name,
        "tenant": data.tenant,
        "feeds": data.feeds,
        "centra.voyado_token_expires": data.token_expires,
    }
    for key, value in missing.items():
        if not value:
            yield finding.warning(
                "handover-incomplete",
                f"The page leaves a gap: {key} is not set.",
                "Voyado's team asks for it.",
                Remedy(f"Set {key} in the profile {settings.profile}, or fill the gap by hand."),
            )
    if any("?" in url for url in settings.feeds.values()):
        yield finding.warning(
            "feed-query-left-out",
            "An address of a feed is cut after `?`, since access keys travel there.",
            remedy=Remedy("Share the whole address with Voyado the way you share the token."),
        )
