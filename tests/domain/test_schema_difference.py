from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.schema_difference import (
    Change,
    Difference,
    Guess,
    GuessState,
    Instance,
    Schema,
    SchemaPart,
    differences,
    guesses,
    successor,
)

PUBLISHED: Schema = {
    "Query": SchemaPart(),
    "Query.markets": SchemaPart("[Market!]!"),
    "Query.markets(limit)": SchemaPart("Int", is_input=True),
    "Market": SchemaPart(),
    "Market.id": SchemaPart("Int!", guessed=frozenset({"TYPE"})),
    "Market.name": SchemaPart("String!", guessed=frozenset({"NAME", "PERMISSION"})),
    "Sort": SchemaPart(),
    "Sort.id_ASC": SchemaPart(),
}
USES = {"Markets": tuple(PUBLISHED), "Names": ("Market.name",)}


def instance(changes: Mapping[str, SchemaPart | None], **misfits: tuple[str, ...]) -> Instance:
    parts = {name: part for name, part in {**PUBLISHED, **changes}.items() if part is not None}
    return Instance(parts, misfits, sdl="")


def found(changes: Mapping[str, SchemaPart | None], **misfits: tuple[str, ...]) -> tuple[Difference, ...]:
    return differences(USES, PUBLISHED, instance(changes, **misfits))


def test_an_instance_as_published_has_no_differences() -> None:
    assert found({}, Markets=()) == ()


def test_what_we_do_not_use_may_change() -> None:
    assert differences({"Markets": ("Query.markets",)}, PUBLISHED, instance({"Market.name": None})) == ()


def test_a_missing_name_names_every_operation_that_uses_it() -> None:
    assert found({"Market.name": None}) == (
        Difference("Market.name", Change.MISSING, ("Markets", "Names"), "String!", guessed=True),
    )


def test_the_parts_of_a_missing_whole_are_not_told_again() -> None:
    changes = {name: None for name in PUBLISHED if name.startswith("Query.markets")}

    assert [(each.name, each.change) for each in found(changes)] == [("Query.markets", Change.MISSING)]


@pytest.mark.parametrize(
    ("gone", "new", "instead"),
    [
        ("Market.name", {"Market.title": SchemaPart("String!")}, None),
        ("Market.name", {"Market.names": SchemaPart("String!")}, "Market.names"),
        ("Market.name", {"Market.NAME": SchemaPart("String")}, "Market.NAME"),
        (
            "Market.name",
            {"Market.names": SchemaPart("[Int!]!"), "Market.fullName": SchemaPart("String!")},
            "Market.fullName",
        ),
        ("Market.name", {"Store.name": SchemaPart("String!")}, None),
        ("Query.markets(limit)", {"Query.markets(limits)": SchemaPart("Int")}, "Query.markets(limits)"),
        ("Query.markets(limit)", {"Query.limit": SchemaPart("Int")}, None),
        ("Sort.id_ASC", {"Sort.ID_ASC": SchemaPart()}, "Sort.ID_ASC"),
        ("Sort", {"Sorts": SchemaPart()}, "Sorts"),
    ],
)
def test_a_new_name_that_is_alike_in_the_same_place_may_be_the_old_one(
    gone: str, new: Mapping[str, SchemaPart], instead: str | None
) -> None:
    live = instance({gone: None, **new}).parts

    assert successor(gone, PUBLISHED, live) == instead
    (first, *_) = found({gone: None, **new})
    assert (first.change, first.instead) == ((Change.RENAMED if instead else Change.MISSING), instead or "")


def test_however_many_new_names_are_alike_one_of_the_same_type_goes_first() -> None:
    alike = {f"Market.name{number}": SchemaPart("Int!") for number in range(9)}
    live = instance({"Market.name": None, **alike, "Market.fullName": SchemaPart("String!")}).parts

    assert successor("Market.name", PUBLISHED, live) == "Market.fullName"


@pytest.mark.parametrize(
    ("name", "live", "change"),
    [
        ("Query.markets", "[Market!]", Change.NULLABILITY),
        ("Query.markets", "[Market]!", Change.NULLABILITY),
        ("Query.markets", "[Shop!]!", Change.TYPE),
        ("Query.markets", "Market!", Change.TYPE),
        ("Query.markets(limit)", "Int!", Change.NULLABILITY),
        ("Query.markets(limit)", "String", Change.TYPE),
    ],
)
def test_a_changed_type_is_told_with_both(name: str, live: str, change: Change) -> None:
    is_input = "(" in name

    assert found({name: SchemaPart(live, is_input=is_input)}) == (
        Difference(name, change, ("Markets",), PUBLISHED[name].type, live),
    )


def test_a_type_that_we_had_guessed_is_told_as_a_guess() -> None:
    assert found({"Market.id": SchemaPart("ID!")}) == (
        Difference("Market.id", Change.TYPE, ("Markets",), "Int!", "ID!", guessed=True),
    )


