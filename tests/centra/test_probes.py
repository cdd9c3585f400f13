"""Probing with a scripted Centra; `test_probe_worlds` does it against every way of reporting what is missing."""

from collections.abc import Callable
from typing import Any

import pytest

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.permission import PermissionState, ReadProbeAnswer, WriteProbeAnswer
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.errors import AuthError, NetworkError, PermissionMissingError, RefusedError
from voyado_bis_cli.transport.model import Request

Play = Callable[..., tuple[CentraClient, list[Request]]]

ONE = [{"id": 1}]
BUDGET = {
    "type": "REQUEST_COUNT",
    "intervalSeconds": "ONE_HOUR",
    "quota": 5000,
    "usedQuota": 1,
    "remainingQuota": 4999,
}


def document(request: Request) -> str:
    assert isinstance(request.json, dict)
    return str(request.json["query"])


def denied(message: str, *path: str | int) -> dict[str, Any]:
    return {"message": message, "extensions": {"category": "authorization"}, "path": list(path)}


def needs(permission: str, *path: str | int) -> dict[str, Any]:
    return denied(f"You need {permission} permission to access {path[-1] if path else 'it'}.", *path)


def proved(answer: ReadProbeAnswer) -> tuple[set[str], set[str], dict[str, str]]:
    return set(answer.granted), set(answer.missing), dict(answer.unknown)


def test_one_query_asks_only_the_probes_of_the_permissions(play: Play) -> None:
    client, sent = play({"data": {"markets": ONE, "stores": [], "rateLimits": []}})

    answer = client.read_probes({"Market:read", "Store:read"})

    assert proved(answer) == ({"Market:read", "Store:read"}, set(), {})
    (request,) = sent
    assert document(request) == (
        "query ReadProbes {\n"
        "  markets(limit: 1) { id }\n"
        "  stores(limit: 200) { id name type }\n"
        "  rateLimits { type intervalSeconds quota usedQuota remainingQuota }\n"
        "}\n"
    )


def test_the_probes_show_stores_integration_and_rate_budget_on_the_way(play: Play) -> None:
    client, sent = play(
        {
            "data": {
                "events": [],
                "eventListeners": [{"integrationName": "bis toolkit", "objectType": "Order"}],
                "stores": [{"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"}],
                "rateLimits": [BUDGET],
            }
        }
    )

    answer = client.read_probes({"Event:read", "Store:read"})

    assert answer == ReadProbeAnswer(
        granted=frozenset({"Event:read", "Store:read"}),
        missing=frozenset(),
        stores=(Store(StoreId(1), "Sweden", "DIRECT_TO_CONSUMER"),),
        integration_name="bis toolkit",
        rate_limits=(RateLimit("REQUEST_COUNT", "ONE_HOUR", 5000, 1, 4999),),
    )
    assert "  eventListeners { integrationName objectType }\n" in document(sent[0])


def test_without_a_listener_the_integration_stays_unknown(play: Play) -> None:
    client, _ = play({"data": {"events": [], "eventListeners": [], "rateLimits": []}})

    assert client.read_probes({"Event:read"}).integration_name is None


ASKED = {"Market:read", "Order:read", "ProductSize.stock:read"}
STOCK = [{"id": 7, "stock": []}]


