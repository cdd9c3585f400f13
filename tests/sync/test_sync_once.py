"""`bis sync-stock --once` and what goes with it, as far as the acceptance tests do not tell it."""

import pytest

from tests.sync.support import OURS, SKU, SOLD, Shop, bulk_skus

NOTHING = {"fetched": 0, "confirmed": 0, "left": 0}


def test_a_page_costs_four_requests_and_the_map_four_and_one_for_a_market_without_a_rule(shop: Shop) -> None:
    shop.set_stock({SKU: 10})

    assert shop.sync("--once").code == 0

    assert shop.asked() == [
        "EventListeners",
        "Markets",
        "Warehouses",
        "RulesOfWarehouses",
        "DefaultRules",
        "NextEvents",
        "Stock",
        "PUT /api/v3/inventory/stock-levels/batch",
        "ConfirmEvents",
    ]


def test_a_stock_change_with_more_lines_than_a_page_holds_is_read_to_its_end(shop: Shop) -> None:
    shop.seed(events=0, skus=230)
    everything = dict.fromkeys(bulk_skus(230), 1)
    shop.set_stock(everything)

    assert shop.sync("--once").code == 0

    assert {sku for sku, _ in shop.latest} == set(everything)
    assert shop.asked().count("StockChangeLines") == 2
    assert shop.queue == []


def test_ten_long_stock_changes_are_read_at_once(shop: Shop) -> None:
    shop.seed(events=0, skus=220)
    skus = bulk_skus(220)
    for quantity, some in enumerate((skus[:25], skus[20:60], skus, *[skus[30:60]] * 8), start=1):
        shop.set_stock(dict.fromkeys(some, quantity))

    assert shop.sync("--once").code == 0

    assert shop.asked().count("StockChangeLines") == 3  # ten, the rest of one of them, the eleventh
    assert shop.latest == {key: fta for key, fta in shop.fta().items() if key in shop.latest}
    assert {sku for sku, _ in shop.latest} == set(skus)
    assert shop.queue == []


def test_sizes_that_an_event_named_count_though_its_stock_change_went_before_the_rest_was_read(shop: Shop) -> None:
    shop.seed(events=0, skus=30)
    shop.set_stock(dict.fromkeys(bulk_skus(30), 1))
    shop.fault(kind="shape", operation="StockChangeLines", body={"data": {"stockChangeConnection": {"edges": []}}})

    assert shop.sync("--once").code == 0

    assert len({sku for sku, _ in shop.latest}) == 20
    assert shop.queue == []


def test_events_of_what_decides_where_stock_counts_ask_for_a_full_sync(shop: Shop) -> None:
    shop.bis("listeners", "add", "--type", "AllocationRule")
    shop.publish("AllocationRule", 1, "UPDATED")

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.found) == (0, ["market-without-rule", "event-changes-what-counts"])
    assert outcome.document["findings"][1]["remedy"]["commands"] == ["bis sync-stock --full"]
    assert shop.queue == []


def test_an_event_whose_object_is_gone_is_confirmed_and_says_what_to_do(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.fault(kind="object-gone", event=shop.queue[0])

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.found) == (0, ["market-without-rule", "event-object-gone"])
    assert (shop.levels, shop.queue) == ([], [])


def test_a_size_without_a_sku_asks_for_no_level(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.world.db.run("UPDATE centra_sizes SET sku = NULL WHERE sku = ?", (SKU,))

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.found) == (0, ["market-without-rule", "size-without-sku"])
    assert (shop.levels, shop.queue) == ([], [])


def test_two_sizes_with_one_sku_get_nothing_and_keep_their_events(shop: Shop) -> None:
    shop.set_stock({SKU: 1, "1234SIZES": 1})
    shop.set_stock({SOLD: 1})
    shop.world.db.run("UPDATE centra_sizes SET sku = ? WHERE sku = '1234SIZES'", (SKU,))

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.error) == (1, None)
    assert outcome.found == ["market-without-rule", "shared-sku"]
    assert {sku for sku, _ in shop.latest} == {SOLD}
    assert len(shop.queue) == 1


