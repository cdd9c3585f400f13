"""Sends stock levels: in batches, and singly where a batch is refused, so that one bad level blocks no other."""

from collections.abc import Collection, Iterator

from voyado_bis_cli.domain.stock_level import BatchOutcome, StockLevel
from voyado_bis_cli.engage.answers import is_success, raise_unless_refused
from voyado_bis_cli.engage.api import EngageApi
from voyado_bis_cli.engage.stock_level_answer import refused_levels
from voyado_bis_cli.errors import BisError, NetworkError
from voyado_bis_cli.transport.model import Answer

_ONE = "/inventory/stock-levels"
_MANY = "/inventory/stock-levels/batch"


def put_stock_levels(api: EngageApi, levels: Collection[StockLevel], *, batch_size: int) -> BatchOutcome:
    """Send `levels`, `batch_size` to a request, and say which Engage accepted and why it refused the others.

    What concerns all levels (AuthError, RateLimitedError, NetworkError) ends the sending and is in the outcome, beside
    what was accepted before it. A NetworkError names the batch whose fate is unknown in `details["fate_unknown"]`;
    sending it again is harmless, since a level is the current FTA.
    """
    sender = _Sender(api)
    accepted: list[StockLevel] = []
    failed: dict[StockLevel, str] = {}
    for batch in _batches(tuple(levels), batch_size):
        try:
            refused = sender.send(batch)
        except BisError as error:
            if isinstance(error, NetworkError):
                error.details["fate_unknown"] = [_json(level) for level in batch]
            return BatchOutcome(tuple(accepted), failed, error)
        failed |= refused
        accepted += [level for level in batch if level not in refused]
    return BatchOutcome(tuple(accepted), failed)


class _Sender:
    """Sends one batch after the other, and remembers whether taking one apart helps.

    A batch that Engage refuses as a whole is sent again level by level: at most one more request for each level. The
    first batch of which no single level passes ends that, since then it is not a level that is wrong.
    """

    def __init__(self, api: EngageApi) -> None:
        self._api = api
        self._taking_apart_helps = True

    def send(self, batch: tuple[StockLevel, ...]) -> dict[StockLevel, str]:
        """Return the levels of `batch` that were refused, with the reason."""
        if len(batch) == 1:
            return self._send_one(batch[0])
        answer = self._put("stock levels", _MANY, [_json(level) for level in batch])
        if is_success(answer) or not self._taking_apart_helps:
            return refused_levels(answer, batch)
        refused: dict[StockLevel, str] = {}
        for level in batch:
            refused |= self._send_one(level)
        self._taking_apart_helps = len(refused) < len(batch)
        return refused

    def _send_one(self, level: StockLevel) -> dict[StockLevel, str]:
        return refused_levels(self._put("stock level", _ONE, _json(level)), (level,))

    def _put(self, what: str, path: str, json: object) -> Answer:
        """Return Engage's answer, a refusal of the levels included; raises what concerns all of them."""
        answer = self._api.put(what, path, json)
        raise_unless_refused(answer)
        return answer


def _batches(levels: tuple[StockLevel, ...], size: int) -> Iterator[tuple[StockLevel, ...]]:
    for start in range(0, len(levels), size):
        yield levels[start : start + size]


def _json(level: StockLevel) -> dict[str, object]:
    """Return a level as Engage takes it (guide: field mapping of stock updates)."""
    return {"sku": level.sku, "quantity": level.quantity, "externalId": level.external_id}
