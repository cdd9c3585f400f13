"""`bis doctor`: no error on the seed, and whatever is broken is found by exactly one check, with a remedy."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.acceptance.small_server import SmallServer, serving
from tests.acceptance.support import OURS, VOYADOS, Bis, Env, Result, asked, changes, queue_of, stock_of
from tests.conftest import SandboxAtHand

NOBODY_THERE = "http://127.0.0.1:9"
GUIDE_READS = [
    *("AllocationRule:read", "Market:read", "Product:read", "ProductSize:read", "ProductVariant:read"),
    *("StockChange:read", "Store:read", "Warehouse:read", "Order:read", "Return:read", "Event:read"),
]
FEED = '<rss xmlns:g="http://base.google.com/ns/1.0"><channel>{}</channel></rss>'


def states(result: Result) -> dict[str, list[str]]:
    """Return the checks by how they ended."""
    rows: list[dict[str, Any]] = result.data["checks"]
    seen = sorted({row["state"] for row in rows})
    return {state: [row["id"] for row in rows if row["state"] == state] for state in seen}


def day(offset: int) -> str:
    return str((datetime.now(UTC) + timedelta(days=offset)).date())


@pytest.fixture
def small_server() -> Generator[SmallServer]:
    with serving() as server:
        yield server


def doctor(bis: Bis, sandbox: SandboxAtHand, words: str = "", env: Env | None = None) -> Result:
    """Run it with JSON, and make sure that it changed nothing in the shop, nor anything in Engage."""
    before = sandbox.state()
    result = bis(f"doctor {words} --json", env=env)
    after = sandbox.state()
    assert (after["centra"], after["engage"]) == (before["centra"], before["engage"])
    return result


# ---------------------------------------------------------------- the seed


def test_on_the_seed_nothing_is_an_error_and_each_warning_says_what_to_do(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = doctor(bis, sandbox)

    assert result.exit_code == 0
    found = states(result)
    assert "failed" not in found
    assert "skipped" not in found
    assert found["warning"] == [
        "voyado-token-expiry",
        "toolkit-token-expiry",
        "event-system",
        "market-rules",
        "warehouse-rules",
        "sellable-stock",
        "feed-sold-out",
    ]
    findings = result.json["findings"]
    assert {finding["severity"] for finding in findings} == {"warning"}
    assert [finding["id"] for finding in findings if not finding["remedy"]["text"]] == []
    assert changes(sandbox) == []


def test_it_asks_few_questions(bis: Bis, sandbox: SandboxAtHand) -> None:
    doctor(bis, sandbox)

    operations = asked(sandbox)
    assert sorted(operations) == sorted(
        [
            *("GET /api/v3/contacts/count", "ReadProbes", "ReadProbes", "EventsWaiting", "EventsWaiting"),
            *("NewestStockChange", "Markets", "Warehouses", "RulesOfWarehouses", "DefaultRules"),
            *("SizesOfSku", "VariantStock", "Stock", "OPTIONS /subscription-api"),
            *(f"GET /feeds/{locale}.xml" for locale in ("sv-SE", "de-DE", "en-US")),
        ]
    )


def test_strict_counts_what_a_person_has_not_looked_at(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert doctor(bis, sandbox, "captcha").exit_code == 0
    assert doctor(bis, sandbox, "captcha --strict").exit_code == 1

    bis("doctor confirm captcha --by 'Anna Berg'")

    confirmed = doctor(bis, sandbox, "captcha --strict")
    assert confirmed.exit_code == 0
    (row,) = confirmed.data["checks"]
    assert (row["state"], row["confirmed_by"]) == ("manual", "Anna Berg")
    assert date.fromisoformat(row["confirmed_on"]) <= datetime.now(UTC).date()
    assert f"confirmed by Anna Berg on {row['confirmed_on']}" in bis("doctor captcha").stdout


def test_a_confirmation_is_one_profiles_and_asks_nobody(bis: Bis, sandbox: SandboxAtHand) -> None:
    noted = bis("doctor confirm automation --by Anna --json")

    assert noted.data["checks"][0]["confirmed_by"] == "Anna"
    assert asked(sandbox) == []
    assert bis("doctor confirm feed-skus --by Anna").exit_code == 2
    assert bis("doctor confirm captcha --by Anna", env={"BIS_CENTRA_URL": None}).exit_code == 3


# ---------------------------------------------------------------- one prerequisite broken at a time


@dataclass(frozen=True)
class Broken:
    """A prerequisite, how it is broken, and what of the message fixes it."""

    check: str
    advice: str
    env: Env
    break_it: Callable[[SandboxAtHand], object] = lambda _sandbox: None


def _nobody_listens(sandbox: SandboxAtHand) -> None:
    types = ", ".join(f"{{objectType: {kind}}}" for kind in ("StockChange", "Order", "Return"))
    mutation = f"mutation {{ unsetEventListeners(input: [{types}]) {{ userErrors {{ message }} }} }}"
    headers = {"Authorization": "Bearer sandbox-guide"}
    assert sandbox.http.post("/graphql", json={"query": mutation}, headers=headers).json()["data"]


def _old_order(sandbox: SandboxAtHand) -> None:
    earlier = datetime.now(UTC) - timedelta(hours=5)
    sandbox.control("POST", "/clock", {"freeze": earlier.isoformat()})
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})
    confirm_ours(sandbox)


def confirm_ours(sandbox: SandboxAtHand) -> None:
    """Take our own events away, as `sync-stock` would: only Voyado's queue is to be old."""
    ids = [event["id"] for event in sandbox.state()["centra"]["events"].get(OURS, [])]
    mutation = f"mutation {{ confirmEvents(input: {{eventsIds: {ids}}}) {{ userErrors {{ message }} }} }}"
    headers = {"Authorization": "Bearer sandbox-toolkit"}
    assert sandbox.http.post("/graphql", json={"query": mutation}, headers=headers).json()["data"]


