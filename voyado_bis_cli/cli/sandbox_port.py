"""Where the sandbox of this machine is."""

from typing import Annotated, TypeAlias

import typer

Port: TypeAlias = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port on this machine.")]
DEFAULT_PORT = 8787
