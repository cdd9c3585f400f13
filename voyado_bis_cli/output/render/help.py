"""`help`."""

from voyado_bis_cli.domain.report.help import HelpData
from voyado_bis_cli.output.screen import Screen


def render(data: HelpData, screen: Screen) -> None:
    """Write one entry per line; without a topic, say how to go on."""
    width = max(len(entry.name) for entry in data.entries)
    for entry in data.entries:
        screen.line(f"{entry.name:<{width}}  {entry.about}", hang=width + 2)
    if data.topic is None:
        screen.line()
        screen.line("bis --help lists the commands, bis COMMAND --help explains one.")
