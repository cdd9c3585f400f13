from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import ExternalId, Sku
from voyado_bis_cli.domain.stock_level import BatchOutcome, StockLevel
from voyado_bis_cli.engage.api import ApiVersion
from voyado_bis_cli.engage.client import EngageClient
from voyado_bis_cli.errors import AuthError, ErrorCode, NetworkError, RateLimitedError
from voyado_bis_cli.transport.model import Answer, Request, RetryPolicy

URL = "https://voyadotenant.staging.voyado.com"
HEADERS = {"apikey": "key-1", "Content-Type": "application/json"}


def level(sku: str, market: str = "4", quantity: int = 125) -> StockLevel:
    return StockLevel(Sku(sku), quantity, ExternalId(market))


def engage(wire: Any, batch_size: int = 100, version: ApiVersion = "v3") -> EngageClient:
    return EngageClient(wire, url=URL, api_key="key-1", api_version=version, batch_size=batch_size)


def as_json(one: StockLevel) -> dict[str, object]:
    return {"sku": one.sku, "quantity": one.quantity, "externalId": one.external_id}


def paths(wire: Any) -> list[str]:
    return [request.url.removeprefix(f"{URL}/api/v3/inventory/") for request in wire.requests]


A, B, C, D = level("A"), level("B"), level("C"), level("D")
BAD = {"errorCode": "InvalidSku", "message": "No such SKU"}
NO_SUCH_SKU = "InvalidSku: No such SKU (HTTP 400)"


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_levels_go_out_in_batches_of_the_configured_size(wire: Any, version: ApiVersion) -> None:
    for _ in range(2):
        wire.answers(200)
    outcome = engage(wire, 2, version).put_stock_levels([A, B, C, D])
    assert outcome == BatchOutcome((A, B, C, D), {})
    url = f"{URL}/api/{version}/inventory/stock-levels/batch"
    assert wire.requests == [
        Request("Engage", "Engage stock levels", "PUT", url, HEADERS, {}, [as_json(A), as_json(B)], RetryPolicy.REPEAT),
        Request("Engage", "Engage stock levels", "PUT", url, HEADERS, {}, [as_json(C), as_json(D)], RetryPolicy.REPEAT),
    ]


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_a_single_level_goes_out_alone_and_zero_is_a_quantity(wire: Any, version: ApiVersion) -> None:
    none_left = level("1234-1", quantity=0)
    wire.answers(202)
    assert engage(wire, version=version).put_stock_levels((none_left,)) == BatchOutcome((none_left,), {})
    url = f"{URL}/api/{version}/inventory/stock-levels"
    body = {"sku": "1234-1", "quantity": 0, "externalId": "4"}
    assert wire.requests == [Request("Engage", "Engage stock level", "PUT", url, HEADERS, {}, body, RetryPolicy.REPEAT)]


def test_no_level_means_no_request(wire: Any) -> None:
    assert engage(wire).put_stock_levels(()) == BatchOutcome((), {})
    assert wire.requests == []


def test_one_bad_level_in_a_refused_batch_blocks_no_other(wire: Any) -> None:
    wire.answers(400, {"message": "The request is invalid"})
    wire.answers(200)
    wire.answers(400, BAD)
    wire.answers(200)
    outcome = engage(wire).put_stock_levels([A, B, C])
    assert outcome == BatchOutcome((A, C), {B: NO_SUCH_SKU})
    assert paths(wire) == ["stock-levels/batch", *["stock-levels"] * 3]
    assert [request.json for request in wire.requests[1:]] == [as_json(A), as_json(B), as_json(C)]


def test_the_next_batch_is_sent_whole_again_after_one_was_taken_apart(wire: Any) -> None:
    for status in (400, 200, 400, 400, 200, 400):
        wire.answers(status, BAD if status == 400 else None)
    outcome = engage(wire, 2).put_stock_levels([A, B, C, D])
    assert outcome == BatchOutcome((A, C), {B: NO_SUCH_SKU, D: NO_SUCH_SKU})
    assert paths(wire) == ["stock-levels/batch", *["stock-levels"] * 2] * 2


