"""What can come of a judging command, and a run made up."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.acceptance.support import Env
from voyado_bis_cli.domain.report import RunInfo

RUN = RunInfo("verify", "01k5", datetime(2026, 3, 1, 10, 15, tzinfo=UTC), "brand-x", "test", ("brandx.centraqa.com",))

KINDS: Mapping[str, tuple[str, Env, int]] = {
    "demo, all passed": ("demo", {}, 0),
    "doctor, warnings": ("doctor", {}, 0),
    "doctor, strict": ("doctor --strict", {}, 1),
    "permissions granted": ("check-permissions", {}, 0),
    "permissions missing": ("check-permissions", {"BIS_CENTRA_VOYADO_TOKEN": "sandbox-weak"}, 1),
    "token refused": ("check-permissions --token toolkit", {"BIS_CENTRA_TOKEN": "sandbox-unknown"}, 4),
    "not yet": ("verify --sync voyado --wait 0.2", {}, 8),
    "scenarios listed": ("verify --list", {}, 0),
    "nothing set up": ("check-permissions", {"BIS_CENTRA_URL": None}, 3),
}
"""Words, changed variables and the exit code, by a name."""
