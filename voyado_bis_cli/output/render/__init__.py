"""How each report looks to people: `domain/report/x.py` is drawn by `output/render/x.py`."""

from importlib import import_module

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.output.screen import Screen


def render(data: Data, screen: Screen) -> None:
    """Draw a command's data with the module that has the name of its report module; loads no other."""
    name = type(data).__module__.rpartition(".")[2]
    import_module(f"{__name__}.{name}").render(data, screen)
