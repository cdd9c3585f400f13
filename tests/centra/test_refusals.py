import json
from collections.abc import Callable

import pytest

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.ids import EventId, Sku, WarehouseId
from voyado_bis_cli.domain.stock_change import PhysicalStock
from voyado_bis_cli.errors import (
    AuthError,
    BisError,
    ErrorCode,
    NetworkError,
    PermissionMissingError,
    RateLimitedError,
    RefusedError,
)
from voyado_bis_cli.transport.model import Request

Play = Callable[..., tuple[CentraClient, list[Request]]]

DENIED = {
    "message": "You need Market:read permission to access markets.",
    "extensions": {"category": "authorization"},
    "path": ["markets"],
    "locations": [{"line": 2, "column": 3}],
}
BROKEN = {"message": "Internal server error.", "path": ["stores", 3, "name"]}


@pytest.mark.parametrize(
    ("line", "error", "code", "message"),
    [
        pytest.param(
            (403, "Forbidden"),
            AuthError,
            ErrorCode.NOT_AUTHENTICATED,
            "Centra does not accept the toolkit's token (HTTP 403): it is unknown or has expired.",
            id="403",
        ),
        pytest.param(
            (401, {"errors": [{"message": "Invalid token", "extensions": {"category": "authorization"}}]}),
            AuthError,
            ErrorCode.NOT_AUTHENTICATED,
            "Centra does not accept the toolkit's token (HTTP 401): it is unknown or has expired.",
            id="401 that says so in GraphQL",
        ),
        pytest.param(
            (403, {"errors": [DENIED], "data": None}),
            PermissionMissingError,
            ErrorCode.PERMISSION_MISSING,
            "The token lacks Market:read.",
            id="403 that names a permission: the token itself is good",
        ),
        pytest.param(
            (429, "Slow down", {"retry-after": "1767615000"}),
            RateLimitedError,
            ErrorCode.RATE_LIMITED,
            "Centra's rate budget is used up (HTTP 429); it is shared with every other integration of the shop.",
            id="429",
        ),
        pytest.param(
            (400, {"errors": [{"message": 'Cannot query field "shops" on type "Query".'}]}),
            RefusedError,
            ErrorCode.REFUSED,
            'Centra refused Stores: Cannot query field "shops" on type "Query".',
            id="400 with a GraphQL error",
        ),
        pytest.param(
            (400, {"message": "Syntax error in JSON"}),
            RefusedError,
            ErrorCode.REFUSED,
            'Centra refused Stores (HTTP 400): {"message": "Syntax error in JSON"}',
            id="400 of another shape",
        ),
        pytest.param(
            (418, ""),
            RefusedError,
            ErrorCode.REFUSED,
            "Centra refused Stores (HTTP 418): it gave no reason",
            id="a status that Centra does not document",
        ),
        pytest.param(
            (404, "<html>Not found</html>"),
            RefusedError,
            ErrorCode.REFUSED,
            "There is no Centra API at https://brandx.centraqa.com/graphql (HTTP 404).",
            id="404",
        ),
        pytest.param(
            (499, ""),
            NetworkError,
            ErrorCode.SERVER_ERROR,
            "Centra failed to answer Stores (HTTP 499).",
            id="499",
        ),
        pytest.param(
            (500, {"errors": [{"message": "Boom"}]}),
            NetworkError,
            ErrorCode.SERVER_ERROR,
            "Centra failed to answer Stores (HTTP 500).",
            id="500",
        ),
        pytest.param(
            (503, "<html>Maintenance</html>"),
            NetworkError,
            ErrorCode.SERVER_ERROR,
            "Centra failed to answer Stores (HTTP 503).",
            id="503",
        ),
        pytest.param(
            (200, "\n<!doctype html><title>Login</title>"),
            RefusedError,
            ErrorCode.UNEXPECTED_ANSWER,
            "Centra's answer to Stores cannot be read: it is an HTML page.",
            id="a web page",
        ),
        pytest.param(
            (200, "garbage"),
            RefusedError,
            ErrorCode.UNEXPECTED_ANSWER,
            "Centra's answer to Stores cannot be read: it is no GraphQL answer.",
            id="no JSON",
        ),
        pytest.param(
            (200, "[]"),
            RefusedError,
            ErrorCode.UNEXPECTED_ANSWER,
            "Centra's answer to Stores cannot be read: it is no GraphQL answer.",
            id="JSON, but a list",
        ),
        pytest.param(
            {"data": None},
            RefusedError,
            ErrorCode.UNEXPECTED_ANSWER,
            "Centra's answer to Stores cannot be read: it is no GraphQL answer.",
            id="neither data nor errors",
        ),
        pytest.param(
            {"data": {"stores": [{"id": 1, "name": "Sweden"}]}},
            RefusedError,
            ErrorCode.UNEXPECTED_ANSWER,
            "Centra's answer to Stores cannot be read: data.stores.0.type: Field required.",
            id="a field that was asked for is absent",
        ),
        pytest.param(
            {"data": None, "errors": [DENIED]},
            PermissionMissingError,
            ErrorCode.PERMISSION_MISSING,
            "The token lacks Market:read.",
            id="a permission is missing",
        ),
        pytest.param(
            {"errors": [BROKEN], "data": {"stores": []}},
            RefusedError,
            ErrorCode.REFUSED,
            "Centra refused Stores: Internal server error (at stores.3.name).",
            id="errors together with data: half an answer is none",
        ),
        pytest.param(
            {"errors": [BROKEN, {"message": None, "extensions": []}], "data": []},
            RefusedError,
            ErrorCode.REFUSED,
            "Centra refused Stores: Internal server error (at stores.3.name); no message.",
            id="several errors, one without a word",
        ),
        pytest.param(
            {"errors": [BROKEN, DENIED]},
            PermissionMissingError,
            ErrorCode.PERMISSION_MISSING,
            "The token lacks Market:read.",
            id="a missing permission goes before another error",
        ),
    ],
)
def test_every_way_of_saying_no_is_an_error_of_its_own(
    play: Play, line: object, error: type[BisError], code: ErrorCode, message: str
) -> None:
    client, _ = play(line)

    with pytest.raises(BisError) as caught:
        client.stores()

    assert (type(caught.value), caught.value.code, caught.value.message) == (error, code, message)


