"""The rules of `bis init`: what each answer has to be, and what suits where nothing was answered yet."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from voyado_bis_cli.config.secret import FORMS, check_reference
from voyado_bis_cli.config.url import checked_feed_url, checked_url, is_loopback
from voyado_bis_cli.domain import new_profile
from voyado_bis_cli.domain.address import host_of
from voyado_bis_cli.domain.contact_data import checked_email, checked_locale
from voyado_bis_cli.domain.lookup import Named, by_id_or_name
from voyado_bis_cli.domain.new_profile import Identity
from voyado_bis_cli.domain.store_id import checked_tenant, readings, store_identifier
from voyado_bis_cli.domain.store_uniqueness import ONE_STORE_PER_BRAND
from voyado_bis_cli.errors import ConfigError

if TYPE_CHECKING:
    from voyado_bis_cli.workflows.init import Sightings


@dataclass(slots=True)
class Draft:
    """A profile as far as it is answered, what it must not share, and what it may take over.

    `taken_stores` are the `store` values of the other profiles. `first` holds the answers of the profile it is made
    like, `seen` what the token saw in Centra, None where nobody was asked.
    """

    name: str
    others: Collection[Identity] = ()
    taken_stores: Mapping[str, str] = field(default_factory=dict)
    first_name: str = ""
    first: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    seen: "Sightings | None" = None

    @property
    def is_sandbox(self) -> bool:
        """Whether Centra is on this machine."""
        return is_loopback(self.answers.get("centra.url", "https://nowhere"))

    @property
    def identity(self) -> Identity:
        """What must be this profile's alone, as far as it is answered."""
        return identity(self.name, self.answers)


def identity(profile: str, answers: Mapping[str, Any]) -> Identity:
    """Return what must be one profile's alone."""
    keys = ("token", "integration_name", "voyado_token", "voyado_integration_name")
    return Identity(profile, *(str(answers.get(f"centra.{key}", "")) for key in keys))


def tenant(text: str, _draft: Draft) -> str:
    """Return a tenant as it is."""
    return checked_tenant(text)


def store_ids(text: str, _draft: Draft) -> str:
    """Return per-store or single."""
    if text not in ("per-store", "single"):
        raise ValueError("must be per-store or single")
    return text


def centra_url(text: str, _draft: Draft) -> str:
    """Return the address of Centra's API."""
    checked_url(text)
    if not urlsplit(text).path.rstrip("/").endswith("/graphql"):
        raise ValueError("must be the API's own address and end in /graphql: https://<instance>.centra.com/graphql")
    return text


def engage_url(text: str, draft: Draft) -> str:
    """Return Engage's address, which has to be the tenant's where the host tells."""
    checked_url(text)
    host, tenant = host_of(text), str(draft.answers.get("tenant", ""))
    if host.endswith(".voyado.com") and tenant and host.partition(".")[0] != tenant.casefold():
        raise ValueError(f'must be the address of the tenant "{tenant}": https://{tenant}.voyado.com')
    return text


def url(text: str, _draft: Draft) -> str:
    """Return an address that secrets and personal data may be sent to."""
    return checked_url(text)


def reference(key: str) -> Callable[[str, Draft], str]:
    """Return the rule for a secret's reference: it is never the secret, and a token is never somebody else's."""

    def read(text: str, draft: Draft) -> str:
        try:
            reference = check_reference(text, key=key, place="")
        except ConfigError:
            raise ValueError(
                f"must be {FORMS}: where the secret is, never the secret. If this was one, your terminal has kept it"
            ) from None
        if reference.startswith("env:") and not re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*", reference):
            raise ValueError("must name a variable after env:, in letters, digits and underscores")
        if key != "engage.api_key":
            new_profile.check_token_reference(reference, draft.identity, draft.others)
        return reference

    return read


def integration(*, ours: bool) -> Callable[[str, Draft], str]:
    """Return the rule for an integration name: `ours` must not sound like Voyado's."""

    def read(text: str, draft: Draft) -> str:
        new_profile.check_integration_name(text, draft.identity, draft.others, ours=ours, sandbox=draft.is_sandbox)
        return text

    return read


def store_number(text: str, draft: Draft) -> int:
    """Return a Centra store that the token sees, where it was asked."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("must be ids of Centra stores: whole numbers from 1")
    seen = {store.id for store in draft.seen.stores} if draft.seen else set()
    if seen and int(text) not in seen:
        raise ValueError(f"must be stores that the token sees ({', '.join(map(str, sorted(seen)))}), not {text}")
    return int(text)


def day(text: str, _draft: Draft) -> date:
    """Return a date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a date such as 2027-01-31") from None


