"""`bis doctor schema`: a live schema beside what `bis` uses of the published one."""

import json
import threading
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, introspection_from_schema, parse, print_schema, validate

from tests.acceptance.support import Bis, Result, asked
from tests.conftest import SandboxAtHand
from voyado_bis_cli.centra import schema_reading
from voyado_bis_cli.centra.operations import builders
from voyado_bis_cli.schema import centra_sdl
from voyado_bis_cli.workflows.schema_check import COMMANDS_OF, commands_of

Check = Callable[..., Result]


class Instance(HTTPServer):
    """Answers every query with the same body, on a port of its own."""

    status = 200
    body: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/graphql"


class _Handler(BaseHTTPRequestHandler):
    server: Instance

    def do_POST(self) -> None:  # the library's name
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(self.server.body).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:  # as above
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def instance() -> Generator[Instance]:
    with Instance(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def check(bis: Bis, instance: Instance) -> Check:
    """Check an instance whose schema is the published one with some text changed."""

    def run(*changes: tuple[str, str], options: str = "--json") -> Result:
        sdl = centra_sdl()
        for old, new in changes:
            assert old in sdl, old
            sdl = sdl.replace(old, new)
        instance.body = {"data": introspection_from_schema(build_schema(sdl))}
        return bis(f"doctor schema {options}", env={"BIS_CENTRA_URL": instance.url})

    return run


def rows(told: Result) -> list[tuple[str, str, str, str]]:
    return [(row["name"], row["change"], row["live"], row["instead"]) for row in told.data["differences"]]


def refuted(told: Result) -> list[tuple[str, str]]:
    return [(row["name"], row["what"]) for row in told.data["inferred"] if row["state"] == "refuted"]


def test_on_the_sandbox_everything_is_as_published_and_every_guess_is_confirmed(
    bis: Bis, sandbox: SandboxAtHand
) -> None:
    told = bis("doctor schema --json")

    assert (told.exit_code, told.found) == (0, [])
    assert told.data["introspected"] is True
    assert told.data["differences"] == []
    assert {row["state"] for row in told.data["inferred"]} == {"confirmed"}
    assert ("Query.productSize", "NAME") in [(row["name"], row["what"]) for row in told.data["inferred"]]
    assert asked(sandbox) == ["Introspection"]


def test_it_reads_as_one_line_when_all_is_well(bis: Bis) -> None:
    told = bis("doctor schema -q")

    first, _, last = told.stdout.splitlines()
    assert first.endswith("operations use: all as published")
    assert last.endswith("confirmed, 0 refuted")
    assert told.stderr == ""


def test_the_instance_s_schema_is_saved_as_sdl_that_our_operations_fit(bis: Bis, tmp_path: Path) -> None:
    file = tmp_path / "centra.graphql"

    told = bis("doctor", "schema", "--save", str(file), "--json")

    assert told.data["saved"] == str(file)
    saved = build_schema(file.read_text("utf-8"))
    assert "type Query" in print_schema(saved)
    for operation in schema_reading.our_operations():
        assert validate(saved, parse(operation.document)) == []


def test_a_folder_that_is_not_there_is_said_before_anything_is_lost(bis: Bis, tmp_path: Path) -> None:
    told = bis("doctor", "schema", "--save", str(tmp_path / "no" / "centra.graphql"))

    assert told.exit_code == 3
    assert "cannot be written" in told.error


@pytest.mark.parametrize(
    ("change", "row", "finding", "exit_code"),
    [
        pytest.param(
            ("  allocationRules(where", "  allocationRule(where"),
            ("Query.allocationRules", "renamed", "", "Query.allocationRule"),
            ("error", "schema-renamed"),
            1,
            id="renamed",
        ),
        pytest.param(
            ("  threshold: Int\n", ""),
            ("Warehouse.threshold", "missing", "", ""),
            ("error", "schema-missing"),
            1,
            id="missing",
        ),
        pytest.param(
            ("  threshold: Int\n", '  threshold: Int @deprecated(reason: "Use limits.")\n'),
            ("Warehouse.threshold", "deprecated", "Int", "Use limits."),
            ("warning", "schema-deprecated"),
            0,
            id="deprecated",
        ),
        pytest.param(
            ("  freeToAllocateQuantity: Int!\n  incomingQuantity", "  freeToAllocateQuantity: Int\n  incomingQuantity"),
            ("Stock.freeToAllocateQuantity", "nullability", "Int", ""),
            ("warning", "schema-nullability"),
            0,
            id="may be empty now",
        ),
        pytest.param(
            ("  threshold: Int\n", "  threshold: String\n"),
            ("Warehouse.threshold", "type", "String", ""),
            ("error", "schema-type"),
            1,
            id="another type",
        ),
        pytest.param(
            ("  PHYSICAL\n", "  PHYSICAL_QUANTITY\n"),
            ("StockQuantityType.PHYSICAL", "renamed", "", "StockQuantityType.PHYSICAL_QUANTITY"),
            ("error", "schema-renamed"),
            1,
            id="enum value",
        ),
        pytest.param(
            ("input EventListenerUnsetInput {\n  objectType", "input EventListenerUnsetInput {\n  objectTypes"),
            ("EventListenerUnsetInput.objectType", "renamed", "", "EventListenerUnsetInput.objectTypes"),
            ("error", "schema-renamed"),
            1,
            id="what only variables hold",
        ),
        pytest.param(
            ("  setStock(input: StockSetInput!)", "  setStock(input: StockSetInput!, reason: String!)"),
            (
                "SetStock",
                "does-not-fit",
                "",
                "Argument 'Mutation.setStock(reason:)' of type 'String!' is required, but it was not provided",
            ),
            ("error", "schema-does-not-fit"),
            1,
            id="asks for more",
        ),
    ],
)
def test_each_kind_of_change_is_told_with_what_it_means(
    check: Check, change: tuple[str, str], row: tuple[str, str, str, str], finding: tuple[str, str], exit_code: int
) -> None:
    told = check(change)

    assert rows(told) == [row]
    assert told.found == [finding]
    assert told.exit_code == exit_code


def test_a_difference_names_the_commands_it_affects(check: Check) -> None:
    told = check(("  PHYSICAL\n", "  PHYSICAL_QUANTITY\n"))

    (finding,) = told.json["findings"]
    assert told.data["differences"][0]["commands"] == ["bis set-stock"]
    assert finding["detail"] == "Centra will refuse: bis set-stock."
    assert finding["title"].endswith("did it become StockQuantityType.PHYSICAL_QUANTITY?")


def test_strict_makes_a_deprecation_fail(check: Check) -> None:
    change = ("  threshold: Int\n", '  threshold: Int @deprecated(reason: "Use limits.")\n')

    assert check(change, options="--json --strict").exit_code == 1


def test_a_guess_that_is_wrong_and_unused_is_refuted_without_alarm(check: Check) -> None:
    told = check(("  productSize(id: Int!)", "  sizeOfProduct(id: Int!)"))

    assert refuted(told) == [("Query.productSize", "NAME")]
    assert (told.exit_code, told.found) == (0, [])


def test_a_guess_that_is_wrong_and_used_says_that_it_was_one(check: Check) -> None:
    told = check(("type Store {\n  id: Int!", "type Store {\n  id: String!"))

    assert ("Store.id", "TYPE") in refuted(told)
    assert told.found == [("warning", "schema-type")]
    assert "inferred, not published" in told.json["findings"][0]["detail"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"errors": [{"message": "GraphQL introspection is not allowed"}]}),
        (400, {"errors": [{"message": 'Cannot query field "__schema" on type "Query".'}]}),
        (200, {"errors": [{"message": "You need admin permission.", "extensions": {"category": "authorization"}}]}),
    ],
)
def test_an_instance_that_keeps_its_schema_to_itself_is_a_warning(
    check: Check, bis: Bis, instance: Instance, status: int, body: object
) -> None:
    instance.status, instance.body = status, body

    told = bis("doctor schema --json", env={"BIS_CENTRA_URL": instance.url})

    assert (told.exit_code, told.found) == (0, [("warning", "schema-not-told")])
    assert told.data["introspected"] is False
    assert told.data["inferred"] == []


