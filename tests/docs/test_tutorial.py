"""The tutorial, typed as it stands: `bis sandbox serve` in one terminal, everything else in another."""

import re
import runpy
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def page(docs: Path) -> str:
    return (docs / "tutorial.md").read_text("utf-8")


def shell_lines(text: str) -> list[str]:
    """Return the lines of a page's shell blocks that use `bis`, in order."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if "bis " in line]


def test_it_shows_what_its_commands_print_today(page: str) -> None:
    play = runpy.run_path(str(Path(__file__).with_name("make_tutorial.py")))["played"]

    assert play(page) == page, "run `make docs`"


def test_it_ends_with_an_email_and_shows_no_address_in_full(page: str) -> None:
    shown = re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)

    assert "registered" in "".join(shown)
    assert "Sent to j***@voyado.com: Back in stock" in shown[-1]
    assert [output for output in shown if "john-doe" in output] == []


def test_the_readme_shows_nothing_that_it_does_not_explain(page: str, root: Path) -> None:
    readme = (root / "README.md").read_text("utf-8")

    assert [line for line in shell_lines(readme) if line not in shell_lines(page)] == []