@pytest.mark.parametrize(
    ("message", "token_name", "permissions", "hint"),
    [
        pytest.param(
            "You need Market:read permission to access markets.",
            "toolkit",
            ("Market:read",),
            "In Centra: System > API Tokens > your token > Read > Market. The guide asks for it in 'Configuring API "
            "token in Centra'. The token is the one in centra.token (BIS_CENTRA_TOKEN).",
            id="of the guide",
        ),
        pytest.param(
            "You need Event:read permission to access events.",
            "voyado",
            ("Event:read",),
            "In Centra: System > API Tokens > your token > Read > Event. Centra asks for it wherever a token handles "
            "events. The token is the one in centra.voyado_token (BIS_CENTRA_VOYADO_TOKEN).",
            id="of Centra, on Voyado's token",
        ),
        pytest.param(
            "You need ProductSize.stock:read permission to access stock.",
            "toolkit",
            ("ProductSize.stock:read",),
            "In Centra: System > API Tokens > your token > Read > Product Size > Stock. The toolkit's own token "
            "needs it; Voyado's does not. The token is the one in centra.token (BIS_CENTRA_TOKEN).",
            id="of the toolkit",
        ),
        pytest.param(
            "You need Country:read permission to access assignedToCountries.",
            "toolkit",
            ("Country:read",),
            "In Centra: System > API Tokens > your token. The token is the one in centra.token (BIS_CENTRA_TOKEN).",
            id="of nobody we know",
        ),
        pytest.param(
            "You need Market:read or Country:read permission.",
            "toolkit",
            ("Market:read", "Country:read"),
            "Market:read: In Centra: System > API Tokens > your token > Read > Market. The guide asks for it in "
            "'Configuring API token in Centra'. Country:read: In Centra: System > API Tokens > your token. The token "
            "is the one in centra.token (BIS_CENTRA_TOKEN).",
            id="several",
        ),
        pytest.param(
            "Access denied",
            "toolkit",
            (),
            "In Centra: System > API Tokens > your token. The token is the one in centra.token (BIS_CENTRA_TOKEN).",
            id="unnamed",
        ),
    ],
)
def test_a_missing_permission_is_told_with_where_to_click(
    play: Play, message: str, token_name: str, permissions: tuple[str, ...], hint: str
) -> None:
    client, _ = play({"errors": [{**DENIED, "message": message}], "data": None}, token_name=token_name)

    with pytest.raises(PermissionMissingError) as caught:
        client.markets()

    assert (caught.value.permissions, caught.value.hint) == (permissions, hint)


