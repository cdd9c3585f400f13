import gzip
import tracemalloc
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.feed import FeedAnswer
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import ErrorCode, NetworkError, RefusedError
from voyado_bis_cli.feeds.reader import skus_in_feed

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0">
  <channel>
    <title>B</title>
    <item><g:id> A </g:id><g:mpn>M-1</g:mpn><title>B &amp; C</title></item>
    <item><g:id><![CDATA[B]]></g:id><g:item_group_id>G</g:item_group_id></item>
    <item><g:id>Å-3</g:id><g:mpn>A</g:mpn><g:shipping><g:price>P</g:price></g:shipping></item>
  </channel>
</rss>
"""


def look_up(feed: str | bytes | Iterable[bytes], *wanted: str, field: str = "g:id") -> FeedAnswer:
    data = feed.encode() if isinstance(feed, str) else feed
    return skus_in_feed([data] if isinstance(data, bytes) else data, field, [Sku(sku) for sku in wanted])


def item(body: str, declarations: str = 'xmlns:g="http://base.google.com/ns/1.0"') -> str:
    return f"<rss {declarations}><channel><item>{body}</item></channel></rss>"


def test_skus_are_found_in_the_configured_field() -> None:
    assert look_up(FEED, "A", "B", "Å-3", "missing") == FeedAnswer(3, frozenset({Sku("A"), Sku("B"), Sku("Å-3")}), {})


def test_a_sku_that_stands_only_elsewhere_in_an_item_names_that_element() -> None:
    answer = look_up(FEED, "A", "M-1", "G", "P", "B & C")
    assert answer.found == {"A"}
    assert answer.found_elsewhere == {"M-1": "g:mpn", "G": "g:item_group_id", "P": "g:price", "B & C": "title"}


def test_what_stands_outside_of_items_counts_for_nothing() -> None:
    assert look_up("<rss><channel><title>A</title><id>A</id></channel></rss>", "A") == FeedAnswer(0, frozenset(), {})


def test_skus_are_compared_to_the_character() -> None:
    assert look_up(item("<g:id>1234SIZEM</g:id>"), "1234sizem", "1234SIZE", "1234SIZEMM").found == frozenset()


@pytest.mark.parametrize(
    ("body", "declarations", "field"),
    [
        ("<g:id>A</g:id>", 'xmlns:g="http://base.google.com/ns/1.0"', "g:id"),
        ("<goo:id>A</goo:id>", 'xmlns:goo="http://base.google.com/ns/1.0"', "g:id"),
        ("<id>A</id>", 'xmlns="http://base.google.com/ns/1.0"', "g:id"),
        ("<g:id>A</g:id>", 'xmlns:g="https://base.google.com/ns/1.0/"', "g:id"),
        ("<sku>A</sku>", "", "sku"),
        ("<sku>A</sku>", 'xmlns="http://www.w3.org/2005/Atom"', "sku"),
        ("<c:sku>A</c:sku>", 'xmlns:c="http://base.google.com/cns/1.0"', "c:sku"),
    ],
)
def test_the_field_is_named_as_the_feed_spells_it_and_g_is_always_googles(
    body: str, declarations: str, field: str
) -> None:
    assert look_up(item(body, declarations), "A", field=field) == FeedAnswer(1, frozenset({Sku("A")}), {})


def test_another_field_can_hold_the_sku() -> None:
    assert look_up(FEED, "A", "B", field="g:mpn") == FeedAnswer(3, frozenset({Sku("A")}), {Sku("B"): "g:id"})


def test_an_atom_feed_has_entries() -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><g:id>A</g:id></entry></feed>'
    assert look_up(atom, "A") == FeedAnswer(1, frozenset({Sku("A")}), {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_the_declared_encoding_is_respected(encoding: str) -> None:
    feed = FEED.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    assert look_up(feed.encode(encoding), "Å-3").found == {"Å-3"}


@pytest.mark.parametrize(
    "zipped",
    [gzip.compress(FEED.encode()), gzip.compress(FEED[:90].encode()) + gzip.compress(FEED[90:].encode())],
    ids=["one member", "two members"],
)
def test_a_gzipped_feed_is_recognised_by_its_first_bytes(zipped: bytes) -> None:
    assert look_up(zipped, "A", "B").found == {"A", "B"}


@given(st.integers(1, 400), st.booleans())
def test_where_the_chunks_are_cut_makes_no_difference(size: int, zipped: bool) -> None:
    data = gzip.compress(FEED.encode()) if zipped else FEED.encode()
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert look_up([b"", *chunks], "A", "M-1") == look_up(FEED, "A", "M-1")


@given(st.lists(st.text("ABC123-", min_size=1, max_size=5)), st.sets(st.text("ABC123-", min_size=1, max_size=5)))
def test_what_is_found_is_what_is_wanted_and_there(there: list[str], wanted: set[str]) -> None:
    feed = "<rss>" + "".join(f"<item><id>{sku}</id></item>" for sku in there) + "</rss>"
    assert look_up(feed, *wanted, field="id") == FeedAnswer(len(there), frozenset(map(Sku, wanted & set(there))), {})


# ---------------------------------------------------------------- what is no feed
BROKEN = "<rss>\n<channel>\n<item></channel></rss>"
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [\n <!ENTITY lol "lol">\n <!ENTITY lol2 "&lol;&lol;">\n]>\n<rss>&lol2;</rss>'
)


@pytest.mark.parametrize(
    ("feed", "why", "line"),
    [
        ("", "its XML is broken: no element found", 1),
        (BROKEN, "its XML is broken: mismatched tag", 3),
        (FEED.partition("</item>")[0], "its XML is broken", 5),
        ("<rss>\n&nbsp;</rss>", "its XML is broken: undefined entity", 2),
        ('[{"id": "A"}]', "its XML is broken", 1),
        ("<!DOCTYPE html>\n<html><body></body></html>", "it is a web page (HTML)", 1),
        ("\n <!doctype HTML><p>", "it is a web page (HTML)", 1),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "it is a web page (HTML)", 1),
        (BOMB, "line 3 defines an XML entity", 3),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<rss>&x;</rss>', "line 1 defines an XML entity", 1),
        ('<?xml version="1.0" encoding="klingon"?><rss/>', "it cannot be decoded: unknown encoding: klingon", 1),
        ('<?xml version="1.0" encoding="shift_jis"?><rss/>', "it cannot be decoded: multi-byte", 1),
    ],
)
def test_what_is_no_feed_is_refused_with_its_line(feed: str, why: str, line: int) -> None:
    with pytest.raises(RefusedError) as caught:
        look_up(feed, "A")
    assert caught.value.message.startswith(f"The product feed cannot be read: {why}")
    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER
    assert caught.value.details["line"] == line


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(FEED.encode())[:-9],
        gzip.compress(FEED.encode()) + b"rest",
        gzip.compress(FEED.encode())[:40] + b"\xff" * 40,
    ],
    ids=["cut off", "something behind it", "damaged"],
)
def test_broken_gzip_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="its gzip data is broken"):
        look_up(data, "A")


def test_a_connection_that_breaks_off_stays_what_it_is() -> None:
    def breaking() -> Iterator[bytes]:
        yield FEED[:100].encode()
        raise NetworkError("The connection broke off.")

    with pytest.raises(NetworkError, match="broke off"):
        look_up(breaking(), "A")


def test_memory_stays_flat_however_long_the_feed() -> None:
    def feed(items: int) -> Iterator[bytes]:
        yield b"<rss><channel>"
        for number in range(items):
            yield f"<item><id>{number}</id><description>{'x' * 500}</description></item>".encode()
        yield b"<item><id>last</id><description>"
        for _ in range(items):
            yield b"y" * 1000
        yield b"</description></item></channel></rss>"

    def peak(items: int) -> int:
        tracemalloc.start()
        try:
            assert look_up(feed(items), "last", field="id") == FeedAnswer(items + 1, frozenset({Sku("last")}), {})
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # warms caches
    assert peak(3000) < 2 * peak(300)


def test_a_small_file_that_unpacks_into_a_huge_one_is_read_in_small_pieces() -> None:
    zipped = gzip.compress(b"<rss><item><id>A</id>" + b" " * 50_000_000 + b"</item></rss>")
    tracemalloc.start()
    try:
        assert look_up(zipped, "A", field="id").found == {"A"}
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
