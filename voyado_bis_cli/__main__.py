"""Entry point: `bis` and `python -m voyado_bis_cli`."""

import sys


def main() -> None:
    """Run `bis` with the process's arguments and leave with its exit code."""
    from voyado_bis_cli.cli import run  # noqa: PLC0415  # the package itself stays importable for its version

    sys.exit(run(sys.argv[1:]))  # noqa: TID251  # the process ends here and nowhere else


if __name__ == "__main__":
    main()