@pytest.mark.parametrize(
    ("line", "granted", "missing", "unknown"),
    [
        pytest.param(
            {"data": {"markets": [], "orders": [], "productSizeStock": STOCK}}, ASKED, set(), {}, id="all granted"
        ),
        pytest.param(
            {"data": None, "errors": [needs("Market:read", "markets"), needs("Order:read", "orders")]},
            set(),
            {"Market:read", "Order:read"},
            {},
            id="all errors at once: what is not named was not reached",
        ),
        pytest.param(
            {"data": None, "errors": [needs("Market:read", "markets")]},
            set(),
            {"Market:read"},
            {},
            id="the first error only",
        ),
        pytest.param(
            {"data": {"markets": None, "orders": [], "productSizeStock": STOCK}, "errors": [needs("Market:read")]},
            {"Order:read", "ProductSize.stock:read"},
            {"Market:read"},
            {},
            id="partial data, and the error names the permission without a path",
        ),
        pytest.param(
            {"data": {"markets": None, "orders": [], "productSizeStock": STOCK}, "errors": [denied("No.", "markets")]},
            {"Order:read", "ProductSize.stock:read"},
            {"Market:read"},
            {},
            id="the path alone tells",
        ),
        pytest.param(
            {"data": {"orders": []}, "errors": [denied("No.", "productSizeStock", 0, "stock")]},
            {"Order:read"},
            {"ProductSize.stock:read"},
            {},
            id="a nested path alone tells",
        ),
        pytest.param(
            {"data": {"orders": []}, "errors": [denied("No.", "productSizeStock")]},
            {"Order:read"},
            set(),
            {"ProductSize.stock:read": "No (at productSizeStock)"},
            id="denied above the field that the permission guards, unnamed",
        ),
        pytest.param(
            {"data": {"orders": []}, "errors": [needs("ProductSize:read", "productSizeStock")]},
            {"Order:read"},
            set(),
            {"ProductSize.stock:read": "Centra asks for ProductSize:read first"},
            id="denied above the field that the permission guards, named",
        ),
        pytest.param(
            {"data": {"orders": [], "productSizeStock": []}},
            {"Order:read"},
            set(),
            {
                "Market:read": "Centra answered nothing",
                "ProductSize.stock:read": "nothing exists that it could be read from",
            },
            id="an empty catalogue and an absent root prove nothing",
        ),
        pytest.param(
            {"data": {"markets": [], "orders": None}, "errors": [{"message": "Boom.", "path": ["orders", 0, "id"]}]},
            {"Market:read"},
            set(),
            {"Order:read": "Boom (at orders.0.id)"},
            id="another error is never taken for a missing permission",
        ),
        pytest.param(
            {
                "data": None,
                "errors": [{"message": "You need Order:read permission to access orders.", "path": ["orders"]}],
            },
            set(),
            set(),
            {"Order:read": "You need Order:read permission to access orders (at orders)"},
            id="the category decides, not the wording",
        ),
        pytest.param(
            {"data": None, "errors": [{"message": "Boom", "path": ["orders"]}, needs("Order:read", "orders")]},
            set(),
            {"Order:read"},
            {},
            id="a missing permission goes before another error of its probe",
        ),
        pytest.param(
            (400, {"errors": [{"message": 'Cannot query field "orders" on type "Query".'}]}),
            set(),
            set(),
            {"Order:read": 'Cannot query field "orders" on type "Query"'},
            id="an unknown root field",
        ),
        pytest.param(
            (400, {"errors": [{"message": 'Cannot query field "productSizes" on type "Query".'}]}),
            set(),
            set(),
            {"ProductSize.stock:read": 'Cannot query field "productSizes" on type "Query"'},
            id="an unknown root field behind an alias",
        ),
        pytest.param(
            (400, {"errors": [{"message": 'Cannot query field "freeToAllocateQuantity" on type "Stock".'}]}),
            set(),
            set(),
            {"ProductSize.stock:read": 'Cannot query field "freeToAllocateQuantity" on type "Stock"'},
            id="an unknown field of just one probe",
        ),
        pytest.param(
            (
                400,
                {
                    "errors": [
                        {
                            "message": 'Cannot query field "id" on type "Market".',
                            "locations": [{"line": 2, "column": 23}],
                        }
                    ]
                },
            ),
            set(),
            set(),
            {"Market:read": 'Cannot query field "id" on type "Market"'},
            id="the place in the document tells",
        ),
        pytest.param(
            (
                200,
                {
                    "errors": [
                        {"message": "Unknown argument", "path": None, "locations": [{"line": 3, "column": 10}]},
                        {"message": 'Cannot query field "orders" on type "Query".', "locations": []},
                    ]
                },
            ),
            set(),
            set(),
            {"Order:read": 'Cannot query field "orders" on type "Query"', "ProductSize.stock:read": "Unknown argument"},
            id="several, under HTTP 200",
        ),
    ],
)
def test_an_answer_proves_what_it_says_and_no_more(
    play: Play, line: object, granted: set[str], missing: set[str], unknown: dict[str, str]
) -> None:
    client, sent = play(line)

    assert proved(client.read_probes(ASKED)) == (granted, missing, unknown)
    assert document(sent[0]).splitlines()[1:4] == [
        "  markets(limit: 1) { id }",
        "  productSizeStock: productSizes(limit: 1) { id stock(limit: 1) { freeToAllocateQuantity } }",
        "  orders(limit: 1) { id }",
    ]


def test_a_permission_that_no_read_proves_is_unknown_at_once(play: Play) -> None:
    client, _ = play({"data": {"markets": [], "rateLimits": []}})

    assert proved(client.read_probes({"Market:read", "StockChange:write"})) == (
        {"Market:read"},
        set(),
        {"StockChange:write": "no read proves it"},
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            (400, {"errors": [{"message": 'Cannot query field "rateLimits" on type "Query".'}]}), id="unknown field"
        ),
        pytest.param({"data": None, "errors": [{"message": "Boom", "path": ["rateLimits"]}]}, id="broken"),
        pytest.param({"data": None, "errors": [needs("admin", "rateLimits")]}, id="denied"),
        pytest.param({"data": None, "errors": [needs("Integration:read", "eventListeners")]}, id="denied by another"),
        pytest.param(
            (400, {"errors": [{"message": "Unknown field", "locations": [{"line": 3, "column": 3}]}]}), id="by place"
        ),
    ],
)
def test_what_only_rides_along_never_costs_a_proof(play: Play, line: object) -> None:
    client, sent = play(line, {"data": {"events": []}})

    assert proved(client.read_probes({"Event:read"})) == ({"Event:read"}, set(), {})
    assert document(sent[1]) == "query ReadProbes {\n  events(limit: 1) { id createdAt }\n}\n"


