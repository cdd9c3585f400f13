"""How a sandbox is set up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one sandbox.

    `auth_errors` is `first` (a failing non-null root aborts, the server reports one missing permission) or `all`
    (every missing permission of the document is reported). Nobody outside Centra knows which one it does.
    """

    auth_errors: str = "first"
    state: str = ":memory:"