def store(text: str, draft: Draft) -> str:
    """Return a `store` value that may be the tenant's."""
    tenant = draft.answers.get("tenant")
    if tenant and tenant not in {reading.tenant for reading in readings(text)}:
        raise ValueError(f'must be "{tenant}" or "{tenant}-ID" with a Centra store id')
    taken = {value: profile for profile, value in draft.taken_stores.items()}
    if text in taken:
        raise ValueError(f'must be a value of its own: "{taken[text]}" has it. {ONE_STORE_PER_BRAND.rstrip(".")}')
    return text


def feed(text: str, _draft: Draft) -> tuple[str, str]:
    """Return a locale and its feed."""
    locale, equals, url = text.partition("=")
    if not equals:
        raise ValueError("must be LOCALE=URL, such as sv-SE=https://shop.example.com/feeds/sv-SE.xml")
    return checked_locale(locale), checked_feed_url(url)


def email(text: str, _draft: Draft) -> str:
    """Return an email address."""
    return checked_email(text)


def locale(text: str, draft: Draft) -> str:
    """Return a locale that has a feed, where feeds are known."""
    locale, feeds = checked_locale(text), draft.answers.get("feeds", {})
    if feeds and locale not in feeds:
        raise ValueError(f"must have a product feed: those given are for {', '.join(feeds)}")
    return locale


def market(text: str, draft: Draft) -> str:
    """Return a market id; where Centra was asked, of a market that is there."""
    return str(_seen(text, draft.seen.markets, "market", "bis markets").id) if draft.seen else text


def warehouse(text: str, draft: Draft) -> str | int:
    """Return a warehouse by id; where Centra was not asked, as it was typed."""
    if draft.seen:
        return _seen(text, draft.seen.warehouses, "warehouse", "bis warehouses").id
    return int(text) if text.isdecimal() else text


def _seen(text: str, candidates: Sequence[Named], what: str, command: str) -> Named:
    return by_id_or_name(candidates, text, what=what, command=command)


def text(typed: str, _draft: Draft) -> str:
    """Return what was typed."""
    return typed


# ------------------------------------------------------------ suggestions
def as_first(key: str, otherwise: str | None = "") -> Callable[[Draft], str | None]:
    """Return the suggestion to do as the first brand does, else `otherwise`."""
    return lambda draft: str(draft.first.get(key, "")) or otherwise


def own_variable(key: str) -> Callable[[Draft], str]:
    """Return the suggestion of a variable of its own."""
    return lambda draft: f"env:{new_profile.secret_variable(draft.name, key)}"


def own_name(draft: Draft) -> str | None:
    """Return an integration name like the first brand's; of a first brand, only Centra knows it."""
    if not draft.first:
        return None
    name = str(draft.first.get("centra.integration_name", ""))
    return new_profile.integration_name(draft.name, first=draft.first_name, name_of_first=name)


def voyados_name(draft: Draft) -> str:
    """Return a name for Voyado's integration where the first brand has one."""
    name = str(draft.first.get("centra.voyado_integration_name", ""))
    if not name:
        return ""
    return new_profile.integration_name(draft.name, first=draft.first_name, name_of_first=name, voyados=True)


def voyados_variable(draft: Draft) -> str:
    """Return a variable for Voyado's token once its integration has a name."""
    named = "centra.voyado_integration_name" in draft.answers
    return own_variable("centra.voyado_token")(draft) if named else ""


def address_of_tenant(draft: Draft) -> str | None:
    """`https://<tenant>.voyado.com` is production, `<tenant>.staging.voyado.com` staging (contract: Engage API)."""
    tenant, url = draft.answers.get("tenant"), draft.answers.get("centra.url")
    if not (tenant and url):
        return ""
    host = host_of(url)
    if not host.endswith((".centraqa.com", ".centra.com")):
        return str(draft.first.get("engage.url", "")) or None
    return f"https://{tenant}{'.staging' if host.endswith('.centraqa.com') else ''}.voyado.com"


def store_value(draft: Draft) -> str:
    """Return the `store` value that tenant and stores make, where they make a single one."""
    tenant, stores = draft.answers.get("tenant", ""), draft.answers.get("centra.stores", [])
    if not tenant:
        return ""
    if draft.answers.get("store_ids") == "single":
        return store_identifier(tenant)
    return store_identifier(tenant, stores[0]) if len(stores) == 1 else ""