def _events_off(sandbox: SandboxAtHand) -> None:
    earlier = datetime.now(UTC) - timedelta(hours=1)
    sandbox.control("POST", "/clock", {"freeze": earlier.isoformat()})
    listeners = (
        "mutation { setEventListeners(input: [{objectType: StockChange}, {objectType: Order}, "
        "{objectType: Return}]) { userErrors { message } } }"
    )
    headers = {"Authorization": "Bearer sandbox-fresh"}
    sandbox.http.post("/graphql", json={"query": listeners}, headers=headers)
    sandbox.control("POST", "/faults", {"kind": "events-off"})
    sandbox.control("POST", "/clock", {"advance": 60})
    change = (
        'mutation { setStock(input: {warehouse: {id: 1}, description: "d", stockQuantityType: PHYSICAL, '
        'productSizes: [{productSize: {SKU: "1234-1"}, quantity: 7}]}) { userErrors { message } } }'
    )
    assert sandbox.http.post("/graphql", json={"query": change}, headers=headers).json()["data"]


def _token(permissions: list[str], integration: str) -> Callable[[SandboxAtHand], object]:
    body = {"token": "made-for-the-test", "integration": integration, "permissions": permissions}
    return lambda sandbox: sandbox.control("PUT", "/tokens", body)


def without(permission: str, *more: str) -> list[str]:
    return ["Event:write", *(each for each in (*GUIDE_READS, *more) if each != permission)]


