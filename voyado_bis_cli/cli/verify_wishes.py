"""Turns what was typed, or the profile's test defaults, into what a verification is asked for."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.defaults import option_or, skus_of, stores_of
from voyado_bis_cli.cli.wishes import wish
from voyado_bis_cli.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context
    from voyado_bis_cli.domain.ids import Sku
    from voyado_bis_cli.domain.scenario import Scenario
    from voyado_bis_cli.domain.verification import JoinAt, SyncBy, Until
    from voyado_bis_cli.workflows.verify.plan import VerifyPlan, VerifyPorts

_QUIET_ON_A_SANDBOX = 0.2
"""Seconds in which a sandbox, which does everything at once, would have done what must not happen."""

_POLL = 1.0
_POLL_ON_A_SANDBOX = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyChoice:
    """What was typed behind `bis verify` about what to prove."""

    sku: str | None = None
    email: str | None = None
    market: str | None = None
    locale: str | None = None
    store: str | None = None
    newsletter: bool | None = None
    warehouse: str | None = None
    expect_email: str | None = None
    sync: "SyncBy | None" = None
    join: "JoinAt | None" = None
    until: "Until | None" = None
    start: bool = False
    scenario: str | None = None
    scenario_file: Path | None = None


def chosen_scenario(choice: VerifyChoice) -> "Scenario":
    """Return the scenario to play; raises UsageError for an unknown one, ConfigError for a file that is none."""
    from voyado_bis_cli.domain.scenario import PLAIN, scenario_from
    from voyado_bis_cli.workflows.verify.builtin import scenario_called

    if choice.scenario is not None and choice.scenario_file is not None:
        raise UsageError("--scenario and --scenario-file exclude each other.", hint="Give one of them.")
    if choice.scenario_file is None:
        return scenario_called(choice.scenario or PLAIN)
    try:
        text = choice.scenario_file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The scenario {choice.scenario_file} cannot be read: {error}.", hint="It has to be a TOML file in UTF-8."
        ) from None
    return scenario_from(text, str(choice.scenario_file))


def verify_plan(context: "Context", choice: VerifyChoice) -> "VerifyPlan":
    """Return what to prove: the profile's test shopper, SKU, market and warehouse unless others were typed."""
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.domain.verification import JoinAt, SyncBy, Until
    from voyado_bis_cli.workflows.sync_stock import SyncSettings
    from voyado_bis_cli.workflows.verify.plan import TokenChecked, VerifyPlan

    profile = context.profile
    on_sandbox = context.kind is Kind.SANDBOX
    inspects_voyado = profile.centra.voyado_token is not None
    return VerifyPlan(
        scenario=chosen_scenario(choice),
        wish=wish(
            context,
            sku=choice.sku,
            email=choice.email,
            market=choice.market,
            locale=choice.locale,
            store=choice.store,
            newsletter=False if choice.newsletter is None and on_sandbox else choice.newsletter,
        ),
        warehouse=option_or(choice.warehouse, profile, "test.warehouse", "--warehouse"),
        sync=SyncSettings(context.our_integration, stores_of(profile)),
        sync_by=choice.sync or (SyncBy.TOOLKIT if on_sandbox else SyncBy.VOYADO),
        token=TokenChecked(
            "voyado" if inspects_voyado else "toolkit",
            profile.centra.voyado_integration_name if inspects_voyado else profile.centra.integration_name,
            probe_write=context.kind is not Kind.PRODUCTION,
        ),
        expect_email=option_or(choice.expect_email, profile, "test.expect_email", "--expect-email"),
        tenant=profile.tenant,
        wait=context.options.wait,
        quiet=_QUIET_ON_A_SANDBOX if on_sandbox else context.options.wait,
        poll=_POLL_ON_A_SANDBOX if on_sandbox else _POLL,
        join=choice.join and JoinAt(choice.join),
        until=Until(choice.until or Until.EMAIL),
        start=choice.start,
    )


def verify_ports(context: "Context") -> "VerifyPorts":
    """Return what a verification needs from outside."""
    from voyado_bis_cli.cli.shop_control import ShopControl
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.workflows.verify.plan import Feed, VerifyPorts

    profile = context.profile
    voyado = context.voyado_centra if profile.centra.voyado_token else None
    return VerifyPorts(
        probes=voyado or context.centra,
        centra=context.centra,
        voyado=voyado,
        engage=context.engage,
        subscription_api=context.subscription_api,
        feeds={locale: Feed(context.product_feed(feed), feed.sku_field) for locale, feed in profile.feeds.items()},
        log=context.integration_log if profile.log.url else None,
        control=ShopControl.of(context) if context.kind is Kind.SANDBOX else None,
        journal=context.journal,
        lock=context.lock,
        clock=context.clock,
        consent=context.allow_change,
        run_id=context.run_id,
    )


def skus_of_tests(context: "Context", choice: VerifyChoice) -> "tuple[Sku, ...]":
    """Return the SKUs that may carry leftovers: what was typed and the profile's test SKUs."""
    typed = [choice.sku] if choice.sku else []
    return skus_of([*typed, *context.profile.test.skus])
