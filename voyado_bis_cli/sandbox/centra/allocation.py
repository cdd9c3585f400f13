"""Which units are taken where: the pure rules of stock, without a database."""

from collections.abc import Iterable
from dataclasses import dataclass


class ShortageError(Exception):
    """There are fewer units than asked for; `available` says how many."""

    def __init__(self, available: int) -> None:
        super().__init__(f"only {available} available")
        self.available = available


@dataclass(frozen=True, slots=True)
class Units:
    """So many units on one line."""

    line: int
    quantity: int


def take(lines: Iterable[Units], quantity: int) -> tuple[Units, ...]:
    """Take `quantity` units from the lines, each emptied before the next; all of them or ShortageError."""
    taken: list[Units] = []
    missing = quantity
    for units in lines:
        if missing <= 0:
            break
        part = min(units.quantity, missing)
        if part > 0:
            taken.append(Units(units.line, part))
            missing -= part
    if missing > 0:
        raise ShortageError(quantity - missing)
    return tuple(taken)


@dataclass(frozen=True, slots=True)
class Level:
    """Stock of one size in one warehouse, in units."""

    fta: int
    allocated: int

    @property
    def physical(self) -> int:
        """What lies on the shelf: still to sell, and sold but not sent."""
        return self.fta + self.allocated

    def change_to_physical(self, quantity: int) -> int:
        """Return how many units must come (or, negative, go) for this physical level.

        Raises ShortageError where more would go than is free: allocated units are promised.
        """
        return self._change(quantity - self.physical)

    def change_to_fta(self, quantity: int) -> int:
        """Return how many units must come (or, negative, go) for this free-to-allocate level."""
        return self._change(quantity - self.fta)

    def _change(self, change: int) -> int:
        if self.fta + change < 0:
            raise ShortageError(self.fta)
        return change
