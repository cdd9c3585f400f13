"""Where answers come from: the cassettes; while recording, a sandbox of the recording's own or real tenants."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.options import RunOptions
from voyado_bis_cli.config.profile import Profile
from voyado_bis_cli.config.resolve import ENV_PROFILE, resolve
from voyado_bis_cli.config.sections import Kind
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import UsageError
from voyado_bis_cli.sandbox.environment import environment

_LIVE_NAME = os.environ.get("RECORD_PROFILE", "")  # as `make record-live PROFILE=...` sets it

LIVE = resolve(_LIVE_NAME, None).profile if _LIVE_NAME else None
"""The profile of real tenants to record from; None to record from a sandbox, and to replay."""

FROM_SANDBOX = "Recorded from the sandbox, not from Centra or Voyado, and scrubbed. To record it anew: make record"
FROM_TENANTS = "Recorded from real tenants, and scrubbed. To record it anew: make record-live PROFILE=..."
"""The first lines of cassettes: where they are from."""

REPLAYED = resolve(
    ENV_PROFILE,
    None,
    {
        "BIS_CENTRA_URL": "https://centra.example/graphql",
        "BIS_CENTRA_TOKEN": "replayed-token",
        "BIS_CENTRA_INTEGRATION_NAME": "bis fresh",
        "BIS_CENTRA_VOYADO_TOKEN": "replayed-voyado-token",
        "BIS_CENTRA_VOYADO_INTEGRATION_NAME": "Engage integration",
        "BIS_ENGAGE_URL": "https://engage.example",
        "BIS_ENGAGE_API_KEY": "replayed-key",
        "BIS_TENANT": "voyadotenant",
        "BIS_SUBSCRIPTION_API_URL": "https://subscription-api.example/subscriptions",
        "BIS_LOG_URL": "https://log.example/rows",
    },
).profile
"""What the cassettes speak of, wherever they were recorded."""


@dataclass(frozen=True)
class Source:
    """Who is asked; `sandbox` is the address of the sandbox where a test may arrange things, empty elsewhere."""

    profile: Profile
    sandbox: str = ""


@contextmanager
def recording_source() -> Iterator[Source]:
    """Open what is recorded from."""
    if LIVE:
        yield Source(_consented(LIVE))
    else:
        with _sandbox() as url:
            # the token of an integration that listens to nothing: its listeners begin when the clock already stands
            variables = environment(url) | {
                "BIS_CENTRA_TOKEN": "sandbox-fresh",
                "BIS_CENTRA_INTEGRATION_NAME": "bis fresh",
            }
            yield Source(resolve(ENV_PROFILE, None, variables).profile, sandbox=url)


def _consented(profile: Profile) -> Profile:
    """Return a profile if it may be recorded from: no production, a queue of our own, and a yes (BIS_YES=1).

    Raises UsageError or ConfigError that says what to do otherwise.
    """
    with closing(Context(RunOptions(profile=profile.name, no_input=True), "record")) as context:
        if context.kind is Kind.PRODUCTION:
            raise UsageError(f"{profile.name} is production: cassettes are recorded from test systems only.")
        skus = [Sku(sku) for sku in profile.test.skus]
        context.allow_change("change test stock, send stock levels of 0 and subscribe the test email", skus)
        assert context.our_integration
    return profile


@contextmanager
def _sandbox() -> Iterator[str]:
    """Run a sandbox in a process of its own: what records must not have the server inside."""
    command = [sys.executable, "-m", "voyado_bis_cli", "sandbox", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        said = server.stderr.readline()
        try:
            address = re.search(r"http://[\d.]+:\d+", said)
            assert address, f"the sandbox did not start: {said}{server.stderr.read()}"
            yield address[0]
        finally:
            server.terminate()
