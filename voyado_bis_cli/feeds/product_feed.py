"""A product feed behind a URL: what Engage imports for one locale."""

from collections.abc import Collection, Iterator
from http import HTTPStatus

from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import BisError, ErrorCode, NetworkError, RateLimitedError, RefusedError
from voyado_bis_cli.feeds.reader import answers
from voyado_bis_cli.transport.model import Request, StreamingTransport


class ProductFeed:
    """One locale's feed; `sku_field` is the element of an item that holds the SKU (a setting per feed)."""

    def __init__(self, transport: StreamingTransport, *, url: str, sku_field: str = "g:id") -> None:
        self._transport = transport
        self._url = url
        self._sku_field = sku_field

    def look_up(self, wanted: Collection[Sku]) -> FeedAnswer:
        """Return what the feed says about `wanted`, reading all of it once; raises as `looking_up`."""
        *_, last = self.looking_up(wanted)
        return last

    def looking_up(self, wanted: Collection[Sku]) -> Iterator[FeedAnswer]:
        """Yield what the feed has said about `wanted` so far, every few megabytes; the last is the whole answer.

        Raises RefusedError for a status that is no success and for what is no feed (see `skus_in_feed`),
        RateLimitedError (429), NetworkError (5xx, or the feed broke off).
        """
        with self._transport.stream(Request("feed", "feed", "GET", self._url)) as answer:
            if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
                raise _failure(answer.status)
            yield from answers(answer.chunks, self._sku_field, wanted)


def _failure(status: int) -> BisError:
    message = f"The product feed could not be fetched (HTTP {status})."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitedError(message, details={"resume_at": None})
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return NetworkError(message, code=ErrorCode.SERVER_ERROR, hint="Run again later.", details={"status": status})
    return RefusedError(
        message,
        status=status,
        hint="Check the feed's URL in the profile. Engage fetches the same address: it must answer without a login.",
    )
