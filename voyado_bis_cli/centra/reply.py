"""What every GraphQL answer has: data, errors and extensions."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import BeforeValidator

from voyado_bis_cli.centra.node import Node

_PERMISSION = re.compile(r"\b[A-Z]\w*(?:\.\w+)?:(?:read|write)\b")
_EmptyIsNone = BeforeValidator(lambda value: value or None)  # PHP writes an empty object as []
NoneIsEmpty = BeforeValidator(lambda value: value or ())
"""For lists that may be null."""


class Location(Node):
    """Where in the document an error lies, lines from 1."""

    line: int


class ErrorExtensions(Node):
    """What Centra says about an error beside its message."""

    category: str | None = None


class Remark(Node):
    """A message of Centra's and the place it is about; also an entry of `userErrors` and `userWarnings`.

    The names are published, the types are not: a path may be a list or one text.
    """

    message: Annotated[str, BeforeValidator(lambda value: value or "no message")] = "no message"
    path: Annotated[
        tuple[str | int, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value or ())
    ] = ()

    @property
    def sentence(self) -> str:
        """The message without its full stop, and the place it is about."""
        message = self.message.rstrip(".")
        return f"{message} (at {'.'.join(map(str, self.path))})" if self.path else message


class GraphQLError(Remark):
    """One entry of `errors`."""

    locations: Annotated[tuple[Location, ...], NoneIsEmpty] = ()
    extensions: Annotated[ErrorExtensions | None, _EmptyIsNone] = None

    @property
    def is_authorization(self) -> bool:
        """Tell whether a permission is missing: the category decides, not the wording (contract: Permissions)."""
        return self.extensions is not None and self.extensions.category == "authorization"

    @property
    def permissions(self) -> tuple[str, ...]:
        """The permissions that an authorization error names (`Market:read`); empty where it names none."""
        return tuple(dict.fromkeys(_PERMISSION.findall(self.message))) if self.is_authorization else ()


class ReplyExtensions(Node):
    """What Centra says about the whole answer: `complexity` is what it cost, the others what it will remove."""

    complexity: int | None = None
    deprecated_permissions_used: Annotated[tuple[str, ...], NoneIsEmpty] = ()
    deprecated_fields_used: Annotated[tuple[str, ...], NoneIsEmpty] = ()


class Reply(Node):
    """A GraphQL answer as it came; `data` may be partial where `errors` has entries. `status` is the HTTP status."""

    status: int = HTTPStatus.OK
    data: Annotated[dict[str, Any] | None, _EmptyIsNone] = None
    errors: Annotated[tuple[GraphQLError, ...], NoneIsEmpty] = ()
    extensions: Annotated[ReplyExtensions | None, _EmptyIsNone] = None

    @property
    def complexity(self) -> int:
        """What the operation cost of Centra's complexity budget; 0 where the answer does not say."""
        return (self.extensions and self.extensions.complexity) or 0

    @property
    def deprecated(self) -> tuple[str, ...]:
        """The permissions and fields of the operation that Centra will remove."""
        said = self.extensions
        return (*said.deprecated_permissions_used, *said.deprecated_fields_used) if said else ()
