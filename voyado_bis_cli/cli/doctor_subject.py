"""Turns a profile into what `bis doctor` examines, and opens the doors it looks through."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from voyado_bis_cli.domain.brands import Brand
from voyado_bis_cli.domain.ids import Sku

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context
    from voyado_bis_cli.config.profile import Profile
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.doctor import DoctorData
    from voyado_bis_cli.workflows.doctor.check import Check
    from voyado_bis_cli.workflows.doctor.subject import Doors, Subject

_ASKS_NOBODY = frozenset({"brands", "manual"})


def subject(context: "Context", checks: "Collection[Check]") -> "Subject":
    """Return the profile as far as prerequisites go; all profiles are read only where they are compared."""
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.workflows.doctor.subject import Subject, TestSubject, TokenSubject

    profile = context.profile
    centra, test = profile.centra, profile.test
    return Subject(
        profile=profile.name,
        kind=context.kind.value if _asks_somebody(checks) else "",
        centra_url=centra.url,
        engage_url=profile.engage.url,
        api_version=profile.engage.api_version,
        tenant=profile.tenant,
        subscription_store=profile.subscription_api.store,
        stores=stores_of(profile),
        voyado=TokenSubject(centra.voyado_integration_name, centra.voyado_token_expires),
        toolkit=TokenSubject(centra.integration_name, centra.token_expires),
        sku_fields={locale: feed.sku_field for locale, feed in profile.feeds.items()},
        test=TestSubject(tuple(map(Sku, test.skus)), test.market, test.locale, test.warehouse),
        brands=brands(context) if any(check.group == "brands" for check in checks) else (),
    )


def doors(context: "Context", checks: "Collection[Check]") -> "Doors":
    """Return what can be reached with this profile; raises ConfigError where it names neither Centra nor Engage."""
    from voyado_bis_cli.workflows.doctor.subject import Doors

    profile = context.profile
    if not _asks_somebody(checks):
        return Doors(context.clock, context.journal)
    if profile.centra.url is None and profile.engage.url is None:
        profile.need("centra.url", "engage.url")
    centra, engage = profile.centra, profile.engage
    return Doors(
        clock=context.clock,
        journal=context.journal,
        voyado=context.voyado_centra if centra.url and centra.voyado_token else None,
        toolkit=context.centra if centra.url and centra.token else None,
        engage={version: context.engage_speaking(version) for version in ("v3", "v2")}
        if engage.url and engage.api_key
        else {},
        subscription_api=context.subscription_api if profile.subscription_api.url else None,
        feeds={locale: context.product_feed(feed) for locale, feed in profile.feeds.items()},
    )


def brands(context: "Context") -> tuple[Brand, ...]:
    """Return every profile of `bis.toml` as a brand; of the variables' profile where there is no file."""
    from voyado_bis_cli.config import file as bis_toml
    from voyado_bis_cli.config.resolve import resolve

    file = context.resolved.file
    if file is None:
        return (_brand(context.profile),)
    profiles = [resolve(name, file).profile for name in bis_toml.read(file).profiles]
    for profile in profiles:
        context.learn_secrets(profile.secrets())
    return tuple(map(_brand, profiles))


def prove_events_of(context: "Context", sku: str | None) -> "Run[DoctorData]":
    """Start the active proof of the event system with a test SKU."""
    from voyado_bis_cli.cli.defaults import sku_or_default, stores_of
    from voyado_bis_cli.cli.wishes import stock_ports
    from voyado_bis_cli.workflows.doctor.prove_events import Proof, prove_events

    proof = Proof(
        sku=sku_or_default(sku, context.profile),
        test_skus=tuple(map(Sku, context.profile.test.skus)),
        stores=stores_of(context.profile),
        integration_name=context.our_integration,
        wait=context.options.wait,
    )
    return prove_events(proof, context.centra, stock_ports(context))


def _asks_somebody(checks: "Collection[Check]") -> bool:
    return any(check.group not in _ASKS_NOBODY for check in checks)


def _brand(profile: "Profile") -> Brand:
    centra = profile.centra
    return Brand(
        profile=profile.name,
        centra_url=centra.url,
        engage_url=profile.engage.url,
        store=profile.subscription_api.store,
        token=centra.token.get_secret_value() if centra.token else None,
        integration_name=centra.integration_name,
        voyado_token=centra.voyado_token.get_secret_value() if centra.voyado_token else None,
        voyado_integration_name=centra.voyado_integration_name,
        unread=tuple(key for key in ("centra.token", "centra.voyado_token") if key in profile.unresolved),
    )
