"""`bis` as a test calls it: with arguments, in an environment of its own."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from voyado_bis_cli.cli import run


@dataclass(frozen=True)
class Outcome:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Stdout as the one JSON document it has to be."""
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty home, an empty folder and none of the variables that steer a run."""
    for name in (*os.environ, "CI", "GITHUB_ACTIONS", "NO_COLOR"):
        if name.startswith(("BIS_", "XDG_")) or name in {"CI", "GITHUB_ACTIONS", "NO_COLOR"}:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BIS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def bis(clean: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run `bis` in this process."""

    def call(*argv: str) -> Outcome:
        code = run(argv)
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return call


@pytest.fixture
def sandboxed(bis: Callable[..., Outcome], sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run `bis` with the variables of a sandbox."""
    for name, value in sandbox.env.items():
        monkeypatch.setenv(name, value)
    return bis


@pytest.fixture
def write_toml(clean: None, tmp_path: Path) -> Callable[[str], Path]:
    """Write a `bis.toml` into the present folder."""

    def write(text: str) -> Path:
        path = tmp_path / "bis.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
