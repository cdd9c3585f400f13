from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import ErrorCode, NetworkError, RateLimitedError, RefusedError
from voyado_bis_cli.feeds.product_feed import ProductFeed
from voyado_bis_cli.transport.model import Answer, Request, StreamedAnswer

URL = "https://shop.example.com/sv-SE/feed.xml"


@dataclass
class Wire:
    """A StreamingTransport with one answer."""

    status: int
    body: bytes
    requests: list[Request] = field(default_factory=list)
    is_open: bool = False
    is_read: bool = False

    def send(self, request: Request) -> Answer:
        raise AssertionError(f"a feed is streamed, not read whole: {request}")

    @contextmanager
    def stream(self, request: Request) -> Iterator[StreamedAnswer]:
        self.requests.append(request)
        self.is_open = True
        try:
            yield StreamedAnswer(request, self.status, {}, self._chunks())
        finally:
            self.is_open = False

    def _chunks(self) -> Iterator[bytes]:
        self.is_read = True
        yield self.body


def test_a_feed_is_read_once_and_closed() -> None:
    wire = Wire(200, b"<rss><item><sku>A</sku></item></rss>")
    answer = ProductFeed(wire, url=URL, sku_field="sku").look_up({Sku("A"), Sku("B")})
    assert answer == FeedAnswer(1, frozenset({Sku("A")}), {})
    assert wire.requests == [Request("feed", "feed", "GET", URL)]
    assert not wire.is_open


def test_the_sku_is_in_google_s_id_unless_told_otherwise() -> None:
    body = b'<rss xmlns:g="http://base.google.com/ns/1.0"><item><g:id>A</g:id></item></rss>'
    assert ProductFeed(Wire(200, body), url=URL).look_up([Sku("A")]).found == {"A"}


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (301, RefusedError, ErrorCode.REFUSED),
        (401, RefusedError, ErrorCode.REFUSED),
        (404, RefusedError, ErrorCode.REFUSED),
        (429, RateLimitedError, ErrorCode.RATE_LIMITED),
        (503, NetworkError, ErrorCode.SERVER_ERROR),
    ],
)
def test_a_feed_that_cannot_be_fetched_is_an_error_with_its_status(
    status: int, error: type[RefusedError | RateLimitedError | NetworkError], code: ErrorCode
) -> None:
    wire = Wire(status, b"<html>")
    with pytest.raises(error, match=f"HTTP {status}") as caught:
        ProductFeed(wire, url=URL).look_up([Sku("A")])
    assert caught.value.code is code
    assert not wire.is_read
    assert not wire.is_open


def test_a_feed_that_is_no_feed_is_closed_all_the_same() -> None:
    wire = Wire(200, b"<rss>")
    with pytest.raises(RefusedError):
        ProductFeed(wire, url=URL).look_up([Sku("A")])
    assert not wire.is_open


def test_a_big_feed_says_how_far_it_is_and_its_last_answer_is_the_whole_one() -> None:
    item = "<item><g:id>A</g:id><title>" + "x" * 1000 + "</title></item>"
    body = f'<rss xmlns:g="http://base.google.com/ns/1.0"><channel>{item * 9000}</channel></rss>'.encode()

    how_far = [answer.items for answer in ProductFeed(Wire(200, body), url=URL).looking_up([Sku("A")])]

    assert len(how_far) == 3
    assert how_far == sorted(how_far)
    assert how_far[-1] == 9000
