"""Names are accepted wherever ids are: find what the user typed among what Centra has."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from voyado_bis_cli.errors import WrongError


class Named(Protocol):
    """Anything with an id and a name."""

    @property
    def id(self) -> int:
        """Centra's id."""
        ...

    @property
    def name(self) -> str:
        """The name shown in Centra's admin."""
        ...


N = TypeVar("N", bound=Named)


def by_id_or_name(candidates: Sequence[N], typed: str, *, what: str, command: str) -> N:
    """Return the one candidate with this id, else with this name (case does not matter).

    `what` is the noun for messages, `command` the command that lists the candidates. Raises WrongError when there is
    none, or when several share the name.
    """
    text = typed.strip()
    by_id = [candidate for candidate in candidates if str(candidate.id) == text]
    found = by_id or [candidate for candidate in candidates if candidate.name.casefold() == text.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(candidate.id) for candidate in found)
        raise WrongError(
            f"Several {what}s are called {text!r} (ids {ids}), so it is not clear which one is meant.",
            hint=f"Give the id instead; {command} lists them.",
        )
    raise WrongError(
        f"There is no {what} {text!r} in Centra, as far as this token sees.",
        hint=f"{_suggestion(candidates, text)}{command} lists them.",
    )


def _suggestion(candidates: Sequence[N], text: str) -> str:
    named = {candidate.name.casefold(): candidate for candidate in reversed(candidates)}  # of a shared name, the first
    match get_close_matches(text.casefold(), named, n=1):
        case [nearest]:
            return f"Did you mean {named[nearest].name} ({named[nearest].id})? "
    return ""
