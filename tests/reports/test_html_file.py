"""The HTML report, as text: what stands in it, and what never does."""

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.reports.kinds import KINDS
from voyado_bis_cli.domain import finding
from voyado_bis_cli.errors import ExitCode, NetworkError
from voyado_bis_cli.output.files.account import Case, Span, Verdict
from voyado_bis_cli.output.files.html import html_page
from voyado_bis_cli.output.files.text import speaker

EMPTY = {"meta", "link", "br"}


class Balanced(HTMLParser):
    """Reads a page and notes its tags; fails where they do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "data"}]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Balanced:
    reader = Balanced()
    reader.feed(page)
    assert reader.open == []
    return reader


def headings(page: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", page)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_one_file_that_runs_and_requests_nothing(reported: Callable[[str], Any], kind: str) -> None:
    page = reported(kind).html

    seen = read(page)
    assert "script" not in seen.seen
    assert seen.addresses == ["data:,"]
    assert "url(" not in page
    assert "@import" not in page
    assert f"Exit code</dt><dd>{KINDS[kind][2]}<" in page


def test_a_passing_run_shows_its_timeline_and_its_evidence(reported: Callable[[str], Any]) -> None:
    page = reported("demo, all passed").html

    assert headings(page) == ["Findings", "Timeline", "Steps and their evidence"]
    assert "<h1>bis demo <strong>passed</strong></h1>" in page
    assert '<li class="passed">12 passed</li>' in page
    assert page.count('<rect class="passed"') == 12
    assert "<dt>subscription id</dt>" in page


def test_a_failing_run_says_first_what_ended_it(reported: Callable[[str], Any]) -> None:
    page = reported("not yet").html

    assert headings(page) == ["What ended the run", "Findings", "Timeline", "Steps and their evidence"]
    assert '<rect class="not-yet"' in page
    assert '<p class="remedy">Look at its queue, and ask Voyado' in page
    assert "<pre>bis queue</pre>" in page


def test_manual_checks_show_who_looked_and_when(bis: Any, reported: Callable[[str], Any]) -> None:
    bis("doctor", "confirm", "captcha", "--by", "Anna <Berg>")

    page = reported("doctor, warnings").html

    manual = page.partition("For a person to look at")[2]
    assert re.search(r"<td>Anna &lt;Berg&gt;</td><td>\d{4}-\d\d-\d\d</td>", manual)
    assert manual.count("<td>nobody yet</td><td>-</td>") == 6


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (ExitCode.DONE, "passed"),
        (ExitCode.WRONG, "failed"),
        (ExitCode.NETWORK, "failed"),
        (ExitCode.NOT_YET, "not yet"),
        (ExitCode.INTERRUPTED, "interrupted"),
    ],
)
def test_the_heading_says_how_it_ended(account: Any, code: ExitCode, outcome: str) -> None:
    assert f"<h1>bis verify <strong>{outcome}</strong></h1>" in html_page(account(exit_code=code), str)


def test_who_told_engage_is_part_of_the_proof(reported: Callable[[str], Any]) -> None:
    told = "<dt>Engage told by</dt><dd>{}</dd>"

    assert told.format("bis, from its own queue") in reported("demo, all passed").html
    assert told.format("Voyado&#x27;s integration") in reported("not yet").html
    assert "<dt>Token</dt><dd>voyado, integration Engage integration</dd>" in reported("permissions granted").html


def test_commands_in_a_sentence_look_like_commands(reported: Callable[[str], Any]) -> None:
    assert "<code>bis queue</code> shows who listens" in reported("not yet").html


def test_the_worst_finding_stands_first(account: Any) -> None:
    found = (finding.info("a", "Mere"), finding.error("b", "Bad"), finding.warning("c", "Odd"))

    page = html_page(account(findings=found, exit_code=ExitCode.WRONG), str)

    assert re.findall(r"<strong>(Mere|Bad|Odd)</strong>", page) == ["Bad", "Odd", "Mere"]


def test_text_is_shown_and_never_read_as_markup(account: Any) -> None:
    nasty = "<script>alert('&amp;')</script>\x00\x1b"
    page = html_page(
        account(
            cases=(
                Case(
                    nasty, nasty, Verdict.PASSED, nasty, nasty, 1.0, {nasty: [{nasty: nasty}], "deep": {"a": [nasty]}}
                ),
                Case("m", nasty, Verdict.CONFIRMED, nasty, confirmed_by=nasty, confirmed_on=date(2026, 3, 1)),
            ),
            spans=(Span(nasty, 0, 1),),
            findings=(finding.error("x", nasty, nasty, finding.Remedy(nasty, (nasty,))),),
            error=NetworkError(nasty, hint=nasty),
            exit_code=ExitCode.NETWORK,
        ),
        speaker(str),
    )

    assert "script" not in read(page).seen
    assert "\x00" not in page
    assert page.count("&lt;script&gt;alert(&#x27;&amp;amp;&#x27;)&lt;/script&gt;") >= 15


def test_evidence_reads_as_text_as_a_table_or_where_it_is_deep_as_json(account: Any) -> None:
    evidence = {
        "flag": True,
        "nothing": [],
        "names": ["a", "b"],
        "rows": [{"sku": "S", "units": 1}, {"sku": "T", "market": "4"}],
        "mixed": [{"sku": "S"}, "T"],
        "deep": {"a": {"b": 1}},
    }

    page = html_page(account(cases=(Case("a", "A", Verdict.PASSED, evidence=evidence),)), str)

    assert "<dt>flag</dt><dd>yes</dd>" in page
    assert "<dt>nothing</dt>" not in page
    assert "<dt>names</dt><dd>a, b</dd>" in page
    assert "<th>sku</th><th>units</th><th>market</th>" in page
    assert "<td>T</td><td>-</td><td>4</td>" in page
    assert page.count("<pre>") == 2