def test_several_missing_permissions_are_named_together(play: Play) -> None:
    both = [DENIED, {**DENIED, "message": "You need Store:read permission to access Market.store."}]
    client, _ = play({"errors": both, "data": None})

    with pytest.raises(PermissionMissingError, match=r"^The token lacks Market:read and Store:read\.$"):
        client.markets()


def test_a_denial_that_names_nothing_is_told_in_centras_words(play: Play) -> None:
    client, _ = play({"errors": [{**DENIED, "message": "Access denied."}], "data": None})

    with pytest.raises(PermissionMissingError, match=r"^The token lacks a permission: Access denied \(at markets\)\.$"):
        client.markets()


def test_an_expired_token_is_told_with_where_to_make_a_new_one(play: Play) -> None:
    client, _ = play((403, ""), token_name="voyado")

    with pytest.raises(AuthError) as caught:
        client.stores()

    assert caught.value.message == ("Centra does not accept Voyado's token (HTTP 403): it is unknown or has expired.")
    assert caught.value.hint == (
        "A Centra token lives 30 days unless changed. Make a new one in Centra under System > API Tokens and set it as "
        "centra.voyado_token (BIS_CENTRA_VOYADO_TOKEN)."
    )


def test_a_wrong_address_is_told_with_the_right_one(play: Play) -> None:
    client, _ = play((404, ""))

    with pytest.raises(RefusedError) as caught:
        client.stores()

    assert caught.value.hint == (
        "centra.url is the whole address of the API and must end in /graphql: https://<instance>.centra.com/graphql, "
        "or centraqa.com for QA."
    )


@pytest.mark.parametrize(
    ("headers", "resume_at"), [({"retry-after": "1767615000"}, "2026-01-05T12:10:00+00:00"), ({}, None)]
)
def test_a_used_up_budget_says_when_to_resume_where_centra_does(
    play: Play, headers: dict[str, str], resume_at: str | None
) -> None:
    client, _ = play((429, "", headers))

    with pytest.raises(RateLimitedError) as caught:
        client.stores()

    assert caught.value.details["resume_at"] == resume_at


def test_a_failed_mutation_may_have_arrived_and_a_failed_read_may_not(play: Play) -> None:
    client, _ = play((500, ""), (500, ""))

    with pytest.raises(NetworkError) as mutation:
        client.confirm_events([EventId(1)])
    with pytest.raises(NetworkError) as read:
        client.stores()

    assert (mutation.value.may_have_arrived, read.value.may_have_arrived) == (True, False)


def test_an_error_shows_scripts_the_operation_the_status_and_how_the_answer_begins(play: Play) -> None:
    client, _ = play((418, "x" * 500))

    with pytest.raises(RefusedError) as caught:
        client.stores()

    assert caught.value.details == {"operation": "Stores", "status": 418, "excerpt": "x" * 200}


def test_a_graphql_error_shows_scripts_each_message_with_its_path(play: Play) -> None:
    client, _ = play((400, {"errors": [BROKEN]}))

    with pytest.raises(RefusedError) as caught:
        client.stores()

    assert caught.value.details == {
        "operation": "Stores",
        "status": 400,
        "errors": [{"message": "Internal server error.", "path": ["stores", 3, "name"]}],
    }


@pytest.mark.parametrize(
    ("path", "shown", "kept"),
    [
        (["input", "productSizes"], " (at input.productSizes)", ["input", "productSizes"]),
        ("input.quantity", " (at input.quantity)", ["input.quantity"]),
        (None, "", []),
    ],
)
def test_user_errors_are_refusals_with_message_and_path(play: Play, path: object, shown: str, kept: list[str]) -> None:
    failed = {
        "stockChanges": None,
        "userErrors": [{"message": "Quantity must not be negative.", "path": path}, {"message": "Really"}],
        "userWarnings": [],
    }
    client, _ = play({"data": {"setStock": failed}})

    with pytest.raises(RefusedError) as caught:
        client.set_stock(PhysicalStock(Sku("1234SIZEM"), WarehouseId(1), -1, "bis run 1"))

    assert caught.value.message == f"Centra refused SetStock: Quantity must not be negative{shown}; Really."
    assert caught.value.details["errors"] == [
        {"message": "Quantity must not be negative.", "path": kept},
        {"message": "Really", "path": []},
    ]


def test_no_error_holds_the_token(play: Play) -> None:
    client, _ = play((403, "Bad token"))

    with pytest.raises(AuthError) as caught:
        client.stores()

    assert "secret-token" not in json.dumps([caught.value.message, caught.value.hint, caught.value.details])
