"""A short answer starts fast: what a command does not need is not imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW_MODULES = """
import json, sys
from voyado_bis_cli.cli import run
code = run(sys.argv[2:])
open(sys.argv[1], "w").write(json.dumps([code, sorted(sys.modules)]))
"""


def modules_loaded_by(arguments: list[str], root: Path, tmp_path: Path) -> set[str]:
    """Run `bis` in a fresh interpreter and an empty home; return the modules it had loaded at its end."""
    seen = tmp_path / "modules.json"
    subprocess.run(
        [sys.executable, "-c", SHOW_MODULES, str(seen), *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(root)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    code, modules = json.loads(seen.read_text("utf-8"))
    assert code == 0
    return set(modules)


HEAVY = {"httpx", "graphql", "starlette", "uvicorn", "rich.table", "defusedxml", "tomlkit"}


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (["--version"], HEAVY | {"typer", "pydantic", "rich", "sqlite3"}),
        (["--help"], HEAVY | {"pydantic", "sqlite3"}),
        (["store-id", "--tenant", "voyadotenant"], HEAVY | {"sqlite3"}),
        (["store-id", "--help"], HEAVY | {"sqlite3"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_command_does_not_need_is_not_imported(
    arguments: list[str], needless: set[str], root: Path, tmp_path: Path
) -> None:
    assert modules_loaded_by(arguments, root, tmp_path) & needless == set()
