"""Adds a commented profile to `bis.toml`, and leaves everything else there as it is."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from voyado_bis_cli.config import file as bis_toml
from voyado_bis_cli.config.atomic_file import write_atomically
from voyado_bis_cli.config.environment import variables_of
from voyado_bis_cli.config.keys import KEYS
from voyado_bis_cli.config.secret import look_up
from voyado_bis_cli.errors import ConfigError, UsageError

Answers = Mapping[str, Any]
"""Values by key (`centra.url`), as TOML has them; a secret is its reference."""

_MODE = 0o600  # it holds no secret, but hosts and a test address that are nobody else's business
_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\[\]#]+?)\s*\]\]?\s*(#.*)?$")
_COMMENT_COLUMN = 44


@dataclass(frozen=True, slots=True)
class _Line:
    """One key of the template; `example` stands commented out where there is no answer, None leaves it away."""

    key: str
    comment: str = ""
    example: object = None


_EXAMPLE_FEEDS = {"sv-SE": "https://.../feed.xml"}
_TEMPLATE: Mapping[str, tuple[_Line, ...]] = {
    "": (
        _Line("tenant", "what stands before .voyado.com in Engage's address"),
        _Line("store_ids", "per-store: an Engage environment for each Centra store; single: one for all"),
        _Line("kind"),
    ),
    "centra": (
        _Line("url"),
        _Line("token", "the toolkit's own token: env:NAME, file:PATH or keyring:NAME, never the token"),
        _Line("integration_name", "the toolkit's own integration: its event queue is drained by bis"),
        _Line("token_expires", "no API shows it: 30 days unless chosen", date(2027, 1, 31)),
        _Line("voyado_token", "the one Voyado uses: bis only ever inspects it", "env:NAME"),
        _Line("voyado_integration_name", "", "Voyado_Integration_BrandX"),
        _Line("voyado_token_expires", "", date(2027, 1, 31)),
        _Line("stores", "only their markets are sent or checked; all when left out", [1, 2]),
    ),
    "engage": (
        _Line("url"),
        _Line("api_key"),
        _Line("api_version"),
        _Line("contact_type", "where one email has several contacts"),
        _Line("batch_size"),
    ),
    "subscription_api": (
        _Line("url", "Voyado gives it to each customer; there is no default", "https://..."),
        _Line("store", "as Voyado confirmed it"),
        _Line("fields"),
    ),
    "feeds": (_Line("feeds", "one per locale, spelled as in Engage"),),
    "test": (
        _Line("email", "", "bis-test@example.com"),
        _Line("skus", "the only SKUs that production lets you touch", ["1234SIZEM"]),
        _Line("market", "", "4"),
        _Line("locale", "", "sv-SE"),
        _Line("warehouse", "", 1),
        _Line("expect_email", "name or subject of the expected mail", "Back in stock*"),
    ),
    "log": (_Line("url"),),
}


@dataclass(frozen=True, slots=True)
class SecretToSet:
    """A secret that a profile refers to, and whether this machine has it already."""

    key: str
    reference: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """A `bis.toml` that exists, or is about to."""

    path: Path

    @property
    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    @property
    def profiles(self) -> Mapping[str, Answers]:
        """The profiles there, as answers; none where there is no file. Raises ConfigError where it cannot be read."""
        if not self.exists:
            return {}
        document = bis_toml.read(self.path)
        return {name: dict(_flat(document.table_of(name))) for name in document.profiles}

    @property
    def default_profile(self) -> str | None:
        """The profile that a run without -p uses."""
        return bis_toml.read(self.path).default_profile if self.exists else None

    def add(self, name: str, answers: Answers, *, replace: bool = False) -> None:
        """Write the profile, the first one as the default; the file is whole at every moment.

        Comments and other profiles stay. Raises UsageError where the profile exists and `replace` is False, and
        ConfigError where the file cannot be read, extended or written.
        """
        if name in self.profiles and not replace:
            raise UsageError(
                f'{self.path} has a profile "{name}" already.',
                hint="Give another name with -p, or --force to replace this profile; the others stay as they are.",
            )
        before = self.path.read_text(encoding="utf-8-sig") if self.exists else ""
        kept = _without(before, name)
        block = profile_text(name, answers)
        parts = [kept.rstrip(), f'default_profile = "{name}"' if _is_first(before) else "", block]
        text = "\n\n".join(filter(None, parts))
        _check(self.path, before, text, name)
        write_atomically(self.path, text, mode=_MODE)

    def secrets(self, answers: Answers) -> tuple[SecretToSet, ...]:
        """Return every secret that the answers refer to."""
        return tuple(
            SecretToSet(key.path, answers[key.path], self.secret(answers[key.path]) is not None)
            for key in KEYS.values()
            if key.secret and key.path in answers
        )

    def secret(self, reference: str) -> str | None:
        """Return the secret behind a reference where this machine has it; it is for asking, not for writing."""
        return look_up(reference, folder=self.path.parent, environ=variables_of(None)).secret


def profile_text(name: str, answers: Answers) -> str:
    """Return a profile as commented TOML; what has no answer stands there as a comment, where a reader may want it."""
    return "\n".join(_profile_lines(name, answers)).rstrip() + "\n"


def _profile_lines(name: str, answers: Answers) -> Iterator[str]:
    for section, lines in _TEMPLATE.items():
        body = list(_feeds(answers) if section == "feeds" else _section_lines(section, lines, answers))
        if body:
            is_empty = all(line.startswith("#") for line in body)
            yield f"{'# ' if is_empty else ''}[profiles.{name}{f'.{section}' if section else ''}]"
            yield from body
            yield ""


def _section_lines(section: str, lines: tuple[_Line, ...], answers: Answers) -> Iterator[str]:
    for line in lines:
        value = answers.get(f"{section}.{line.key}" if section else line.key)
        if value is not None:
            yield _commented(f"{line.key} = {_toml(value)}", line.comment)
        elif line.example is not None:
            yield _commented(f"# {line.key} = {_toml(line.example)}", line.comment)


def _feeds(answers: Answers) -> Iterator[str]:
    (line,) = _TEMPLATE["feeds"]
    feeds = answers.get("feeds")
    for locale, feed in (feeds or _EXAMPLE_FEEDS).items():
        yield _commented(f"{'' if feeds else '# '}{_toml(locale)} = {_toml(feed)}", line.comment)


def _commented(text: str, comment: str) -> str:
    return f"{text:<{_COMMENT_COLUMN}} # {comment}" if comment else text


def _toml(value: object) -> str:
    import tomlkit  # noqa: PLC0415  # only who writes a file needs it

    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        table.update({key: tomlkit.item(each) for key, each in value.items()})
        return table.as_string()
    return tomlkit.item(value).as_string()


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield the answers of a table; feeds and field names are one answer each."""
    for name, value in table.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping) and path not in KEYS:
            yield from _flat(value, f"{path}.")
        elif value != "":
            yield path, value


