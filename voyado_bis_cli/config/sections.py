"""The tables of a profile in `bis.toml`, key by key as the reference documents them.

Everything is optional here: a command says what it needs (`Profile.need`). Validators raise ValueError with the rest of
a sentence that begins with the key, and never repeat the value.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from voyado_bis_cli.config.url import checked_feed_url, checked_url
from voyado_bis_cli.domain.contact_data import checked_locale
from voyado_bis_cli.domain.ids import Locale
from voyado_bis_cli.domain.store_id import checked_tenant
from voyado_bis_cli.errors import UsageError


class Kind(StrEnum):
    """What a profile reaches, from harmless to real: the rungs of the safety ladder."""

    SANDBOX = "sandbox"
    TEST = "test"
    PRODUCTION = "production"


SUBSCRIPTION_FIELDS: Mapping[str, str] = {
    "email": "email",
    "sku": "sku",
    "newsletter": "newsletter",  # an assumption: the guide does not publish this name
    "store": "store",
    "locale": "locale",
    "market": "externalId",  # an assumption: the guide does not publish this name
}
"""The six meanings of the Subscription API, in the guide's order, with the JSON name of each unless a profile has one.
"""


def _secret(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise ValueError("must be one word of plain characters, without `Bearer` in front and without line breaks")
    return value


def _locale(value: str) -> Locale:
    try:
        return checked_locale(value)
    except UsageError:
        raise ValueError("must be a locale written like sv-SE, exactly as its feed spells it") from None


def _tenant(value: str) -> str:
    try:
        return checked_tenant(value)
    except UsageError:
        raise ValueError("must be a tenant such as voyadotenant: letters, digits and inner hyphens only") from None


def _email(value: str) -> str:
    """Catch a slip only: `checked_email` is too costly to import for every command, and looks where it is used."""
    before, at, after = value.partition("@")
    if not (before and at and after) or value.split() != [value]:
        raise ValueError("must be an email address")
    return value


def _day(value: object) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("must be a date such as 2027-01-31")  # noqa: TRY004  # as in `_no_truth`
    return value


def _no_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a whole number")  # noqa: TRY004  # pydantic turns only ValueError into a finding
    return value


def _table_of_feed(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


def _known_meanings(fields: Mapping[str, str]) -> Mapping[str, str]:
    if unknown := sorted(set(fields) - set(SUBSCRIPTION_FIELDS)):
        raise ValueError(f"has the unknown meaning {unknown[0]}; known are {', '.join(SUBSCRIPTION_FIELDS)}")
    names = {**SUBSCRIPTION_FIELDS, **fields}
    if twice := sorted(name for name in names.values() if list(names.values()).count(name) > 1):
        raise ValueError(f"must give each meaning its own name: {twice[0]} would stand for two")
    return fields


Secret = Annotated[SecretStr, AfterValidator(_secret)]
Url = Annotated[str, AfterValidator(checked_url)]
Day = Annotated[date, BeforeValidator(_day)]
WholeNumber = Annotated[int, BeforeValidator(_no_truth), Field(ge=1)]
IdOrName = Annotated[str, Field(coerce_numbers_to_str=True)]
FeedLocale = Annotated[Locale, AfterValidator(_locale)]


class Section(BaseModel):
    """Base of all tables of `bis.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class CentraSettings(Section):
    """`[centra]`: our own token and integration, and Voyado's, which is only ever inspected."""

    url: Url | None = None
    token: Secret | None = None
    integration_name: str | None = None
    token_expires: Day | None = None
    voyado_token: Secret | None = None
    voyado_integration_name: str | None = None
    voyado_token_expires: Day | None = None
    stores: tuple[WholeNumber, ...] = ()
    """Only the markets of these are ever sent or checked; of all stores when empty."""


class EngageSettings(Section):
    """`[engage]`."""

    url: Url | None = None
    api_key: Secret | None = None
    api_version: Literal["v3", "v2"] = "v3"
    contact_type: str | None = None
    """Where one email has several contacts."""
    batch_size: WholeNumber = 100
    """Stock levels per request: Engage's limit is unknown, so it is a setting (contract: "Engage API")."""


class SubscriptionApiSettings(Section):
    """`[subscription_api]`; Voyado gives the URL to each customer."""

    url: Url | None = None
    store: str | None = None
    fields: Annotated[Mapping[str, Annotated[str, Field(min_length=1)]], AfterValidator(_known_meanings)] = {}

    @property
    def field_names(self) -> Mapping[str, str]:
        """The JSON name of each of the six meanings, in the guide's order."""
        return {**SUBSCRIPTION_FIELDS, **self.fields}


class Feed(Section):
    """A product feed and where in it the SKU stands."""

    url: Annotated[str, AfterValidator(checked_feed_url)]
    sku_field: str = "g:id"


class TestSettings(Section):
    """`[test]`: what test commands use unless told otherwise."""

    __test__ = False  # keeps pytest from taking it for a test class

    email: Annotated[str, AfterValidator(_email)] | None = None
    skus: tuple[IdOrName, ...] = ()
    """The only SKUs that production lets a command touch."""
    market: IdOrName | None = None
    locale: FeedLocale | None = None
    warehouse: IdOrName | None = None
    """An id or a name."""
    expect_email: str | None = None
    """The name or subject of the expected mail, a glob."""


class LogSettings(Section):
    """`[log]`: an HTTP source of the integration log, where the tenant has one."""

    url: Url | None = None


class Settings(Section):
    """One `[profiles.NAME]` table."""

    tenant: Annotated[str, AfterValidator(_tenant)] | None = None
    store_ids: Literal["per-store", "single"] | None = None
    kind: Kind | None = None
    centra: CentraSettings = CentraSettings()
    engage: EngageSettings = EngageSettings()
    subscription_api: SubscriptionApiSettings = SubscriptionApiSettings()
    feeds: Mapping[FeedLocale, Annotated[Feed, BeforeValidator(_table_of_feed)]] = {}
    test: TestSettings = TestSettings()
    log: LogSettings = LogSettings()

    def value(self, path: str) -> Any:
        """Return the value of a key such as `centra.url`."""
        found: Any = self
        for name in path.split("."):
            found = getattr(found, name)
        return found
