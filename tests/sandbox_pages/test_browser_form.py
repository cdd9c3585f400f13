"""The subscription form, whatever happens to it: the reference for a front end has to say something right each time."""

import time
from typing import Any

import pytest

EMAIL = "john-doe@voyado.com"
PRODUCT = "/shop/product?sku=1234SIZEM&market=4&locale=sv-SE"


def submit(browser: Any, email: str = EMAIL, *, captcha: bool = True, newsletter: bool = False) -> None:
    browser.find("#email").clear()
    browser.find("#email").send_keys(email)
    for box, wanted in (("#captcha", captcha), ("#newsletter", newsletter)):
        if browser.find(box).is_selected() != wanted:
            browser.click(box)
    browser.click("[data-submit]")


def state(browser: Any) -> str | None:
    settled: str | None = browser.wait(
        lambda: (found := browser.find("form[data-back-in-stock]").get_attribute("data-state")) != "sending" and found
    )
    return settled


def posts(sandbox: Any) -> list[dict[str, Any]]:
    return [entry["request"]["body"] for entry in sandbox.journal(path="/subscription-api")]


def test_it_posts_the_six_fields_of_the_guide(browser: Any, sandbox: Any) -> None:
    browser.open("/shop/product?sku=2001GRYXL&market=5&locale=de-DE")

    submit(browser, newsletter=True)

    assert state(browser) == "done"
    assert posts(sandbox) == [
        {
            "email": "j***@voyado.com",
            "sku": "2001GRYXL",
            "newsletter": True,
            "store": "voyadotenant",
            "locale": "de-DE",
            "externalId": "5",
        }
    ]
    (waiting,) = sandbox.state()["engage"]["subscriptions"]
    assert (waiting["sku"], waiting["locale"], waiting["externalId"]) == ("2001GRYXL", "de-DE", "5")
    assert browser.find("#exchange").is_displayed()


def test_newsletters_are_asked_for_and_never_ticked_beforehand(browser: Any, sandbox: Any) -> None:
    browser.open(PRODUCT)
    assert not browser.find("#newsletter").is_selected()

    submit(browser)

    assert state(browser) == "done"
    assert [contact["preferences"]["acceptsEmail"] for contact in sandbox.state()["engage"]["contacts"]] == [False]


@pytest.mark.parametrize(
    ("email", "captcha", "field", "says"),
    [
        ("", True, "email", "Enter your email address."),
        ("john-doe", True, "email", "This is no complete email address, such as name@example.com."),
        ("john-doe@voyado", True, "email", "This is no complete email address, such as name@example.com."),
        (EMAIL, False, "captcha", "Tick the box first."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(
    browser: Any, sandbox: Any, email: str, captcha: bool, field: str, says: str
) -> None:
    browser.open(PRODUCT)

    submit(browser, email, captcha=captcha)

    assert browser.text(f"[data-problem-of='{field}']") == says
    assert browser.find(f"#{field}").get_attribute("aria-invalid") == "true"
    assert browser.script("return document.activeElement.id") == field
    assert posts(sandbox) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"kind": "status", "status": 400}, "refused"),
        ({"kind": "status", "status": 404}, "refused"),
        ({"kind": "status", "status": 429}, "temporary"),
        ({"kind": "status", "status": 503}, "temporary"),
        ({"kind": "html", "status": 502}, "temporary"),
        ({"kind": "status", "status": 202, "done": True, "body": ""}, "done"),
        ({"kind": "reset", "times": 0}, "network"),  # a browser repeats by itself what it sent on a kept connection
        ({"kind": "latency", "seconds": 3}, "timeout"),
    ],
    ids=lambda value: "-".join(str(part) for part in value.values()) if isinstance(value, dict) else value,
)
def test_whatever_the_api_does_the_shopper_is_told(
    browser: Any, sandbox: Any, fault: dict[str, Any], said: str
) -> None:
    sandbox.control("POST", "/faults", {**fault, "path": "/subscription-api"})
    browser.open(PRODUCT)
    browser.script("document.querySelector('form[data-back-in-stock]').dataset.timeoutMs = 1000")

    submit(browser)

    assert state(browser) == said
    place = "[data-status]" if said == "done" else "[data-alert]"
    assert browser.find(place).is_displayed()
    if said != "done":
        sandbox.control("DELETE", "/faults")
        submit(browser)
        assert state(browser) == "done"
    time.sleep(fault.get("seconds", 0))  # the post that the page gave up arrives, not in the next test


def test_a_captcha_that_your_server_refuses_stops_the_form(browser: Any, sandbox: Any) -> None:
    browser.open(PRODUCT)
    browser.script("document.getElementById('captcha').value = 'made up'")

    submit(browser)

    assert state(browser) == "captchaRefused"
    assert posts(sandbox) == []


def test_who_has_asked_already_is_told_so_and_may_ask_again(browser: Any, sandbox: Any) -> None:
    browser.open(PRODUCT)
    submit(browser)
    assert state(browser) == "done"

    browser.open(PRODUCT)
    submit(browser, EMAIL.upper())
    assert state(browser) == "already"
    assert len(posts(sandbox)) == 1

    browser.click("[data-submit]")
    assert state(browser) == "done"
    assert len(posts(sandbox)) == 2

    browser.open(PRODUCT)
    submit(browser, "jane@voyado.com")
    assert state(browser) == "done"


def test_the_browser_remembers_no_address(browser: Any) -> None:
    browser.open(PRODUCT)
    submit(browser)
    assert state(browser) == "done"

    kept = browser.script("return JSON.stringify({...localStorage})")

    assert "back-in-stock" in kept
    assert "voyado" not in kept


def test_a_front_end_on_another_origin_may_post(browser: Any, sandbox: Any) -> None:
    browser.open("/_sandbox")  # no page of ours: those may ask nobody but the sandbox
    elsewhere = sandbox.url.replace("127.0.0.1", "localhost")
    body = '{"email": "john-doe@voyado.com", "sku": "1234SIZEM", "store": "voyadotenant", "locale": "sv-SE"}'

    status = browser.driver.execute_async_script(
        "const done = arguments[2]; fetch(arguments[0] + '/subscription-api', {method: 'POST', body: arguments[1],"
        " headers: {'Content-Type': 'application/json'}}).then((r) => done(r.status), (e) => done(e.message))",
        elsewhere,
        body,
    )

    assert status == 200
