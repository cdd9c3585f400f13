"""What one run knows and how it is told: its options, its settings, its output."""

from collections.abc import Collection
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.options import RunOptions
from voyado_bis_cli.cli.run_id import new_run_id
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.errors import ConfigError

if TYPE_CHECKING:  # imported where they are built: a command loads what it uses
    from voyado_bis_cli.config.environment import RunEnvironment
    from voyado_bis_cli.config.profile import Profile
    from voyado_bis_cli.config.resolve import ResolvedProfile
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.domain.redaction import Redactor
    from voyado_bis_cli.domain.report import RunInfo
    from voyado_bis_cli.output.files.report_files import ReportFiles
    from voyado_bis_cli.output.output import Output


class Session:
    """One run of one command, as far as nobody outside is asked. Everything is lazy; `close` ends what was opened.

    `redacted` is False for the one command whose result is keys; `reports` is True for those whose findings are kept.
    """

    def __init__(
        self, options: RunOptions, command: str, clock: Clock, *, redacted: bool = True, reports: bool = False
    ) -> None:
        self.options = options
        self.command = command
        self.started = clock.now()
        self.run_id = new_run_id(self.started)
        self.reports = reports
        self._redacted = redacted
        self._clock = clock
        self._secrets: tuple[str, ...] = ()
        self._open = ExitStack()

    def close(self) -> None:
        """Close what the run opened."""
        self._open.close()

    @cached_property
    def environment(self) -> "RunEnvironment":
        """What the environment says about the run itself."""
        from voyado_bis_cli.config.environment import RunEnvironment

        return RunEnvironment.read()

    @cached_property
    def resolved(self) -> "ResolvedProfile":
        """The run's settings and where each came from."""
        from voyado_bis_cli.config.resolve import resolve
        from voyado_bis_cli.domain.progress import Warned

        resolved = resolve(self.options.profile, self.options.config)
        self.learn_secrets(resolved.profile.secrets())
        for warning in resolved.warnings:
            self.output.event(Warned(warning))
        return resolved

    def learn_what_may_have_been_typed(self) -> None:
        """Learn the secrets at hand, for an error that repeats what was typed: that may have been one of them."""
        from voyado_bis_cli.config.resolve import resolve

        with suppress(ConfigError):  # told where the settings are used; what cannot be read cannot be recognised
            self.learn_secrets(resolve(self.options.profile, self.options.config).profile.secrets())

    @property
    def has_profile(self) -> bool:
        """Whether the run came to know its settings, so far; does not look for them."""
        return "resolved" in self.__dict__

    @property
    def profile(self) -> "Profile":
        """The run's settings."""
        return self.resolved.profile

    @cached_property
    def output(self) -> "Output":
        """Where the run is told."""
        from voyado_bis_cli.output.output import output_for
        from voyado_bis_cli.output.settings import OutputSettings

        options, environment = self.options, self._environment_or_none
        settings = OutputSettings(
            json=options.json,
            quiet=options.quiet,
            verbosity=options.verbosity,
            color=not (options.no_color or environment.no_color),
            live=not environment.ci,
            annotations=environment.github_actions,
        )
        return output_for(settings, self.redact if self._redacted else str)

    @cached_property
    def files(self) -> "ReportFiles | None":
        """The files that tell the run beside its output; None where none is asked for."""
        junit, html = self.options.report_junit, self.options.report_html
        summary = self._environment_or_none.github_summary
        if not (junit or html or summary):
            return None
        from voyado_bis_cli.output.files.report_files import ReportFiles, ReportPaths

        return ReportFiles(ReportPaths(junit, html, summary), self.redact, self._clock)

    @property
    def _environment_or_none(self) -> "RunEnvironment":
        """The environment, or an empty one: a wrong BIS_YES must not silence the run that says so."""
        from voyado_bis_cli.config.environment import RunEnvironment

        try:
            return self.environment
        except ConfigError:  # told where it matters
            return RunEnvironment(state_dir=Path())

    @cached_property
    def redactor(self) -> "Redactor":
        """Knows the secrets that the run has met so far."""
        from voyado_bis_cli.domain.redaction import Redactor

        return Redactor(self._secrets, show_personal_data=self.options.show_personal_data)

    def redact(self, text: str) -> str:
        """Return `text` as it may leave the program."""
        return self.redactor.text(text)

    def learn_secrets(self, secrets: Collection[str]) -> None:
        """Keep these out of everything that leaves from now on."""
        self._secrets = (*self._secrets, *secrets)
        self.__dict__.pop("redactor", None)  # a cached property: built anew when next asked for

    @property
    def run(self) -> "RunInfo":
        """Who runs what, as far as it is known by now: a failure may come before the profile is."""
        from voyado_bis_cli.config.kind import hosts
        from voyado_bis_cli.config.resolve import Source
        from voyado_bis_cli.domain.report import RunInfo

        resolved: ResolvedProfile | None = self.__dict__.get("resolved")
        kind: Kind | None = self.__dict__.get("kind")
        name = self.options.profile
        if resolved:
            name = None if resolved.source is Source.NOTHING else resolved.profile.name
        return RunInfo(
            command=self.command,
            run_id=self.run_id,
            started=self.started,
            profile=name,
            kind=kind.value if kind else None,
            hosts=hosts(resolved.profile) if resolved else (),
        )
