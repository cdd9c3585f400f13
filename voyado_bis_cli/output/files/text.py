"""Text as a file may hold it."""

import json
import re
from collections.abc import Callable

from voyado_bis_cli.output.redacted import redacted

Say = Callable[[str], str]
"""Makes a text one that may leave: redacted, and without what XML and HTML cannot hold."""

_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside XML 1.0 ("Characters"), and control characters that it only discourages."""


def speaker(redact: Callable[[str], str]) -> Say:
    """Return what says texts redacted and writable."""
    return lambda text: _UNWRITABLE.sub("�", redact(text))


def as_json(value: object, say: Say) -> str:
    """Return a JSON value as text that may leave."""
    return say(json.dumps(redacted(value, say), indent=2, ensure_ascii=False, default=str))
