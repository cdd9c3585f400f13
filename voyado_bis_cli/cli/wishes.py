"""Turns what was typed, or the profile's test defaults, into what the workflows are asked for."""

from typing import TYPE_CHECKING

from voyado_bis_cli.cli.defaults import option_or, sku_or_default, stores_of
from voyado_bis_cli.domain.contact_data import checked_email, checked_locale
from voyado_bis_cli.domain.ids import Sku

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context
    from voyado_bis_cli.workflows.set_stock import SetStockPorts, StockWish
    from voyado_bis_cli.workflows.subscribe import SubscribePorts, Wish


def wish(
    context: "Context",
    *,
    sku: str | None = None,
    email: str | None = None,
    market: str | None = None,
    locale: str | None = None,
    store: str | None = None,
    newsletter: bool | None = None,
) -> "Wish":
    """Return the subscription to make; raises UsageError for a malformed email or locale."""
    from voyado_bis_cli.workflows.subscribe import Wish

    profile = context.profile
    return Wish(
        email=checked_email(option_or(email, profile, "test.email", "--email")),
        sku=sku_or_default(sku, profile),
        market=option_or(market, profile, "test.market", "--market"),
        locale=checked_locale(option_or(locale, profile, "test.locale", "--locale")),
        store=option_or(store, profile, "subscription_api.store", "--store"),
        newsletter=newsletter,
        stores=stores_of(profile),
        feed_locales=tuple(profile.feeds),
        wait=context.options.wait,
    )


def stock_wish(
    context: "Context", *, sku: str | None, warehouse: str | None, fta: int | None = None, delta: int | None = None
) -> "StockWish":
    """Return the level to set."""
    from voyado_bis_cli.workflows.set_stock import StockWish

    profile = context.profile
    return StockWish(
        sku=Sku(sku_or_default(sku, profile)),
        warehouse=option_or(warehouse, profile, "test.warehouse", "--warehouse"),
        stores=stores_of(profile),
        fta=fta,
        delta=delta,
    )


def subscribe_ports(context: "Context") -> "SubscribePorts":
    """Return what a subscription needs from outside."""
    from voyado_bis_cli.workflows.subscribe import SubscribePorts

    return SubscribePorts(
        context.centra, context.engage, context.subscription_api, context.journal, context.clock, context.allow_change
    )


def stock_ports(context: "Context") -> "SetStockPorts":
    """Return what a change of test stock needs from outside."""
    from voyado_bis_cli.workflows.set_stock import SetStockPorts

    return SetStockPorts(context.centra, context.journal, context.allow_change, context.clock, context.run_id)
