"""Several brands beside each other: what two profiles must not share, each with the guide's reason."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from voyado_bis_cli.domain.address import host_of, place_of
from voyado_bis_cli.domain.finding import Finding, Remedy, error, warning

_HOW_TO = "docs/how-to-two-brands.md"
_LOSE_EVENTS = (
    "The guide wants one token per brand, each with an integration name of its own: Centra keeps one queue per name, "
    "an event confirmed for one brand is gone for all, and brands lose stock updates."
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Side(StrEnum):
    """What a host is: a test system, production, this machine, or nobody knows (treated as production)."""

    TEST = "test"
    PRODUCTION = "production"
    LOCAL = "local"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Brand:
    """A profile as far as it may collide with another one; `unread` names tokens without a value on this machine."""

    profile: str
    centra_url: str | None = None
    engage_url: str | None = None
    store: str | None = None
    token: str | None = field(default=None, repr=False)
    integration_name: str | None = None
    voyado_token: str | None = field(default=None, repr=False)
    voyado_integration_name: str | None = None
    unread: tuple[str, ...] = ()

    @property
    def side(self) -> Side:
        """Test where both hosts are, production where one is."""
        sides = {centra_side(self.centra_url), engage_side(self.engage_url)} - {None}
        return next((side for side in (Side.PRODUCTION, Side.UNKNOWN, Side.TEST) if side in sides), Side.LOCAL)

    @property
    def tenant_host(self) -> str | None:
        """Where its Engage is."""
        return _place(self.engage_url)


def centra_side(url: str | None) -> Side | None:
    """Tell QA from production by Centra's published hosts; None without a URL."""
    return _side(url, test=".centraqa.com", production=".centra.com")


def engage_side(url: str | None) -> Side | None:
    """Tell staging from production by Voyado's published hosts; None without a URL."""
    return _side(url, test=".staging.voyado.com", production=".voyado.com")


def mixed_sides(profile: str, centra_url: str | None, engage_url: str | None) -> tuple[Finding, ...]:
    """Return an error where one side is a test system and the other is not."""
    centra, engage = centra_side(centra_url), engage_side(engage_url)
    if centra is None or engage is None or _taken_for(centra) is _taken_for(engage):
        return ()
    return (
        _with_page(
            error(
                "mixed-sides",
                f"Profile {profile!r} mixes sides: Centra at {_host(centra_url)} is {centra.value}, Engage at "
                f"{_host(engage_url)} is {engage.value}.",
                "Test stock would mail real people, or real stock would mail nobody.",
                Remedy("Use centraqa.com with staging.voyado.com, or centra.com with voyado.com: a profile for each."),
            )
        ),
    )


def production_problems(centra_url: str | None, engage_url: str | None) -> tuple[Finding, ...]:
    """Return an error for each side that is not a production host."""
    sides = (
        ("centra.url", centra_url, centra_side(centra_url), "https://<instance>.centra.com/graphql"),
        ("engage.url", engage_url, engage_side(engage_url), "https://<tenant>.voyado.com"),
    )
    return tuple(
        error(
            "not-production",
            f"{key} is {_host(url) or 'not set'}, which is not a production host of its kind.",
            "On the last day both sides have to be production.",
            Remedy(f"Run this with the production profile (-p NAME), whose {key} is {shape}."),
        )
        for key, url, side, shape in sides
        if side is not Side.PRODUCTION
    )


Rule = Callable[[Collection[Brand]], Iterator[Finding]]


def shared_tokens(brands: Collection[Brand]) -> Iterator[Finding]:
    """Yield an error for each token that stands in two profiles."""
    for one, other in combinations(brands, 2):
        for key in ("voyado_token", "token"):
            if getattr(one, key) and getattr(one, key) == getattr(other, key):
                yield _collision(
                    "token-shared",
                    f"{_both(one, other)} use the same centra.{key}.",
                    _LOSE_EVENTS,
                    "Make a token for each brand in Centra (System > API Tokens), each with its own integration name.",
                )


def shared_names(brands: Collection[Brand]) -> Iterator[Finding]:
    """Yield an error for each integration name that two profiles declare on one Centra instance, whoever's it is."""
    for one, other in combinations(brands, 2):
        if one.centra_url is None or _place(one.centra_url) != _place(other.centra_url):
            continue  # another instance has queues of its own
        names = _names(one)
        for folded in sorted(names.keys() & _names(other).keys()):
            yield _collision(
                "integration-name-shared",
                f"{_both(one, other)} declare the integration name {names[folded]!r}.",
                _LOSE_EVENTS,
                f"Give each its own, such as 'Voyado_Integration_{_camel(other.profile)}', and its own token.",
            )


