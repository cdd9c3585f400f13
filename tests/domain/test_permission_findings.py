import pytest

from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.permission import (
    EVENT_READ,
    EVENT_WRITE,
    EXCESS,
    STOCK_CHANGE_WRITE,
    STOCK_READ,
    Permission,
    PermissionState,
    RequiredBy,
)
from voyado_bis_cli.domain.permission_findings import (
    commands_that_need,
    deprecation_findings,
    excess_finding,
    integration_finding,
    must_have,
    permission_finding,
    store_findings,
)

CUSTOMER = EXCESS[0]
HOW_TO = "docs/how-to-missing-permission.md"


def test_the_commands_that_need_a_permission_are_named() -> None:
    assert commands_that_need(EVENT_WRITE) == ("listeners", "sync-stock")
    assert commands_that_need(STOCK_READ) == ("stock", "subscribe", "set-stock", "sync-stock", "doctor")
    assert commands_that_need(CUSTOMER) == ()


@pytest.mark.parametrize("required_by", RequiredBy)
@pytest.mark.parametrize("token", ["voyado", "toolkit"])
def test_only_voyados_token_may_lack_what_nobody_but_centra_asks_for(required_by: RequiredBy, token: str) -> None:
    assert must_have(required_by, token) == ((required_by, token) != (RequiredBy.CENTRA, "voyado"))


LACKS = {
    "the guide's": (
        EVENT_WRITE,
        "voyado",
        Finding(
            "permission-missing",
            Severity.ERROR,
            "The token lacks Event:write, which is needed to listen to events and confirm them.",
            "The guide asks for it in 'Configuring API token in Centra'.",
            Remedy("In Centra: System > API Tokens > your token > Write > Event."),
            HOW_TO,
        ),
    ),
    "Centra's, of Voyado's token": (
        EVENT_READ,
        "voyado",
        Finding(
            "permission-missing",
            Severity.WARNING,
            "The token lacks Event:read, which is needed to read the event queue.",
            "Centra says that a token which handles events needs Event:read as well as Event:write.",
            Remedy("In Centra: System > API Tokens > your token > Read > Event."),
            HOW_TO,
        ),
    ),
    "Centra's, of the toolkit's own token": (
        EVENT_READ,
        "toolkit",
        Finding(
            "permission-missing",
            Severity.ERROR,
            "The token lacks Event:read, which is needed to read the event queue.",
            "Centra says that a token which handles events needs Event:read as well as Event:write.",
            Remedy("In Centra: System > API Tokens > your token > Read > Event."),
            HOW_TO,
        ),
    ),
    "the toolkit's": (
        STOCK_READ,
        "toolkit",
        Finding(
            "permission-missing",
            Severity.ERROR,
            "The token lacks ProductSize.stock:read, which is needed to read FTA per warehouse.",
            "The toolkit's own token needs it; Voyado's does not.",
            Remedy("In Centra: System > API Tokens > your token > Read > Product Size > Stock."),
            HOW_TO,
        ),
    ),
}


@pytest.mark.parametrize("case", LACKS)
def test_a_missing_permission_says_who_asks_for_it_and_where_to_click(case: str) -> None:
    permission, token, finding = LACKS[case]

    assert permission_finding(permission, PermissionState.MISSING, "", token) == finding


def test_where_two_tokens_are_talked_about_the_sentence_says_whose_it_is() -> None:
    found = permission_finding(EVENT_WRITE, PermissionState.MISSING, "", "voyado", "Voyado's token")

    assert found is not None
    assert found.title == ("Voyado's token lacks Event:write, which is needed to listen to events and confirm them.")


def test_a_permission_that_could_not_be_verified_is_a_persons_to_look_at() -> None:
    found = permission_finding(STOCK_CHANGE_WRITE, PermissionState.UNVERIFIED, "it has no harmless probe", "toolkit")

    assert found == Finding(
        "permission-unverified",
        Severity.WARNING,
        "StockChange:write could not be verified: it has no harmless probe.",
        "It is needed to change test stock with bis set-stock.",
        Remedy("Look whether it is ticked in Centra: System > API Tokens > your token > Write > Stock Change."),
    )


