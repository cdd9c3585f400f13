"""A request as a developer can copy it: the Subscription API is open, so there is no secret in it."""

import json
from collections.abc import Mapping
from enum import StrEnum
from shlex import quote


class CallStyle(StrEnum):
    """The language to write it in."""

    CURL = "curl"
    FETCH = "fetch"


def post_call(style: CallStyle, url: str, body: Mapping[str, object]) -> str:
    """Return a POST of a JSON body to `url`, as a shell command or as JavaScript."""
    return _as_curl(url, body) if style is CallStyle.CURL else _as_fetch(url, body)


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
