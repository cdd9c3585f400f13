"""What acceptance tests say: a command line typed, what it left, and whose queue is whose."""

import json
import os
import shlex
from collections.abc import Generator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest

from tests.conftest import SandboxAtHand
from voyado_bis_cli.cli import run

Env: TypeAlias = Mapping[str, str | None]

STRAY = ("BIS_", "XDG_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_COLOR", "CI", "GITHUB_ACTIONS")
"""What the environment of whoever runs the tests must not decide, by the start of its name."""

SKU = "1234SIZEM"
EMAIL = "john-doe@voyado.com"
VOYADOS = "Engage integration"
OURS = "bis toolkit"

FRESH: Env = {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"}
"""An integration that nobody has let listen yet."""

TEST: Env = {"BIS_KIND": "test"}
PRODUCTION: Env = {"BIS_KIND": "production"}
"""The sandbox, treated with the care of a real system: a kind may be raised by hand."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run left: its exit code and what it printed, with the sandbox's own address written `SANDBOX`."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.stdout)

    @property
    def data(self) -> Any:
        """What the document is about."""
        return self.json["data"]

    @property
    def found(self) -> list[tuple[str, str]]:
        """Severity and id of each finding of the document."""
        return [(finding["severity"], finding["id"]) for finding in self.json["findings"]]

    @property
    def error(self) -> str:
        """The sentence that says what is wrong."""
        (sentence,) = [line for line in self.stderr.splitlines() if line.startswith("error: ")]
        return sentence.removeprefix("error: ")


@dataclass(frozen=True)
class Bis:
    """A command line in a home of its own below `folder`, under the variables of a profile."""

    variables: Mapping[str, str]
    folder: Path

    @property
    def project(self) -> Path:
        """The folder it is typed in."""
        return self.folder / "project"

    @property
    def state(self) -> Path:
        """The folder of journal and locks."""
        return self.folder / "state"

    def write_toml(self, text: str) -> Path:
        """Set the project up with this `bis.toml`."""
        self.project.mkdir(exist_ok=True)
        path = self.project / "bis.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def __call__(self, *words: str, env: Env | None = None) -> Result:
        """Run `bis` with these words; a single one is split as a shell would.

        `env` changes the variables for this run, None removes one.
        """
        argv = shlex.split(words[0]) if len(words) == 1 else list(words)
        out, err = StringIO(), StringIO()
        with self._at_home({**self.variables, **(env or {})}), redirect_stdout(out), redirect_stderr(err):
            exit_code = run(argv)
        return Result(exit_code, self._told(out.getvalue()), self._told(err.getvalue()))

    @contextmanager
    def _at_home(self, variables: Env) -> Generator[None]:
        home = self.folder / "home"
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.upper().startswith(STRAY)]:
                patch.delenv(name)
            for name, value in {"HOME": str(home), "BIS_STATE_DIR": str(self.state), **variables}.items():
                if value is not None:
                    patch.setenv(name, value)
            for folder in (home, self.project):
                folder.mkdir(exist_ok=True)
            patch.chdir(self.project)
            yield

    def _told(self, text: str) -> str:
        address = urlsplit(self.variables.get("BIS_CENTRA_URL", "//nowhere")).netloc
        return text.replace(address, "SANDBOX")


def queue_of(sandbox: SandboxAtHand, integration: str) -> list[tuple[str, str, int]]:
    """Return what waits in a queue: object type, change type and reference of each event, oldest first."""
    events = sandbox.state()["centra"]["events"].get(integration, [])
    return [(event["object_type"], event["change_type"], event["reference"]) for event in events]


def listened_to(sandbox: SandboxAtHand, integration: str) -> list[str]:
    """Return the object types that an integration listens to."""
    listeners = sandbox.state()["centra"]["listeners"].get(integration, [])
    return [listener["object_type"] for listener in listeners]


def levels(sandbox: SandboxAtHand) -> list[tuple[str, str, int]]:
    """Return every stock level that Engage took: SKU, market and quantity, oldest first."""
    taken = sandbox.state()["engage"]["stock_levels"]
    return [(level["sku"], level["externalId"], level["quantity"]) for level in taken]


def stock_of(sandbox: SandboxAtHand, sku: str = SKU, warehouse: int = 1) -> dict[str, int]:
    """Return `fta`, `allocated` and `physical` of a SKU in a warehouse."""
    empty = {"fta": 0, "allocated": 0, "physical": 0}
    found: dict[str, int] = sandbox.state()["centra"]["stock"].get(sku, {}).get(str(warehouse), empty)
    return found


def asked(sandbox: SandboxAtHand) -> list[str]:
    """Return every request that reached the sandbox: a GraphQL operation's name, else method and path."""
    return [entry["operation"] or f"{entry['method']} {entry['path']}" for entry in sandbox.journal(limit=1000)]


def changes(sandbox: SandboxAtHand) -> list[str]:
    """Return the requests that change something: mutations of Centra, and every POST, PUT and DELETE of Engage."""
    mutations = ("SetStock", "ConfirmEvents", "SetEventListeners", "UnsetEventListeners")
    return [each for each in asked(sandbox) if each in mutations or each.split()[0] in {"POST", "PUT", "DELETE"}]