def test_where_no_single_level_passes_either_later_batches_are_not_taken_apart(wire: Any) -> None:
    for _ in range(3):
        wire.answers(404, text="<html>no such path</html>")
    wire.answers(400, BAD)
    outcome = engage(wire, 2).put_stock_levels([A, B, C, D])
    page = "<html>no such path</html> (HTTP 404)"
    assert outcome == BatchOutcome((), {A: page, B: page, C: NO_SUCH_SKU, D: NO_SUCH_SKU})
    assert paths(wire) == ["stock-levels/batch", "stock-levels", "stock-levels", "stock-levels/batch"]


def test_a_batch_that_says_which_levels_failed_is_not_taken_apart(wire: Any) -> None:
    wire.answers(200, {"errors": [{"sku": "B", "externalId": "4", **BAD}]})
    outcome = engage(wire).put_stock_levels([A, B, C])
    assert outcome == BatchOutcome((A, C), {B: "InvalidSku: No such SKU"})
    assert paths(wire) == ["stock-levels/batch"]


@pytest.mark.parametrize(
    ("status", "error"), [(401, AuthError), (403, AuthError), (429, RateLimitedError), (503, NetworkError)]
)
def test_what_concerns_all_levels_ends_the_sending(wire: Any, status: int, error: type[Exception]) -> None:
    wire.answers(200)
    wire.answers(status)
    outcome = engage(wire, 2).put_stock_levels([A, B, C, D, level("E")])
    assert (outcome.accepted, outcome.failed) == ((A, B), {})
    assert isinstance(outcome.ended_by, error)
    assert len(wire.requests) == 2


def test_a_server_error_names_the_levels_whose_fate_is_unknown(wire: Any) -> None:
    wire.answers(200)
    wire.answers(500, {"message": "An error has occurred"})
    outcome = engage(wire, 2).put_stock_levels([A, B, C, D])
    assert isinstance(outcome.ended_by, NetworkError)
    assert outcome.ended_by.code is ErrorCode.SERVER_ERROR
    assert outcome.ended_by.may_have_arrived
    assert outcome.ended_by.details["fate_unknown"] == [as_json(C), as_json(D)]
    assert outcome.accepted == (A, B)


def test_a_lost_answer_while_a_batch_is_taken_apart_leaves_all_of_it_unknown(wire: Any) -> None:
    wire.answers(400, BAD)
    wire.answers(200)
    lost = NetworkError("No answer in time.", code=ErrorCode.TIMEOUT, may_have_arrived=True)
    wire.fails(lost)
    outcome = engage(wire).put_stock_levels([A, B])
    assert outcome == BatchOutcome((), {}, lost)
    assert lost.details["fate_unknown"] == [as_json(A), as_json(B)]


class PickyEngage:
    """Refuses a batch that holds a bad level, and a bad level alone."""

    def __init__(self, bad: set[StockLevel]) -> None:
        self.bad = [as_json(one) for one in bad]
        self.taken: list[object] = []
        self.asked = 0

    def send(self, request: Request) -> Answer:
        self.asked += 1
        sent = request.json if isinstance(request.json, list) else [request.json]
        refused = any(one in self.bad for one in sent)
        if not refused:
            self.taken += sent
        return Answer(request, 400 if refused else 200, {}, "", None)  # type: ignore[arg-type]  # time plays no part


LEVELS = st.lists(
    st.builds(level, st.sampled_from("ABCDEFGH"), st.sampled_from("45"), st.integers(0, 3)),
    max_size=20,
    unique_by=lambda one: one.key,
)


@given(LEVELS, st.integers(1, 7), st.data())
def test_every_level_is_either_accepted_or_failed_and_what_is_accepted_was_taken(
    levels: list[StockLevel], batch_size: int, data: st.DataObject
) -> None:
    bad = data.draw(st.sets(st.sampled_from(levels))) if levels else set()
    picky = PickyEngage(bad)
    outcome = EngageClient(picky, url=URL, api_key="k", batch_size=batch_size).put_stock_levels(levels)
    assert [*outcome.accepted, *outcome.failed] == sorted(levels, key=[*outcome.accepted, *outcome.failed].index)
    assert [as_json(one) for one in outcome.accepted] == picky.taken
    assert set(outcome.failed) >= bad
    assert picky.asked <= len(levels) + -(-len(levels) // batch_size)
