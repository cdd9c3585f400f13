"""Looks SKUs up in a product feed while it streams by: memory stays flat, whatever the feed's size."""

import gzip
import io
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import ErrorCode, RefusedError

GOOGLE_NAMESPACE: Final = "http://base.google.com/ns/1.0"

_ITEMS = frozenset({"item", "entry"})  # RSS and Atom
_GZIP = b"\x1f\x8b"
_HTML = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?<(!doctype\s+)?html", re.IGNORECASE)
_READ = 64 * 1024  # bytes
_PIECES_PER_ANSWER = 64
_MOST_PIECES = 8  # of text in one element, each up to 8 kB: no SKU is longer, and a hostile feed must not fill memory


def skus_in_feed(chunks: Iterable[bytes], sku_field: str, wanted: Collection[Sku]) -> FeedAnswer:
    """Return what a Google Merchant feed (RSS or Atom, gzipped or not) says about `wanted`.

    `sku_field` is an element of an item as the feed spells it (`g:id`, `sku`); the prefix `g` stands for Google's
    namespace whatever the feed calls it. SKUs are compared to the character, without surrounding blanks. Raises
    RefusedError(unexpected_answer), with the line in `details["line"]`, for what is no such feed: broken or truncated
    XML, a web page, entity definitions (an "entity bomb").
    """
    *_, last = answers(chunks, sku_field, wanted)
    return last


def answers(chunks: Iterable[bytes], sku_field: str, wanted: Collection[Sku]) -> Iterator[FeedAnswer]:
    """Yield what the feed has said so far every 4 MB, so that a big one shows progress; the last is the whole answer.

    Otherwise as `skus_in_feed`.
    """
    lookup = _Lookup(sku_field, wanted)
    parser = DefusedXMLParser(target=lookup)
    try:
        for number, piece in enumerate(_pieces(chunks), start=1):
            parser.feed(piece)
            if number % _PIECES_PER_ANSWER == 0:
                yield lookup.answer()
        parser.close()
    except ParseError as error:
        raise _not_a_feed(f"its XML is broken: {error}", line=error.position[0]) from None
    except DefusedXmlException:
        line: int = parser.parser.CurrentLineNumber
        raise _not_a_feed(f"line {line} defines an XML entity, which is how an entity bomb begins", line=line) from None
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise _not_a_feed(f"its gzip data is broken: {error}") from None
    except (LookupError, ValueError) as error:
        raise _not_a_feed(f"it cannot be decoded: {error}", line=1) from None
    yield lookup.answer()


class _Lookup:
    """The parser's target: sees every element once, keeps the text of one."""

    def __init__(self, sku_field: str, wanted: Collection[Sku]) -> None:
        self._sku_field = sku_field
        self._wanted = frozenset(wanted)
        self._prefixes = {GOOGLE_NAMESPACE: "g"}
        self._depth = 0  # 0 outside an item, 1 on the item itself, more on what it holds
        self._text: list[str] = []
        self._items = 0
        self._found: set[Sku] = set()
        self._elsewhere: dict[Sku, str] = {}

    def start_ns(self, prefix: str, uri: str) -> None:
        if uri != GOOGLE_NAMESPACE:
            self._prefixes[uri] = prefix

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002  # the parser's signature
        self._text.clear()
        if self._depth:
            self._depth += 1
        elif tag.rpartition("}")[2] in _ITEMS:
            self._depth = 1
            self._items += 1

    def data(self, text: str) -> None:
        if self._depth > 1 and len(self._text) < _MOST_PIECES:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if not self._depth:
            return
        said = Sku("".join(self._text).strip())
        self._text.clear()
        if said in self._wanted:
            self._note(said, tag)
        self._depth -= 1

    def close(self) -> None:
        """End of document: nothing to build."""

    def answer(self) -> FeedAnswer:
        elsewhere = {sku: name for sku, name in self._elsewhere.items() if sku not in self._found}
        return FeedAnswer(self._items, frozenset(self._found), MappingProxyType(elsewhere))

    def _note(self, sku: Sku, tag: str) -> None:
        name = self._name(tag)
        if name == self._sku_field:
            self._found.add(sku)
        else:
            self._elsewhere.setdefault(sku, name)

    def _name(self, tag: str) -> str:
        """Return an element's name as the feed spells it: `{uri}local` with the prefix that stands for the uri."""
        uri, _, local = tag.removeprefix("{").rpartition("}")
        prefix = self._prefixes.get(uri, "")
        return f"{prefix}:{local}" if prefix else local


class _ChunkReader(io.RawIOBase):
    """Chunks of bytes as a raw file, for gzip; full reads, so that a peek sees the head of the feed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        filled = 0
        while filled < len(buffer):
            if not self._rest:
                chunk = next(self._chunks, None)
                if chunk is None:
                    break
                self._rest = memoryview(chunk)
            taken = self._rest[: len(buffer) - filled]
            buffer[filled : filled + len(taken)] = taken
            self._rest = self._rest[len(taken) :]
            filled += len(taken)
        return filled


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the feed's XML in pieces of bounded size; raises RefusedError for a web page."""
    stream: io.BufferedReader[Any] = io.BufferedReader(_ChunkReader(chunks), _READ)
    if stream.peek(len(_GZIP)).startswith(_GZIP):
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream), _READ)
    if _HTML.match(stream.peek(_READ)):
        raise _not_a_feed("it is a web page (HTML)", line=1)
    while piece := stream.read(_READ):
        yield piece


def _not_a_feed(why: str, *, line: int | None = None) -> RefusedError:
    return RefusedError(
        f"The product feed cannot be read: {why}.",
        code=ErrorCode.UNEXPECTED_ANSWER,
        hint="Open the feed's URL, and check that it gives a Google Merchant feed to anyone who asks, as to Engage.",
        details={"line": line},
    )