def test_a_level_that_the_shop_would_show_as_sold_out_is_sent_with_a_warning(shop: Shop) -> None:
    shop.set_stock({SKU: 2}, warehouse=2)  # Berlin's threshold is 2

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.found) == (0, ["market-without-rule", "level-not-sellable"])
    assert shop.latest == {(SKU, "4"): 0, (SKU, "5"): 2}
    assert shop.sync("--sku", SKU, "--strict").code == 1


def test_a_market_without_a_rule_of_its_own_sells_by_its_default(shop: Shop) -> None:
    shop.world.db.run(
        "INSERT INTO centra_rule_defaults (rule_id, market_id) SELECT rule_id, 6 FROM centra_markets WHERE id = 4"
    )
    shop.set_stock({SKU: 3})

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.found) == (0, [])
    assert shop.latest == {(SKU, "4"): 3, (SKU, "5"): 3, (SKU, "6"): 3}


def test_where_no_market_has_a_rule_the_queue_is_left_alone(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    outcome = shop.sync("--once", env={"BIS_CENTRA_STORES": "3"})

    assert (outcome.code, outcome.found, outcome.data["events"]) == (1, ["no-market-with-rule"], NOTHING)
    assert len(shop.queue) == 1
    assert "NextEvents" not in shop.asked()


def test_failing_events_do_not_block_those_behind_them(shop: Shop) -> None:
    shop.seed(events=450, skus=450)
    first_page = bulk_skus(450)
    refused = first_page[:250]  # more than a page of failing events, wherever they stand
    shop.fault(kind="partial-batch", skus=refused, times=0)

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.error) == (5, "refused")
    assert outcome.data["events"] == {"fetched": 450, "confirmed": 200, "left": 250}
    assert outcome.data["stock_levels"] == {"sent": 400, "failed": 500}
    assert {sku for sku, _ in shop.latest} == set(first_page) - set(refused)

    shop.world.faults.clear()
    assert shop.sync("--once").code == 0
    assert shop.queue == []
    assert {key: fta for key, fta in shop.fta().items() if key[0] in first_page} == shop.latest


def test_a_queue_that_shows_nothing_behind_its_failing_events_is_said_to_be_blocked(shop: Shop) -> None:
    shop.seed(events=300, skus=300)
    shop.fault(kind="partial-batch", nth=1, times=0)
    first_page = shop.world.db.rows("SELECT id FROM centra_events WHERE integration = ? ORDER BY id LIMIT 200", (OURS,))
    page = {
        "data": {
            "events": [
                {
                    "id": row["id"],
                    "objectType": "StockChange",
                    "changeType": "CREATED",
                    "objectReference": 1,
                    "createdAt": "2026-01-01T00:00:00+00:00",
                    "object": {
                        "__typename": "StockChange",
                        "stockChangeId": 1,
                        "stockLines": [{"productSize": {"id": 101, "SKU": SKU}}],
                    },
                }
                for row in first_page
            ],
            "rateLimits": [],
        }
    }
    shop.fault(kind="shape", operation="NextEvents", body=page, times=0, done=False)  # a server that does not page

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.error) == (5, "refused")
    assert outcome.document["error"]["message"] == (
        "The queue keeps 200 events, and Centra shows none behind: what waits there is not reached."
    )
    assert outcome.document["error"]["hint"] == (
        "Correct what keeps them, or confirm one by hand: bis sync-stock --skip-event ID."
    )
    assert len(shop.queue) == 300


# ---------------------------------------------------------------- how much of it, and by hand


@pytest.mark.parametrize("n", [1, 200, 201])
def test_max_events_is_the_most_that_is_consumed(shop: Shop, n: int) -> None:
    shop.seed(events=400, skus=50)

    outcome = shop.sync("--once", "--max-events", str(n))

    assert (outcome.code, outcome.data["events"]) == (0, {"fetched": n, "confirmed": n, "left": 0})
    assert len(shop.queue) == 400 - n


