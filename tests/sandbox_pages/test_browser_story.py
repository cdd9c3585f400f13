"""The whole story in a real browser: subscribe, add stock, run a sync, read the email."""

from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from voyado_bis_cli.cli import run

EMAIL = "john-doe@voyado.com"
PRODUCT = "/shop/product?sku=1234SIZEM&market=4&locale=sv-SE"
STOCK = "/stock/size?sku=1234SIZEM"


@pytest.fixture
def sync(sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Any:
    """`bis sync-stock --once` against the sandbox that the browser shows."""
    for name, value in {**sandbox.env, "HOME": str(tmp_path), "BIS_STATE_DIR": str(tmp_path / "state")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return lambda: run(["sync-stock", "--once", "--yes", "--quiet"])


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_shopper_subscribes_stock_comes_and_the_email_is_in_the_inbox(
    browser: Any, sandbox: Any, sync: Any, width: str
) -> None:
    browser.resize({"desk": (1280, 900), "phone": (390, 844)}[width])

    browser.open("/")
    browser.click("a[href='/shop/product?sku=1234SIZEM']")
    browser.find("#email").send_keys(EMAIL)
    browser.click("#captcha")
    browser.click("[data-submit]")
    browser.wait_for_text("Done. You will get an email")

    browser.open(STOCK)
    browser.click("button[name='direction'][value='in']")
    browser.wait_for_text("Stock changed: one StockChange event")

    assert sync() == 0

    browser.open("/inbox")
    assert "Back in stock: Linen shirt White M" in browser.text()
    assert EMAIL in browser.text()
    browser.open(PRODUCT)
    assert "10 units in Sweden" in browser.text()
    assert browser.all("form[data-back-in-stock]") == []
    assert browser.console() == []
    assert {address for address in browser.requested() if not address.startswith(f"{sandbox.url}/")} <= {"about:blank"}


def test_the_story_can_be_told_with_a_keyboard_alone(browser: Any, sandbox: Any, sync: Any) -> None:
    browser.open("/")
    browser.press(Keys.TAB, Keys.ENTER)  # to the content
    browser.tab_to("a[href='/shop/product?sku=1234SIZEM']")
    browser.press(Keys.ENTER)
    browser.wait(lambda: browser.all("#email"))
    browser.tab_to("#email")
    browser.press(EMAIL)
    browser.tab_to("#captcha")
    browser.press(Keys.SPACE)
    browser.tab_to("[data-submit]")
    browser.press(Keys.ENTER)
    browser.wait_for_text("Done. You will get an email")
    assert browser.script("return document.activeElement.hasAttribute('data-status')")

    browser.open(STOCK)
    browser.tab_to("#units-1")
    browser.press(Keys.ENTER)
    browser.wait_for_text("Stock changed")

    assert sync() == 0
    assert [email["messageText"] for email in sandbox.state()["engage"]["emails"]] == [
        "Back in stock: Linen shirt White M"
    ]


def test_the_whole_story_can_be_clicked_through(browser: Any) -> None:
    browser.open(PRODUCT)
    browser.find("#email").send_keys(EMAIL)
    browser.click("#captcha")
    browser.click("[data-submit]")
    browser.wait_for_text("Done. You will get an email")
    browser.open(STOCK)
    browser.click("button[name='direction'][value='in']")
    browser.wait_for_text("Stock changed")

    browser.open("/")
    browser.click("button[value='integration']")
    browser.wait_for_text("Voyado's side read its queue: 1 event confirmed, 2 stock levels sent.")
    browser.click("a[href='/inbox']")

    browser.wait_for_text("Back in stock: Linen shirt White M")
    assert browser.console() == []


def test_who_looks_at_the_inbox_sees_the_email_arrive(browser: Any, sandbox: Any, sync: Any) -> None:
    wish = {"email": EMAIL, "sku": "1234SIZEM", "store": "voyadotenant", "locale": "sv-SE", "externalId": "4"}
    sandbox.http.post("/subscription-api", json=wish).raise_for_status()
    browser.open("/inbox")
    assert "No email yet." in browser.text()

    sandbox.http.post(
        STOCK, data={"do": "change", "warehouse": "1", "units": "3", "direction": "in"}, follow_redirects=True
    )
    assert sync() == 0

    browser.wait_for_text("Back in stock: Linen shirt White M")


@pytest.mark.parametrize(
    ("size", "dark"), [((390, 844), False), ((1280, 900), True)], ids=["phone, light", "desk, dark"]
)
def test_every_page_fits_its_width_and_keeps_the_console_clean(
    browser: Any, sandbox: Any, size: tuple[int, int], dark: bool
) -> None:
    browser.resize(size)
    browser.prefer_dark(dark=dark)
    order = sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 2}})["order"]
    pages = ("/", "/shop", PRODUCT, "/stock", "/stock/size?sku=1234-1", "/subscriptions", "/queues", "/inbox", "/log")

    for path in (*pages, "/requests", "/shop/product?sku=unknown"):
        browser.open(path)
        assert browser.script("return document.documentElement.scrollWidth") <= size[0], path
        assert contrast(browser) >= 7, path

    browser.open("/stock/size?sku=1234-1")
    assert str(order) in browser.text()
    assert [message for message in browser.console() if "sku=unknown" not in message] == []


def contrast(browser: Any) -> float:
    """Return the contrast of text and paper, as the accessibility guidelines count it."""
    colours = browser.script(
        "const s = getComputedStyle(document.body); return [s.color, s.backgroundColor].map(c => c.match(/\\d+/g))"
    )
    light, dark = sorted((luminance(*map(int, colour[:3])) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(*channels: int) -> float:
    linear = [(c / 255) / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
