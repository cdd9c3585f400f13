"""A request as a developer can copy it: the Subscription API is open, so there is no secret in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from shlex import quote


class CallStyle(StrEnum):
    """The language to write it in."""

    CURL = "curl"
    FETCH = "fetch"


@dataclass(frozen=True, slots=True)
class PostCall:
    """How a POST of JSON to `url` is written down; `is_masked` tells that addresses in it will be."""

    style: CallStyle
    url: str
    is_masked: bool

    def of(self, body: Mapping[str, object]) -> str:
        """Return the call as a shell command or as JavaScript."""
        return _as_curl(self.url, body) if self.style is CallStyle.CURL else _as_fetch(self.url, body)


def _as_curl(url: str, body: Mapping[str, object]) -> str:
    told = json.dumps(body, ensure_ascii=False)
    return f"curl -X POST {quote(url)} \\\n  -H 'Content-Type: application/json' \\\n  -d {quote(told)}"


def _as_fetch(url: str, body: Mapping[str, object]) -> str:
    fields = json.dumps(body, ensure_ascii=False, indent=4).removesuffix("}") + "  }"
    return (
        f"await fetch({json.dumps(url)}, {{\n"
        '  method: "POST",\n'
        '  headers: {"Content-Type": "application/json"},\n'
        f"  body: JSON.stringify({fields}),\n"
        "});"
    )
