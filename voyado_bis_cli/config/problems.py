"""What is wrong with a profile, in sentences that name the key and never repeat a value."""

from collections.abc import Callable, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from voyado_bis_cli.config.file import did_you_mean
from voyado_bis_cli.config.sections import Feed, Section, Settings
from voyado_bis_cli.errors import ConfigError

_MUST_BE = {
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be 1 or more",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "mapping_type": "must be a table",
    "model_type": "must be a table",
    "missing": "is missing",
}


def config_error(refused: ValidationError, *, where: Callable[[str], str]) -> ConfigError:
    """Return every mistake as one error; `where` tells where a key such as `centra.url` stands."""
    problems = [_sentence(detail, where) for detail in refused.errors(include_url=False, include_input=False)]
    known = next((names for detail in refused.errors() if (names := _known_beside(detail))), ())
    hint = f"Known there: {', '.join(known)}." if known else "`bis config show` lists every key."
    return ConfigError(" ".join(dict.fromkeys(problems)), hint=hint)


def _sentence(detail: ErrorDetails, where: Callable[[str], str]) -> str:
    path = [str(part) for part in detail["loc"] if not isinstance(part, int) and part != "[key]"]
    key = ".".join(path)
    if known := _known_beside(detail):
        return f"{key} ({where(key)}) is no known key{did_you_mean(path[-1], known)}."
    return f"{key} ({where(key)}) {_problem(detail)}."


def _problem(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if detail["type"] in ("literal_error", "enum"):
        return f"must be {detail['ctx']['expected']}"
    return _MUST_BE.get(detail["type"], f"is not what it should be ({detail['type']})")


def _known_beside(detail: ErrorDetails) -> Sequence[str]:
    """Return the keys that exist where an unknown one was found, else none."""
    if detail["type"] != "extra_forbidden":
        return ()
    section: type[Section] = Settings
    for part in detail["loc"][:-1]:
        annotation = section.model_fields[str(part)].annotation if str(part) in section.model_fields else None
        section = annotation if isinstance(annotation, type) and issubclass(annotation, Section) else Feed
    return tuple(section.model_fields)
