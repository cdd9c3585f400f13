"""The layer contracts hold, and each of them breaks when somebody breaks it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LAYERS = "One direction"
SANDBOX = "The sandbox shares no rule"
TYPER = "Only cli imports Typer"
RICH = "Only output imports Rich"
HTTPX = "Only transport imports httpx"
PURE = "The domain does no I/O"


def broken_contracts(folder: Path) -> set[str]:
    """Run import-linter on the tree in `folder`; return the names of the contracts it calls broken."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = {line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")}
    assert bool(broken) == (done.returncode != 0), done.stdout + done.stderr
    return broken


@pytest.fixture
def skeleton(root: Path, tmp_path: Path) -> Path:
    """A package with this project's layers and contracts, and not one import."""
    text = (root / "pyproject.toml").read_text("utf-8")
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    (layers,) = [c for c in tomllib.loads(text)["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    for name in (name.strip() for line in layers["layers"] for name in line.split("|")):
        folder = tmp_path / "voyado_bis_cli" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    (tmp_path / "voyado_bis_cli" / "__init__.py").touch()
    return tmp_path


def test_the_package_keeps_every_contract(root: Path) -> None:
    assert broken_contracts(root) == set()


@pytest.mark.parametrize(
    ("importer", "line", "broken"),
    [
        ("sandbox", "import voyado_bis_cli.errors", None),
        ("cli", "import typer", None),
        ("output", "import rich.console", None),
        ("transport", "import httpx", None),
        ("domain", "import voyado_bis_cli.centra", LAYERS),
        ("output", "from voyado_bis_cli import workflows", LAYERS),
        ("centra", "def late():\n    import voyado_bis_cli.engage", LAYERS),
        ("errors", "import voyado_bis_cli.schema", LAYERS),
        ("helpers", "", LAYERS),
        ("sandbox", "import voyado_bis_cli.domain", SANDBOX),
        ("sandbox", "import voyado_bis_cli.journal", SANDBOX),
        ("workflows", "import typer", TYPER),
        ("cli", "from rich.table import Table", RICH),
        ("engage", "import httpx", HTTPX),
        ("sandbox", "import httpx", HTTPX),
        ("domain", "import sqlite3", PURE),
    ],
)
def test_one_bad_import_breaks_its_contract(skeleton: Path, importer: str, line: str, broken: str | None) -> None:
    folder = skeleton / "voyado_bis_cli" / importer
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").write_text(line + "\n", "utf-8")

    names = broken_contracts(skeleton)

    assert len(names) == (broken is not None)
    assert all(name.startswith(str(broken)) for name in names)
