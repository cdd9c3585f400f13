"""One command on every profile of `bis.toml`, one after the other: a failing one does not stop the others."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.domain.progress import RunEvent, Told
from voyado_bis_cli.errors import BisError, ConfigError, ErrorCode

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data, Report
    from voyado_bis_cli.domain.report.profiles import EveryProfileData, ProfileResult


def on_every_profile(context: Context, start: "Callable[[Context], Run[Data]]") -> "Run[EveryProfileData]":
    """Run `start` on each profile with a context of its own: its own tokens, queue and tenant.

    The exit code is that of the first profile that failed. Raises ConfigError where there is no `bis.toml`.
    """
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.profiles import EveryProfileData

    results: list[ProfileResult] = []
    findings = []
    failure: BisError | None = None
    for name in _profiles(context):
        yield Told(f"Profile {name}")
        options = replace(context.options, profile=name)
        with closing(Context(options, context.command, retraced=context.retraced)) as one:
            report, error = yield from _outcome(one, start, context)
            results.append(_result(name, report, error, one))
        findings += [*report.findings] if report else []
        failure = failure or error
    return Report(EveryProfileData(profiles=tuple(results)), tuple(findings), failure)


def _profiles(context: Context) -> list[str]:
    resolved = context.resolved
    if resolved.file is None:
        raise ConfigError(
            "--all-profiles needs a bis.toml with profiles, and there is none here.",
            code=ErrorCode.CONFIG_MISSING,
            hint="Name the file with --config, or leave --all-profiles out.",
        )
    own = [] if resolved.profile.name == "none" else [resolved.profile.name]
    return sorted({*own, *(neighbour.profile for neighbour in resolved.neighbours)})


def _outcome(
    context: Context, start: "Callable[[Context], Run[Data]]", whole: Context
) -> "Generator[RunEvent, None, tuple[Report[Data] | None, BisError | None]]":
    try:
        whole.learn_secrets(context.profile.secrets())
        report = yield from start(context)
    except BisError as error:
        return None, error
    return report, report.partial


def _result(name: str, report: "Report[Data] | None", error: BisError | None, context: Context) -> "ProfileResult":
    from voyado_bis_cli.domain.report.profiles import ProfileResult
    from voyado_bis_cli.errors import ExitCode

    exit_code = report.exit_code(strict=context.options.strict) if report else ExitCode.BUG
    return ProfileResult(
        profile=name,
        ok=exit_code is ExitCode.DONE and error is None,
        exit_code=int(error.exit_code if error else exit_code),
        data=report.data.model_dump(mode="json", by_alias=True) if report else {},
        error=f"{error.message} {error.hint}".strip() if error else None,
    )
