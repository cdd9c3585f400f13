"""A real browser, driven by what a person has: eyes on the page, a mouse and a keyboard."""

import json
import os
import shutil
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT = 10  # seconds
RENEWED = "does not belong to the document"  # chromedriver's other words for an element that is stale
PHONE = (390, 844)
DESK = (1280, 900)

T = TypeVar("T")


@dataclass(frozen=True)
class Browser:
    """Chromium on a sandbox; paths are relative to it."""

    driver: webdriver.Chrome
    url: str

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def text(self, css: str = "main") -> str:
        return self.find(css).text

    def script(self, code: str, *arguments: object) -> Any:
        return self.driver.execute_script(code, *arguments)

    def wait(self, until: Callable[[], T], what: str = "") -> T:
        """Wait until something is so, through page loads and what the page renews by itself."""

        def unless_the_page_changed(_driver: object) -> T | None:
            try:
                return until()
            except WebDriverException as error:
                if not (isinstance(error, StaleElementReferenceException) or RENEWED in str(error.msg)):
                    raise
                return None

        return cast("T", WebDriverWait(self.driver, WAIT, 0.05).until(unless_the_page_changed, what))

    def click(self, css: str) -> None:
        def clicked() -> bool:
            self.find(css).click()
            return True

        self.wait(clicked)

    def wait_for_text(self, text: str, css: str = "main") -> None:
        self.wait(lambda: text in self.text(css), f"{text!r} never stood in {css}")

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, css: str) -> None:
        """Press Tab until an element has the focus, as somebody without a mouse would."""
        for _ in range(80):
            if self.script("return document.activeElement === document.querySelector(arguments[0])", css):
                return
            self.press(Keys.TAB)
        pytest.fail(f"{css} cannot be reached by keyboard")

    def resize(self, size: tuple[int, int]) -> None:
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefer_dark(self, *, dark: bool) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def console(self) -> list[str]:
        """What the console says since it was asked last."""
        return [entry["message"] for entry in self._log("browser")]

    def _log(self, kind: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]  # selenium's
        return entries

    def requested(self) -> set[str]:
        """The address of every request since it was asked last."""
        messages = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        return {params["request"]["url"] for params in sent}


def _program(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Generator[webdriver.Chrome]:
    browser, driver_program = _program(*BROWSERS), _program("chromedriver")
    if browser is None or driver_program is None:
        missing = (
            "no browser found: install chromium" if browser is None else "no chromedriver: install chromium-driver"
        )
        if os.environ.get("BIS_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    profile: Path = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver_program))
    yield started
    started.quit()


@pytest.fixture
def browser(driver: webdriver.Chrome, sandbox: Any) -> Browser:
    """The browser as it was bought: at a desk, in the light, knowing nobody."""
    at_hand = Browser(driver, sandbox.url)
    driver.get("about:blank")
    time.sleep(0.5)  # a post that the page left behind, or that Chromium repeats, arrives before the reset
    sandbox.control("POST", "/reset")
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": sandbox.url, "storageTypes": "all"})
    at_hand.resize(DESK)
    at_hand.prefer_dark(dark=False)
    at_hand.console()
    at_hand.requested()
    return at_hand
