"""Whatever a token holds and however a server reports what is missing, asking on finds out the truth."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLSchema,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    parse,
    visit,
)
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.permission import STOCK_READ, TOOLKIT_TOKEN, ReadProbeAnswer
from voyado_bis_cli.schema import centra_sdl
from voyado_bis_cli.transport.model import Answer, Request

READS = sorted(permission.name for permission in TOOLKIT_TOKEN if permission.access == "read")
VALUES: dict[str, object] = {
    "stockChangeConnection": {"edges": []},
    "stores": [],
    "eventListeners": [],
    "rateLimits": [],
}


class World(Enum):
    """How a server reports missing permissions."""

    ALL_AT_ONCE = "every error, and no data"
    FIRST_ONLY = "the first error, and no data"
    PARTIAL = "every error, beside the data of what is granted"


@cache
def schema() -> GraphQLSchema:
    return build_schema(centra_sdl())


class GuardedFields(Visitor):
    """Collects the `@requires` of every field a document asks for, by root key, parents first."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.path: list[str] = []
        self.found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.path.append(node.alias.value if node.alias else node.name.value)
        guards = self.found.setdefault(self.path[0], [])
        definition = self.info.get_field_def()
        assert definition is not None
        assert definition.ast_node is not None
        for directive in definition.ast_node.directives or ():
            if directive.name.value == "requires":
                (permission,) = directive.arguments or ()
                assert isinstance(permission.value, StringValueNode)
                guards.append((permission.value.value, tuple(self.path)))

    def leave_field(self, *_: Any) -> None:
        self.path.pop()


def guarded_fields(document: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    info = TypeInfo(schema())
    guards = GuardedFields(info)
    visit(parse(document), TypeInfoVisitor(info, guards))
    return guards.found


@dataclass
class Centra:
    """Answers probes as a token with these permissions would be answered."""

    held: Collection[str]
    world: World
    asked: int = 0

    def send(self, request: Request) -> Answer:
        self.asked += 1
        assert isinstance(request.json, dict)
        errors: list[dict[str, object]] = []
        data: dict[str, object] = {}
        for key, guards in guarded_fields(request.json["query"]).items():
            denial = next(((name, path) for name, path in guards if name not in self.held), None)
            data[key] = None if denial else VALUES.get(key, [{"id": 1, "stock": []}])
            if denial:
                name, path = denial
                message = f"You need {name} permission to access {path[-1]}."
                errors.append({"message": message, "extensions": {"category": "authorization"}, "path": path})
        if self.world is World.FIRST_ONLY:
            errors = errors[:1]
        body: dict[str, object] = {"data": data}
        if errors:
            body = {"errors": errors, "data": data if self.world is World.PARTIAL else None}
        return Answer(request, 200, {}, json.dumps(body), datetime(2026, 1, 5, tzinfo=UTC))

    def add_centra(self, *, complexity: int, mutations: int) -> None:
        assert (complexity, mutations) == (0, 0)


def probed(centra: Centra, asked: Collection[str]) -> tuple[set[str], set[str], set[str]]:
    """Ask until every permission is decided, without the decided ones."""
    client = CentraClient(
        centra, url="https://brandx.centraqa.com/graphql", token="t", token_name="toolkit", meter=centra
    )
    granted: set[str] = set()
    missing: set[str] = set()
    unknown: set[str] = set()
    while still_open := set(asked) - granted - missing - unknown:
        answer: ReadProbeAnswer = client.read_probes(still_open)
        assert answer.granted | answer.missing | set(answer.unknown)
        granted |= answer.granted
        missing |= answer.missing
        unknown |= set(answer.unknown)
    return granted, missing, unknown


@given(st.sets(st.sampled_from(READS)), st.sets(st.sampled_from(READS), min_size=1), st.sampled_from(World))
def test_asking_on_finds_out_the_truth(held: set[str], asked: set[str], world: World) -> None:
    centra = Centra(held, world)
    stock_in_reach = STOCK_READ.name not in asked or "ProductSize:read" in held
    unprovable = set() if stock_in_reach else {STOCK_READ.name}

    granted, missing, unknown = probed(centra, asked)

    assert (granted, missing, unknown) == ((asked & held) - unprovable, asked - held - unprovable, unprovable)
    assert centra.asked <= len(asked) + 1


def test_a_token_that_holds_everything_takes_one_query_in_every_world() -> None:
    for world in World:
        centra = Centra(READS, world)

        assert probed(centra, READS) == (set(READS), set(), set())
        assert centra.asked == 1


def test_what_is_missing_takes_two_queries_where_all_errors_come_at_once() -> None:
    centra = Centra({"Event:read", "Store:read"}, World.ALL_AT_ONCE)

    probed(centra, READS)

    assert centra.asked == 2
