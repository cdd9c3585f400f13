"""`bis config show`: every key, its value and where it came from, without any secret."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from voyado_bis_cli.config.keys import KEYS, Key, text_of
from voyado_bis_cli.config.resolve import ResolvedProfile
from voyado_bis_cli.config.sections import Feed

SECRET_IS_SET = "set"  # noqa: S105  # stands for a secret


@dataclass(frozen=True, slots=True)
class Setting:
    """One key. `value` and `origin` are None where it is unset; then `variable` or the file is where it can be set.

    `origin` is `default` where nobody set it and a default holds. `note` tells why a secret that is referred to has no
    value. Texts keep email addresses: the output masks those.
    """

    key: str
    value: str | None
    origin: str | None
    variable: str
    note: str = ""


def settings(resolved: ResolvedProfile) -> tuple[Setting, ...]:
    """Return every known key in the order of the reference; secrets are `set`, and nothing tells their length."""
    return tuple(_setting(key, resolved) for key in KEYS.values())


def _setting(key: Key, resolved: ResolvedProfile) -> Setting:
    value = resolved.profile.value(key.path)
    origin = resolved.origins.get(key.path)
    if value in (None, (), {}):
        return Setting(key.path, None, origin, key.variable, resolved.profile.unresolved.get(key.path, ""))
    return Setting(key.path, SECRET_IS_SET if key.secret else _shown(value), origin or "default", key.variable)


def _shown(value: object) -> str:
    """Return a value as its variable writes it; a query of a URL is left out, since access keys travel there."""
    if isinstance(value, dict) and any(isinstance(item, Feed) for item in value.values()):
        return " ".join(f"{locale}={_feed(feed)}" for locale, feed in value.items())
    text = text_of(value)
    return _without_query(text) if text.startswith(("https://", "http://")) else text


def _feed(feed: Feed) -> str:
    where = "" if feed.sku_field == Feed.model_fields["sku_field"].default else f" (SKU in {feed.sku_field})"
    return _without_query(feed.url) + where


def _without_query(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="…" if parts.query else "", fragment=""))
