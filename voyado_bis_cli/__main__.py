"""Entry point: `bis` and `python -m voyado_bis_cli`."""

import gc
import sys

_OBJECTS_BETWEEN_COLLECTIONS = 10_000
"""A page of events and its stock are thousands of objects, of which nearly all go without a search."""


def main() -> None:
    """Run `bis` with the process's arguments and leave with its exit code."""
    gc.disable()  # loading makes a hundred thousand objects that all stay: searching them took an eighth of a short run
    from voyado_bis_cli.cli import run  # noqa: PLC0415  # the package itself stays importable for its version

    code = run(sys.argv[1:], when_loaded=_search_only_what_comes_from_now_on)
    gc.freeze()  # the process ends: what it leaves needs no search, which took a tenth of a short run
    sys.exit(code)  # noqa: TID251  # the process ends here and nowhere else


def _search_only_what_comes_from_now_on() -> None:
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    gc.enable()


if __name__ == "__main__":
    main()
