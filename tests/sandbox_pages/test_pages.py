"""What the pages say and do, without a browser."""

import re
from html import unescape
from typing import Any

import pytest

from voyado_bis_cli.sandbox.pages.shown import Search, search_form

SIZE = "/stock/size?sku=1234-1"
PAGES = ("/", "/shop", "/shop/product?sku=1234SIZEM", "/stock", SIZE, "/subscriptions", "/queues", "/inbox", "/log")


def text_of(answer: Any) -> str:
    """Return what a reader of a page reads, its words one blank apart."""
    (main,) = re.findall(r"<main.*?>(.*)</main>", answer.text, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def rows_of(answer: Any, caption: str) -> list[list[str]]:
    """Return the cells of the table with this caption."""
    (table,) = re.findall(rf"<caption>{caption}</caption>(.*?)</table>", answer.text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    texts = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL)] for row in rows
    ]
    return [[unescape(cell) for cell in row] for row in texts if row]


def wish(sandbox: Any, **fields: object) -> None:
    body = {"email": "john-doe@voyado.com", "sku": "1234SIZEM", "store": "voyadotenant", "locale": "sv-SE", **fields}
    sandbox.http.post("/subscription-api", json=body).raise_for_status()


def level(sandbox: Any, sku: str, quantity: int, market: str) -> None:
    headers = {"apikey": "sandbox-engage-key"}
    body = {"sku": sku, "quantity": quantity, "externalId": market}
    sandbox.http.put("/api/v3/inventory/stock-levels", json=body, headers=headers).raise_for_status()


@pytest.mark.parametrize("path", [*PAGES, "/requests", "/requests?path=/api/*"])
def test_every_page_is_whole_and_may_ask_nobody_else(sandbox: Any, path: str) -> None:
    answer = sandbox.http.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert answer.text.startswith('<!doctype html>\n<html lang="en">')
    assert not re.search(r"\$\w|(src|href|action)=\"https?:", answer.text)
    assert len(re.findall(r'id="([^"]+)"', answer.text)) == len(set(re.findall(r'id="([^"]+)"', answer.text)))
    labelled = set(re.findall(r'for="([^"]+)"', answer.text))
    fields = re.findall(r'<(?:input|select)(?![^>]*type="hidden")[^>]*id="([^"]+)"', answer.text)
    assert set(fields) <= labelled


def test_looking_at_pages_is_no_traffic_between_the_systems(sandbox: Any) -> None:
    for path in (*PAGES, "/static/pages.css"):
        sandbox.http.get(path)

    assert sandbox.journal() == []


@pytest.mark.parametrize("path", ["/api/v3/contacts/%0A", "/nothing/", "/inboxes"])
def test_whatever_is_no_page_is_between_the_systems(sandbox: Any, path: str) -> None:
    sandbox.http.get(path)

    assert len(sandbox.journal()) == 1


def test_a_reader_of_the_guide_recognises_its_workflow(sandbox: Any) -> None:
    boxes = re.findall(r"<h3>(.*?)</h3>", sandbox.http.get("/").text)

    assert boxes == [
        "Subscription form",
        "Subscription API",
        "Subscription on the contact",
        "Stock in Centra",
        "Event system",
        "Integration",
        "Stock level",
        "Product feeds",
        "Marketing automation",
        "Email",
        "Integration log",
    ]


def test_each_box_says_what_the_sandbox_holds_for_it(sandbox: Any) -> None:
    before = text_of(sandbox.http.get("/"))
    wish(sandbox, externalId="4")
    sandbox.http.post(SIZE, data={"do": "change", "warehouse": "1", "units": "2", "direction": "in"})
    level(sandbox, "1234SIZEM", 1, "4")
    after = text_of(sandbox.http.get("/"))

    assert "Sweden: 9 sizes out of stock Germany: 8 sizes out of stock" in before
    assert "0 contacts, 0 subscriptions waiting" in before
    assert before.count("Nothing sent yet") == 2
    assert "3 stock changes 0 orders 0 returns" in before
    assert "1 contact, 0 subscriptions waiting" in after
    assert after.count("Last answered 200 at ") == 2
    assert "4 stock changes 0 orders 0 returns" in after
    assert "Engage integration: 1 event bis toolkit: 1 event" in after
    assert "Active, from 1 unit on" in after
    assert "1 email" in after


