from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voyado_bis_cli.config.resolve import ResolvedProfile, resolve

Resolve = Callable[..., ResolvedProfile]


@pytest.fixture
def bis_toml(tmp_path: Path) -> Callable[[str], Path]:
    """Write the project's bis.toml."""

    def write(text: str) -> Path:
        path = tmp_path / "bis.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def resolved(tmp_path: Path) -> Resolve:
    """Resolve in a project folder and a user folder of the test's own, with these variables and no others."""

    def run(profile: str | None = None, config_path: Path | None = None, **variables: Any) -> ResolvedProfile:
        return resolve(profile, config_path, variables, tmp_path, user_folder=tmp_path / "user")

    return run
