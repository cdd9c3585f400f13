"""The documentation under test."""

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def docs(root: Path) -> Path:
    return root / "docs"


@pytest.fixture(scope="session")
def pages(root: Path, docs: Path) -> dict[Path, str]:
    """Every page with its text."""
    paths = [root / "README.md", root / "CHANGELOG.md", *sorted(docs.glob("*.md"))]
    return {path: path.read_text("utf-8") for path in paths}


@pytest.fixture(scope="session")
def commands_shown(pages: dict[Path, str]) -> set[str]:
    """Every `bis …` command line that a page shows, in a block or in a line of text, reference and changes aside."""
    told = "\n".join(text for path, text in pages.items() if path.name not in {"reference.md", "CHANGELOG.md"})
    blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", told, re.MULTILINE | re.DOTALL))
    in_blocks = re.findall(r"^(?:eval \"\$\()?(bis [^\n#)]+)", blocks, re.MULTILINE)
    in_text = re.findall(r"`(bis [^`]+)`", told)
    return {line.strip() for line in (*in_blocks, *in_text)}
