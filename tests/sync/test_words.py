"""What `bis sync-stock` says while it works, before it changes production, and where it stops: word for word."""

import re
from collections.abc import Mapping

import pytest

from tests.sync.support import SKU, SOLD, Outcome, Shop
from voyado_bis_cli.sandbox.centra.rate_limits import Measure, Window

ON_PRODUCTION = {"BIS_KIND": "production"}
FRESH = {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"}

_MEASURED = re.compile(r"(GET|POST|PUT) |env \(sandbox\): |run [0-9a-z]+: ")


def told(outcome: Outcome) -> list[str]:
    """What stands on stderr, without requests, times and addresses."""
    return [line for line in outcome.err.splitlines() if not _MEASURED.match(line)]


def refused(outcome: Outcome) -> str:
    """What the run would have done, had somebody confirmed it."""
    error = outcome.document["error"]
    assert (outcome.code, error["code"]) == (2, "confirmation_needed")
    before, message, after = re.split(
        r"^env is production: bis would |, and does not do that unasked\.$", error["message"]
    )
    assert (before, after) == ("", "")
    return message


# ---------------------------------------------------------------- while it works


def test_a_pass_tells_each_page(shop: Shop) -> None:
    shop.set_stock({SKU: 10, SOLD: 1})
    shop.set_stock({SKU: 10})

    assert told(shop.bis("sync-stock", "--once", "-v")) == [
        "Reading listeners, markets and allocation rules for 'bis toolkit'",
        "2 events: 4 stock levels touched",
        "note: No allocation rule, so no stock level: Outlet (6).",
    ]


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (["--sku", SKU, "--sku", SOLD], f"Reading the stock of {SKU}, {SOLD}"),
        (["--skip-event", "{event}"], "Looking for event {event} in the queue of 'bis toolkit'"),
        (["--discard-backlog"], "Reading the queue of 'bis toolkit'"),
    ],
)
def test_the_other_ways_tell_what_they_read(shop: Shop, argv: list[str], line: str) -> None:
    shop.set_stock({SKU: 10})
    (event,) = shop.queue

    outcome = shop.bis("sync-stock", "-v", *(word.format(event=event) for word in argv))

    assert (outcome.code, told(outcome)) == (0, [line.format(event=event)])


def test_a_full_sync_tells_what_it_reads_before_what_it_found(shop: Shop) -> None:
    assert told(shop.bis("sync-stock", "--full", "-v"))[0] == "Reading every size"


# ---------------------------------------------------------------- before it changes anything on production


def test_production_hears_how_much_would_be_consumed_and_since_when(shop: Shop) -> None:
    shop.world.clock.freeze()
    shop.set_stock({SKU: 1})
    oldest = f"{shop.world.clock.now():%Y-%m-%d %H:%M} UTC"
    shop.world.clock.advance(3600)
    shop.set_stock({SOLD: 1})

    assert refused(shop.sync("--once", env=ON_PRODUCTION)) == (
        "consume the event queue of 'bis toolkit' and send its stock levels to Engage "
        f"(2 events, the oldest of {oldest}; bis sync-stock --discard-backlog throws them away instead)"
    )
    assert refused(shop.sync("--discard-backlog", env=ON_PRODUCTION)) == (
        f"throw away what waits for 'bis toolkit', unsent: 2 events since {oldest}"
    )
    assert len(shop.queue) == 2


@pytest.mark.parametrize(("events", "counted"), [(199, "199 events"), (200, "200 or more events")])
def test_of_a_full_page_production_hears_that_there_may_be_more(shop: Shop, events: int, counted: str) -> None:
    shop.seed(events, skus=3)

    assert f"to Engage ({counted}, the oldest of " in refused(shop.sync("--once", env=ON_PRODUCTION))


