"""Runs that end in every way, each with its files; and a run made up, to look at how one is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import Bis, Result
from tests.reports.kinds import KINDS, RUN
from tests.sandbox_pages.conftest import driver  # noqa: F401  # the browser, where there is one
from voyado_bis_cli.domain.report import Usage
from voyado_bis_cli.errors import ExitCode
from voyado_bis_cli.output.files.account import Account


@dataclass(frozen=True)
class Reported:
    """A run and the files it left."""

    result: Result
    junit: str
    html: str


@pytest.fixture
def bis(sandbox: Any, tmp_path: Path) -> Bis:
    return Bis(sandbox.env, tmp_path)


@pytest.fixture
def reported(bis: Bis, tmp_path: Path) -> Callable[[str], Reported]:
    """Run a kind of `KINDS` and read its files."""

    def run(kind: str) -> Reported:
        words, env, _ = KINDS[kind]
        junit, html = tmp_path / "junit.xml", tmp_path / "report.html"
        result = bis(*words.split(), "--report-junit", str(junit), "--report-html", str(html), env=env)
        return Reported(result, junit.read_text("utf-8"), html.read_text("utf-8"))

    return run


@pytest.fixture
def account() -> Callable[..., Account]:
    """Make up a run that took a second and passed, unless told otherwise."""

    def make(**differing: Any) -> Account:
        usual = {"run": RUN, "exit_code": ExitCode.DONE, "ended": RUN.started, "seconds": 1.0, "usage": Usage()}
        return Account(**{**usual, **differing})

    return make
