"""What recorded tests share."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

import httpx
import pytest

from tests.replay.source import LIVE
from voyado_bis_cli.domain.ids import ExternalId, Locale, Sku, WarehouseId

T = TypeVar("T")

RECORDED = [pytest.mark.vcr, pytest.mark.block_network]
"""The marks of a module of recorded tests: one cassette per test, and no network while it is replayed."""

SANDBOX_ONLY = pytest.mark.skipif(LIVE is not None, reason="needs a situation that only the sandbox can arrange")
"""For tests that real tenants would not like, or could not play."""


def needs(key: str) -> pytest.MarkDecorator:
    """Return the mark of a test that real tenants play only if their profile has `key`."""
    return pytest.mark.skipif(LIVE is not None and not LIVE.value(key), reason=f"the profile has no {key}")


FROZEN = "2030-01-01T12:00:00Z"
"""When everything happens in the sandbox that is recorded: later than its seed, so that its past stays past."""

_PAUSES = (0, 1, 2, 4, 8, 15)  # seconds


@dataclass(frozen=True)
class Given:
    """What a test works with; kept in its cassette, since real tenants have others."""

    email: str
    sku: Sku
    market: ExternalId
    locale: Locale
    warehouse: WarehouseId
    store: str


class Stage:
    """The sandbox behind the scenes. Calls do nothing unless it is recorded from, and stand in no cassette."""

    def __init__(self, address: str) -> None:
        self._address = address

    def set(self, path: str, **what: object) -> None:
        """Post to the sandbox's control API."""
        if self._address:
            httpx.post(f"{self._address}/_sandbox{path}", json=what, trust_env=False).raise_for_status()


def patiently(ask: Callable[[], T], *, recording: bool) -> T:
    """Return the first answer that is not empty, or the last one: real systems take a while."""
    for pause in _PAUSES:
        if recording:
            time.sleep(pause)
        if answer := ask():
            return answer
    return ask()


def plain(value: object) -> Any:
    """Return domain values as dicts and lists, so that a snapshot of them can be written and re-written by machine."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    match value:
        case datetime():
            return value.isoformat()
        case Mapping():
            return {key: plain(each) for key, each in value.items()}
        case set() | frozenset():
            return sorted(value)
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value.value if isinstance(value, Enum) else value
