"""What test commands use unless told otherwise: the `[test]` table of the profile."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from voyado_bis_cli.domain.ids import Sku, StoreId
from voyado_bis_cli.errors import ConfigError

if TYPE_CHECKING:
    from voyado_bis_cli.config.profile import Profile


def option_or(typed: str | None, profile: "Profile", key: str, option: str) -> str:
    """Return what was typed, else the profile's value of `key`; raises ConfigError that names both."""
    if typed is not None:
        return typed
    try:
        (value,) = profile.need(key)
    except ConfigError as error:
        raise ConfigError(
            error.message, code=error.code, hint=f"Give {option}, or set it. {error.hint}", details=error.details
        ) from None
    return value


def sku_or_default(typed: str | None, profile: "Profile") -> Sku:
    """Return the SKU that was typed, else the first of `test.skus`."""
    return Sku(typed if typed is not None else option_or(None, profile, "test.skus", "--sku").split()[0])


def skus_of(typed: Sequence[str]) -> tuple[Sku, ...]:
    """Return typed SKUs, each once, in order."""
    return tuple(Sku(sku) for sku in dict.fromkeys(typed))


def stores_of(profile: "Profile") -> Collection[StoreId]:
    """Return the stores whose markets the profile is about; all when empty."""
    return tuple(StoreId(store) for store in profile.centra.stores)
