"""Settings of a run that brings its own sandbox (`bis demo`)."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from voyado_bis_cli.config.environment import RunEnvironment
from voyado_bis_cli.config.resolve import ENV_PROFILE, ResolvedProfile, resolve
from voyado_bis_cli.sandbox import server


@contextmanager
def private_sandbox(environment: RunEnvironment) -> Generator[tuple[ResolvedProfile, RunEnvironment]]:
    """Run a sandbox for the length of the block.

    Yields its settings, which take nothing from the user's own, and the run's environment with a journal that ends with
    the sandbox.
    """
    with TemporaryDirectory(prefix="bis-") as folder, server.private_sandbox() as sandbox:
        yield resolve(ENV_PROFILE, None, sandbox.environment), replace(environment, state_dir=Path(folder))
