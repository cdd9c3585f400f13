"""Many events at once: what is made, that it adds up, and that it stays fast."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from voyado_bis_cli.cli import run
from voyado_bis_cli.sandbox.centra.bulk import Bulk, BulkSeeder
from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.settings import Settings
from voyado_bis_cli.sandbox.world import World

EVENTS = """
query { events(limit: 200) { id objectType changeType object {
  ... on StockChange { comment lines { deliveredQuantity freeToAllocateQuantity productSize { SKU } warehouse { id } } }
} } }
"""


@pytest.fixture
def seed(sandbox: Any) -> Callable[..., Any]:
    """Make so much."""
    return lambda **options: sandbox.control("POST", "/seed", options)


def events(sandbox: Any) -> list[dict[str, Any]]:
    headers = {"Authorization": "Bearer sandbox-toolkit"}
    answer = sandbox.http.post("/graphql", json={"query": EVENTS}, headers=headers).json()
    found: list[dict[str, Any]] = answer["data"]["events"]
    return found


def test_each_event_is_one_unit_of_one_size_by_a_stock_change_of_its_own(sandbox: Any, seed: Any) -> None:
    assert seed(events=60, skus=20) == {
        "events": 60,
        "skus": 20,
        "markets": 0,
        "warehouses": [1],
        "integration": None,
        "seed": 0,
    }
    found = events(sandbox)
    assert len(found) == 60
    assert {(event["objectType"], event["changeType"]) for event in found} == {("StockChange", "CREATED")}
    lines = [event["object"]["lines"] for event in found]
    assert {len(each) for each in lines} == {1}
    assert {(line["deliveredQuantity"], line["freeToAllocateQuantity"]) for (line,) in lines} == {(1, 1)}
    assert set(Counter(line["productSize"]["SKU"] for (line,) in lines).values()) == {3}


def test_stock_adds_up_over_the_warehouses(sandbox: Any, seed: Any) -> None:
    seed(events=50, skus=10, warehouses=[1, 2])
    stock = sandbox.state()["centra"]["stock"]
    made = [places for sku, places in stock.items() if sku.startswith("BULK")]
    assert len(made) == 10
    assert sum(places[number]["physical"] for places in made for number in ("1", "2")) == 50
    assert all(sum(places[number]["fta"] for places in made) > 0 for number in ("1", "2"))
    assert all(places["3"]["physical"] == 0 for places in made)


def test_order_is_shuffled_and_the_same_for_the_same_seed(sandbox: Any, seed: Any) -> None:
    orders = []
    for number in (0, 0, 1):
        sandbox.control("POST", "/reset")
        seed(events=40, skus=20, seed=number)
        orders.append([event["object"]["lines"][0]["productSize"]["SKU"] for event in events(sandbox)])
    assert orders[0] == orders[1] != orders[2]
    assert orders[0] != sorted(orders[0])


def test_markets_with_a_rule_share_what_there_is(sandbox: Any, seed: Any) -> None:
    seed(events=0, markets=4)
    query = {"query": "{ markets(sort: [id_DESC]) { id name allocationRule { id } store { id } } }"}
    headers = {"Authorization": "Bearer sandbox-toolkit"}
    markets = sandbox.http.post("/graphql", json=query, headers=headers).json()["data"]["markets"]
    assert [(each["id"], each["name"], each["allocationRule"], each["store"]["id"]) for each in markets[:3]] == [
        (8, "Bulk 4", {"id": 2}, 2),
        (7, "Bulk 3", {"id": 1}, 1),
        (6, "Outlet", None, 1),
    ]
    seed(events=0, markets=4)
    assert len(sandbox.http.post("/graphql", json=query, headers=headers).json()["data"]["markets"]) == len(markets)


@pytest.mark.parametrize(
    ("integration", "queues"),
    [
        (None, {"bis toolkit": 7, "Engage integration": 7}),
        ("bis toolkit", {"bis toolkit": 7}),
        ("Engage integration", {"Engage integration": 7}),
    ],
)
def test_everybody_who_listens_hears_of_it_or_one_alone(
    sandbox: Any, seed: Any, integration: str | None, queues: dict[str, int]
) -> None:
    seed(events=7, skus=3, integration=integration)
    found = sandbox.state()["centra"]["events"]
    assert {name: len(queue) for name, queue in found.items()} == queues


def test_seeding_again_adds_to_what_is_there(sandbox: Any, seed: Any) -> None:
    seed(events=5, skus=5)
    seed(events=26, skus=13)
    skus = [sku for sku in sandbox.state()["centra"]["stock"] if sku.startswith("BULK")]
    assert skus == [f"BULK{number // 10:05}-{number % 10}" for number in range(13)]
    assert len(events(sandbox)) == 31


def test_generated_skus_are_in_the_feeds(sandbox: Any, seed: Any) -> None:
    seed(events=0, skus=12)
    feed = sandbox.http.get("/feeds/sv-SE.xml").text
    assert "<g:id>BULK00001-1</g:id>" in feed
    assert "Bulk style 00001 Plain 1" in feed


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"events": 1, "warehouses": [9]}, "stock arrives in warehouses of [1, 2, 3], not of [9]"),
        ({"events": 1, "warehouses": []}, "stock arrives in warehouses of [1, 2, 3], not of []"),
        (
            {"events": 1, "integration": "bis fresh"},
            "bis fresh does not listen to a stock change: no event would come of it",
        ),
        ({"events": -1}, "events: Input should be greater than or equal to 0"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(
    sandbox: Any, options: dict[str, object], error: str
) -> None:
    before = sandbox.state()["centra"]
    answer = sandbox.http.post("/_sandbox/seed", json=options)
    assert (answer.status_code, answer.json()) == (400, {"error": error})
    assert sandbox.state()["centra"] == before


def test_nobody_listens_is_refused_too() -> None:
    world = World(Settings())
    world.db.run("DELETE FROM centra_listeners")
    with pytest.raises(ShopError, match="nobody listens to a stock change"):
        BulkSeeder(world.db, world.clock).make(Bulk(1))
    world.close()


def test_order_can_be_placed_for_what_arrived(sandbox: Any, seed: Any) -> None:
    seed(events=3, skus=1)
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"BULK00000-0": 2}})
    level = sandbox.state()["centra"]["stock"]["BULK00000-0"]["1"]
    assert level == {"fta": 1, "allocated": 2, "physical": 3}


def test_100_000_events_take_seconds_and_a_page_of_them_a_fraction(sandbox: Any, seed: Any) -> None:
    started = time.perf_counter()
    seed(events=100_000, skus=2_000, markets=4)
    seeded = time.perf_counter()
    assert len(events(sandbox)) == 200
    asked = time.perf_counter()
    assert seeded - started < 10  # 1.5 on two idle cores
    assert asked - seeded < 1  # 0.03


def test_command_seeds_and_says_so(
    sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIS_STATE_DIR", str(tmp_path))
    port = str(urlsplit(sandbox.url).port)
    words = ["--events", "12", "--skus", "3", "--warehouse", "1", "--warehouse", "2", "--integration", "bis toolkit"]
    assert run(["sandbox", "seed", *words, "--port", port]) == 0
    said = f"12 units of 3 SKUs arrived, an event each, in the sandbox at {sandbox.url}.\n"
    assert capsys.readouterr().out == said
    assert len(events(sandbox)) == 12


def test_command_refuses_a_warehouse_that_is_not_there(
    sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BIS_STATE_DIR", str(tmp_path))
    port = str(urlsplit(sandbox.url).port)
    assert run(["sandbox", "seed", "--events", "1", "--warehouse", "9", "--port", port]) == 2
    assert "The sandbox refuses this: stock arrives in warehouses of [1, 2, 3], not of [9]." in capsys.readouterr().err
