"""The profile `env`: settings made of variables alone, for CI and a first try."""

import re
from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from voyado_bis_cli.config.environment import RUN_VARIABLES
from voyado_bis_cli.config.file import did_you_mean
from voyado_bis_cli.config.keys import KEYS, Key, Shape
from voyado_bis_cli.errors import ConfigError

FEEDS_SKU_FIELD = "BIS_FEEDS_SKU_FIELD"
"""Where the SKU stands in every feed of BIS_FEEDS; a file says it per feed."""

_BY_VARIABLE = {key.variable: key for key in KEYS.values()}
_KNOWN = (*_BY_VARIABLE, FEEDS_SKU_FIELD, *RUN_VARIABLES)
_SECTIONS = tuple({f"BIS_{key.path.partition('.')[0].upper()}_" for key in KEYS.values() if "." in key.path})


def set_keys(environ: Mapping[str, str]) -> tuple[Key, ...]:
    """Return the keys whose variables are set, in the order of the reference."""
    return tuple(key for name, key in _BY_VARIABLE.items() if name in environ)


def table_from(environ: Mapping[str, str]) -> dict[str, object]:
    """Return the variables as a table of `bis.toml`; raises ConfigError for a list of pairs that is none."""
    sections: defaultdict[str, dict[str, object]] = defaultdict(dict)
    for key in set_keys(environ):
        section, _, name = key.path.rpartition(".")
        sections[section][name] = _value(key, environ[key.variable].strip())
    top = sections.pop("", {})
    feeds = top.get("feeds")
    if isinstance(feeds, dict) and FEEDS_SKU_FIELD in environ:
        sku_field = environ[FEEDS_SKU_FIELD].strip()
        top["feeds"] = {locale: {"url": url, "sku_field": sku_field} for locale, url in feeds.items()}
    return {**top, **sections}


def typing_errors(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return a warning for each variable that looks like a setting and is none."""
    strange = [name for name in sorted(environ) if name.startswith("BIS_") and name not in _KNOWN]
    suspects = [name for name in strange if name.startswith(_SECTIONS) or get_close_matches(name, _KNOWN, cutoff=0.85)]
    return tuple(f"{name} is not used: there is no such variable{did_you_mean(name, _KNOWN)}." for name in suspects)


def _value(key: Key, text: str) -> object:
    if key.shape is Shape.LIST:
        return [item for item in re.split(r"[\s,]+", text) if item]
    return _pairs(key, text) if key.shape is Shape.PAIRS else text


def _pairs(key: Key, text: str) -> dict[str, str]:
    pairs = [(name, value) for name, _, value in (item.partition("=") for item in text.split())]
    if any(not (name and value) for name, value in pairs) or len(dict(pairs)) < len(pairs):
        raise ConfigError(
            f"{key.path} ({key.variable}) must be pairs NAME=VALUE separated by spaces, each name once.",
            hint='For example BIS_FEEDS="sv-SE=https://host/feed.xml".',
        )
    return dict(pairs)
