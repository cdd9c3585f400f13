"""What may stand in a cassette: no secret, no email address, no real host, nothing personal, nothing of the moment."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from vcr.request import Request  # type: ignore[import-untyped]  # vcrpy has no types

from voyado_bis_cli.config.profile import Profile
from voyado_bis_cli.domain.redaction import REMOVED, Redactor

Response = dict[str, Any]
"""A response as vcrpy keeps it: `status`, `headers` (lists by name) and `body` (`{"string": bytes}`)."""

_CREDENTIALS = frozenset({"authorization", "apikey"})
_HEADERS = frozenset({*_CREDENTIALS, "content-type", "retry-after"})
"""The headers that mean something here; others are noise (`date`, `content-length`) or secret (`set-cookie`)."""

_SHOWN_OF_CONTACT = frozenset(
    {"id", "email", "contactType", "meta", "preferences", "source", "storeExternalId", "isApproved", "createdOn"}
)
_CONTACT = re.compile(r"/api/v\d/contacts/[^/]{30,}")  # one contact by its GUID
_LINK = "messageLink"  # opens the email for whoever has it


class Scrubber:
    """Turns what was recorded from the systems of `recorded` into what the systems of `replayed` would say.

    `request` is pure: vcrpy calls it for every request that is recorded, loaded or replayed, and more than once. What
    it has scrubbed stays as it is when it is loaded and replayed.
    """

    def __init__(self, recorded: Profile, replayed: Profile) -> None:
        self._names = dict(_names(recorded, replayed))
        longest_first = sorted(self._names, key=len, reverse=True)
        self._named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first))
        self._redactor = Redactor(recorded.secrets())

    def text(self, text: str) -> str:
        """Return a text without secrets, email addresses and names of the recorded systems."""
        return self._redactor.text(self._named.sub(lambda name: self._names[name[0]], text))

    def value(self, value: object) -> object:
        """Return a JSON value scrubbed throughout; secrets by name and links to emails are removed."""
        return self._redactor.value(self._renamed(value))

    def request(self, request: Request) -> Request | None:
        """Return a request as it may be kept, None for what is no API's: the sandbox's own control."""
        if request.path.startswith("/_sandbox"):
            return None
        request.uri = self.text(request.uri)
        request.headers = {name: REMOVED if name in _CREDENTIALS else request.headers[name] for name in _kept(request)}
        request.body = self._body((request.body or b"").decode())
        return request

    def interaction(self, request: Request, response: Response) -> tuple[Request, Response]:
        """Return a request, which is scrubbed already, and its response as they are written to the file."""
        body = self._body(response["body"]["string"].decode(), personal=bool(_CONTACT.fullmatch(request.path)))
        headers = {name: values for name, values in response["headers"].items() if name.lower() in _HEADERS}
        return request, {**response, "headers": headers, "body": {"string": body.encode()}}

    def _body(self, text: str, *, personal: bool = False) -> str:
        try:
            read: object = json.loads(text)
        except ValueError:
            return self.text(text)
        scrubbed = self.value(_without_person(read) if personal else read)
        return json.dumps(scrubbed, ensure_ascii=False, separators=(",", ":"))  # as both systems write JSON

    def _renamed(self, value: object) -> object:
        match value:
            case str():
                return self.text(value)
            case dict():
                return {name: REMOVED if name == _LINK else self._renamed(each) for name, each in value.items()}
            case list():
                return [self._renamed(each) for each in value]
            case _:
                return value


def _names(recorded: Profile, replayed: Profile) -> Iterator[tuple[str, str]]:
    """Yield what would tell whom it was recorded from, with what stands in for it: addresses, hosts and names."""
    for key in ("log.url", "subscription_api.url", "centra.url", "engage.url"):
        here, there = recorded.value(key), replayed.value(key)
        if here:
            yield here.rstrip("/"), there
            yield urlsplit(here).netloc, urlsplit(there).netloc
    for key in ("tenant", "centra.integration_name", "centra.voyado_integration_name"):
        if here := recorded.value(key):
            yield here, replayed.value(key)


def _kept(request: Request) -> list[str]:
    return sorted(name for name in request.headers if name in _HEADERS)


def _without_person(contact: object) -> object:
    """Return a contact with nothing but what the toolkit reads; an error in its place is no contact."""
    if not isinstance(contact, dict) or "errorCode" in contact:
        return contact
    return {name: value if name in _SHOWN_OF_CONTACT or value is None else REMOVED for name, value in contact.items()}