@pytest.mark.parametrize(
    "error", [needs("Event:read", "eventListeners"), denied("No.", "eventListeners"), needs("Event:read")]
)
def test_denied_listeners_are_the_missing_event_permission(play: Play, error: dict[str, object]) -> None:
    client, _ = play({"data": None, "errors": [error]})

    assert proved(client.read_probes({"Event:read"})) == (set(), {"Event:read"}, {})


def test_where_nothing_is_left_to_ask_nothing_more_is_asked(play: Play) -> None:
    client, sent = play({"data": None, "errors": [{"message": "Boom", "path": ["rateLimits"]}]})

    assert proved(client.read_probes({"StockChange:write"})) == (
        set(),
        set(),
        {"StockChange:write": "no read proves it"},
    )
    assert len(sent) == 1


@pytest.mark.parametrize(
    "error",
    [
        {"message": "Query too complex"},
        {"message": "Query too complex", "path": ["elsewhere"]},
        {"message": "Query too complex", "locations": [{"line": 1, "column": 1}]},
        {"message": "Query too complex", "locations": [{"line": 99, "column": 1}]},
    ],
)
def test_an_answer_about_no_probe_at_all_is_an_error(play: Play, error: dict[str, object]) -> None:
    client, _ = play({"data": None, "errors": [error]})

    with pytest.raises(RefusedError, match=r"^Centra refused ReadProbes: Query too complex"):
        client.read_probes({"Market:read"})


def test_an_unknown_field_that_several_probes_ask_for_is_blamed_on_none(play: Play) -> None:
    client, _ = play((400, {"errors": [{"message": 'Cannot query field "id" on type "Thing".'}]}))

    with pytest.raises(RefusedError, match='Cannot query field "id"'):
        client.read_probes({"Market:read", "Order:read"})


def test_a_denial_of_something_never_asked_for_is_an_error(play: Play) -> None:
    client, _ = play({"data": None, "errors": [needs("Country:read")]})

    with pytest.raises(PermissionMissingError, match=r"^The token lacks Country:read\.$"):
        client.read_probes({"Market:read"})


def test_an_expired_token_ends_the_probing(play: Play) -> None:
    client, _ = play((403, ""), (403, ""))

    with pytest.raises(AuthError, match="unknown or has expired"):
        client.read_probes({"Market:read"})
    with pytest.raises(AuthError, match="unknown or has expired"):
        client.write_probe()


GRANTED = WriteProbeAnswer(PermissionState.GRANTED)
MISSING = WriteProbeAnswer(PermissionState.MISSING)


def unverified(detail: str) -> WriteProbeAnswer:
    return WriteProbeAnswer(PermissionState.UNVERIFIED, detail)


def payload(errors: list[object], warnings: list[object]) -> dict[str, object]:
    return {"data": {"confirmEvents": {"userErrors": errors, "userWarnings": warnings}}}


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        pytest.param(payload([], []), GRANTED, id="empty success"),
        pytest.param({"data": None, "errors": [needs("Event:write", "confirmEvents")]}, MISSING, id="denied"),
        pytest.param({"data": None, "errors": [denied("No.", "confirmEvents")]}, MISSING, id="denied without a name"),
        pytest.param(
            {"data": None, "errors": [needs("Event:read", "confirmEvents")]},
            unverified("Centra asks for Event:read first"),
            id="another permission is denied",
        ),
        pytest.param(
            payload([{"message": "No events given.", "path": ["input", "eventsIds"]}], []),
            unverified("Centra remarked on the empty list: No events given (at input.eventsIds)"),
            id="user errors",
        ),
        pytest.param(
            payload([], [{"message": "Nothing to do", "path": None}]),
            unverified("Centra remarked on the empty list: Nothing to do"),
            id="user warnings",
        ),
        pytest.param(
            {"data": None, "errors": [{"message": "Boom.", "path": ["confirmEvents"]}]},
            unverified("Centra refused WriteProbe: Boom (at confirmEvents)"),
            id="another error",
        ),
        pytest.param(
            (400, {"errors": [{"message": "Expected a non-empty list."}]}),
            unverified("Centra refused WriteProbe: Expected a non-empty list"),
            id="a list that may not be empty",
        ),
        pytest.param(
            {"data": {"confirmEvents": None}},
            unverified(
                "Centra's answer to WriteProbe cannot be read: data.confirmEvents: "
                "Input should be a valid dictionary or instance of Payload"
            ),
            id="no payload",
        ),
    ],
)
def test_confirming_nothing_proves_only_what_it_says(play: Play, line: object, answer: WriteProbeAnswer) -> None:
    client, sent = play(line)

    assert client.write_probe() == answer
    assert "confirmEvents(input: {eventsIds: []})" in document(sent[0])


def test_a_write_probe_without_an_answer_proves_nothing_and_says_why(play: Play) -> None:
    client, _ = play((500, ""))

    with pytest.raises(NetworkError):
        client.write_probe()
