"""What the cassettes hold: every call that the clients can make, and nothing that must not leave a machine."""

import ast
import inspect
import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import pytest

from tests.replay.cassette_file import CassetteFile
from tests.replay.source import FROM_SANDBOX, FROM_TENANTS, REPLAYED
from voyado_bis_cli.centra.operations import Operation, builders, operation
from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, Sku, SubscriptionId
from voyado_bis_cli.domain.redaction import Redactor
from voyado_bis_cli.domain.stock_level import StockLevel
from voyado_bis_cli.domain.subscription import SubscriptionRequest
from voyado_bis_cli.engage.client import EngageClient
from voyado_bis_cli.engage.integration_log import IntegrationLogClient
from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.sandbox.centra.seed_tokens import TOKENS
from voyado_bis_cli.sandbox.guide import API_KEY
from voyado_bis_cli.transport.model import Answer, Request

DOCUMENTS = {
    file.name.removesuffix(".graphql")
    for file in files("voyado_bis_cli.centra.operations").iterdir()
    if file.name.endswith(".graphql")
}
LINE_BY_LINE = {name for name in DOCUMENTS if name.endswith("Probes")}
"""Documents whose lines are asked one by one, all under the name ReadProbes."""

SECRETS = (*(token.token for token in TOKENS), API_KEY)
AT = r"@|%40|\\u0040"
LOCAL_PART = r"[^\s\"'<>()\[\],;:=&?/#\\]*"
HOSTS_IN_GRAPHQLS_OWN_TEXTS = {"commonmark.org", "en.wikipedia.org"}  # of its introspection
GUID = "00000000-0000-4000-8000-000000000000"
ANY_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

SKU, MARKET = Sku("1234SIZEM"), ExternalId("4")
SAMPLES: dict[object, object] = {
    str: "nobody@example.com",
    ContactId: ContactId(GUID),
    SubscriptionId: SubscriptionId(GUID),
    Collection[StockLevel]: [StockLevel(SKU, 1, MARKET), StockLevel(SKU, 2, MARKET)],
    SubscriptionRequest: SubscriptionRequest("nobody@example.com", SKU, False, "voyadotenant", Locale("sv-SE"), MARKET),
}
"""What to call a client's methods with, by the type of the argument."""


