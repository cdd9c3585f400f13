"""`bis report`."""

import platform
from collections.abc import Generator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli import __version__
from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run, RunEvent
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.settings import SettingsData
    from voyado_bis_cli.domain.report.support_bundle import SupportBundleData

_LIBRARIES = ("typer", "rich", "httpx", "pydantic", "graphql-core")


@command()
def report(
    context: Context,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the page here instead of printing it.")
    ] = None,
    lines: Annotated[int, typer.Option(min=0, metavar="N", help="How many lines of the journal to show.")] = 30,
) -> "Run[SupportBundleData]":
    """Gather what a ticket at Voyado or Centra needs, as Markdown and without secrets.

    Examples:
      bis report
      bis report --output ticket.md
      bis report -p brand-x --json

    Versions, the settings with their origins, what check-permissions, doctor and verify found last, and the last lines
    of the journal. It reads what is on this machine and asks nobody; run `bis doctor` first for fresh findings.
    """
    from voyado_bis_cli.workflows.report import support_bundle

    bundle = support_bundle(
        context.profile.name, _settings(context), _versions(context), context.journal, context.clock, lines
    )
    return _written(bundle, output, context) if output else bundle


def _written(
    bundle: "Run[SupportBundleData]", path: Path, context: Context
) -> "Generator[RunEvent, None, Report[SupportBundleData]]":
    from dataclasses import replace

    from voyado_bis_cli.config.atomic_file import write_atomically
    from voyado_bis_cli.output.render.support_bundle import support_page

    found = yield from bundle
    write_atomically(path.expanduser(), support_page(found.data, context.redact))
    return replace(found, data=found.data.model_copy(update={"file": str(path)}))


def _settings(context: Context) -> "SettingsData":
    """Return the settings as `bis config show` has them; whose home they lie in is nobody's business."""
    from voyado_bis_cli.cli.config import settings_of

    shown = settings_of(context.resolved)
    rows = tuple(row.model_copy(update={"origin": _without_home(row.origin)}) for row in shown.settings)
    return shown.model_copy(update={"file": _without_home(shown.file), "settings": rows})


def _without_home(place: str | None) -> str | None:
    return place.replace(str(Path.home()), "~") if place else place


def _versions(context: Context) -> Mapping[str, str]:
    return {
        "bis": __version__,
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} ({platform.machine()})",
        "Engage API": context.profile.engage.api_version,
        **{library: version(library) for library in _LIBRARIES},
    }
