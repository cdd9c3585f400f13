"""The command line of `bis`."""

from collections.abc import Callable, Sequence


def run(argv: Sequence[str], *, when_loaded: Callable[[], object] | None = None) -> int:
    """Run `bis` with these arguments and return its exit code; nothing is raised and no traceback printed.

    `when_loaded` is called once a command has loaded what it needs, before its work begins.
    """
    if list(argv[:1]) == ["--version"]:
        from voyado_bis_cli.cli.version import print_version

        return print_version()
    from voyado_bis_cli.cli.app import run_command

    return run_command(argv, when_loaded)
