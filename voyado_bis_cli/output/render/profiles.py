"""`--all-profiles`: one line per profile; --json holds what each would have printed."""

from voyado_bis_cli.domain.report.profiles import EveryProfileData
from voyado_bis_cli.output.screen import Screen


def render(data: EveryProfileData, screen: Screen) -> None:
    """Draw how each profile ended."""
    for result in data.profiles:
        screen.line(
            screen.mark(result.ok),
            f" {result.profile}  exit code {result.exit_code}  {result.error or ''}".rstrip(),
        )
