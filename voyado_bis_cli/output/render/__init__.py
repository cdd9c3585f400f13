"""How each report looks to people: `domain/report/x.py` is drawn by `output/render/x.py`."""

from importlib import import_module
from typing import Any

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.output.screen import Screen


def render(data: Data, screen: Screen) -> None:
    """Draw a command's data with the module that has the name of its report module; loads no other."""
    _module_of(data).render(data, screen)


def render_part(part: Data, screen: Screen) -> None:
    """Draw a part of a command's data before the rest is there."""
    _module_of(part).render_part(part, screen)


def _module_of(data: Data) -> Any:
    name = type(data).__module__.rpartition(".")[2]
    return import_module(f"{__name__}.{name}")