@pytest.mark.parametrize("live", ["[[Size!]!]", "[[Size!]]!", "[[Size]!]!", "[[Size]]"])
def test_in_a_list_of_lists_each_level_has_to_keep_its_promise(live: str) -> None:
    def schema(type_: str) -> Schema:
        return {"Product": SchemaPart(), "Product.sizeChart": SchemaPart(type_)}

    assert differences({"Q": ("Product.sizeChart",)}, schema("[[Size!]!]!"), Instance(schema(live), {}, "")) == (
        Difference("Product.sizeChart", Change.NULLABILITY, ("Q",), "[[Size!]!]!", live),
    )


def test_an_answer_may_become_stricter_and_an_argument_more_lenient() -> None:
    lenient = {**PUBLISHED, "Query.markets(limit)": SchemaPart("Int!", is_input=True), "Market.id": SchemaPart("Int")}

    assert differences(USES, lenient, instance({})) == ()


def test_a_deprecated_name_comes_with_its_reason_and_after_what_breaks() -> None:
    changes = {"Market.id": SchemaPart("Int!", deprecated="Use uuid."), "Sort.id_ASC": None}

    assert found(changes) == (
        Difference("Sort.id_ASC", Change.MISSING, ("Markets",)),
        Difference("Market.id", Change.DEPRECATED, ("Markets",), "Int!", "Int!", "Use uuid."),
    )


def test_a_complaint_that_no_part_explains_is_told() -> None:
    assert found({}, Markets=("Argument store is required", "Too deep"), Names=()) == (
        Difference("Markets", Change.DOES_NOT_FIT, ("Markets",), instead="Argument store is required; Too deep"),
    )


def test_a_complaint_that_a_missing_name_explains_is_not() -> None:
    changes = {"Market.name": None}

    assert [each.change for each in found(changes, Markets=("Cannot query field name",))] == [Change.MISSING]


def test_each_guess_is_judged_and_permissions_are_none() -> None:
    changes = {"Market.id": SchemaPart("ID!"), "Market.name": SchemaPart("String")}

    assert guesses(PUBLISHED, instance(changes).parts) == (
        Guess("Market.id", "TYPE", GuessState.REFUTED, "Int!", "ID!"),
        Guess("Market.name", "NAME", GuessState.CONFIRMED, "String!", "String"),
    )


def test_a_guess_of_which_nothing_is_there_is_refuted() -> None:
    assert guesses(PUBLISHED, instance({"Market.id": None, "Market.name": None}).parts) == (
        Guess("Market.id", "TYPE", GuessState.REFUTED, "Int!"),
        Guess("Market.name", "NAME", GuessState.REFUTED, "String!"),
    )


@pytest.mark.parametrize(
    ("live", "state", "listed"),
    [
        ({}, GuessState.CONFIRMED, "maxX: Int, maxY: Int"),
        (
            {"Product.image(format)": SchemaPart("String")},
            GuessState.CONFIRMED,
            "maxX: Int, maxY: Int, format: String",
        ),
        ({"Product.image(maxX)": SchemaPart("Float")}, GuessState.REFUTED, "maxX: Float, maxY: Int"),
        ({"Product.image(maxX)": None}, GuessState.REFUTED, "maxY: Int"),
        ({f"Product.image{each}": None for each in ("", "(maxX)", "(maxY)")}, GuessState.REFUTED, ""),
    ],
)
def test_guessed_arguments_have_to_be_there_with_their_types(
    live: Mapping[str, SchemaPart | None], state: GuessState, listed: str
) -> None:
    published = {
        "Product.image": SchemaPart("String", guessed=frozenset({"ARGS"})),
        "Product.image(maxX)": SchemaPart("Int"),
        "Product.image(maxY)": SchemaPart("Int"),
    }
    parts = {name: part for name, part in {**published, **live}.items() if part}

    assert guesses(published, parts) == (Guess("Product.image", "ARGS", state, "maxX: Int, maxY: Int", listed),)


types = st.recursive(
    st.sampled_from(["Int", "Int!"]), lambda inner: st.builds("[{}]{}".format, inner, st.sampled_from(["", "!"]))
)


@given(types)
def test_the_same_type_is_never_a_difference(type_: str) -> None:
    schema = {"A": SchemaPart(), "A.b": SchemaPart(type_)}

    assert differences({"Q": ("A.b",)}, schema, Instance(schema, {}, "")) == ()


@given(types)
def test_an_answer_that_promises_less_is_always_a_difference(type_: str) -> None:
    published = {"A": SchemaPart(), "A.b": SchemaPart(f"{type_.rstrip('!')}!")}
    live = {"A": SchemaPart(), "A.b": SchemaPart(type_.rstrip("!"))}

    (difference,) = differences({"Q": ("A.b",)}, published, Instance(live, {}, ""))

    assert difference.change is Change.NULLABILITY
