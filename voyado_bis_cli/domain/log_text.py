"""From the bytes of a saved page to its lines, whatever wrote them."""

import codecs
import re

_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 1000  # bytes


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a text in UTF-8, UTF-16 (also without a byte order mark) or Windows-1252.

    A line that is no UTF-8 is taken as Windows-1252 by itself: files put together from several keep all of their lines.
    Never fails; a byte that means nothing becomes U+FFFD.
    """
    text = _in_utf_16(data)
    if text is None:
        text = "\n".join(_decoded(line) for line in re.split(rb"\r\n|\r|\n", data.removeprefix(codecs.BOM_UTF8)))
    lines = _LINE_END.split(text)
    return lines[:-1] if not lines[-1] else lines


def _in_utf_16(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace")
    sample = data[:_LOOKED_AT]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not sample or max(even, odd) * 4 < len(sample):  # in Western text every second byte is zero
        return None
    return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
