"""The environment of a run. Nothing else in the package reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

from voyado_bis_cli.errors import ConfigError

RUN_VARIABLES = ("BIS_PROFILE", "BIS_CONFIG", "BIS_STATE_DIR", "BIS_YES")
"""The variables that steer a run and belong to no profile."""

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")


def variables_of(environ: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return what is set in `environ`, in the process's own where None: an empty variable is unset."""
    everything = os.environ if environ is None else environ  # noqa: TID251  # the one door to it
    return {name: value for name, value in everything.items() if value.strip()}


@dataclass(frozen=True, slots=True)
class RunEnvironment:
    """What the environment says about the run itself, apart from any profile's settings.

    `yes` answers the question before a change on test (`BIS_YES=1`); `no_color` is any `NO_COLOR`; `profile` and
    `config` are what `-p` and `--config` fall back to, which `resolve` does by itself. `github_summary` is the page of
    the present job on GitHub Actions (GITHUB_STEP_SUMMARY).
    """

    state_dir: Path
    yes: bool = False
    no_color: bool = False
    ci: bool = False
    github_actions: bool = False
    github_summary: Path | None = None
    profile: str | None = None
    config: Path | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read `environ`, the process's own where None; raises ConfigError where BIS_YES is neither yes nor no."""
        found = variables_of(environ)
        in_actions = found.get("GITHUB_ACTIONS") == "true"
        summary = found.get("GITHUB_STEP_SUMMARY") if in_actions else None
        return cls(
            state_dir=state_dir(found),
            yes=_yes(found.get("BIS_YES", "0")),
            no_color="NO_COLOR" in found,
            ci=found.get("CI", "0").strip().casefold() not in _FALSE,
            github_actions=in_actions,
            github_summary=Path(summary) if summary else None,
            profile=found.get("BIS_PROFILE"),
            config=Path(found["BIS_CONFIG"]).expanduser() if "BIS_CONFIG" in found else None,
        )


def state_dir(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder of journal and locks: BIS_STATE_DIR, else the user's state folder of this system."""
    named = variables_of(environ).get("BIS_STATE_DIR")
    return Path(named).expanduser() if named else platformdirs.user_state_path("bis", appauthor=False)


def _yes(text: str) -> bool:
    word = text.strip().casefold()
    if word not in _TRUE + _FALSE:
        raise ConfigError("BIS_YES must be 1 or 0.", hint="BIS_YES=1 answers yes to the question before a change.")
    return word in _TRUE
