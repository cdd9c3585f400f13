"""The built wheel works by itself, apart from the checkout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voyado_bis_cli import __version__


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel was installed into, built from this checkout without any network."""
    root = Path(__file__).parents[2]
    dist, target = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("target")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(dist)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    (wheel,) = dist.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    install = [*pip, "install", "--no-index", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    return target


def test_it_holds_every_file_of_the_package_that_is_no_cache(installed: Path, root: Path) -> None:
    def files(folder: Path) -> set[str]:
        found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(folder).as_posix() for path in found}

    shipped = files(installed / "voyado_bis_cli")

    assert shipped == files(root / "voyado_bis_cli")
    assert {"py.typed", "schema/centra.graphql"} <= shipped


def test_its_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, installed / "bin" / "bis", "--version"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"bis {__version__}\n"
    assert done.stderr == ""


def test_it_finds_its_schema_where_it_was_installed(installed: Path, tmp_path: Path) -> None:
    show = "from voyado_bis_cli import schema; print(schema.__file__); assert 'type Query' in schema.centra_sdl()"
    done = subprocess.run(
        [sys.executable, "-c", show],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == str(installed / "voyado_bis_cli" / "schema" / "__init__.py")
