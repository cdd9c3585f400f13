"""What the documentation tells people to look at is there."""

import re
import shlex
from pathlib import Path

from voyado_bis_cli.workflows.doctor.registry import CHECKS

WORDS = {check.id for check in CHECKS} | {check.group for check in CHECKS}


def looked_at(line: str) -> list[str]:
    """Return the checks and groups that a command line names."""
    words = shlex.split(line)[2:]
    if words[:1] in (["confirm"], ["schema"]):
        words = words[1:2] if words[0] == "confirm" else []
    options = [at for at, word in enumerate(words) if word.startswith("-")]
    return words[: options[0]] if options else words


def test_every_check_that_a_page_shows_exists(commands_shown: set[str]) -> None:
    shown = {word for line in commands_shown if line.startswith("bis doctor") for word in looked_at(line)}

    assert shown
    assert shown - WORDS - {"CHECK"} == set()


def test_every_check_in_a_table_of_a_how_to_page_exists(docs: Path) -> None:
    for page in ("how-to-two-brands.md", "how-to-feed-ready.md", "how-to-production.md"):
        rows = re.findall(r"^\| `([a-z-]+)` \|", (docs / page).read_text("utf-8"), re.MULTILINE)
        assert rows
        assert set(rows) <= WORDS
