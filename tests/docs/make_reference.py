"""Writes `docs/reference.md` from the commands, the settings and the reports themselves (`make docs`)."""

import inspect
import io
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import typer
from pydantic import BaseModel

from voyado_bis_cli.cli.app import build_app
from voyado_bis_cli.config.keys import KEYS, text_of
from voyado_bis_cli.domain import report

HEAD = """\
# Reference

Generated from the program itself by `make docs`; do not edit.

- [Commands](#commands)
- [Settings](#settings)
- [JSON](#json)
"""

ENVELOPE = """\
## JSON

With `--json` a run prints one document on stdout, also when it fails:

```json
{"schema": "bis/1", "command": "check-permissions", "profile": "brand-x", "ok": false, "exit_code": 1,
 "data": {}, "findings": [], "error": null,
 "usage": {"requests": 2, "waited_s": 0.0, "centra": {"complexity": 60, "mutations": 1}}}
```

`ok` is true exactly when `exit_code` is 0. A finding is
`{"id", "severity": "error|warning|info", "title", "detail", "remedy": {"text", "commands": []}, "docs"}`, an error is
`{"code", "message", "hint", "docs", "details"}` with a code from [this list](error-codes.md). `data` differs by
command; it is `{}` where the run ended before there was any.
"""


def main() -> None:
    """Write the page."""
    (Path(__file__).parents[2] / "docs" / "reference.md").write_text(reference(), encoding="utf-8")


def reference() -> str:
    """Return the whole page; the same for the same program, whatever the terminal."""
    return "\n".join([HEAD, *_commands(), *_settings(), ENVELOPE, *_data()])


def command_paths() -> tuple[tuple[str, ...], ...]:
    """Return every command as the words after `bis` (`("sandbox", "serve")`), groups included, in the order of help."""
    return tuple(_paths(typer.main.get_command(build_app()), ()))


def _paths(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    for name, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _paths(child, (*path, name))


def _commands() -> Iterator[str]:
    yield "## Commands\n"
    for path in command_paths():
        yield f"### {' '.join(('bis', *path))}\n\n```text\n{help_of(path)}\n```\n"


def help_of(path: tuple[str, ...]) -> str:
    """Return what `bis … --help` prints on a terminal of 80 columns."""
    shown = io.StringIO()
    with patch.dict("os.environ", {"COLUMNS": "80"}), redirect_stdout(shown):
        build_app()([*path, "--help"], prog_name="bis", standalone_mode=False)
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


def _settings() -> Iterator[str]:
    yield "## Settings\n"
    yield "Keys of a profile in `bis.toml`, and the variables of the profile `env`. There, a secret is a reference.\n"
    yield "| key | variable | default |\n|---|---|---|"
    for key in KEYS.values():
        default = text_of(key.default) if key.default not in (None, (), {}) else ""
        note = " (secret)" if key.secret else ""
        yield f"| `{key.path}`{note} | `{key.variable}` | {f'`{default}`' if default else ''} |"
    yield ""


def _data() -> Iterator[str]:
    for module in _report_modules():
        yield f"### {(module.__doc__ or '').strip().split(chr(10))[0].rstrip('.')}\n"
        models = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, BaseModel)]
        for model in models:
            if model.__module__ == module.__name__ and model.__name__.endswith("Data"):
                yield f"{inspect.cleandoc(model.__doc__ or '')}\n\n| field | type |\n|---|---|"
                schema = model.model_json_schema(mode="serialization", by_alias=True)
                yield from (f"| `{name}` | {kind} |" for name, kind in _fields(schema, schema.get("$defs", {}), ""))
                yield ""


def _report_modules() -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(report.__path__), key=lambda each: each.name):
        yield import_module(f"{report.__name__}.{found.name}")


def _fields(schema: Mapping[str, Any], defs: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in schema["properties"].items():
        field = _resolved(value, defs)
        inner = _resolved(field.get("items", {}), defs)
        if "properties" in field:
            if "anyOf" in value:
                yield prefix + name, "object or null"
            yield from _fields(field, defs, f"{prefix}{name}.")
        elif "properties" in inner:
            yield from _fields(inner, defs, f"{prefix}{name}[].")
        else:
            yield prefix + name, _kind(value, defs)


def _resolved(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, also one that may be null instead."""
    others = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(others) == 1:
        return _resolved(others[0], defs)
    found: Mapping[str, Any] = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _kind(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(each, defs) for each in schema["anyOf"])
    schema = _resolved(schema, defs)
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'], defs)}"
    if schema.get("format") == "date-time":
        return "time (ISO 8601)"
    return str(schema.get("type", "anything"))


if __name__ == "__main__":
    main()