def test_the_automation_can_be_seen_to_rest(sandbox: Any) -> None:
    sandbox.control("POST", "/automation", {"active": False, "minimum_quantity": 3})

    assert "Not active, from 3 units on" in text_of(sandbox.http.get("/"))


@pytest.mark.parametrize(
    ("sku", "market", "says", "offers"),
    [
        ("1234SIZEM", 4, "Out of stock in Sweden", "Tell me when it is back"),
        ("1234-1", 4, "In stock 5 units in Sweden", "Buy"),
        ("5200BRN105", 4, "Out of stock in Sweden", "Tell me when it is back"),
        ("2001GRYM", 4, "Out of stock in Sweden", "Tell me when it is back"),
        ("2001GRYM", 5, "In stock 2 units in Germany", "Buy"),
        ("1234-1", 6, "Not sold in Outlet: it has no allocation rule", None),
        ("1234SIZEM", 6, "Not sold in Outlet: it has no allocation rule", None),
    ],
)
def test_the_form_is_shown_only_while_the_size_is_sold_out_in_that_market(
    sandbox: Any, sku: str, market: int, says: str, offers: str | None
) -> None:
    answer = sandbox.http.get("/shop/product", params={"sku": sku, "market": market})

    assert says in text_of(answer)
    for offer in ("Tell me when it is back", "Buy"):
        assert (offer in text_of(answer)) == (offer == offers)
    assert ("data-back-in-stock" in answer.text) == (offers == "Tell me when it is back")


@pytest.mark.parametrize(
    ("sku", "market", "note"),
    [
        ("1234SIZEM", 4, "Out of stock means here: nothing is free to allocate (FTA) in this market."),
        ("2001GRYM", 5, "Here Berlin keeps 2 units back (threshold), so a shop of Centra's is out of stock before"),
        ("3005YELS", 5, "Here this variant keeps 3 units back (stock offset), so a shop of Centra's is out of stock"),
    ],
)
def test_a_page_says_where_a_real_shop_would_count_otherwise(sandbox: Any, sku: str, market: int, note: str) -> None:
    assert note in text_of(sandbox.http.get("/shop/product", params={"sku": sku, "market": market}))


def test_the_form_is_told_what_it_has_to_send(sandbox: Any) -> None:
    page = sandbox.http.get("/shop/product?sku=1234SIZEM&market=5&locale=de-DE").text
    told = {name: unescape(value) for name, value in re.findall(r'^  data-(\w[\w-]*)="([^"]*)"', page, re.MULTILINE)}
    (captcha,) = re.findall(r'id="captcha"[^>]*value="([^"]+)"', page)

    assert told.pop("fields") == (
        '{"email": "email", "sku": "sku", "newsletter": "newsletter", "store": "store", "locale": "locale",'
        ' "market": "externalId"}'
    )
    assert told == {
        "api": "/subscription-api",
        "captcha": "/shop/captcha",
        "timeout-ms": "8000",
        "sku": "1234SIZEM",
        "store": "voyadotenant",
        "locale": "de-DE",
        "market": "5",
    }
    assert sandbox.http.post("/shop/captcha", json={"token": captcha}).status_code == 204


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"token": null}', b'{"token": "made up"}', b'{"token": "\\u00e9"}']
)
def test_a_captcha_without_the_right_token_is_refused(sandbox: Any, body: bytes) -> None:
    assert sandbox.http.post("/shop/captcha", content=body).status_code == 403


@pytest.mark.parametrize("query", ["market=99&locale=fr-FR", "market=x", "", "market=4&locale=sv-SE"])
def test_a_market_or_locale_that_there_is_not_becomes_the_first(sandbox: Any, query: str) -> None:
    page = sandbox.http.get(f"/shop/product?sku=1234SIZEM&{query}").text

    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["4", "sv-SE"]


@pytest.mark.parametrize("path", ["/shop/product?sku=<b>", "/shop/product", "/stock/size?sku=<b>", "/stock/size"])
def test_a_size_that_there_is_not_is_not_found(sandbox: Any, path: str) -> None:
    answer = sandbox.http.get(path)

    assert answer.status_code == 404
    assert "<b>" not in answer.text


