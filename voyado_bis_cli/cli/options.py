"""The options that commands share: declared once, offered by `cli.command.command`."""

import inspect
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, get_type_hints

import typer


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user chose about the run itself. Each field is an option; one not offered has its default.

    `timeout` and `wait` are seconds: the deadline of the whole run, and how long to wait for an effect to be seen.
    """

    profile: Annotated[
        str | None, typer.Option("--profile", "-p", metavar="NAME", help="The profile whose settings to use.")
    ] = None
    config: Annotated[
        Path | None, typer.Option("--config", metavar="PATH", help="Read this file instead of looking for bis.toml.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON document.")] = False
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; end with exit code 2 where an answer is needed.")
    ] = False
    verbosity: Annotated[
        int, typer.Option("--verbose", "-v", count=True, show_default=False, help="Say more; twice for every detail.")
    ] = 0
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the result and errors only.")] = False
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colours.")] = False
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0, help="Deadline of the whole run.")
    ] = None
    show_personal_data: Annotated[bool, typer.Option("--show-personal-data", help="Print email addresses in full.")] = (
        False
    )
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors (exit code 1).")] = False
    report_junit: Annotated[
        Path | None, typer.Option("--report-junit", metavar="PATH", help="Write the result as JUnit XML, too.")
    ] = None
    report_html: Annotated[
        Path | None, typer.Option("--report-html", metavar="PATH", help="Write the result as one HTML page, too.")
    ] = None
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before changing a test system (BIS_YES=1).")] = (
        False
    )
    confirm_profile: Annotated[
        str | None,
        typer.Option(
            "--confirm-profile", metavar="NAME", help="Allow changes in production by repeating its profile's name."
        ),
    ] = None
    wait: Annotated[
        float, typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait for an effect to be seen.")
    ] = 30.0


JUDGING = ("strict",)
"""Options of commands that judge: their warnings may count as errors."""

REPORTING = ("report_junit", "report_html")
"""Options of commands whose result others want to read: as files beside what is printed."""

CHANGING = ("yes", "confirm_profile")
"""Options of commands that change something: the safety ladder."""

WAITING = ("wait",)
"""Options of commands that wait for an effect."""

_SOME = frozenset({*JUDGING, *REPORTING, *CHANGING, *WAITING})
EVERYWHERE = tuple(each.name for each in fields(RunOptions) if each.name not in _SOME)
"""Options that every command has."""


def parameters(names: Collection[str]) -> Iterator[inspect.Parameter]:
    """Yield the options of these names as parameters that Typer can read, in the order of `RunOptions`."""
    annotations = get_type_hints(RunOptions, include_extras=True)
    for each in fields(RunOptions):
        if each.name in names:
            yield inspect.Parameter(
                each.name, inspect.Parameter.KEYWORD_ONLY, default=each.default, annotation=annotations[each.name]
            )
