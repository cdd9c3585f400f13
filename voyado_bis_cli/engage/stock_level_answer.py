"""Reads what became of a batch of stock levels from an answer whose format nobody publishes.

Assumption, on the careful side, since a level taken for accepted by mistake loses an event for ever:

- a 2xx with an empty body or `null`, an object of plain values, or levels (in an array, by themselves or in an object),
  complaining about nothing: all were accepted;
- an object complains by a value under a name that speaks of failure (`errorCode`, `validationErrors`, `failed`...), by
  a `message`, by `success: false` or by a `status` of 400 and above. Entries of a list under such a name complain too;
- a complaint with a `sku` is about that SKU, with an `externalId` about this market only; one that names no level of
  the batch is about all of them;
- anything else (a web page, a number, a text, JSON of another shape): all have failed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from voyado_bis_cli.domain.lenient import text
from voyado_bis_cli.domain.stock_level import StockLevel
from voyado_bis_cli.engage.answers import excerpt, is_success, reason
from voyado_bis_cli.engage.models import ErrorBody
from voyado_bis_cli.transport.model import Answer

_FAILURE_WORDS = ("error", "fail", "reject", "invalid")
_SUCCESS_FLAGS = ("success", "succeeded", "isSuccess", "ok")
_STATUSES = ("status", "statusCode")


@dataclass(frozen=True, slots=True)
class _Complaint:
    """Something is wrong with the levels of `sku` and `external_id`; with all where `sku` is empty."""

    reason: str
    sku: str = ""
    external_id: str = ""

    def is_about(self, level: StockLevel) -> bool:
        return self.sku == level.sku and self.external_id in ("", level.external_id)


def refused_levels(answer: Answer, batch: tuple[StockLevel, ...]) -> dict[StockLevel, str]:
    """Return the levels of `batch` that were not accepted, each with Engage's reason."""
    if not is_success(answer):
        return dict.fromkeys(batch, reason(answer))
    refused: dict[StockLevel, str] = {}
    for complaint in _complaints(answer.text):
        blamed = [level for level in batch if complaint.is_about(level)]
        if not blamed:
            return dict.fromkeys(batch, complaint.reason)
        refused |= dict.fromkeys(blamed, complaint.reason)
    return refused


def _complaints(body: str) -> Iterator[_Complaint]:
    unexpected = _Complaint(f"Engage answered in an unknown way: {excerpt(body)}")
    try:
        read: object = json.loads(body) if body.strip() else None
    except ValueError:
        read = body
    match read:
        case None:
            return
        case dict():
            yield from list(_of_object(read)) or ([] if _is_plain(read) else [unexpected])
        case list():
            for entry in read:
                complaints = list(_of_object(entry)) if isinstance(entry, dict) else []
                yield from complaints or ([] if _is_level(entry) else [unexpected])
        case _:
            yield unexpected


def _of_object(body: Mapping[str, Any]) -> Iterator[_Complaint]:
    """Yield what an object complains about: its entries where they say more than the object itself."""
    entries = [complaint for name, value in body.items() for complaint in _of_entries(name, value)]
    if any(complaint.sku for complaint in entries) or not _complains(body):
        yield from entries
    else:
        yield _complaint(body)


def _is_plain(body: Mapping[str, Any]) -> bool:
    """Tell whether an object holds nothing but single values and lists of levels."""
    return all(
        all(map(_is_level, value)) if isinstance(value, list) else not isinstance(value, dict)
        for value in body.values()
    )


def _is_level(entry: object) -> bool:
    return isinstance(entry, dict) and "sku" in entry


def _of_entries(name: str, value: object) -> Iterator[_Complaint]:
    accused = _speaks_of_failure(name)
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            if accused or _complains(entry):
                yield _complaint(entry)
        elif accused:
            yield _Complaint(excerpt(str(entry)))


def _complaint(body: Mapping[str, Any]) -> _Complaint:
    said = ErrorBody.model_validate(body).reason or json.dumps(body, ensure_ascii=False)
    return _Complaint(excerpt(said), text(body.get("sku")), text(body.get("externalId")))


def _complains(body: Mapping[str, Any]) -> bool:
    return (
        any(value and (name == "message" or _speaks_of_failure(name)) for name, value in body.items())
        or any(body.get(flag) is False for flag in _SUCCESS_FLAGS)
        or any(isinstance(code := body.get(name), int) and code >= HTTPStatus.BAD_REQUEST for name in _STATUSES)
    )


def _speaks_of_failure(name: str) -> bool:
    return any(word in name.casefold() for word in _FAILURE_WORDS)
