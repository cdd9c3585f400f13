"""`handover` data."""

from datetime import date

from voyado_bis_cli.domain.permission import PermissionState, RequiredBy
from voyado_bis_cli.domain.report import Data


class HandoverStore(Data):
    """A Centra store and its `store` value; `type` as Centra names it."""

    id: int
    name: str
    type: str
    store: str


class HandoverMarket(Data):
    """A Centra market; `external_id` is its id as Engage has it."""

    external_id: str
    name: str
    centra_store_name: str | None


class HandoverFeed(Data):
    """A product feed; what an address says after `?` is left out, since access keys travel there."""

    locale: str
    url: str


class HandoverPermission(Data):
    """A permission of the token that is handed over."""

    permission: str
    required_by: RequiredBy
    state: PermissionState


class HandoverData(Data):
    """What Voyado's team asks for, without secrets.

    `integration_name` and `token_expires` are those of Voyado's token. `permissions_passed` is true when none is
    missing; `markets` is null where the token may not read them.
    """

    profile: str
    centra_url: str
    integration_name: str | None
    token_expires: date | None
    permissions_passed: bool
    permissions: tuple[HandoverPermission, ...]
    engage_url: str | None
    tenant: str | None
    stores: tuple[HandoverStore, ...]
    markets: tuple[HandoverMarket, ...] | None
    locales: tuple[str, ...]
    feeds: tuple[HandoverFeed, ...]
