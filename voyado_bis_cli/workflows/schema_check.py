"""`doctor schema`: the instance's schema beside what our operations use of the published one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.schema_check import GuessRow, SchemaCheckData, SchemaDifferenceRow
from voyado_bis_cli.domain.schema_difference import (
    BREAKING,
    Change,
    Difference,
    Instance,
    Schema,
    differences,
    guesses,
)
from voyado_bis_cli.errors import ErrorCode, PermissionMissingError, RefusedError

_LAYOUT = ("bis markets", "bis warehouses", "bis stock", "bis set-stock", "bis subscribe", "bis sync-stock")
COMMANDS_OF: Mapping[str, tuple[str, ...]] = {
    "AllSizes": ("bis sync-stock --full",),
    "ConfirmEvents": ("bis sync-stock",),
    "DefaultRules": _LAYOUT,
    "EventListeners": ("bis listeners", "bis sync-stock", "bis check-permissions"),
    "EventsWaiting": ("bis queue", "bis doctor"),
    "ExcessProbes": ("bis check-permissions --least-privilege",),
    "Markets": (*_LAYOUT, "bis handover", "bis doctor"),
    "NewestStockChange": ("bis doctor",),
    "NextEvents": ("bis sync-stock",),
    "RateLimits": ("bis sync-stock",),
    "ReadProbes": ("bis check-permissions",),
    "RulesOfWarehouses": _LAYOUT,
    "SetEventListeners": ("bis listeners add",),
    "SetStock": ("bis set-stock",),
    "SizesOfSku": ("bis stock", "bis set-stock", "bis subscribe", "bis sync-stock --sku"),
    "Stock": ("bis stock", "bis set-stock", "bis sync-stock"),
    "StockChangeLines": ("bis sync-stock",),
    "StockChangesNoted": ("bis set-stock",),
    "Stores": ("bis store-id --all", "bis handover"),
    "UnsetEventListeners": ("bis listeners remove",),
    "VariantStock": ("bis doctor",),
    "Warehouses": _LAYOUT,
    "WriteProbe": ("bis check-permissions",),
}
"""Which commands send an operation; one that is not here is named itself."""


class SchemaSource(Protocol):
    """A Centra instance that may tell its schema, and what we expect of it."""

    def instance_schema(self) -> Instance:
        """Return the instance's schema; raises RefusedError where it does not tell."""
        ...

    def published_schema(self) -> Schema:
        """Return the schema that our operations were written against."""
        ...

    def schema_uses(self) -> Mapping[str, Collection[str]]:
        """Return the names that each operation uses."""
        ...


def schema_check(centra: SchemaSource, save: Callable[[str], str] | None = None) -> Run[SchemaCheckData]:
    """Compare the live schema with what our operations use, and judge every name that we inferred.

    `save` gets the instance's SDL and returns where it was written. An instance that refuses introspection is a
    warning: nothing is known then, and nothing is guessed.
    """
    yield Note("Reading the schema from Centra")
    uses = centra.schema_uses()
    names = {name for used in uses.values() for name in used}
    try:
        instance = centra.instance_schema()
    except (RefusedError, PermissionMissingError) as refusal:
        if refusal.code is ErrorCode.UNEXPECTED_ANSWER:
            raise
        data = SchemaCheckData(introspected=False, operations=len(uses), names=len(names))
        return Report(data, (_not_told(refusal.message),))
    published = centra.published_schema()
    found = differences(uses, published, instance)
    judged = guesses(published, instance.parts)
    data = SchemaCheckData(
        introspected=True,
        operations=len(uses),
        names=len(names),
        differences=tuple(_row(each) for each in found),
        inferred=tuple(
            GuessRow(name=one.name, what=one.what, state=one.state, published=one.published, live=one.live)
            for one in judged
        ),
        saved=save(instance.sdl) if save else None,
    )
    return Report(data, tuple(_finding(each) for each in found))


def commands_of(operations: Iterable[str]) -> tuple[str, ...]:
    """Return the commands that send any of these operations, each once."""
    return tuple(dict.fromkeys(one for operation in operations for one in COMMANDS_OF.get(operation, (operation,))))


def _row(each: Difference) -> SchemaDifferenceRow:
    return SchemaDifferenceRow(
        name=each.name,
        change=each.change,
        published=each.published,
        live=each.live,
        instead=each.instead,
        operations=each.operations,
        commands=commands_of(each.operations),
    )


def _not_told(reason: str) -> Finding:
    return finding.warning(
        "schema-not-told",
        "Centra does not tell its schema, so nothing could be compared.",
        reason,
        Remedy(
            "Introspection may be switched off for this instance or token. A name that has changed shows as "
            '"Cannot query field" in the command that uses it; the newest bis follows the newest published schema.'
        ),
    )


def _finding(each: Difference) -> Finding:
    is_breaking = each.change in BREAKING or (each.change is Change.TYPE and not each.guessed)
    make = finding.error if is_breaking else finding.warning
    return make(f"schema-{each.change.value}", _title(each), _consequence(each), _remedy(each))


_TITLES: Mapping[Change, str] = {
    Change.MISSING: "{0.name} does not exist on this instance.",
    Change.RENAMED: "{0.name} does not exist on this instance; did it become {0.instead}?",
    Change.TYPE: "{0.name} is {0.live} on this instance, not {0.published}.",
    Change.NULLABILITY: "{0.name} is {0.live} on this instance, not {0.published}: it may {1}.",
    Change.DEPRECATED: "{0.name} is deprecated on this instance: {0.instead}",
    Change.DOES_NOT_FIT: "{0.name} does not fit this instance's schema: {0.instead}.",
}


def _title(each: Difference) -> str:
    may_be_empty = each.live.count("!") < each.published.count("!")
    return _TITLES[each.change].format(each, "be empty" if may_be_empty else "not be left out")


def _consequence(each: Difference) -> str:
    affected = ", ".join(commands_of(each.operations))
    origin = " The name or type was inferred, not published." if each.guessed else ""
    match each.change:
        case Change.DEPRECATED:
            return f"It still works, until Centra removes it. Used by: {affected}.{origin}"
        case Change.NULLABILITY | Change.TYPE:
            return f"May fail: {affected}.{origin}"
        case _:
            return f"Centra will refuse: {affected}.{origin}"


def _remedy(each: Difference) -> Remedy:
    if each.change is Change.DEPRECATED:
        return Remedy("Nothing to do now; report it, so that bis moves on in time.")
    return Remedy(
        "Update bis. If the newest one says the same, report it with the instance's schema.",
        ("bis doctor schema --save centra.graphql",),
    )