def test_a_skipped_event_is_gone_and_nothing_is_sent(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.set_stock({SOLD: 1})
    first, second = shop.queue

    outcome = shop.sync("--skip-event", str(second))

    assert (outcome.code, outcome.data["events"]) == (0, {"fetched": 1, "confirmed": 1, "left": 0})
    assert (shop.queue, shop.levels) == ([first], [])


def test_an_event_that_our_queue_does_not_hold_cannot_be_skipped(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    theirs = shop.queue[0] - 1

    outcome = shop.sync("--skip-event", str(theirs))

    assert (outcome.code, outcome.error) == (1, "not_found")
    assert len(shop.queue) == 1
    assert "ConfirmEvents" not in shop.asked()


def test_a_discarded_backlog_is_gone_and_nothing_is_sent(shop: Shop) -> None:
    shop.seed(events=401, skus=10)

    outcome = shop.sync("--discard-backlog")

    assert (outcome.code, outcome.data["events"]) == (0, {"fetched": 401, "confirmed": 401, "left": 0})
    assert (shop.queue, shop.levels) == ([], [])
    assert shop.asked().count("ConfirmEvents") == 3


@pytest.mark.parametrize("way", [["--discard-backlog"], ["--skip-event", "{id}"], ["--once"], ["--full"]])
def test_a_dry_run_changes_nothing(shop: Shop, way: list[str]) -> None:
    shop.set_stock({SKU: 1})
    (event,) = shop.queue

    outcome = shop.sync("--dry-run", *(word.format(id=event) for word in way))

    assert outcome.code == 0
    read = 0 if way == ["--full"] else 1
    assert outcome.data["events"] == {"fetched": read, "confirmed": 0, "left": read}
    assert (shop.queue, shop.levels) == ([event], [])
    assert {"ConfirmEvents", "PUT"}.isdisjoint(name.split()[0] for name in shop.asked())


# ---------------------------------------------------------------- without a queue


def test_a_full_sync_reads_every_size_before_it_sends_so_that_shared_skus_get_nothing(shop: Shop) -> None:
    shop.seed(events=0, skus=450)
    shop.world.db.run("UPDATE centra_sizes SET sku = ? WHERE sku = 'BULK00044-9'", (SKU,))  # three pages behind it

    outcome = shop.sync("--full")

    assert (outcome.code, outcome.found[0]) == (1, "shared-sku")
    assert f"share the SKU {SKU}, so nothing was sent for it" in outcome.document["findings"][0]["title"]
    assert SKU not in {sku for sku, _ in shop.latest}
    alone = {key: fta for key, fta in shop.fta().items() if key[0] != SKU}
    assert shop.latest == alone


@pytest.mark.parametrize(
    ("sizes", "pages", "looks"), [(199, 1, 0), (200, 1, 2), (201, 2, 2), (400, 2, 4)], ids=lambda value: f"{value}"
)
def test_a_full_sync_goes_by_200_sizes_and_looks_at_the_budget_after_each_full_page(
    shop: Shop, sizes: int, pages: int, looks: int
) -> None:
    shop.seed(0, skus=sizes - 39)  # beside those of the guide

    assert shop.sync("--full").data["stock_levels"]["sent"] == 2 * sizes

    asked = shop.asked()
    assert (asked.count("Stock"), asked.count("RateLimits")) == (pages, looks)


def test_a_full_sync_that_is_cut_off_says_what_was_sent(shop: Shop) -> None:
    shop.seed(events=0, skus=450)
    shop.fault(kind="status", status=403, path="*/batch", after=2)

    outcome = shop.sync("--full")

    assert (outcome.code, outcome.error) == (4, "not_authenticated")
    assert outcome.data["stock_levels"] == {"sent": 200, "failed": 0}
    assert len(shop.levels) == 200


def test_a_sku_that_two_sizes_share_cannot_be_sent(shop: Shop) -> None:
    shop.world.db.run("UPDATE centra_sizes SET sku = ? WHERE sku = '1234SIZES'", (SKU,))

    outcome = shop.sync("--sku", SKU)

    assert (outcome.code, shop.levels) == (1, [])


# ---------------------------------------------------------------- why


def test_explain_accounts_for_every_market(shop: Shop) -> None:
    shop.set_stock({SKU: 10})
    shop.set_stock({SKU: 3}, warehouse=2)

    outcome = shop.sync("--once", "--explain", SKU, "--explain", SOLD)

    told, untouched = outcome.data["explained"]
    assert [(one["object_type"], one["event"]) for one in told["touched_by"]] == [
        ("StockChange", event["id"]) for event in _confirmed(shop)
    ]
    assert [(one["market"], one["fta"], one["decision"]) for one in told["markets"]] == [
        ("4", 10, "sent and accepted: 10"),
        ("5", 13, "sent and accepted: 13"),
        ("6", None, "nothing sent: the market has no allocation rule"),
    ]
    sweden = told["markets"][0]
    assert (sweden["rule"], sweden["rule_origin"]) == ("Nordic", "market")
    assert [
        (row["name"], row["fta"], row["allocated"], row["threshold"], row["counts"]) for row in sweden["warehouses"]
    ] == [
        ("Stockholm", 10, 0, None, True),
        ("Berlin", 3, 0, 2, False),
        ("Returns", 0, 0, None, False),
    ]
    assert untouched["touched_by"] == []
    assert {one["decision"] for one in untouched["markets"][:2]} == {"nothing sent: no event touched it"}


def test_explain_names_what_does_not_exist_and_what_engage_refused(shop: Shop) -> None:
    shop.set_stock({SKU: 10})
    shop.fault(kind="partial-batch", skus=[SKU])

    dry = shop.sync("--once", "--dry-run", "--explain", SKU, "--explain", "NOSUCH").data["explained"]
    refused = shop.sync("--once", "--explain", SKU)

    assert dry[0]["markets"][0]["decision"] == "would be sent: 10"
    assert (dry[1]["sizes"], dry[1]["markets"][0]["fta"]) == ([], None)
    assert dry[1]["markets"][0]["decision"] == "nothing sent: Centra has no size with this SKU, or more than one"
    assert refused.code == 5
    assert refused.data["explained"][0]["markets"][0]["decision"].startswith("refused by Engage: StockLevelNotAccepted")


@pytest.mark.parametrize("way", ["--full", f"--sku={SKU}"])
def test_explain_accounts_for_what_was_sent_without_a_queue(shop: Shop, way: str) -> None:
    shop.set_stock({SKU: 10})

    (told,) = shop.sync(way, "--explain", SKU).data["explained"]

    assert (told["sku"], told["sizes"], told["touched_by"]) == (SKU, [102], [])
    assert [(one["name"], one["fta"], one["decision"]) for one in told["markets"]] == [
        ("Sweden", 10, "sent and accepted: 10"),
        ("Germany", 10, "sent and accepted: 10"),
        ("Outlet", None, "nothing sent: the market has no allocation rule"),
    ]


def test_explain_survives_a_size_that_goes_while_it_looks(shop: Shop) -> None:
    shop.fault(kind="shape", operation="Stock", body={"data": {"productSizes": []}})

    (told,) = shop.sync("--once", "--explain", SKU).data["explained"]

    assert (told["sizes"], told["markets"][0]["fta"], told["markets"][0]["warehouses"]) == ([102], None, [])
    assert told["markets"][0]["decision"] == "nothing sent: Centra has no size with this SKU, or more than one"


def test_what_was_sent_is_told_even_where_its_explanation_cannot_be_read(shop: Shop) -> None:
    shop.set_stock({SKU: 10})
    shop.fault(kind="token-expired", operation="SizesOfSku")

    outcome = shop.sync("--once", "--explain", SKU)

    assert (outcome.code, outcome.error) == (4, "not_authenticated")
    assert outcome.data["stock_levels"] == {"sent": 2, "failed": 0}
    assert outcome.data["explained"] == []
    assert shop.queue == []


# ---------------------------------------------------------------- what cannot be asked for


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--once", "--full"], "--once and --full exclude each other."),
        (["--sku", SKU, "--skip-event", "1"], "--sku and --skip-event exclude each other."),
        (["--discard-backlog", "--expect-sku", SKU], "--discard-backlog and --expect-sku exclude each other."),
        (["--all-profiles"], "--all-profiles goes with --once or --full"),
        (["--all-profiles", "--sku", SKU], "--all-profiles goes with --once or --full"),
    ],
)
def test_ways_that_exclude_each_other_are_a_usage_error(shop: Shop, argv: list[str], said: str) -> None:
    outcome = shop.sync(*argv)

    assert (outcome.code, outcome.error) == (2, "usage")
    assert outcome.document["error"]["message"].startswith(said)
    assert shop.asked() == []


def _confirmed(shop: Shop) -> list[dict[str, int]]:
    (entry,) = [one for one in shop.requests() if one["operation"] == "ConfirmEvents"]
    return [{"id": event} for event in entry["request"]["body"]["variables"]["ids"]]
