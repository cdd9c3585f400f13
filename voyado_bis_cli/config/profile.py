"""A profile: the settings of one run, and what to say where one is missing."""

from collections.abc import Mapping

from voyado_bis_cli.config.keys import KEYS, text_of
from voyado_bis_cli.config.sections import Settings
from voyado_bis_cli.errors import ConfigError, ErrorCode

_FIRST_TRY = 'On a first try: `eval "$(bis sandbox env)"`.'


class Profile(Settings):
    """The settings of one run. `unresolved` tells why a secret that is referred to has no value, by key."""

    name: str
    unresolved: Mapping[str, str] = {}
    where_to_set: str
    """The sentence that says where a missing key belongs."""

    def need(self, *keys: str) -> tuple[str, ...]:
        """Return the values of `keys` in order, as text, secrets in clear.

        A list is written `A B` and a table `a=X b=Y`, as in its variable. Raises ConfigError(config_missing) that names
        every missing key with its variable, and KeyError for a key that does not exist.
        """
        lacking = [KEYS[key].path for key in keys if self.value(KEYS[key].path) in (None, (), {})]
        if lacking:
            raise ConfigError(
                f'The profile "{self.name}" lacks {_and([self._lacking(key) for key in lacking])}.',
                code=ErrorCode.CONFIG_MISSING,
                hint=f"{self.where_to_set} `bis config show` lists every setting and its origin. {_FIRST_TRY}",
                details={"missing": lacking, "variables": [KEYS[key].variable for key in lacking]},
            )
        return tuple(text_of(self.value(key)) for key in keys)

    def secrets(self) -> tuple[str, ...]:
        """Return every secret in clear: what the redactor has to know."""
        values = [self.value(key.path) for key in KEYS.values() if key.secret]
        return tuple(dict.fromkeys(text_of(value) for value in values if value is not None))

    def _lacking(self, key: str) -> str:
        reason = self.unresolved.get(key)
        return f"{key} ({KEYS[key].variable}{f': {reason}' if reason else ''})"


def _and(items: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]]))
