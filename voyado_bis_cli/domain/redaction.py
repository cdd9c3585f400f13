"""What may leave this program: secrets are removed, personal data is masked (design: secrets and personal data).

One redactor, fed with the resolved secrets of the run, serves errors, traces, journal and reports.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

SECRET = "[secret]"  # noqa: S105  # what stands in for one
REMOVED = "[removed]"

SHOWN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "age",
        "allow",
        "cache-control",
        "connection",
        "content-encoding",
        "content-language",
        "content-length",
        "content-type",
        "date",
        "etag",
        "expires",
        "host",
        "last-modified",
        "location",
        "request-id",
        "retry-after",
        "server",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "x-correlation-id",
        "x-request-id",
    }
)
"""Headers whose values are shown, redacted; of all others only the name is."""

_SECRET_KEY = re.compile(r"(?i)(token|api[-_]?key|authorization|password|secret|cookie|graphql-access)\Z")
_SHORTEST = 4  # below this, a secret would shred innocent words: it is removed only where it stands alone
_JSON_ESCAPES = {'"': r"\"", "\\": r"\\", "/": r"\/", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_HEX_LETTER = re.compile("[a-f]")
_REPEATED = re.compile(r"(.)\1*", re.DOTALL)


class Redactor:
    """Removes secrets and masks email addresses, in every spelling they travel in.

    A secret is found in plain, percent-encoded and JSON-escaped form, also where one text mixes these. Email addresses
    are masked (`j***@voyado.com`) unless `show_personal_data`. All methods are idempotent, and linear in their input.
    """

    def __init__(self, secrets: Iterable[str], *, show_personal_data: bool = False) -> None:
        patterns = {secret: _any_spelling(secret) for secret in secrets if secret.strip()}
        patterns[SECRET] = re.escape(SECRET)  # matched like a secret, so that no part of a stand-in is redacted again
        longest_first = sorted(patterns, key=len, reverse=True)
        self._secrets = re.compile("|".join(patterns[secret] for secret in longest_first))
        self._show_personal_data = show_personal_data

    def text(self, text: str) -> str:
        """Return `text` without secrets and with email addresses masked."""
        without = self._secrets.sub(SECRET, text)
        return without if self._show_personal_data else _mask_emails(without)

    def value(self, value: object) -> object:
        """Return a JSON-like value redacted throughout, keys included; what stands under a secret's name is removed.

        Mappings come back as dicts, sequences as lists; None, booleans and numbers stay.
        """
        return self._redacted(value, cache(self.text))  # what repeats is looked at once

    def _redacted(self, value: object, text: Callable[[str], str]) -> object:
        match value:
            case str():
                return text(value)
            case Mapping():
                return {
                    text(str(key)): self._removed(each) if _SECRET_KEY.search(str(key)) else self._redacted(each, text)
                    for key, each in value.items()
                }
            case list() | tuple():
                return [self._redacted(each, text) for each in value]
            case _:
                return value

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers in their order; a value is shown only if its name is in `SHOWN_HEADERS`."""
        return {name: self.text(value) if name.lower() in SHOWN_HEADERS else REMOVED for name, value in headers.items()}

    def _removed(self, value: object) -> object:
        """Return the shape of what stands under a secret's name: leaves are gone, emptiness and booleans stay."""
        match value:
            case None | bool() | "":
                return value
            case Mapping():
                return {self.text(str(key)): self._removed(each) for key, each in value.items()}
            case list() | tuple():
                return [self._removed(each) for each in value]
            case _:
                return SECRET


def mask_email(email: str) -> str:
    """Return an address as it may be shown: `john-doe@voyado.com` becomes `j***@voyado.com`.

    The domain stays, since it tells test addresses from shoppers'. What holds no `@` is masked like a local part.
    """
    local, at, domain = email.rpartition("@")
    return f"{_mask(local)}@{domain}" if at else _mask(email)


# ---------------------------------------------------------------- secrets
def _any_spelling(secret: str) -> str:
    """Return a pattern that matches `secret` in every spelling, each character in its own (.NET escapes only some).

    A run of one character is one group: where one spelling is a part of another, as with backslashes in JSON, the
    search must not try every combination of the two.
    """
    pattern = "".join(_run(match[1], len(match[0])) for match in _REPEATED.finditer(secret))
    return pattern if len(secret) >= _SHORTEST else rf"(?<!\w){pattern}(?!\w)"


def _run(character: str, times: int) -> str:
    return "(?:" + "|".join(f"(?:{spelling}){{{times}}}" for spelling in _spellings(character)) + ")"


def _spellings(character: str) -> list[str]:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    escaped = "".join(rf"\\u{_any_case(units[start : start + 4])}" for start in range(0, len(units), 4))
    percent = "".join(f"%{_any_case(f'{byte:02x}')}" for byte in character.encode("utf-8", "surrogatepass"))
    spellings = [escaped, percent]
    if character in _JSON_ESCAPES:
        spellings.append(re.escape(_JSON_ESCAPES[character]))
    if character == " ":
        spellings.append(r"\+")  # as forms and query strings write it
    return [*spellings, re.escape(character)]


def _any_case(digits: str) -> str:
    return _HEX_LETTER.sub(lambda letter: f"[{letter[0]}{letter[0].upper()}]", digits)


# ---------------------------------------------------------------- email addresses
# Where an address ends in a text, a URL or JSON. Mail allows some of these inside a local part (`=`, `/`); no provider
# hands such addresses to shoppers, and treating them as letters would swallow whole URLs.
_DELIMITERS = '"<>()[],;:=&?/#\\ \t\n\r\f\v'
_RUN = re.compile(rf"(?:\\u[0-9a-fA-F]{{4}}|[^\s{re.escape(_DELIMITERS)}])+")
_ENCODED_DELIMITER = "|".join(f"%{ord(each):02x}|\\\\u{ord(each):04x}" for each in _DELIMITERS)
_AT = r"@|%40|\\u0040"
_PIECES = re.compile(f"({_AT}|{_ENCODED_DELIMITER})", re.IGNORECASE)
_IS_AT = re.compile(_AT, re.IGNORECASE)
_SHOWN_START = re.compile(r"['`]*[^\W_]?")


def _mask_emails(text: str) -> str:
    return _RUN.sub(_mask_run, text) if _IS_AT.search(text) else text


def _mask_run(run: re.Match[str]) -> str:
    """Mask the local parts in text without plain delimiters: whatever stands before an `@`."""
    pieces = _PIECES.split(run[0])  # texts at even places, separators between them
    for place in range(1, len(pieces), 2):
        local = pieces[place - 1]
        if local and _IS_AT.fullmatch(pieces[place]):
            pieces[place - 1] = _mask(local)
    return "".join(pieces)


def _mask(local: str) -> str:
    start = next(_SHOWN_START.finditer(local))  # always there, if only empty
    return f"{start[0]}***"
