"""The read probes: which line of `ReadProbes.graphql` and `ExcessProbes.graphql` proves which permission."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from voyado_bis_cli.centra.operations import Operation, source
from voyado_bis_cli.centra.reply import GraphQLError

_LINE = re.compile(
    r"^(?P<text>  (?:(?P<alias>\w+): )?(?P<field>\w+)\b.*)"
    r" # (?P<role>proves|rides with|rides along) ?(?P<permission>\S*)$",
    re.MULTILINE,
)
_UNKNOWN_FIELD = re.compile(r"""Cannot query field ["'](?P<field>\w+)["'] on type ["'](?P<type>\w+)["']""")
_FIRST_LINE = 2  # the first line of the document opens the query


@dataclass(frozen=True, slots=True)
class ProbeLine:
    """One root field of the probing query.

    `key` is its key in the answer, `permission` what it proves; a rider proves nothing and rides along with the probe
    of `permission`, or with any where that is empty.
    """

    key: str
    field: str
    text: str
    permission: str
    is_rider: bool

    @property
    def guarded_field(self) -> str:
        """The field that a permission like `ProductSize.stock:read` guards; empty where it guards the type."""
        return self.permission.partition(":")[0].partition(".")[2]

    def denied_at(self, path: Sequence[str | int]) -> bool:
        """Tell whether an unnamed denial at `path` is about this permission: at the root, it is about the type's."""
        return not self.guarded_field or self.guarded_field in path[1:]


@cache
def _all_lines() -> tuple[ProbeLine, ...]:
    return tuple(
        ProbeLine(
            key=match["alias"] or match["field"],
            field=match["field"],
            text=match["text"],
            permission=match["permission"],
            is_rider=match["role"] != "proves",
        )
        for name in ("ReadProbes", "ExcessProbes")
        for match in _LINE.finditer(source(name))
    )


def probe_lines(permissions: Collection[str], *, riders: bool = True) -> tuple[ProbeLine, ...]:
    """Return the probes of `permissions`, and what rides along with them."""
    return tuple(
        line
        for line in _all_lines()
        if (riders or not line.is_rider) and (line.permission in permissions or not line.permission)
    )


def probing_query(lines: Collection[ProbeLine]) -> Operation:
    """Return the query of just these lines, one below the other."""
    return Operation("ReadProbes", "\n".join(["query ReadProbes {", *(line.text for line in lines), "}", ""]))


def lines_of(error: GraphQLError, lines: Sequence[ProbeLine]) -> tuple[ProbeLine, ...]:
    """Return the lines an error is about: by its path, its place in the document, or the field it says is unknown.

    Empty where that cannot be told for sure.
    """
    if at_path := tuple(line for line in lines if line.key in error.path[:1]):
        return at_path
    if error.locations:
        at = error.locations[0].line - _FIRST_LINE
        return (lines[at],) if 0 <= at < len(lines) else ()
    return _lines_with_unknown_field(error.message, lines)


def _lines_with_unknown_field(message: str, lines: Sequence[ProbeLine]) -> tuple[ProbeLine, ...]:
    unknown = _UNKNOWN_FIELD.search(message)
    if unknown is None:
        return ()
    if unknown["type"] == "Query":
        return tuple(line for line in lines if line.field == unknown["field"])
    found = tuple(line for line in lines if re.search(rf"\b{unknown['field']}\b", line.text))
    return found if len(found) == 1 else ()