@pytest.mark.parametrize("permission", [EVENT_WRITE, EVENT_READ])
def test_a_permission_that_is_granted_needs_no_word(permission: Permission) -> None:
    assert permission_finding(permission, PermissionState.GRANTED, "", "voyado") is None


def test_a_permission_that_nobody_needs_is_to_be_unticked() -> None:
    assert excess_finding(CUSTOMER, PermissionState.GRANTED) == Finding(
        "permission-excess",
        Severity.WARNING,
        "The token has Customer:read, which nothing in back in stock needs: it may count customers; with it names, "
        "addresses and emails can be read.",
        "A token should hold what it needs and no more; Centra forbids full-permission tokens in production.",
        Remedy("Untick it in Centra: System > API Tokens > your token > Read > Customer."),
    )


@pytest.mark.parametrize("state", [PermissionState.MISSING, PermissionState.UNVERIFIED])
def test_only_a_permission_that_is_proven_counts_as_too_much(state: PermissionState) -> None:
    assert excess_finding(CUSTOMER, state) is None


def test_each_name_that_centra_will_remove_is_told() -> None:
    def removed(name: str) -> Finding:
        return Finding(
            "permission-deprecated",
            Severity.WARNING,
            f"Centra will remove {name}, which this token or its query uses.",
            "It works today; Centra's release notes say until when and what replaces it.",
            Remedy("Look for a newer version of bis, and ask Voyado whether their integration is ready."),
        )

    assert deprecation_findings(["Store:read", "Market.stores"]) == (removed("Store:read"), removed("Market.stores"))
    assert deprecation_findings([]) == ()


def test_a_token_of_another_integration_than_the_declared_one_is_told() -> None:
    assert integration_finding("Voyado_Integration_BrandX", "Toolkit BrandX") == (
        Finding(
            "integration-name-differs",
            Severity.WARNING,
            "The token belongs to the integration 'Voyado_Integration_BrandX', the profile declares 'Toolkit BrandX'.",
            "One event queue exists per integration name, so the name decides whose events are read.",
            Remedy("Correct the name in the profile, or use the token of the other integration."),
        ),
    )


@pytest.mark.parametrize(
    ("revealed", "declared"), [(None, "Toolkit BrandX"), ("Toolkit BrandX", None), ("Toolkit BrandX", "Toolkit BrandX")]
)
def test_a_name_that_is_the_same_or_not_known_is_no_difference(revealed: str | None, declared: str | None) -> None:
    assert integration_finding(revealed, declared) == ()


def stores(*types: str) -> tuple[Store, ...]:
    return tuple(Store(StoreId(number), f"Store {number}", kind) for number, kind in enumerate(types, 1))


def hidden(store: int) -> Finding:
    return Finding(
        "store-not-seen",
        Severity.ERROR,
        f"The token does not see store {store}, which the profile names in centra.stores.",
        "The guide asks for all stores to integrate: stock of this store's markets never reaches Engage.",
        Remedy("In Centra: System > API Tokens > your token > Restrictions > Stores: add it, or allow all."),
    )


def test_a_token_that_sees_every_store_of_the_profile_and_several_types_is_fine() -> None:
    assert store_findings(stores("DIRECT_TO_CONSUMER", "WHOLESALE"), [StoreId(1), StoreId(2)]) == ()
    assert store_findings(stores("DIRECT_TO_CONSUMER", "WHOLESALE"), []) == ()


def test_each_store_that_a_token_does_not_see_is_named_in_the_order_of_the_profile() -> None:
    wanted = [StoreId(9), StoreId(1), StoreId(7)]

    assert store_findings(stores("DIRECT_TO_CONSUMER", "WHOLESALE"), wanted) == (hidden(9), hidden(7))


def test_stores_of_one_type_only_may_mean_that_the_others_are_hidden() -> None:
    assert store_findings(stores("WHOLESALE", "WHOLESALE"), [StoreId(3)]) == (
        hidden(3),
        Finding(
            "store-types",
            Severity.INFO,
            "The token sees WHOLESALE stores only. That is fine if the shop has no others.",
            "The guide asks for all store types; a restricted token hides the rest without a word.",
            Remedy("In Centra: System > API Tokens > your token > Restrictions > Store types: all of them."),
        ),
    )


def test_where_no_store_can_be_read_nothing_is_said_about_stores() -> None:
    assert store_findings((), [StoreId(1)]) == ()