BROKEN = [
    Broken("engage-reachable", "Nothing answers", {"BIS_ENGAGE_URL": NOBODY_THERE}),
    Broken("engage-key", "engage.api_key", {"BIS_ENGAGE_API_KEY": "wrong"}),
    Broken("voyado-token", "System > API Tokens", {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-expired"}),
    Broken("toolkit-token", "System > API Tokens", {"BIS_CENTRA_TOKEN": "sandbox-expired"}),
    Broken("voyado-permissions", "your token > Read > Market.", {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-weak"}),
    Broken(
        "toolkit-permissions",
        "your token > Read > Product Size > Stock.",
        {"BIS_CENTRA_TOKEN": "made-for-the-test"},
        _token(without(""), OURS),
    ),
    Broken("token-stores", "Restrictions", {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-store-1"}),
    Broken(
        "token-stores",
        "Restrictions > Stores",
        {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-store-1", "BIS_CENTRA_STORES": "1 2"},
    ),
    Broken(
        "integration-names",
        "an integration of its own",
        {"BIS_CENTRA_TOKEN": "made-for-the-test", "BIS_CENTRA_INTEGRATION_NAME": VOYADOS},
        _token(without("", "ProductSize.stock:read"), VOYADOS),
    ),
    Broken("voyado-token-expiry", "centra.voyado_token_expires", {"BIS_CENTRA_VOYADO_TOKEN_EXPIRES": day(-1)}),
    Broken("toolkit-token-expiry", "centra.token_expires", {"BIS_CENTRA_TOKEN_EXPIRES": day(-1)}),
    Broken(
        "event-system",
        "Ask Centra's support",
        {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"},
        _events_off,
    ),
    Broken("voyado-listeners", "Give Voyado the token", {}, _nobody_listens),
    Broken("voyado-queue", "Ask Voyado whether their service runs", {}, _old_order),
    Broken("market-rules", "allocation rule", {"BIS_TEST_MARKET": "6"}),
    Broken("market-rules", "bis markets", {"BIS_TEST_MARKET": "7"}),
    Broken("warehouse-rules", "Set test.warehouse", {"BIS_TEST_WAREHOUSE": "3"}),
    Broken("warehouse-rules", "bis warehouses", {"BIS_TEST_WAREHOUSE": "Nowhere"}),
    Broken("test-skus", "Copy the SKU", {"BIS_TEST_SKUS": "NO-SUCH-SKU"}),
    Broken("feed-locales", "sv-SE, de-DE, en-US", {"BIS_TEST_LOCALE": "fi-FI"}),
    Broken("feed-skus", "the feed writes Centra's SKU", {"BIS_TEST_SKUS": "1234SIZEXL"}),
    Broken("subscription-api", "Nothing answers", {"BIS_SUBSCRIPTION_API_URL": f"{NOBODY_THERE}/x"}),
    Broken("store-value", "bis store-id --parse", {"BIS_SUBSCRIPTION_API_STORE": "othertenant-1"}),
    Broken("store-value", "bis store-id --all", {"BIS_SUBSCRIPTION_API_STORE": "voyadotenant-9"}),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.check)
def test_exactly_the_broken_prerequisite_fails_and_its_message_says_how_to_mend_it(
    bis: Bis, sandbox: SandboxAtHand, broken: Broken
) -> None:
    broken.break_it(sandbox)

    result = doctor(bis, sandbox, env=broken.env)

    assert states(result)["failed"] == [broken.check]
    assert result.exit_code == 1
    errors = [finding for finding in result.json["findings"] if finding["severity"] == "error"]
    told = [
        " ".join((each["title"], each["detail"], each["remedy"]["text"], *each["remedy"]["commands"]))
        for each in errors
    ]
    assert any(broken.advice in each for each in told), told
    assert [each["title"] for each in errors if not each["remedy"]["text"]] == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.check)
def test_a_broken_prerequisite_is_found_when_it_is_looked_at_alone(
    bis: Bis, sandbox: SandboxAtHand, broken: Broken
) -> None:
    broken.break_it(sandbox)

    assert states(doctor(bis, sandbox, broken.check, env=broken.env))["failed"] == [broken.check]


def test_what_cannot_be_looked_at_says_where_to_look(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = doctor(bis, sandbox, env={"BIS_CENTRA_TOKEN": "sandbox-expired"})

    rows = {row["id"]: row for row in result.data["checks"]}
    assert rows["market-rules"]["state"] == "skipped"
    assert rows["market-rules"]["detail"] == "not looked at: see toolkit-permissions"
    assert rows["toolkit-permissions"]["detail"] == "not looked at: see toolkit-token"


# ---------------------------------------------------------------- Engage's version


def test_a_404_means_a_wrong_version_and_never_nothing_there(
    bis: Bis, sandbox: SandboxAtHand, small_server: SmallServer
) -> None:
    small_server.answer("/api/v2/contacts/count", "7", content_type="application/json")

    result = doctor(bis, sandbox, env={"BIS_ENGAGE_URL": small_server.url})

    assert states(result)["failed"] == ["engage-version"]
    assert 'Set engage.api_version = "v2"' in result.stdout.replace('\\"', '"')


def test_a_404_everywhere_means_a_wrong_address(bis: Bis, sandbox: SandboxAtHand, small_server: SmallServer) -> None:
    result = doctor(bis, sandbox, env={"BIS_ENGAGE_URL": small_server.url})

    assert states(result)["failed"] == ["engage-version"]
    assert "Check engage.url" in result.stdout


# ---------------------------------------------------------------- feeds


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (None, "Check the feed's URL"),
        ("<html><body>Log in</body></html>", "it is a web page"),
        ("<rss><channel><item>", "its XML is broken"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>', "entity bomb"),
        (FEED.format(""), "holds no product"),
    ],
    ids=["not there", "a web page", "cut off", "entity bomb", "empty"],
)
def test_a_feed_that_cannot_be_read_is_told_with_its_reason(
    bis: Bis, sandbox: SandboxAtHand, small_server: SmallServer, body: str | None, advice: str
) -> None:
    if body is not None:
        small_server.answer("/feed.xml", body)
    env = {"BIS_FEEDS": f"sv-SE={small_server.url}/feed.xml"}

    result = doctor(bis, sandbox, "feed-readable", env=env)

    assert states(result)["failed"] == ["feed-readable"]
    assert advice in result.stdout


def test_a_sku_in_another_element_names_the_setting(
    bis: Bis, sandbox: SandboxAtHand, small_server: SmallServer
) -> None:
    small_server.answer("/feed.xml", FEED.format("<item><g:id>9</g:id><g:mpn>1234SIZEM</g:mpn></item>"))

    result = doctor(bis, sandbox, "feed-skus", env={"BIS_FEEDS": f"sv-SE={small_server.url}/feed.xml"})

    assert states(result)["failed"] == ["feed-skus"]
    (finding,) = [each for each in result.json["findings"] if each["severity"] == "error"]
    assert 'sku_field = "g:mpn"' in finding["remedy"]["text"]


def test_a_feed_that_leaves_sold_out_sizes_out_is_found_by_a_sample(
    bis: Bis, sandbox: SandboxAtHand, small_server: SmallServer
) -> None:
    stock = sandbox.state()["centra"]["stock"]
    in_stock = [sku for sku, rows in stock.items() if any(rows[w]["fta"] for w in ("1", "2"))]
    small_server.answer("/feed.xml", FEED.format("".join(f"<item><g:id>{sku}</g:id></item>" for sku in in_stock)))
    env = {"BIS_FEEDS": f"sv-SE={small_server.url}/feed.xml", "BIS_TEST_SKUS": "1234-1"}

    result = doctor(bis, sandbox, env=env)

    assert states(result)["failed"] == ["feed-sold-out"]
    assert ("error", "feed-drops-sold-out") in result.found
    assert ("warning", "no-sold-out-test-sku") in result.found


# ---------------------------------------------------------------- the event system


def test_an_event_in_any_readable_queue_proves_the_event_system(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})
    confirm_ours(sandbox)

    result = doctor(bis, sandbox, "event-system")

    row = next(row for row in result.data["checks"] if row["id"] == "event-system")
    assert row["state"] == "passed"
    assert "waits in Voyado's queue: it was on then" in row["detail"]


def test_an_event_that_this_machine_confirmed_proves_it_too(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")
    bis("sync-stock --once")
    _token_reads_nothing_of_voyados = {"BIS_CENTRA_VOYADO_TOKEN": None}

    result = doctor(bis, sandbox, "event-system", env=_token_reads_nothing_of_voyados)

    row = next(row for row in result.data["checks"] if row["id"] == "event-system")
    assert row["state"] == "passed"
    assert row["detail"].startswith("this machine confirmed an event on ")


def test_the_proof_takes_one_unit_away_and_puts_it_back(bis: Bis, sandbox: SandboxAtHand) -> None:
    env = {"BIS_TEST_SKUS": "1234SIZEM 1234-1"}
    before = stock_of(sandbox, "1234-1")

    result = bis("doctor --prove-events --sku 1234-1 --json", env=env)

    assert result.exit_code == 0
    assert states(result) == {"passed": ["event-system"]}
    assert stock_of(sandbox, "1234-1") == before
    assert [change["lines"][0]["delivered"] for change in sandbox.state()["centra"]["stock_changes"][-2:]] == [-1, 1]
    assert len(queue_of(sandbox, OURS)) == len(queue_of(sandbox, VOYADOS)) == 2
    assert "ConfirmEvents" not in asked(sandbox)


def test_the_proof_never_touches_a_sold_out_sku_nor_one_that_is_no_test_sku(bis: Bis, sandbox: SandboxAtHand) -> None:
    sold_out = bis("doctor --prove-events --sku 1234SIZEM")
    not_named = bis("doctor --prove-events --sku 1234-1")
    nobody = bis(
        "doctor --prove-events --sku 1234-1",
        env={
            "BIS_TEST_SKUS": "1234-1",
            "BIS_CENTRA_TOKEN": "sandbox-fresh",
            "BIS_CENTRA_INTEGRATION_NAME": "bis fresh",
        },
    )

    assert (sold_out.exit_code, not_named.exit_code, nobody.exit_code) == (1, 2, 1)
    assert "a sold-out SKU is never raised" in sold_out.error
    assert "test.skus" in not_named.error
    assert "does not listen" in nobody.error
    assert changes(sandbox) == []


def test_without_an_event_the_proof_ends_as_not_yet_and_is_undone_all_the_same(
    bis: Bis, sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/faults", {"kind": "events-off"})
    before = stock_of(sandbox, "1234-1")

    result = bis("doctor --prove-events --sku 1234-1 --wait 0 --json", env={"BIS_TEST_SKUS": "1234-1"})

    assert result.exit_code == 8
    assert states(result) == {"failed": ["event-system"]}
    assert stock_of(sandbox, "1234-1") == before


def test_the_proof_asks_first_where_the_ladder_wants_it(bis: Bis, sandbox: SandboxAtHand) -> None:
    env = {"BIS_TEST_SKUS": "1234-1", "BIS_KIND": "test"}

    refused = bis("doctor --prove-events --sku 1234-1 --no-input", env=env)
    allowed = bis("doctor --prove-events --sku 1234-1 --yes", env=env)

    assert (refused.exit_code, allowed.exit_code) == (2, 0)


# ---------------------------------------------------------------- lists, and the last day


def test_the_list_names_every_check_and_asks_nobody(bis: Bis, sandbox: SandboxAtHand) -> None:
    listed = bis("doctor --list --json").data["checks"]

    everyday = [row["id"] for row in doctor(bis, sandbox).data["checks"]]
    assert [row["id"] for row in listed if row["everyday"]] == everyday
    assert len({row["id"] for row in listed}) == len(listed)


def test_a_group_is_a_word_too_and_an_unknown_one_is_refused(bis: Bis, sandbox: SandboxAtHand) -> None:
    groups = {row["group"] for row in doctor(bis, sandbox, "manual").data["checks"]}
    unknown = bis("doctor feed-sku")

    assert groups == {"manual"}
    assert unknown.exit_code == 2
    assert "Perhaps feed-skus is meant." in unknown.error
    assert bis("doctor captcha --for go-live").exit_code == 2


def test_the_last_day_wants_production_no_listeners_and_nobody_waiting(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("subscribe")

    result = doctor(bis, sandbox, "--for go-live")

    found = states(result)
    assert found["failed"] == ["production-hosts"]
    assert {"leftover-listeners", "waiting-subscriptions", "voyado-token-expiry"} <= set(found["warning"])
    assert "old-subscriptions" in found["manual"]
    assert "Engage still holds 1 subscription from tests, for 1234SIZEM." in result.stdout


def test_on_the_last_day_deleted_subscriptions_and_contacts_are_no_worry(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("subscribe")
    bis("set-stock --fta 10")
    bis("sync-stock --once")

    row = next(
        row
        for row in doctor(bis, sandbox, "waiting-subscriptions").data["checks"]
        if row["id"] == "waiting-subscriptions"
    )

    assert row["state"] == "passed"


# ---------------------------------------------------------------- bad days


def test_a_rate_limit_ends_it_early_and_decides_the_exit_code(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/clock", {"freeze": True})  # no bucket refills
    sandbox.control(
        "POST", "/rate-limits", {"on": True, "used": {"REQUEST_COUNT": {"ONE_HOUR": 5000}}, "retry_after": "delta"}
    )

    result = doctor(bis, sandbox, "--timeout 4")

    assert result.exit_code == 7
    assert result.json["error"]["code"] == "rate_limited"
    assert "failed" not in states(result)
    assert "market-rules" in states(result)["skipped"]


def test_an_external_stock_master_is_a_warning(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("PUT", "/warehouses", {"id": 1, "stock_master": "EXTERNAL"})

    result = doctor(bis, sandbox, "stock-master")

    assert states(result)["warning"] == ["stock-master"]
    assert "Stockholm (1) is fed by an external system" in result.stdout


def test_what_the_profile_does_not_say_is_a_warning_that_names_the_setting(bis: Bis, sandbox: SandboxAtHand) -> None:
    unset = (
        *("BIS_CENTRA_VOYADO_TOKEN", "BIS_SUBSCRIPTION_API_URL", "BIS_SUBSCRIPTION_API_STORE", "BIS_FEEDS"),
        *("BIS_TEST_SKUS", "BIS_TEST_MARKET", "BIS_TEST_WAREHOUSE", "BIS_TEST_LOCALE", "BIS_TENANT"),
        *("BIS_ENGAGE_URL", "BIS_ENGAGE_API_KEY"),
    )

    result = doctor(bis, sandbox, env=dict.fromkeys(unset))

    assert result.exit_code == 0
    told = [finding["title"] for finding in result.json["findings"] if finding["id"] == "setting-missing"]
    for key in (
        "centra.voyado_token",
        "subscription_api.url",
        "subscription_api.store",
        "feeds",
        "test.skus",
        "engage.url",
    ):
        assert any(key in title for title in told), key
    assert "failed" not in states(result)


def test_nothing_set_up_is_no_bill_of_health(bis_without_profile: Bis) -> None:
    assert bis_without_profile("doctor").exit_code == 3


def test_a_proof_that_cannot_be_undone_says_how_to_put_it_right(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})
    second = {"kind": "status", "status": 400, "operation": "SetStock", "after": 1, "times": 1}
    sandbox.control("POST", "/faults", second)
    env = {"BIS_TEST_SKUS": "1234-1"}

    result = bis("doctor --prove-events --sku 1234-1 --json", env=env)

    assert result.exit_code == 1
    assert ("error", "not-put-back") in result.found
    assert stock_of(sandbox, "1234-1")["fta"] == 3
    assert bis("set-stock --undo last", env=env).exit_code == 0
    assert stock_of(sandbox, "1234-1")["fta"] == 4


def test_a_proof_looks_again_until_its_time_is_up(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/faults", {"kind": "events-off"})

    result = bis("doctor --prove-events --sku 1234-1 --wait 0.2", env={"BIS_TEST_SKUS": "1234-1"})

    assert result.exit_code == 8
    assert asked(sandbox).count("EventsWaiting") == 2


@pytest.mark.parametrize(
    ("check", "env", "finding"),
    [
        ("store-value", {"BIS_SUBSCRIPTION_API_STORE": "no store!"}, ("error", "store-value")),
        ("store-value", {"BIS_TENANT": None}, ("warning", "setting-missing")),
        ("waiting-subscriptions", {"BIS_ENGAGE_URL": None}, ("warning", "setting-missing")),
        ("feed-skus", {"BIS_FEEDS": None}, ("warning", "setting-missing")),
        ("feed-sold-out", {"BIS_FEEDS": None}, ("warning", "setting-missing")),
    ],
)
def test_what_is_lacking_or_malformed_is_named(
    bis: Bis, sandbox: SandboxAtHand, check: str, env: Env, finding: tuple[str, str]
) -> None:
    assert finding in doctor(bis, sandbox, check, env=env).found


def test_a_store_of_its_own_is_named_with_its_centra_store(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = doctor(bis, sandbox, "store-value", env={"BIS_SUBSCRIPTION_API_STORE": "voyadotenant-2"})

    assert result.data["checks"][-1]["detail"] == "voyadotenant-2: store Europe of tenant voyadotenant"


def test_an_odd_answer_of_the_subscription_api_proves_nothing_either_way(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/faults", {"kind": "status", "status": 404, "path": "/subscription-api"})

    result = doctor(bis, sandbox, "subscription-api")

    assert states(result) == {"warning": ["subscription-api"]}
    assert "bis subscribe" in result.stdout


def test_nothing_left_over_passes_on_the_last_day(bis: Bis, sandbox: SandboxAtHand) -> None:
    env = {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"}

    result = doctor(bis, sandbox, "leftover-listeners", env=env)

    assert result.data["checks"][-1]["detail"] == "the toolkit listens to nothing"


def test_a_shop_whose_stock_cannot_be_sampled_leaves_the_test_skus_to_be_looked_up(
    bis: Bis, sandbox: SandboxAtHand
) -> None:
    _token(without("ProductVariant:read", "ProductSize.stock:read"), OURS)(sandbox)

    result = doctor(bis, sandbox, "feeds", env={"BIS_CENTRA_TOKEN": "made-for-the-test"})

    found = states(result)
    assert found["failed"] == ["toolkit-permissions"]
    assert "feed-skus" in found["passed"]
    assert "feed-sold-out" in found["skipped"]


def test_without_any_stock_permission_a_missing_sku_may_be_sold_out(bis: Bis, sandbox: SandboxAtHand) -> None:
    _token(without(""), OURS)(sandbox)
    env = {"BIS_CENTRA_TOKEN": "made-for-the-test", "BIS_TEST_SKUS": "1234SIZEXL"}

    assert ("error", "feed-sku-missing") in doctor(bis, sandbox, "feed-skus", env=env).found


def test_an_unreadable_feed_leaves_the_others_to_be_looked_at(
    bis: Bis, sandbox: SandboxAtHand, small_server: SmallServer
) -> None:
    feeds = f"sv-SE={sandbox.url}/feeds/sv-SE.xml de-DE={small_server.url}/none.xml"

    found = states(doctor(bis, sandbox, "feeds", env={"BIS_FEEDS": feeds}))
    none_left = states(doctor(bis, sandbox, "feeds", env={"BIS_FEEDS": f"sv-SE={small_server.url}/none.xml"}))

    assert found["failed"] == ["feed-readable"]
    assert "feed-skus" in found["passed"]
    assert {"feed-skus", "feed-sold-out"} <= set(none_left["skipped"])


def test_voyados_token_alone_can_be_examined(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = doctor(bis, sandbox, env={"BIS_CENTRA_TOKEN": None})

    found = states(result)
    assert "failed" not in found
    assert {"voyado-token", "voyado-permissions", "token-stores", "voyado-listeners"} <= set(found["passed"])
    assert "market-rules" in found["skipped"]
