"""Test stock that a run left behind: found again through what stands in Centra, on whatever machine.

A stock change's description comes back as its comment (inferred; contract: Stock), so each change of ours says there
which run made it, of what, and from which level to which.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from voyado_bis_cli.domain.ids import Sku, StockChangeId, WarehouseId

VERIFY = "bis verify"
"""The purpose of test stock that a verification adds and takes back."""

MARK = f"Test stock by {VERIFY}, run "
"""What the comment of such a change begins with."""

_TAKEN_BACK = ", taken back"
_NOTE = re.compile(
    re.escape(MARK) + r"(?P<run>\S+): (?P<sku>.+) in warehouse (?P<warehouse>\d+), "
    rf"FTA (?P<before>-?\d+) to (?P<target>\d+)(?P<undo>{_TAKEN_BACK})?"
)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A change of test stock by a run of ours: FTA of a SKU in a warehouse, in units, before and after."""

    run: str
    sku: Sku
    warehouse: WarehouseId
    before: int
    target: int
    is_undo: bool = False

    def description(self, purpose: str) -> str:
        """Return what stands in Centra about it."""
        return (
            f"Test stock by {purpose}, run {self.run}: {self.sku} in warehouse {self.warehouse}, "
            f"FTA {self.before} to {self.target}{_TAKEN_BACK if self.is_undo else ''}"
        )


@dataclass(frozen=True, slots=True)
class NotedChange:
    """A stock change that Centra has, with its comment."""

    id: StockChangeId
    created_at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class LeftStock:
    """Test stock to be taken back: `found` is the FTA before the run, `left` are the levels the run may have left.

    `entries` are the journal entries that tell of it, to be marked as undone.
    """

    run: str
    sku: Sku
    warehouse: WarehouseId
    found: int
    left: frozenset[int]
    entries: tuple[int, ...] = field(default=())


def read_note(comment: str) -> OwnChange | None:
    """Return the change that a comment of a verification tells of, None for any other comment."""
    told = _NOTE.fullmatch(comment.strip())
    if told is None:
        return None
    return OwnChange(
        told["run"],
        Sku(told["sku"]),
        WarehouseId(int(told["warehouse"])),
        int(told["before"]),
        int(told["target"]),
        is_undo=told["undo"] is not None,
    )


def left_behind(newest_first: Iterable[OwnChange]) -> tuple[LeftStock, ...]:
    """Return, per SKU and warehouse, what the newest run left there unless it took it back."""
    by_place: dict[tuple[Sku, WarehouseId], list[OwnChange]] = {}
    for change in newest_first:
        by_place.setdefault((change.sku, change.warehouse), []).append(change)
    found = []
    for (sku, warehouse), changes in by_place.items():
        newest = changes[0]
        own: list[OwnChange] = []
        for change in changes:
            if change.is_undo or change.run != newest.run:
                break
            own.append(change)
        if own:
            found.append(LeftStock(newest.run, sku, warehouse, own[-1].before, frozenset({newest.target})))
    return tuple(found)
