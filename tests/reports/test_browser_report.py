"""The HTML report in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_pages.conftest import DESK, PHONE, Browser

SECTIONS = "main > header, main > section"


@pytest.fixture
def browser(driver: Any) -> Browser:
    at_hand = Browser(driver, "")
    driver.get("about:blank")
    at_hand.console()
    at_hand.requested()
    return at_hand


@pytest.mark.parametrize("kind", ["demo, all passed", "not yet", "doctor, warnings", "permissions missing"])
@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk, light", "phone, dark"])
def test_it_fits_and_asks_nobody_for_anything(
    browser: Browser, reported: Callable[[str], Any], tmp_path: Path, kind: str, size: tuple[int, int], dark: bool
) -> None:
    reported(kind)
    page = (tmp_path / "report.html").as_uri()
    browser.resize(size)
    browser.prefer_dark(dark=dark)

    browser.open(page)

    assert len(browser.all(SECTIONS)) >= 3
    assert browser.script("return document.documentElement.scrollWidth") <= size[0]
    assert browser.script("return document.fonts.size") == 0
    paper = browser.script("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (sum(paper) < 200) is dark
    assert browser.console() == []
    assert {address for address in browser.requested() if address not in {page, "about:blank", "data:,"}} == set()


def test_the_timeline_is_drawn_with_every_label_left_of_its_bar(
    browser: Browser, reported: Callable[[str], Any], tmp_path: Path
) -> None:
    reported("demo, all passed")
    browser.resize(DESK)
    browser.open((tmp_path / "report.html").as_uri())

    overlaps = browser.script(
        "return [...document.querySelectorAll('svg g')].filter(g => g.querySelector('.label').getBoundingClientRect()"
        ".right > g.querySelector('rect').getBoundingClientRect().left).map(g => g.textContent)"
    )

    assert len(browser.all("svg rect")) == 12
    assert overlaps == []


def test_on_paper_it_is_black_on_white_whatever_the_screen_likes(
    browser: Browser, reported: Callable[[str], Any], tmp_path: Path
) -> None:
    reported("not yet")
    dark_print = {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", dark_print)

    browser.open((tmp_path / "report.html").as_uri())

    colours = browser.script("const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
