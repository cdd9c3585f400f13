"""The command line of `bis`."""

from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Run `bis` with these arguments and return its exit code; nothing is raised and no traceback printed."""
    if list(argv[:1]) == ["--version"]:
        from voyado_bis_cli.cli.version import print_version

        return print_version()
    from voyado_bis_cli.cli.app import run_command

    return run_command(argv)
