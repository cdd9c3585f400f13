"""What a run knows of each level that it sends."""

from collections.abc import Collection, Mapping
from typing import Any, cast

import pytest

from voyado_bis_cli.domain.ids import ExternalId, Sku
from voyado_bis_cli.domain.stock_level import BatchOutcome, StockLevel
from voyado_bis_cli.errors import NetworkError
from voyado_bis_cli.workflows.delivery import Delivery

KEY = (Sku("1234SIZEM"), ExternalId("4"))


def level(quantity: int) -> StockLevel:
    return StockLevel(KEY[0], quantity, KEY[1])


class Engage:
    """Refuses what it is told to refuse, and breaks off where it is told to."""

    def __init__(self) -> None:
        self.got: list[StockLevel] = []
        self.refuses = False
        self.breaks = False

    def put_stock_levels(self, levels: Collection[StockLevel]) -> BatchOutcome:
        self.got += levels
        if self.breaks:
            return BatchOutcome((), {}, NetworkError("The answer was lost."))
        if self.refuses:
            return BatchOutcome((), dict.fromkeys(levels, "no"))
        return BatchOutcome(tuple(levels), {})


class Journal:
    def append(self, kind: str, payload: Mapping[str, object]) -> None:
        """Keep nothing."""


@pytest.fixture
def engage() -> Engage:
    return Engage()


@pytest.fixture
def delivery(engage: Engage) -> Delivery:
    return Delivery(cast("Any", engage), cast("Any", Journal()), dry_run=False)


def test_a_level_that_engage_has_from_this_run_is_not_sent_again(delivery: Delivery, engage: Engage) -> None:
    for quantity in (5, 5, 7, 5):
        delivery.send([level(quantity)])

    assert engage.got == [level(5), level(7), level(5)]


def test_a_level_whose_successor_is_refused_is_accepted_no_longer(delivery: Delivery, engage: Engage) -> None:
    delivery.send([level(5)])
    engage.refuses = True
    delivery.send([level(7)])

    assert (list(delivery.accepted_keys), delivery.failed) == ([], {KEY: "no"})
    assert delivery.fate(*KEY) == "refused by Engage: no"


def test_neither_is_one_of_whose_successor_nobody_knows_whether_it_arrived(delivery: Delivery, engage: Engage) -> None:
    delivery.send([level(5)])
    engage.breaks = True
    with pytest.raises(NetworkError):
        delivery.send([level(7)])

    assert (list(delivery.accepted_keys), delivery.failed, delivery.fate(*KEY)) == ([], {}, None)


def test_a_level_that_is_accepted_after_all_is_refused_no_longer(delivery: Delivery, engage: Engage) -> None:
    engage.refuses = True
    delivery.send([level(5)])
    engage.refuses = False
    delivery.send([level(5)])

    assert (list(delivery.accepted_keys), delivery.failed) == ([KEY], {})
    assert delivery.fate(*KEY) == "sent and accepted: 5"
