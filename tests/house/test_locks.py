"""What gets installed is pinned by hash, from whichever index pip is set up for."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LOCKS = ["run.lock", "dev.lock", "mutation.lock"]
PINNED = re.compile(
    r"(?P<name>[a-z0-9-]+)(\[[a-z,]+\])?==(?P<version>\S+)(?P<hashes>( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+)$"
)


def locked(path: Path) -> dict[str, str]:
    """Return the versions a lock pins; fails on a line that is no pin with hashes."""
    logical = re.sub(r" *\\\n *", " ", path.read_text("utf-8"))
    lines = [line for line in logical.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    pins = [PINNED.fullmatch(line) for line in lines]
    assert [line for line, pin in zip(lines, pins, strict=True) if not pin] == []
    return {pin["name"]: pin["version"] for pin in pins if pin}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_for_everything_and_names_no_index(root: Path, lock: str) -> None:
    path = root / "requirements" / lock

    assert locked(path)
    assert "://" not in path.read_text("utf-8")
    assert not re.search(r"--(index|extra|find|trusted)", path.read_text("utf-8"))


def test_the_locks_satisfy_what_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "run.lock": [*project["project"]["dependencies"], *groups["build"]],
        "dev.lock": [*project["project"]["dependencies"], *(line for line in groups["dev"] if isinstance(line, str))],
        "mutation.lock": [line for line in groups["mutation"] if isinstance(line, str)],
    }
    for lock, lines in asked.items():
        pins = locked(root / "requirements" / lock)
        wanted = [Requirement(line) for line in lines]
        assert [str(r) for r in wanted if not r.specifier.contains(pins[r.name.lower()])] == [], lock


def test_tests_run_on_the_versions_that_users_run(root: Path) -> None:
    run, dev, mutation = (locked(root / "requirements" / name) for name in LOCKS)

    assert {name: dev.get(name) for name in run} == run
    assert {name: mutation.get(name) for name in dev} == dev


def test_a_lock_is_complete_since_it_is_installed_without_resolving() -> None:
    """`pip check` looks at what is installed, which is what `make test` installed from dev.lock."""
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, "No broken requirements found.\n")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_installed_as_it_is(root: Path, lock: str) -> None:
    """Resolving would look at the newest release of what is asked for with an extra, which has no hash here."""
    (line,) = [
        line
        for line in (root / "Makefile").read_text("utf-8").splitlines()
        if f"requirements/{lock}" in line and "install" in line
    ]

    assert "--no-deps --require-hashes" in line
