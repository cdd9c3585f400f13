"""`bis --version`, which scripts call often: it loads nothing but Python itself."""

from voyado_bis_cli import __version__
from voyado_bis_cli.errors import ExitCode
from voyado_bis_cli.output.sink import standard_output


def print_version() -> int:
    """Print the version and return the exit code."""
    standard_output().write(f"bis {__version__}\n")
    return ExitCode.DONE
