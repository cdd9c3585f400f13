"""The one error tree: what happened, why it matters and what to do next, with its code and exit code.

Imports nothing of ours. `run()` is the single place where an error becomes an exit code.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """How a run ended, as scripts see it (`bis help exit-codes`)."""

    DONE = 0
    WRONG = 1
    USAGE = 2
    CONFIG = 3
    AUTH = 4
    REFUSED = 5
    NETWORK = 6
    RATE_LIMITED = 7
    NOT_YET = 8
    BUG = 70
    INTERRUPTED = 130


class ErrorCode(StrEnum):
    """The closed list of `error.code` in JSON; each has a section in `docs/error-codes.md`."""

    USAGE = "usage"
    CONFIRMATION_NEEDED = "confirmation_needed"
    CONFIG_MISSING = "config_missing"
    CONFIG_INVALID = "config_invalid"
    SECRET_IN_FILE = "secret_in_file"  # noqa: S105  # a code, not a secret
    NOT_OUR_QUEUE = "not_our_queue"
    STATE_UNWRITABLE = "state_unwritable"
    NOT_AUTHENTICATED = "not_authenticated"
    PERMISSION_MISSING = "permission_missing"
    NOT_FOUND = "not_found"
    NOBODY_LISTENS = "nobody_listens"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NOT_AS_EXPECTED = "not_as_expected"
    REFUSED = "refused"
    UNEXPECTED_ANSWER = "unexpected_answer"
    NETWORK = "network"
    TIMEOUT = "timeout"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    NOT_YET = "not_yet"
    LOCKED = "locked"
    INTERRUPTED = "interrupted"
    BUG = "bug"


class BisError(Exception):
    """A failure that ends the run, told to an integrator in one or two sentences.

    `message` says what happened and why it matters, `hint` what to do next, `docs` names a page below `docs/`,
    `details` holds JSON values for scripts (a request id, a path, `resume_at`). No secret and no full email address may
    stand in any of them; the redactor runs over all of them once more before they leave.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG
    code: ErrorCode

    def __init__(
        self,
        message: str,
        *,
        code: ErrorCode | None = None,
        hint: str = "",
        docs: str = "",
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.hint = hint
        self.docs = docs or f"docs/error-codes.md#{self.code.value}"
        self.details = dict(details or {})

    default_code: ClassVar[ErrorCode] = ErrorCode.BUG


class UsageError(BisError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE
    default_code = ErrorCode.USAGE


class ConfigError(BisError):
    """A setting is missing, unreadable or contradicts another one."""

    exit_code = ExitCode.CONFIG
    default_code = ErrorCode.CONFIG_INVALID


class AuthError(BisError):
    """A token or key is unknown or expired."""

    exit_code = ExitCode.AUTH
    default_code = ErrorCode.NOT_AUTHENTICATED


class PermissionMissingError(AuthError):
    """The command's own token lacks permissions; `permissions` names them where the server did."""

    default_code = ErrorCode.PERMISSION_MISSING

    def __init__(self, message: str, *, permissions: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint, details={"permissions": list(permissions)})
        self.permissions = permissions


class WrongError(BisError):
    """The thing under test is wrong: an object does not exist, nobody listens, someone else changed the stock."""

    exit_code = ExitCode.WRONG
    default_code = ErrorCode.NOT_FOUND


class RefusedError(BisError):
    """An API refused the request or answered in a way that cannot be read; `status` is the HTTP status."""

    exit_code = ExitCode.REFUSED
    default_code = ErrorCode.REFUSED

    def __init__(
        self,
        message: str,
        *,
        code: ErrorCode | None = None,
        hint: str = "",
        status: int | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, code=code, hint=hint, details={**(details or {}), "status": status})
        self.status = status


class NetworkError(BisError):
    """The server could not be reached, did not answer in time, or failed with 5xx after all retries.

    `may_have_arrived` is True when the request may have been carried out although its answer was lost.
    """

    exit_code = ExitCode.NETWORK
    default_code = ErrorCode.NETWORK

    def __init__(
        self,
        message: str,
        *,
        code: ErrorCode | None = None,
        hint: str = "",
        may_have_arrived: bool = False,
        details: Mapping[str, object] | None = None,
    ) -> None:
        details = {**(details or {}), "may_have_arrived": may_have_arrived}
        super().__init__(message, code=code, hint=hint, details=details)
        self.may_have_arrived = may_have_arrived


class RateLimitedError(BisError):
    """The rate budget is used up; `details["resume_at"]` is when it may go on (ISO 8601, UTC)."""

    exit_code = ExitCode.RATE_LIMITED
    default_code = ErrorCode.RATE_LIMITED


class NotYetError(BisError):
    """Waited, and the effect was not seen; or another run holds the lock."""

    exit_code = ExitCode.NOT_YET
    default_code = ErrorCode.NOT_YET


class InterruptedRunError(BisError):
    """The user pressed Ctrl-C, or the process was asked to end."""

    exit_code = ExitCode.INTERRUPTED
    default_code = ErrorCode.INTERRUPTED