def _without(text: str, profile: str) -> str:
    """Return a file without the tables of a profile; comments in front of the next table stay with that table."""
    kept: list[str] = []
    dropping = False
    held: list[str] = []  # comments and blank lines: they belong to what follows
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header:
            dropping = _belongs(header["name"], profile)
            kept += [] if dropping else held
            held = []
        if not dropping:
            kept.append(line)
        elif line.strip() == "" or line.lstrip().startswith("#"):
            held.append(line)
        else:
            held = []
    return "\n".join([*kept, *held]) + "\n" if kept or held else ""


def _belongs(header: str, profile: str) -> bool:
    try:
        table = tomllib.loads(f"[{header}]")
    except tomllib.TOMLDecodeError:
        return False
    profiles = table.get("profiles")
    return isinstance(profiles, dict) and list(profiles) == [profile]


def _check(path: Path, before: str, after: str, name: str) -> None:
    """Raise ConfigError unless `after` is `before` and the one profile: files are laid out in ways we do not know."""
    default = {"default_profile": name} if _is_first(before) else {}
    if not _only_added({**tomllib.loads(before), **default}, _loaded(after), name):
        raise ConfigError(
            f"{path} is laid out in a way that a profile cannot be added to without touching the rest.",
            hint="Write profiles as tables, [profiles.NAME] and [profiles.NAME.centra]; or write to another file with "
            "--config. Nothing was changed.",
        )


def _is_first(text: str) -> bool:
    old = tomllib.loads(text)
    return not old.get("profiles") and "default_profile" not in old


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _only_added(old: dict[str, Any], new: dict[str, Any] | None, name: str) -> bool:
    """Tell whether `new` has the profile and is `old` in everything else."""
    if new is None or name not in new.get("profiles", {}):
        return False
    before, after = (
        {**each, "profiles": {key: value for key, value in each.get("profiles", {}).items() if key != name}}
        for each in (old, new)
    )
    return before == after
