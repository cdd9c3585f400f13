"""`init`: writes a profile, and says what to put in place next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.market import Market, Store, Warehouse
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.init import InitData, VariableRow
from voyado_bis_cli.workflows.ports import Catalogue

PURPOSE: Mapping[str, str] = {
    "centra.token": "the toolkit's own token, from Centra",
    "centra.voyado_token": "the token that Voyado uses, from Centra",
    "engage.api_key": "the API key of the tenant, from Voyado",
}
_CHECKS = ("check-permissions", "store-id --all", "doctor")


class SecretReference(Protocol):
    """A secret that a profile refers to."""

    @property
    def key(self) -> str:
        """The key, such as `centra.token`."""
        ...

    @property
    def reference(self) -> str:
        """Where it is: `env:NAME`, `file:PATH` or `keyring:NAME`."""
        ...

    @property
    def is_set(self) -> bool:
        """Whether this machine has it."""
        ...


class Profiles(Protocol):
    """The file that a profile is written to."""

    @property
    def default_profile(self) -> str | None:
        """The profile that a run without -p uses."""
        ...

    @property
    def exists(self) -> bool:
        """Whether the file is there."""
        ...

    def add(self, name: str, answers: Mapping[str, Any], *, replace: bool = False) -> None:
        """Write the profile; raises UsageError where it exists and `replace` is False."""
        ...

    def secrets(self, answers: Mapping[str, Any]) -> Collection[SecretReference]:
        """Return every secret that the answers refer to."""
        ...


@dataclass(frozen=True, slots=True)
class Sightings:
    """What a Centra token sees: what answers can be checked against."""

    stores: tuple[Store, ...] = ()
    markets: tuple[Market, ...] = ()
    warehouses: tuple[Warehouse, ...] = ()


def look_around(catalogue: Catalogue) -> Sightings:
    """Return the stores, markets and warehouses that the token sees."""
    return Sightings(catalogue.stores(), catalogue.markets(), catalogue.warehouses())


def init(
    file: Profiles,
    path: str,
    profile: str,
    answers: Mapping[str, Any],
    *,
    replace: bool,
    findings: tuple[Finding, ...] = (),
) -> Run[InitData]:
    """Write `profile` to `file`; answers are checked by then. `findings` are what was found while they were given."""
    yield Note(f"Writing {path}")
    created = not file.exists
    file.add(profile, answers, replace=replace)
    chosen = "" if file.default_profile == profile else f" -p {profile}"
    variables = tuple(
        VariableRow(
            key=secret.key,
            reference=secret.reference,
            variable=secret.reference.removeprefix("env:") if secret.reference.startswith("env:") else None,
            purpose=PURPOSE[secret.key],
            is_set=secret.is_set,
        )
        for secret in file.secrets(answers)
    )
    following = tuple(f"bis {command}{chosen}" for command in _CHECKS)
    data = InitData(path=path, profile=profile, created=created, variables=variables, next=following)
    return Report(data, findings)
