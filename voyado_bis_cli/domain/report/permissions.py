"""`check-permissions` data."""

from voyado_bis_cli.domain.permission import PermissionState, RequiredBy
from voyado_bis_cli.domain.report import Data


class PermissionRow(Data):
    """One permission and what is known about it; `needed_by` are the toolkit's commands that need it."""

    permission: str
    label: str
    access: str
    required_by: RequiredBy
    state: PermissionState
    detail: str = ""
    purpose: str = ""
    where_to_click: str = ""
    needed_by: tuple[str, ...] = ()


class StoreRow(Data):
    """A store the token sees."""

    id: int
    name: str
    type: str


class RateLimitRow(Data):
    """One bucket of the shop's rate budget."""

    type: str
    interval: str
    quota: int
    used: int
    remaining: int


class CheckPermissionsData(Data):
    """What a token may do against what is asked of it; `token` is `voyado` or `toolkit`.

    `excess` is what it should not have, looked at with `--least-privilege` only.
    """

    token: str
    integration_name: str | None
    permissions: tuple[PermissionRow, ...]
    excess: tuple[PermissionRow, ...] = ()
    stores: tuple[StoreRow, ...]
    rate_limits: tuple[RateLimitRow, ...]