@pytest.fixture(scope="module")
def texts(cassettes: Path) -> dict[str, str]:
    """Every cassette, by its folder and name."""
    return {
        str(path.relative_to(cassettes)): path.read_text("utf-8")
        for path in sorted(cassettes.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def requests(texts: dict[str, str]) -> list[dict[str, Any]]:
    return [one["request"] for text in texts.values() for one in CassetteFile("").deserialize(text)["interactions"]]


@pytest.fixture(scope="module")
def queries(requests: list[dict[str, Any]]) -> list[Operation]:
    bodies = [json.loads(one["body"]) for one in requests if one["uri"] == REPLAYED.centra.url]
    return [Operation(body["operationName"], body["query"]) for body in bodies]


class Refusing:
    """A transport that notes what it is asked and refuses it."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def send(self, request: Request) -> Answer:
        self.asked.append(request)
        return Answer(request, 400, {}, "", datetime(2030, 1, 1, tzinfo=UTC))


def rest_calls() -> Iterator[str]:
    """Yield every call of the REST clients, found by calling each of their public methods."""
    transport = Refusing()
    engage, subscription_api, log = REPLAYED.engage.url, REPLAYED.subscription_api.url, REPLAYED.log.url
    assert engage
    assert subscription_api
    assert log
    for client in (
        EngageClient(transport, url=engage, api_key="key", api_version="v3"),
        EngageClient(transport, url=engage, api_key="key", api_version="v2"),
        SubscriptionApiClient(transport, url=subscription_api, fields={}),
        IntegrationLogClient(transport, url=log, api_key="key"),
    ):
        for name, method in inspect.getmembers(client, inspect.ismethod):
            if not name.startswith("_"):
                needed = [one for one in inspect.signature(method).parameters.values() if one.default is one.empty]
                types = get_type_hints(method)
                with suppress(BisError):
                    method(*(SAMPLES[types[one.name]] for one in needed))
    yield from (call(one.method, one.url) for one in transport.asked)


def call(method: str, url: str) -> str:
    """Return what identifies a call: method, host and path without ids."""
    parts = urlsplit(url)
    return f"{method} {parts.netloc}{ANY_GUID.sub('{id}', parts.path)}"


# ---------------------------------------------------------------- what they cover
def test_every_centra_operation_is_in_a_cassette(queries: list[Operation]) -> None:
    built = {
        build(*([1] for _ in inspect.signature(build).parameters)).name
        for _, build in inspect.getmembers(builders, inspect.isfunction)
        if get_type_hints(build).get("return") is Operation
    }

    assert built
    assert {query.name for query in queries} == (DOCUMENTS - LINE_BY_LINE) | built | {"ReadProbes"}


@pytest.mark.parametrize("name", sorted(LINE_BY_LINE))
def test_every_probe_is_in_a_cassette(queries: list[Operation], name: str) -> None:
    asked = {line.strip() for query in queries for line in query.document.splitlines()}

    assert [line for line in operation(name).document.splitlines()[1:] if line.strip() not in asked] == []


def test_every_call_of_engage_the_subscription_api_and_the_log_is_in_a_cassette(
    requests: list[dict[str, Any]],
) -> None:
    recorded = {call(one["method"], one["uri"]) for one in requests if one["uri"] != REPLAYED.centra.url}

    assert recorded == set(rest_calls())


def test_every_cassette_belongs_to_a_test(texts: dict[str, str]) -> None:
    tests = {
        f"{module.stem}/{node.name}"
        for module in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(module.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert [name for name in texts if re.sub(r"(-.*)?\.yaml$", "", name) not in tests] == []


# ---------------------------------------------------------------- what they keep to themselves
def test_every_cassette_says_where_it_is_from(texts: dict[str, str]) -> None:
    origins = {f"# {FROM_SANDBOX}", f"# {FROM_TENANTS}"}

    assert texts
    assert [name for name, text in texts.items() if text.partition("\n")[0] not in origins] == []


def test_no_cassette_holds_a_secret_in_any_spelling(texts: dict[str, str]) -> None:
    redactor = Redactor(SECRETS, show_personal_data=True)

    assert [name for name, text in texts.items() if redactor.text(text) != text] == []
    assert [name for name, text in texts.items() if any(secret in text for secret in SECRETS)] == []
    assert [name for name, text in texts.items() if re.search(r"(?i)bearer|cookie", text)] == []


def test_credentials_were_sent_where_they_belong_and_only_there(requests: list[dict[str, Any]]) -> None:
    sent = {
        (urlsplit(one["uri"]).netloc, name, *values)
        for one in requests
        for name, values in one["headers"].items()
        if name != "content-type"
    }

    assert sent == {
        ("centra.example", "authorization", "[removed]"),
        ("engage.example", "apikey", "[removed]"),
        ("log.example", "apikey", "[removed]"),
    }


def test_every_email_address_is_masked(texts: dict[str, str]) -> None:
    local_parts = {
        match[1] for text in texts.values() for match in re.finditer(rf"({LOCAL_PART})(?:{AT})", text, re.IGNORECASE)
    }

    assert local_parts
    assert {part for part in local_parts if not re.fullmatch(r"\w?\*\*\*", part)} == set()


def test_no_cassette_names_a_real_host(texts: dict[str, str]) -> None:
    hosts = {host for text in texts.values() for host in re.findall(r"https?://([^/\s:'\"]+)", text)}
    tenants = re.compile(r"[\w-]\.(voyado|centra|centraqa)\.com|127\.0\.0\.1|localhost", re.IGNORECASE)

    assert {host for host in hosts if not host.endswith(".example")} <= HOSTS_IN_GRAPHQLS_OWN_TEXTS
    assert [name for name, text in texts.items() if tenants.search(text)] == []