def voyados_token_is_ours(brands: Collection[Brand]) -> Iterator[Finding]:
    """Yield an error for each `voyado_token` that is also somebody's `token`."""
    for one in brands:
        for other in brands:
            if one.voyado_token and one.voyado_token == other.token:
                where = f"Profile {one.profile!r}" if one is other else _both(one, other)
                yield _collision(
                    "voyado-token-is-ours",
                    f"{where}: the token handed to Voyado is also the toolkit's own.",
                    "Whatever the toolkit confirms with it is gone for Voyado, and their levels stop.",
                    "Make a token of its own for the toolkit, in an integration called 'Toolkit BrandX' or the like.",
                )


def shared_stores(brands: Collection[Brand]) -> Iterator[Finding]:
    """Yield an error where two profiles send their subscriptions to one tenant under one `store`."""
    for one, other in combinations(brands, 2):
        if not one.store or one.store != other.store:
            continue
        if {one.side, other.side} & {Side.TEST} and one.side is not other.side:
            yield _collision(
                "store-on-both-sides",
                f"{_both(one, other)} send the same store value {one.store!r}, one of them a test profile "
                f"({one.profile} {one.side.value}, {other.profile} {other.side.value}).",
                "The store value decides the tenant: a test subscription may reach real shoppers' Engage.",
                "Ask Voyado which store value belongs to the staging tenant, and which to production.",
            )
        elif one.tenant_host == other.tenant_host and _place(one.centra_url) != _place(other.centra_url):
            yield _collision(
                "tenant-and-store-shared",
                f"{_both(one, other)} send the store value {one.store!r} to the same Engage{_at(one)} "
                "from different Centra instances.",
                "The guide gives each Centra store its own value (tenant, hyphen, store id): with one value, brands "
                "overwrite each other's stock levels and subscriptions.",
                "Agree with Voyado on a value per store.",
            )
        elif one.tenant_host == other.tenant_host and _differ(one, other):
            yield _collision(
                "tenant-and-store-shared",
                f"{_both(one, other)} are two brands on one Engage{_at(one)} with one store value {one.store!r}.",
                "The guide gives each brand its own tenant, or each Centra store its own value: with one value, a "
                "shopper of one brand is mailed by the other.",
                "Agree with Voyado on a tenant or a store value per brand.",
            )


def mixed(brands: Collection[Brand]) -> Iterator[Finding]:
    """Yield an error for each profile that mixes test and production."""
    for brand in brands:
        yield from mixed_sides(brand.profile, brand.centra_url, brand.engage_url)


def unread_tokens(brands: Collection[Brand]) -> tuple[Finding, ...]:
    """Return a warning for each token that could not be compared: its value is not on this machine."""
    return tuple(
        warning(
            "token-not-compared",
            f"Profile {brand.profile!r}: {', '.join(brand.unread)} could not be read here, so it was not compared.",
            "",
            Remedy("Set its variable or file on this machine, and run the comparison again."),
        )
        for brand in brands
        if brand.unread
    )


def _collision(id_: str, title: str, reason: str, remedy: str) -> Finding:
    return _with_page(error(id_, title, reason, Remedy(remedy)))


def _with_page(found: Finding) -> Finding:
    return Finding(found.id, found.severity, found.title, found.detail, found.remedy, _HOW_TO)


def _both(one: Brand, other: Brand) -> str:
    return f"Profiles {one.profile!r} and {other.profile!r}"


def _at(brand: Brand) -> str:
    return f" ({_host(brand.engage_url)})" if brand.engage_url else ""


def _names(brand: Brand) -> dict[str, str]:
    """Return the integration names a profile declares, by how they compare: upper and lower case alike."""
    return {name.casefold(): name for name in (brand.integration_name, brand.voyado_integration_name) if name}


def _differ(one: Brand, other: Brand) -> bool:
    return one.voyado_integration_name != other.voyado_integration_name


def _camel(profile: str) -> str:
    return "".join(part.capitalize() for part in profile.replace("_", "-").split("-"))


def _host(url: str | None) -> str:
    return host_of(url) if url else ""


def _place(url: str | None) -> str | None:
    return place_of(url) if url else None


def _taken_for(side: Side) -> Side:
    """Return the side a host is treated as: one that nobody knows counts as production."""
    return Side.PRODUCTION if side is Side.UNKNOWN else side


def _side(url: str | None, *, test: str, production: str) -> Side | None:
    if not url:
        return None
    host = _host(url)
    if host in _LOOPBACK:
        return Side.LOCAL
    if host.endswith(test):
        return Side.TEST
    return Side.PRODUCTION if host.endswith(production) else Side.UNKNOWN
