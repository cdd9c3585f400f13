"""Every GraphQL operation as a named file with variables; `builders` makes those with one alias per id."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_COMMENT = re.compile(r"[ \t]*#.*$", re.MULTILINE)  # no operation holds a string with a hash: values are variables


@dataclass(frozen=True, slots=True)
class Operation:
    """A GraphQL document with exactly one operation, of this name."""

    name: str
    document: str

    @property
    def is_mutation(self) -> bool:
        """Tell whether it counts as a mutation in Centra's rate budget."""
        return self.document.startswith("mutation")


def source(name: str) -> str:
    """Return the text of `name`.graphql as it is written, comments included."""
    return files(__name__).joinpath(f"{name}.graphql").read_text(encoding="utf-8")


@cache
def operation(name: str) -> Operation:
    """Return the operation in `name`.graphql, without its comments."""
    return Operation(name, _COMMENT.sub("", source(name)).lstrip())
