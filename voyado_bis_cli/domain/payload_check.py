"""Judges what a front end really sent to the Subscription API, field by field (guide: the six fields of the form)."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from voyado_bis_cli.domain.contact_data import checked_email, checked_locale
from voyado_bis_cli.domain.ids import Locale, MarketId, external_id_of
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.store_id import readings
from voyado_bis_cli.errors import UsageError


class FieldState(StrEnum):
    """How a field was judged; `unverified` where nothing it could be compared with was at hand."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """What is right or wrong with one field: its name in the API, and the value as JSON, '' where it is missing."""

    name: str
    value: str
    state: FieldState
    detail: str


@dataclass(frozen=True, slots=True)
class Known:
    """What values are compared with; None for what the profile or Centra does not tell.

    `names` maps each of the six meanings to its JSON name; `sizes` is how many sizes in Centra have the SKU sent.
    """

    names: Mapping[str, str]
    store: str | None = None
    tenant: str | None = None
    feed_locales: Collection[Locale] = ()
    markets: Collection[Market] | None = None
    markets_with_rule: Collection[MarketId] = ()
    sizes: int | None = None


def payload_of(text: str) -> Mapping[str, Any]:
    """Return the JSON object that was sent; raises UsageError for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        form = re.match(r"\s*[\w.-]+=[^\s]*&", text)
        what = "It is a web form's encoding, not JSON" if form else "It is no JSON"
    else:
        if isinstance(found, dict):
            return found
        what = "It is JSON, but no object"
    raise UsageError(
        f"{what}: the Subscription API takes one JSON object.",
        hint='Copy the request\'s body as it was sent: {"email": …, "sku": …}, with Content-Type application/json.',
    )


def judged_fields(payload: Mapping[str, Any], known: Known) -> tuple[FieldVerdict, ...]:
    """Return a verdict on each of the six fields in the guide's order, then on each field that does not belong."""
    return (*_six(payload, known), *_strangers(payload, known))


def _six(payload: Mapping[str, Any], known: Known) -> Iterator[FieldVerdict]:
    for meaning, judge in _JUDGES.items():
        name = known.names[meaning]
        if name not in payload:
            yield FieldVerdict(name, "", FieldState.FAILED, f"missing{_meant(name, payload)}")
            continue
        state, detail = judge(payload[name], known)
        yield FieldVerdict(name, json.dumps(payload[name], ensure_ascii=False), state, detail)


def _strangers(payload: Mapping[str, Any], known: Known) -> Iterator[FieldVerdict]:
    for name, value in payload.items():
        if name not in known.names.values():
            detail = "not one of the six fields: it is ignored, or refused"
            yield FieldVerdict(name, json.dumps(value, ensure_ascii=False), FieldState.WARNING, detail)


def _meant(name: str, payload: Mapping[str, Any]) -> str:
    plain = _letters(name)
    meant = next((sent for sent in payload if _letters(sent) == plain), None)
    return f"; {meant!r} was sent, and names count to the letter" if meant else ""


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


_Judgement = tuple[FieldState, str]


def _failed(detail: str) -> _Judgement:
    return FieldState.FAILED, detail


def _passed(detail: str = "") -> _Judgement:
    return FieldState.PASSED, detail


def _unverified(detail: str) -> _Judgement:
    return FieldState.UNVERIFIED, detail


def _text(judge: Callable[[str, Known], _Judgement]) -> Callable[[Any, Known], _Judgement]:
    """Judge only what is a text without blanks around it."""

    def judged(value: Any, known: Known) -> _Judgement:
        if not isinstance(value, str):
            return _failed(f"a {_type(value)}; it has to be a string" + (f': "{value}"' if _is_number(value) else ""))
        if value != value.strip() or not value:
            return _failed("empty, or with blanks around it: it is compared to the letter")
        return judge(value, known)

    return judged


def _email(value: str, _known: Known) -> _Judgement:
    try:
        checked_email(value)
    except UsageError as refused:
        return _failed(refused.message)
    return _passed()


def _sku(_value: str, known: Known) -> _Judgement:
    if known.sizes is None:
        return _unverified("not looked up: the profile has no access to Centra")
    if known.sizes == 1:
        return _passed("one size in Centra has it")
    if known.sizes:
        return _failed(f"{known.sizes} sizes in Centra share it, and Engage cannot tell them apart")
    return _failed("no size in Centra has it: productSize.SKU is product, variant and size number in one string")


def _newsletter(value: Any, _known: Known) -> _Judgement:
    if isinstance(value, bool):
        return _passed()
    return _failed(f"a {_type(value)}; consent has to be true or false, without quotes")


def _store(value: str, known: Known) -> _Judgement:
    if known.store is not None:
        if value == known.store:
            return _passed("as in the profile")
        if not _is_of_tenant(value, known.tenant):
            return _failed(f"the profile says {known.store}: another value may create the contact in another tenant")
        return FieldState.WARNING, f"the profile says {known.store}; right only for another store of the same tenant"
    if known.tenant is None:
        return _unverified("the profile says neither the store value nor the tenant")
    if _is_of_tenant(value, known.tenant):
        return _passed(f"of tenant {known.tenant}")
    return _failed(f"not of tenant {known.tenant}: it reads {known.tenant}, or {known.tenant}-ID of a Centra store")


def _is_of_tenant(value: str, tenant: str | None) -> bool:
    try:
        return any(reading.tenant == tenant for reading in readings(value))
    except UsageError:
        return False


def _locale(value: str, known: Known) -> _Judgement:
    try:
        locale = checked_locale(value)
    except UsageError:
        return _failed(f"not written like sv-SE{_nearest(value, known.feed_locales)}")
    if not known.feed_locales:
        return _unverified("the profile names no product feeds")
    if locale in known.feed_locales:
        return _passed("it has a product feed")
    return _failed(
        f"no product feed: there are {', '.join(sorted(known.feed_locales))}, and without one no email starts"
    )


def _nearest(value: str, locales: Collection[Locale]) -> str:
    meant = next((each for each in locales if _letters(each) == _letters(value)), None)
    return f"; {meant} is meant" if meant else ""


def _market(value: str, known: Known) -> _Judgement:
    if known.markets is None:
        return _unverified("not looked up: the profile has no access to Centra")
    found = next((market for market in known.markets if external_id_of(market.id) == value), None)
    if found is None:
        named = next((one for one in known.markets if one.name.casefold() == value.casefold()), None)
        return _failed(f'the name of a market; its id is "{named.id}"' if named else "no market in Centra has this id")
    if found.id not in known.markets_with_rule:
        return _failed(f"{found.name} has no allocation rule: it never gets a stock level")
    return _passed(f"{found.name}")


def _type(value: Any) -> str:
    match value:
        case bool():
            return "truth value"
        case int() | float():
            return "number"
        case str():
            return "string"
        case None:
            return "null"
        case _:
            return "list" if isinstance(value, list) else "nested object"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_JUDGES: Mapping[str, Callable[[Any, Known], _Judgement]] = {
    "email": _text(_email),
    "sku": _text(_sku),
    "newsletter": _newsletter,
    "store": _text(_store),
    "locale": _text(_locale),
    "market": _text(_market),
}