def test_a_shopper_buys_the_last_units_and_the_form_appears(sandbox: Any) -> None:
    path = "/shop/product?sku=1234-1&market=4&locale=sv-SE"

    bought = sandbox.http.post(path, data={"units": "5"}, follow_redirects=True)

    assert "Thank you for your order." in text_of(bought)
    assert "Out of stock in Sweden" in text_of(bought)
    assert [order["market_id"] for order in sandbox.state()["centra"]["orders"]] == [4]

    refused = sandbox.http.post(path, data={"units": "1"})
    assert refused.status_code == 400
    assert "Not bought: 1234-1: 1 ordered, 0 free to allocate in this market." in text_of(refused)
    assert sandbox.http.post(path, data={"units": "some"}).status_code == 400


def test_stock_stands_per_warehouse_and_market(sandbox: Any) -> None:
    rows = rows_of(sandbox.http.get("/stock?q=2001grym"), "Units free to allocate")

    assert rows == [["2001GRYM", "Wool sweater Grey M", "0", "2", "0", "0", "2", "-"]]
    assert "No size fits." in text_of(sandbox.http.get("/stock?q=nothing"))


def test_a_list_ends_after_its_last_page(sandbox: Any) -> None:
    first = sandbox.http.get("/stock?q=BLK")
    beyond = sandbox.http.get("/stock?q=BLK&page=2")

    assert len(rows_of(first, "Units free to allocate")) == 13
    assert "Next" not in first.text
    assert "No size fits." in text_of(beyond)
    assert "/stock?q=BLK&amp;page=1" in beyond.text


def test_a_full_page_leads_to_the_next() -> None:
    links = re.findall(r'href="([^"]+)">(\w+)<', search_form("/stock", Search("a b", 2, limit=3), found=3))

    assert links == [("/stock?q=a+b&amp;page=1", "Previous"), ("/stock?q=a+b&amp;page=3", "Next")]


