"""Cassettes as files for people: YAML that begins with its origin and shows JSON bodies and queries line by line."""

import json
from typing import Any

import yaml

_WIDTH = 120
_LONGEST = 20_000  # characters: a longer body is a schema that nobody reads line by line, and YAML is slow
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CassetteFile:
    """Serializes for vcrpy.

    A JSON object or list in a body becomes YAML unless it is very long and, read again, the same JSON, though not with
    the same blanks.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def serialize(self, cassette: dict[str, Any]) -> str:
        """Return the file; its first line says where the answers are from."""
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = _readable(request["body"])
            response["body"] = _readable(response["body"]["string"])
        dumped = yaml.dump(cassette, Dumper=_Dumper, sort_keys=False, width=_WIDTH)
        return f"# {self._origin}\n{dumped}"

    def deserialize(self, file: str) -> dict[str, Any]:
        """Return the cassette as vcrpy knows it."""
        cassette: dict[str, Any] = yaml.load(file, Loader=_LOADER)  # noqa: S506  # a safe one
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = _sent(request["body"])
            response["body"] = {"string": _sent(response["body"])}
        return cassette


def _readable(body: str) -> object:
    try:
        read: object = json.loads(body) if len(body) <= _LONGEST else None
    except ValueError:
        return body
    return read if isinstance(read, dict | list) else body  # a bare number or text stays as it was sent


def _sent(body: object) -> str:
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _text(dumper: _Dumper, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