def test_production_hears_which_event_would_be_skipped(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    change = shop.set_stock({SOLD: 1})
    shop.set_stock({SKU: 1})
    _, event, _ = shop.queue

    assert refused(shop.sync("--skip-event", str(event), env=ON_PRODUCTION)) == (
        f"confirm event {event} (StockChange {change}) without sending its levels"
    )


@pytest.mark.parametrize(
    ("argv", "what"),
    [
        (["--sku", SKU, "--sku", SOLD], f"send the present stock of {SKU}, {SOLD} to Engage"),
        (["--full"], "send the present stock of every SKU in every market to Engage"),
    ],
)
def test_production_hears_what_would_be_sent(shop: Shop, argv: list[str], what: str) -> None:
    assert refused(shop.sync(*argv, env=ON_PRODUCTION)) == what


@pytest.mark.parametrize("way", ["--once", "--full", "--skip-event={event}", "--discard-backlog", f"--sku={SKU}"])
def test_once_confirmed_production_is_no_different(shop: Shop, way: str) -> None:
    shop.set_stock({SKU: 1})
    (event,) = shop.queue
    env = {**ON_PRODUCTION, "BIS_TEST_SKUS": SKU}

    outcome = shop.bis("sync-stock", way.format(event=event), "--confirm-profile", "env", env=env)

    assert outcome.code == 0
    assert outcome.err.count("warning: On env, which is production, bis will now ") == 1


def test_production_touches_no_other_sku_than_its_test_skus(shop: Shop) -> None:
    env = {**ON_PRODUCTION, "BIS_TEST_SKUS": SKU}

    outcome = shop.sync("--sku", SKU, "--sku", SOLD, "--confirm-profile", "env", env=env)

    assert (outcome.code, outcome.error) == (2, "confirmation_needed")
    assert f"{SOLD} is not among its test.skus" in outcome.document["error"]["message"]
    assert shop.levels == []


def test_a_dry_run_needs_no_confirmation(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    for way in ("--once", "--full", f"--skip-event={shop.queue[0]}", "--discard-backlog", f"--sku={SKU}"):
        assert shop.sync(way, "--dry-run", env=ON_PRODUCTION).code == 0, way


@pytest.mark.parametrize("way", ["--once", "--full", f"--sku={SKU}"])
def test_only_markets_of_the_profiles_stores_are_sent(shop: Shop, way: str) -> None:
    shop.set_stock({SKU: 1})

    assert shop.sync(way, env={"BIS_CENTRA_STORES": "2"}).data["markets"] == ["5"]


# ---------------------------------------------------------------- where it stops


def failure(outcome: Outcome) -> tuple[int, str, str, str]:
    """Exit code, error code, message and hint."""
    error = outcome.document["error"]
    return outcome.code, error["code"], error["message"], error["hint"]


@pytest.mark.parametrize("way", ["--once", "--discard-backlog", "--skip-event=1"])
def test_nobody_listens_and_centra_does_not_say_whose_queue_it_is(shop: Shop, way: str) -> None:
    assert failure(shop.sync(way, env=FRESH)) == (
        1,
        "nobody_listens",
        "Nobody listens: the integration 'bis fresh' has no listener, so Centra puts no event into its queue.",
        "Type: bis listeners add. Changes made before make no event; send those with bis sync-stock --sku SKU.",
    )


def test_no_such_event(shop: Shop) -> None:
    assert failure(shop.sync("--skip-event", "1")) == (
        1,
        "not_found",
        "The queue of 'bis toolkit' holds no event 1.",
        "bis queue --token toolkit shows what it holds.",
    )


SHARED = "update centra_sizes set sku = '1234SIZEM' where sku = '1234SIZES'"
UNKNOWN_SKUS: Mapping[str, tuple[str, str]] = {
    "NOSUCH": (
        "There is no size with the SKU 'NOSUCH' in Centra, as far as this token sees.",
        (
            "A SKU is product number, variant number and size number in one string, e.g. 1234SIZEM; "
            "copy it from the size in Centra."
        ),
    ),
    SKU: (
        "2 sizes in Centra share the SKU '1234SIZEM' (ids 101, 102), and Engage cannot tell them apart.",
        "Give each size its own SKU in Centra.",
    ),
}


@pytest.mark.parametrize("sku", UNKNOWN_SKUS)
def test_a_sku_that_is_not_one_size(shop: Shop, sku: str) -> None:
    shop.world.db.run(SHARED)

    assert failure(shop.sync("--sku", sku)) == (1, "not_found", *UNKNOWN_SKUS[sku])


def test_levels_that_engage_refuses(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.set_stock({SOLD: 1})
    shop.fault(kind="partial-batch", skus=[SKU], times=0)

    assert failure(shop.sync("--once")) == (
        5,
        "refused",
        "Engage refused 2 stock levels; still queued: 1 event.",
        "The reasons stand beside each level. Correct them and run the sync again.",
    )
    assert failure(shop.sync("--sku", SKU)) == (
        5,
        "refused",
        "Engage refused 2 stock levels.",
        "The reasons stand beside each level.",
    )


def test_a_budget_that_comes_back_too_late(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.world.clock.freeze()
    shop.limited()
    shop.world.limits.use(Measure.REQUESTS, Window.ONE_HOUR, 3_000)

    outcome = shop.sync("--once")

    code, error, message, hint = failure(outcome)
    resume_at = outcome.document["error"]["details"]["resume_at"]
    assert (code, error) == (7, "rate_limited")
    assert message == (
        "Centra's REQUEST_COUNT budget (1994 of 5000 left) is below the share that this run leaves to the shop's other "
        "integrations."
    )
    assert hint == f"Run it again at {resume_at[11:19]} UTC, or let it use more with --rate-share."


def test_the_budget_that_is_waited_for(shop: Shop, no_pauses: list[float]) -> None:
    shop.world.clock.freeze()
    shop.limited()
    shop.world.limits.use(Measure.MUTATIONS, Window.ONE_HOUR, 905)
    shop.set_stock({SKU: 1})

    outcome = shop.bis("sync-stock", "--once", "-v")

    assert "Waiting up to 12 s for Centra's MUTATION_COUNT budget (895 of 1800 left)" in told(outcome)
    assert no_pauses == [12]


def test_two_markets_that_get_no_level(shop: Shop) -> None:
    shop.world.db.run("UPDATE centra_markets SET rule_id = NULL WHERE id = 5")

    assert "note: No allocation rule, so no stock level: Germany (5), Outlet (6)." in told(
        shop.bis("sync-stock", "--once")
    )


def test_an_expected_sku_that_was_not_sent(shop: Shop) -> None:
    assert failure(shop.sync("--interval", "0.1", "--expect-sku", SKU, "--wait", "0")) == (
        8,
        "not_yet",
        f"{SKU} was not sent (waited at most 0 s): no event about it came through our queue.",
        (
            f"bis stock --sku {SKU} shows its stock, bis listeners show what we listen to, "
            f"bis sync-stock --sku {SKU} sends its level without the queue."
        ),
    )


# ---------------------------------------------------------------- what it found


def findings(outcome: Outcome) -> dict[str, tuple[str, str, str, str, list[str]]]:
    """By id: severity, title, detail, and the remedy's text and commands."""
    return {
        one["id"]: (
            one["severity"],
            one["title"],
            one["detail"],
            *((one["remedy"]["text"], one["remedy"]["commands"]) if one["remedy"] else ("", [])),
        )
        for one in outcome.document["findings"]
    }


def test_no_market_has_a_rule(shop: Shop) -> None:
    expected = {
        "no-market-with-rule": (
            "error",
            "No market of the profile's stores has an allocation rule, so there is no level to send.",
            "Events stay in the queue: confirming them would lose what they tell.",
            "Check centra.stores, and the allocation rules of the markets in Centra.",
            ["bis markets"],
        )
    }

    for way in ("--once", "--full", f"--sku={SKU}"):
        outcome = shop.sync(way, env={"BIS_CENTRA_STORES": "3"})
        assert (outcome.code, findings(outcome)) == (1, expected), way


def test_listeners_that_are_missing(shop: Shop) -> None:
    shop.bis("listeners", "remove", "--type", "Order", "--type", "Return")

    outcome = shop.sync("--once")

    assert outcome.code == 0
    assert findings(outcome)["listeners-missing"] == (
        "warning",
        "'bis toolkit' does not listen to Order, Return: their changes never reach this sync.",
        "Orders and returns change what can be sold as well as stock changes do.",
        "Add them.",
        ["bis listeners add"],
    )
