"""Centra's lists come in pages of at most 200, and so do its filters by id."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

PAGE = 200
"""The most that a list gives at once (contract: "Paging and filters")."""


def pages(fetch: Callable[[int], Sequence[T]]) -> Iterator[T]:
    """Yield the rows of page 1, 2, ... until one is shorter than `PAGE`."""
    page, is_full = 0, True
    while is_full:
        page += 1
        rows = fetch(page)
        yield from rows
        is_full = len(rows) >= PAGE


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield `items` in tuples of `size`; the last may be shorter, and none is empty."""
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk
