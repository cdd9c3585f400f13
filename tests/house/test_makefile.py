"""`make` says what it can do, and what the README tells people to type is there."""

import re
import subprocess
from pathlib import Path


def targets(root: Path) -> set[str]:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    return set(phony.split())


def test_make_alone_lists_every_target(root: Path) -> None:
    shown = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^make ([\w-]+)", shown, re.MULTILINE)) == targets(root) - {"help"}


def test_readme_and_ci_use_targets_that_exist(root: Path) -> None:
    for name in ("README.md", ".ci/run"):
        used = set(re.findall(r"^(?:\$ )?make (\w+)", (root / name).read_text("utf-8"), re.MULTILINE))
        assert used
        assert used <= targets(root)


def test_an_old_python_is_told_what_to_do(root: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    old.chmod(0o755)
    (tmp_path / "Makefile").write_text((root / "Makefile").read_text("utf-8"), "utf-8")

    done = subprocess.run(
        ["make", ".venv/made.stamp", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert f"bis needs Python 3.11 or newer with its venv module. Looked at: {old}." in done.stderr
    assert not (tmp_path / ".venv").exists()
