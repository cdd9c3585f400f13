"""Every key of a profile with its variable, read off the models so that none can be forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

from pydantic import SecretStr

from voyado_bis_cli.config.sections import Feed, Section, Settings


class Shape(StrEnum):
    """How a variable writes a value: one text, `A B` (commas work too), or `a=X b=Y`."""

    TEXT = "text"
    LIST = "list"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class Key:
    """A key such as `centra.voyado_token`; `default` is what holds where nobody sets it."""

    path: str
    secret: bool
    shape: Shape
    default: object

    @property
    def variable(self) -> str:
        """The variable of the profile `env`: `BIS_<SECTION>_<KEY>`."""
        return "BIS_" + self.path.replace(".", "_").upper()


def text_of(value: object) -> str:
    """Return a value as its variable would be written; a secret in clear."""
    match value:
        case SecretStr():
            return value.get_secret_value()
        case date():
            return value.isoformat()
        case Feed():
            return value.url
        case tuple():
            return " ".join(map(text_of, value))
        case Mapping():
            return " ".join(f"{name}={text_of(item)}" for name, item in value.items())
        case _:
            return str(value)


def _keys(section: type[Section], prefix: str = "") -> Iterator[Key]:
    for name, field in section.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from _keys(field.annotation, f"{prefix}{name}.")
        else:
            types = set(_types_in(field.annotation))
            shape = Shape.LIST if tuple in types else Shape.PAIRS if Mapping in types else Shape.TEXT
            yield Key(prefix + name, SecretStr in types, shape, field.default)


def _types_in(annotation: Any) -> Iterator[Any]:
    yield get_origin(annotation) or annotation
    for argument in get_args(annotation):
        yield from _types_in(argument)


KEYS: Mapping[str, Key] = {key.path: key for key in _keys(Settings)}
"""By path, in the order of the reference."""
