"""Everything one sandbox knows: a shop, an Engage tenant, a journal and a clock on one database."""

import sqlite3

from voyado_bis_cli.errors import ConfigError, ErrorCode
from voyado_bis_cli.sandbox.centra.rate_limits import RateLimits, RetryAfterFormat
from voyado_bis_cli.sandbox.centra.seed import seed_centra
from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.gate import Gate
from voyado_bis_cli.sandbox.engage.tenant import Tenant
from voyado_bis_cli.sandbox.faults.standing import StandingFaults
from voyado_bis_cli.sandbox.feeds import Feeds
from voyado_bis_cli.sandbox.guide import SEED
from voyado_bis_cli.sandbox.journal import Journal
from voyado_bis_cli.sandbox.settings import Settings

_LAYOUT = 2  # raised when the tables change: an older state file cannot be read any more
_META = "CREATE TABLE sandbox_meta (layout INTEGER NOT NULL, seed TEXT NOT NULL);"


class World:
    """One sandbox's state; it is seeded when it is empty, and kept in `settings.state` when that is a file.

    Raises ConfigError where the file cannot be written, or holds something else.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SandboxClock()
        self.db = _opened(settings.state)
        self.shop = Shop(self.db, self.clock)
        self.feeds = Feeds(self.shop)
        self.tenant = Tenant(self.db, self.clock, self.feeds)
        self.gate = Gate(self.clock)
        self.limits = RateLimits(
            self.clock, on=settings.rate_limits, retry_after=RetryAfterFormat(settings.retry_after)
        )
        self.journal = Journal(self.db)
        self.faults = StandingFaults(self.db, self.clock)
        try:
            self._seed_when_empty()
        except BaseException:
            self.close()
            raise

    def reset(self) -> None:
        """Return to the seed and to real time; nothing of before is left."""
        self.clock.reset()
        self.gate.reset()
        self.limits.reset()
        self.faults.clear()
        self.db.clear()
        self._seed()

    def state(self) -> dict[str, object]:
        """Return everything as JSON, with email addresses as they are: for tests."""
        return {
            "clock": {"now": self.clock.now().isoformat(), "frozen": self.clock.frozen},
            "centra": self.shop.state(),
            "engage": self.tenant.state(),
        }

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def _seed_when_empty(self) -> None:
        try:
            if self.db.row("SELECT 1 FROM sqlite_master WHERE type = 'table'") is None:
                self._seed()
            elif not self._is_ours():
                raise _not_ours(self.settings.state)
        except sqlite3.Error as error:
            raise _unwritable(self.settings.state, error) from error

    def _seed(self) -> None:
        seed_centra(self.db, self.clock)
        self.tenant.create()
        self.journal.create()
        self.db.script(_META)
        self.db.run("INSERT INTO sandbox_meta (layout, seed) VALUES (?, ?)", (_LAYOUT, SEED))

    def _is_ours(self) -> bool:
        if self.db.row("SELECT 1 FROM sqlite_master WHERE name = 'sandbox_meta'") is None:
            return False
        return self.db.row("SELECT 1 FROM sandbox_meta WHERE layout = ?", (_LAYOUT,)) is not None


def _opened(path: str) -> Database:
    try:
        return Database(path)
    except sqlite3.Error as error:
        raise _unwritable(path, error) from error


def _unwritable(path: str, error: sqlite3.Error) -> ConfigError:
    return ConfigError(
        f"The sandbox cannot keep its state in {path}: {error}.",
        code=ErrorCode.STATE_UNWRITABLE,
        hint="Choose a file in a folder you may write to (--state FILE), or leave the option out to keep it in memory.",
    )


def _not_ours(path: str) -> ConfigError:
    return ConfigError(
        f"{path} is a database, but not the state of this version's sandbox; it is left as it is.",
        code=ErrorCode.STATE_UNWRITABLE,
        hint="Choose another file (--state FILE), or delete this one if it is the state of an older sandbox.",
    )