@pytest.mark.parametrize("schema", [{}, {"types": []}, {"queryType": {"name": "Query"}, "types": [{"kind": "ODD"}]}])
def test_an_answer_that_is_no_schema_is_said_to_be_none(bis: Bis, instance: Instance, schema: object) -> None:
    instance.body = {"data": {"__schema": schema}}

    told = bis("doctor schema --json", env={"BIS_CENTRA_URL": instance.url})

    assert told.exit_code == 5
    assert told.json["error"]["code"] == "unexpected_answer"


def test_an_expired_token_is_no_finding_but_the_end(bis: Bis) -> None:
    assert bis("doctor schema", env={"BIS_CENTRA_TOKEN": "sandbox-expired"}).exit_code == 4


def test_voyado_s_token_will_do_where_there_is_no_other(bis: Bis) -> None:
    assert bis("doctor schema", env={"BIS_CENTRA_TOKEN": None}).exit_code == 0


# ------------------------------------------------------------ what it knows of our own operations
def test_every_operation_is_known_with_the_commands_that_send_it() -> None:
    names = {operation.name for operation in schema_reading.our_operations()}

    assert names == set(COMMANDS_OF)
    assert commands_of(["SetStock", "New"]) == ("bis set-stock", "New")


def test_every_builder_is_among_the_operations() -> None:
    built = [name for name in vars(builders) if name.islower() and callable(vars(builders)[name])]
    documents = [each.document for each in schema_reading.our_operations()]

    assert len(built) == 4
    assert sum("w1: " in document or "m1: " in document for document in documents) == len(built)


def test_every_name_used_is_a_published_one() -> None:
    published = schema_reading.published_parts()

    assert {name for used in schema_reading.uses().values() for name in used} <= set(published)
