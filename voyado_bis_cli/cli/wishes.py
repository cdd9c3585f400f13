"""Turns what was typed, or the profile's test defaults, into what the workflows are asked for."""

from typing import TYPE_CHECKING

from voyado_bis_cli.cli.defaults import option_or, sku_or_default, stores_of
from voyado_bis_cli.domain.contact_data import checked_email, checked_locale
from voyado_bis_cli.domain.ids import Sku

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context
    from voyado_bis_cli.workflows.set_stock import SetStockPorts, StockWish
    from voyado_bis_cli.workflows.subscribe import SubscribePorts, Wish
    from voyado_bis_cli.workflows.verify_steps import VerifyPlan, VerifyPorts

TEST_UNITS = 10
"""Units of test stock that a verification lets arrive."""


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


def verify_plan(context: "Context") -> "VerifyPlan":
    """Return what to prove: the profile's test shopper, SKU, market and warehouse."""
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.workflows.sync_stock import SyncSettings
    from voyado_bis_cli.workflows.verify_steps import VerifyPlan

    profile = context.profile
    inspects_voyado = profile.centra.voyado_token is not None
    return VerifyPlan(
        wish=wish(context),
        restock=stock_wish(context, sku=None, warehouse=None, delta=TEST_UNITS),
        sync=SyncSettings(context.our_integration, stores_of(profile)),
        expect_email=option_or(None, profile, "test.expect_email", "test.expect_email"),
        token="voyado" if inspects_voyado else "toolkit",  # which token, not its value
        declared_integration=(
            profile.centra.voyado_integration_name if inspects_voyado else profile.centra.integration_name
        ),
        probe_write=context.kind is not Kind.PRODUCTION,
        wait=context.options.wait,
    )


def verify_ports(context: "Context") -> "VerifyPorts":
    """Return what a verification needs from outside."""
    from voyado_bis_cli.workflows.verify_steps import VerifyPorts

    profile = context.profile
    return VerifyPorts(
        probes=context.voyado_centra if profile.centra.voyado_token else context.centra,
        centra=context.centra,
        engage=context.engage,
        subscription_api=context.subscription_api,
        log=context.integration_log if profile.log.url else None,
        journal=context.journal,
        lock=context.lock,
        clock=context.clock,
        consent=context.allow_change,
        run_id=context.run_id,
    )