def test_units_are_added_removed_ordered_returned_and_cancelled_on_a_sizes_page(sandbox: Any) -> None:
    def do(**fields: object) -> str:
        answer = sandbox.http.post(SIZE, data={name: str(value) for name, value in fields.items()})
        assert answer.status_code == 303
        return text_of(sandbox.http.get(answer.headers["location"]))

    def stockholm() -> list[str]:
        return rows_of(sandbox.http.get(SIZE), "Warehouses")[0][1:4]

    assert stockholm() == ["5", "0", "5"]
    assert "Stock changed" in do(do="change", warehouse=1, units=4, direction="in")
    assert stockholm() == ["9", "0", "9"]
    assert "Stock changed" in do(do="change", warehouse=1, units=3, direction="out")
    assert stockholm() == ["6", "0", "6"]
    assert "Order placed" in do(do="order", market=5, units=2)
    assert stockholm() == ["4", "2", "6"]
    first, second = 5001, 5002
    assert "Return completed" in do(do="return", order=first, units=1, warehouse=1)
    assert stockholm() == ["5", "1", "6"]
    assert "Order placed" in do(do="order", market=4, units=1)
    assert "Order cancelled" in do(do="cancel", order=second)
    assert stockholm() == ["5", "1", "6"]
    assert [row[:5] for row in rows_of(sandbox.http.get(SIZE), "Orders")] == [
        ["5002", "Sweden", "CANCELED", "1", "0"],
        ["5001", "Germany", "PENDING", "2", "1"],
    ]
    assert [
        (event["object_type"], event["change_type"]) for event in sandbox.state()["centra"]["events"]["bis toolkit"]
    ] == [
        ("StockChange", "CREATED"),
        ("StockChange", "CREATED"),
        ("Order", "CREATED"),
        ("Return", "COMPLETED"),
        ("Order", "CREATED"),
        ("Order", "UPDATED"),
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (
            {"do": "change", "warehouse": "1", "units": "6", "direction": "out"},
            "1234-1: 6 to take out, 5 free to allocate in this warehouse.",
        ),
        ({"do": "change", "warehouse": "9", "units": "6", "direction": "in"}, "there is no warehouse 9."),
        ({"do": "change", "warehouse": "1", "units": "0", "direction": "in"}, "greater than or equal to 1"),
        ({"do": "change", "warehouse": "1", "units": "1", "direction": "up"}, "Input should be 'in' or 'out'"),
        ({"do": "order", "market": "6", "units": "1"}, "market 6 has no allocation rule"),
        ({"do": "return", "order": "1", "units": "1", "warehouse": "3"}, "there is no order 1."),
        ({"do": "cancel", "order": "1"}, "there is no order 1."),
        ({"do": "dance"}, "Input tag 'dance'"),
        ({}, "Unable to extract tag"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_all_as_it_was(
    sandbox: Any, fields: dict[str, str], problem: str
) -> None:
    before = sandbox.state()["centra"]

    answer = sandbox.http.post(SIZE, data=fields)

    assert answer.status_code == 400
    assert problem in text_of(answer)
    assert 'role="alert"' in answer.text
    assert sandbox.state()["centra"] == before


def test_who_waits_for_what_is_listed_newest_first(sandbox: Any) -> None:
    wish(sandbox, externalId="4")
    wish(sandbox, email="jane@voyado.com")

    rows = rows_of(sandbox.http.get("/subscriptions"), "Waiting subscriptions")

    assert [row[:4] for row in rows] == [
        ["jane@voyado.com", "1234SIZEM", "sv-SE", "none: no stock level of a market will start it"],
        ["john-doe@voyado.com", "1234SIZEM", "sv-SE", "4"],
    ]


def test_the_inbox_holds_what_was_sent_and_what_waits(sandbox: Any) -> None:
    wish(sandbox, externalId="4")
    level(sandbox, "1234SIZEM", 3, "4")
    sandbox.control("POST", "/automation", {"wait_seconds": 3600})
    wish(sandbox, email="jane@voyado.com", externalId="4")
    level(sandbox, "1234SIZEM", 3, "4")

    inbox = text_of(sandbox.http.get("/inbox"))

    assert inbox.index("waits Back in stock: Linen shirt White M To jane@voyado.com") < inbox.index(
        'Back in stock: Linen shirt White M To john-doe@voyado.com Sent by automation "Back in stock" When'
    )


def test_the_log_says_what_happened_and_masks_addresses(sandbox: Any) -> None:
    wish(sandbox, email="john@blocked.example", externalId="4")
    level(sandbox, "1234SIZEM", 3, "4")

    rows = [row[1:] for row in rows_of(sandbox.http.get("/log"), "Integration log")]

    assert rows == [
        ["Email", "Warning", "1234SIZEM", "4", "Not sent to j***@blocked.example: the address is not on the allowlist"],
        [
            "BackInStock",
            "Information",
            "1234SIZEM",
            "4",
            "Started for j***@blocked.example. The subscription is used up",
        ],
        ["StockLevel", "Information", "1234SIZEM", "4", "Quantity 3; 1 waiting for it"],
        ["Subscription", "Information", "1234SIZEM", "4", "Registered for j***@blocked.example: sv-SE, market 4"],
    ]


def test_each_integration_has_a_queue_of_its_own(sandbox: Any) -> None:
    sandbox.http.post(SIZE, data={"do": "change", "warehouse": "1", "units": "1", "direction": "in"})

    page = sandbox.http.get("/queues")

    assert re.findall(r"<h2>(.*?)</h2>", page.text) == ["Admin", "Engage integration", "bis fresh", "bis toolkit"]
    assert [row[1:4] for row in rows_of(page, "Oldest events of bis toolkit")] == [["StockChange", "CREATED", "304"]]
    assert "bis fresh Waiting 0 events Listens to nothing Tokens sandbox-fresh Nothing waits." in text_of(page)


def test_requests_are_shown_redacted_the_newest_first(sandbox: Any) -> None:
    wish(sandbox, externalId="4")
    level(sandbox, "1234SIZEM", 3, "4")
    sandbox.http.get("/api/v3/contacts/id?email=nobody@voyado.com")

    everything = text_of(sandbox.http.get("/requests"))
    engage = text_of(sandbox.http.get("/requests", params={"path": "/api/*"}))

    assert re.findall(r"(\d{3}) (GET|PUT|POST) (\S+)", everything) == [
        ("401", "GET", "/api/v3/contacts/id?email=n***@voyado.com"),
        ("200", "PUT", "/api/v3/inventory/stock-levels"),
        ("200", "POST", "/subscription-api"),
    ]
    assert "subscription-api" not in engage.partition("all Centra")[2].partition("Show")[2]
    assert '"email": "j***@voyado.com"' in everything
    assert "sandbox-engage-key" not in everything
    assert "john-doe" not in everything


def test_a_long_answer_is_cut(sandbox: Any) -> None:
    sandbox.http.get("/feeds/sv-SE.xml").raise_for_status()

    assert re.search(r"\[and \d+ characters more\]", sandbox.http.get("/requests").text)


def test_starting_over_leaves_nothing(sandbox: Any) -> None:
    wish(sandbox)

    answer = sandbox.http.post("/", data={"do": "reset"}, follow_redirects=True)

    assert "0 contacts, 0 subscriptions waiting" in text_of(answer)


def test_voyados_side_reads_its_queue_at_the_press_of_a_button(sandbox: Any) -> None:
    wish(sandbox, externalId="4")
    sandbox.http.post(
        "/stock/size?sku=1234SIZEM", data={"do": "change", "warehouse": "1", "units": "2", "direction": "in"}
    )

    answer = sandbox.http.post("/", data={"do": "integration"}, follow_redirects=True)

    assert "Voyado's side read its queue: 1 event confirmed, 2 stock levels sent." in text_of(answer)
    assert sandbox.state()["centra"]["events"].keys() == {"bis toolkit"}
    assert len(sandbox.state()["engage"]["emails"]) == 1


def test_levels_that_engage_refuses_are_told(sandbox: Any) -> None:
    sandbox.control("POST", "/faults", {"kind": "partial-batch", "nth": 2})
    sandbox.http.post(SIZE, data={"do": "change", "warehouse": "1", "units": "2", "direction": "in"})

    answer = sandbox.http.post("/", data={"do": "integration"}, follow_redirects=True)

    assert "0 events confirmed, 1 stock level sent, 1 refused." in text_of(answer)


def test_it_is_told_when_voyados_side_gives_up(sandbox: Any) -> None:
    sandbox.control("POST", "/faults", {"kind": "status", "status": 403, "path": "/graphql"})

    answer = sandbox.http.post("/", data={"do": "integration"})

    assert answer.status_code == 502
    assert "Voyado's side gave up: Centra answered HTTP 403" in text_of(answer)


def test_a_button_that_there_is_not_does_nothing(sandbox: Any) -> None:
    assert sandbox.http.post("/", data={"do": "dance"}).status_code == 400


def test_what_somebody_writes_is_shown_and_not_run(sandbox: Any) -> None:
    script = "<script>alert(1)</script>"
    wish(sandbox, locale=script, externalId='"><img src=x>')
    sandbox.http.get("/feeds/sv-SE.xml", headers={"User-Agent": script})

    for path in ("/subscriptions", "/log", "/requests", f"/stock?q={script}", f"/shop?q={script}"):
        page = sandbox.http.get(path).text
        assert script not in page
        assert "<img" not in page
    assert "&lt;script&gt;" in sandbox.http.get("/subscriptions").text


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("pages.css", 200, "text/css; charset=utf-8"),
        ("back-in-stock.js", 200, "text/javascript; charset=utf-8"),
        ("icon.svg", 200, "image/svg+xml"),
        ("site.py", 404, None),
        ("..%2fsite.py", 404, "application/json"),
    ],
)
def test_only_what_the_pages_need_is_served(sandbox: Any, name: str, status: int, kind: str | None) -> None:
    answer = sandbox.http.get(f"/static/{name}")

    assert (answer.status_code, answer.headers.get("content-type")) == (status, kind)


def test_the_subscription_api_alone_answers_other_origins(sandbox: Any) -> None:
    asks = {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
    asks["Access-Control-Request-Headers"] = "content-type"

    allowed = sandbox.http.options("/subscription-api", headers=asks)
    posted = sandbox.http.post("/subscription-api", json={}, headers={"Origin": "http://localhost:3000"})
    engage = sandbox.http.get("/api/v3/contacts/count", headers={"Origin": "http://localhost:3000"})

    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "*")
    assert (posted.status_code, posted.headers["access-control-allow-origin"]) == (400, "*")
    assert "access-control-allow-origin" not in engage.headers
    assert sandbox.http.options("/subscription-api").status_code == 405
