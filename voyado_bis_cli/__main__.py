"""Entry point: `bis` and `python -m voyado_bis_cli`."""

import gc
import sys

_CONTAINERS_BETWEEN_COLLECTIONS = 50_000
"""Loading modules makes a hundred thousand objects that all stay: Python's 700 would search them again and again,
which took an eighth of a short run."""


def main() -> None:
    """Run `bis` with the process's arguments and leave with its exit code."""
    gc.set_threshold(_CONTAINERS_BETWEEN_COLLECTIONS)
    from voyado_bis_cli.cli import run  # noqa: PLC0415  # the package itself stays importable for its version

    sys.exit(run(sys.argv[1:]))  # noqa: TID251  # the process ends here and nowhere else


if __name__ == "__main__":
    main()
