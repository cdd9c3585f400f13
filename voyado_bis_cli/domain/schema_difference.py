"""Centra's schema as it is on one instance, beside what is published and what our operations use of it.

A schema is a mapping from names to parts. A name says where a part stands: `Market` (a type), `Market.store` (a field,
an input field or an enum value), `Query.markets(sort)` (an argument).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

_CLOSE = 0.6
"""difflib's measure of likeness from which a name may be the same under another spelling."""


@dataclass(frozen=True, slots=True)
class SchemaPart:
    """One part. `type` is as GraphQL writes it (`[Event!]!`), empty for a type or an enum value.

    `is_input` says that we give it (argument, input field) rather than get it. `guessed` holds what our SDL marks as
    inferred about it: NAME, TYPE, ARGS or PERMISSION.
    """

    type: str = ""
    deprecated: str | None = None
    is_input: bool = False
    guessed: frozenset[str] = frozenset()


Schema: TypeAlias = Mapping[str, SchemaPart]


@dataclass(frozen=True, slots=True)
class Instance:
    """What an instance said about its schema.

    `misfits` are the complaints of GraphQL's own validation, by operation: what no single part shows. `sdl` is the
    whole schema as SDL.
    """

    parts: Schema
    misfits: Mapping[str, tuple[str, ...]]
    sdl: str


class Change(StrEnum):
    """In what way an instance differs from the published schema."""

    MISSING = "missing"
    RENAMED = "renamed"
    """Missing, while something new and alike stands beside its place: a guess, labelled so."""
    TYPE = "type"
    NULLABILITY = "nullability"
    DEPRECATED = "deprecated"
    DOES_NOT_FIT = "does-not-fit"
    """The operation as a whole is refused by GraphQL's rules, and no part of it tells why."""


BREAKING = frozenset({Change.MISSING, Change.RENAMED, Change.DOES_NOT_FIT})
"""What makes the server refuse the operation."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in what `operations` use.

    `instead` is the likely new name, the reason of a deprecation or GraphQL's complaint; `guessed` says that we had
    inferred what turned out otherwise.
    """

    name: str
    change: Change
    operations: tuple[str, ...]
    published: str = ""
    live: str = ""
    instead: str = ""
    guessed: bool = False


def differences(uses: Mapping[str, Collection[str]], published: Schema, instance: Instance) -> tuple[Difference, ...]:
    """Return where the instance differs from what our operations use, worst first; empty when all is as published.

    `uses` has the names that each operation uses. A complaint about an operation that has a missing name or another
    type already explained is left out.
    """
    users = _users(uses)
    found = [
        difference
        for name in users
        for difference in _differences_of(name, published, instance.parts, operations=users[name])
    ]
    explained = {one for each in found if each.change in BREAKING | {Change.TYPE} for one in each.operations}
    found += [
        Difference(operation, Change.DOES_NOT_FIT, (operation,), instead="; ".join(complaints))
        for operation, complaints in sorted(instance.misfits.items())
        if complaints and operation not in explained
    ]
    return tuple(sorted(found, key=lambda each: (list(Change).index(each.change), each.name)))


def _users(uses: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    users: dict[str, list[str]] = {}
    for operation, names in sorted(uses.items()):
        for name in names:
            users.setdefault(name, []).append(operation)
    return {name: tuple(operations) for name, operations in users.items()}


def _differences_of(name: str, published: Schema, live: Schema, *, operations: tuple[str, ...]) -> Iterator[Difference]:
    known, found = published[name], live.get(name)
    if found is None:
        if _owner(name) in live or not _owner(name):  # a part of a missing whole is not told again
            instead = successor(name, published, live)
            change = Change.RENAMED if instead else Change.MISSING
            yield Difference(
                name, change, operations, known.type, instead=instead or "", guessed="NAME" in known.guessed
            )
        return
    if change_of_type := _change_of_type(known, found):
        guessed = "TYPE" in known.guessed
        yield Difference(name, change_of_type, operations, known.type, found.type, guessed=guessed)
    if found.deprecated is not None and known.deprecated is None:
        yield Difference(name, Change.DEPRECATED, operations, known.type, found.type, found.deprecated)


def _change_of_type(known: SchemaPart, found: SchemaPart) -> Change | None:
    """Return how a type changed; None where nothing did that could hurt.

    What we get may become stricter and what we give more lenient without anyone noticing.
    """
    if _bare(known.type) != _bare(found.type):
        return Change.TYPE
    demanding, lenient = (found, known) if known.is_input else (known, found)
    return Change.NULLABILITY if _promises(demanding.type) - _promises(lenient.type) else None


def _bare(type_: str) -> str:
    return type_.replace("!", "")


def _promises(type_: str) -> set[int]:
    """Return the levels of a type, from the inside out, that are never null (`[Event!]!` is {0, 1})."""
    return {level for level, part in enumerate(type_.split("]")) if part.endswith("!")}


def successor(name: str, published: Schema, live: Schema) -> str | None:
    """Return what `name` may be called now: something new in its place that is spelled alike, best of the same type."""
    beside = (other for other in live if _owner(other) == _owner(name) and other.endswith(")") == name.endswith(")"))
    new = {_leaf(other).casefold(): other for other in beside if other not in published}
    close = [new[leaf] for leaf in get_close_matches(_leaf(name).casefold(), new, n=max(1, len(new)), cutoff=_CLOSE)]
    same_type = [other for other in close if _bare(live[other].type) == _bare(published[name].type)]
    return next(iter(same_type or close), None)


def _owner(name: str) -> str:
    """Return where a part stands: `Query` of `Query.markets`, `Query.markets` of `Query.markets(sort)`."""
    return name.rpartition("(" if name.endswith(")") else ".")[0]


def _leaf(name: str) -> str:
    return name[len(_owner(name)) :].strip(".()")


class GuessState(StrEnum):
    """Whether a live instance bears out what nobody has published."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that our SDL infers (`what`: NAME, TYPE or ARGS), and whether the instance bears it out.

    `published` is what we inferred, `live` what stands there; empty where nothing does. Permissions are no guess here:
    a schema does not show them, `bis check-permissions` does.
    """

    name: str
    what: str
    state: GuessState
    published: str = ""
    live: str = ""


def guesses(published: Schema, live: Schema) -> tuple[Guess, ...]:
    """Return what became of every name, type and list of arguments that our SDL marks as inferred, in its order."""
    return tuple(
        _judged(name, part, what, published, live)
        for name, part in published.items()
        for what in sorted(part.guessed - {"PERMISSION"})
    )


def _judged(name: str, part: SchemaPart, what: str, published: Schema, live: Schema) -> Guess:
    found = live.get(name)
    if what == "ARGS":
        ours, theirs = _arguments(name, published), _arguments(name, live)
        state = GuessState.CONFIRMED if found and ours.items() <= theirs.items() else GuessState.REFUTED
        return Guess(name, what, state, _listed(ours), _listed(theirs))
    good = found is not None and (what == "NAME" or found.type == part.type)
    state = GuessState.CONFIRMED if good else GuessState.REFUTED
    return Guess(name, what, state, part.type, found.type if found else "")


def _arguments(name: str, schema: Schema) -> dict[str, str]:
    start = f"{name}("
    return {_leaf(other): part.type for other, part in schema.items() if other.startswith(start)}


def _listed(arguments: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {type_}" for name, type_ in arguments.items())
