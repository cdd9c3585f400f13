"""`--all-profiles` data: one result per profile."""

from voyado_bis_cli.domain.report import Data


class ProfileResult(Data):
    """What the command did on one profile; `data` is what it would have printed there."""

    profile: str
    ok: bool
    exit_code: int
    data: dict[str, object]
    error: str | None


class EveryProfileData(Data):
    """All profiles, in the order of their names."""

    profiles: tuple[ProfileResult, ...]
