"""Lines out of bytes, in whatever encoding."""

import codecs

import pytest

from voyado_bis_cli.domain.log_text import lines_of


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"one", ["one"]),
        (b"one\n", ["one"]),
        (b"one\n\n", ["one", ""]),
        (b"one\r\ntwo\rthree\nfour", ["one", "two", "three", "four"]),
        (b"\n\none", ["", "", "one"]),
        (codecs.BOM_UTF8 + b"one\r\n\xc3\xa5", ["one", "å"]),
    ],
)
def test_lines_end_as_any_system_ends_them(data: bytes, lines: list[str]) -> None:
    assert lines_of(data) == lines


def test_a_line_that_is_no_utf_8_is_windows_1252_by_itself() -> None:
    assert lines_of(b"\xc3\xa5\n\xe5 \x80\n\x81") == ["å", "å €", "\ufffd"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_that_means_nothing_in_utf_16_becomes_a_replacement(encoding: str, mark: str) -> None:
    assert lines_of(f"{mark}one\r\ntwo".encode(encoding) + b"\xd8") == ["one", "two\ufffd"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_zeros_in_a_quarter_of_its_bytes(encoding: str) -> None:
    assert lines_of("OK日本".encode(encoding)) == ["OK日本"]
    assert lines_of("OK日本語".encode(encoding)) != ["OK日本語"]


def test_utf_16_is_taken_as_little_endian_where_its_zeros_do_not_tell() -> None:
    assert lines_of("aĀ".encode("utf-16-le")) == ["aĀ"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_any_text_with_a_mark_is_read_in_its_encoding(encoding: str) -> None:
    assert lines_of("\ufeff日本語".encode(encoding)) == ["日本語"]


def test_only_the_beginning_tells_the_encoding() -> None:
    assert lines_of(b"a" * 1000 + "bb".encode("utf-16-le") * 1000)[0].startswith("a" * 1000 + "b\0b\0")
