"""The composition root: what one run needs from outside, built when it is first asked for and closed at its end."""

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from voyado_bis_cli import __version__
from voyado_bis_cli.cli.options import RunOptions
from voyado_bis_cli.cli.session import Session
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import ErrorCode, NetworkError

if TYPE_CHECKING:  # imported where they are built: a command loads what it uses
    from voyado_bis_cli.centra.client import CentraClient
    from voyado_bis_cli.config.sections import Feed, Kind
    from voyado_bis_cli.domain.report import Usage
    from voyado_bis_cli.engage.client import EngageClient
    from voyado_bis_cli.engage.integration_log import IntegrationLogClient
    from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient
    from voyado_bis_cli.feeds.product_feed import ProductFeed
    from voyado_bis_cli.journal.lock import FileQueueLock
    from voyado_bis_cli.journal.store import Journal
    from voyado_bis_cli.transport.http import HttpTransport
    from voyado_bis_cli.transport.model import Observer
    from voyado_bis_cli.transport.usage import UsageMeter


class SystemClock:
    """Time as it passes, for `timeout` seconds at most (None: for ever).

    Nothing else in the toolkit touches it, so that everything else can be tested without waiting.
    """

    def __init__(self, timeout: float | None = None) -> None:
        self._timeout = timeout
        self.slept = 0.0  # seconds
        self.deadline = None if timeout is None else self.monotonic() + timeout

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # the one place

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        return time.monotonic()  # noqa: TID251  # the one place

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass; raises NetworkError(timeout) at the deadline of the run, if that comes first."""
        left = seconds if self.deadline is None else min(seconds, self.deadline - self.monotonic())
        time.sleep(max(0.0, left))  # noqa: TID251  # the one place
        self.slept += max(0.0, left)
        if left < seconds:
            raise NetworkError(
                f"The run's --timeout of {self._timeout:g} s passed while it waited.",
                code=ErrorCode.TIMEOUT,
                hint="Allow more time with --timeout, or wait less with --wait.",
            )


class Context(Session):
    """One run of one command: everything it may need, lazily.

    `retraced` keeps each request in the journal. Properties raise ConfigError where the profile lacks what they are
    made of.
    """

    def __init__(
        self, options: RunOptions, command: str, *, redacted: bool = True, reports: bool = False, retraced: bool = False
    ) -> None:
        self.clock = SystemClock(options.timeout)
        self.retraced = retraced
        super().__init__(options, command, self.clock, redacted=redacted, reports=reports)

    @cached_property
    def kind(self) -> "Kind":
        """Sandbox, test or production. Asks only addresses on this machine whether they are a sandbox."""
        from voyado_bis_cli.config.kind import kind_of, sandbox_candidates
        from voyado_bis_cli.transport.identity import answers_as_sandbox

        is_sandbox = all(answers_as_sandbox(self.unmetered, each) for each in sandbox_candidates(self.profile))
        return kind_of(self.profile, answers_as_sandbox=is_sandbox)

    def use_private_sandbox(self) -> None:
        """Work on a sandbox of this run's own, which knows no other settings and leaves nothing behind."""
        from voyado_bis_cli.cli.private_sandbox import private_sandbox

        self.resolved, self.environment = self._open.enter_context(private_sandbox(self.environment))
        self.learn_secrets(self.profile.secrets())

    @property
    def usage(self) -> "Usage":
        """What the run has cost by now."""
        from voyado_bis_cli.domain.report import Usage

        meter: UsageMeter | None = self.__dict__.get("_meter")
        return replace(meter.usage() if meter else Usage(), waited_s=round(self.clock.slept, 3))

    # ------------------------------------------------------------ the outside world
    @cached_property
    def transport(self) -> "HttpTransport":
        """The door to the network. The first who asks for it makes the run say which profile it works on."""
        from voyado_bis_cli.cli.announcer import Announcer
        from voyado_bis_cli.config.kind import hosts

        self.output.narrator.profile(self.profile.name, self.kind.value, hosts(self.profile))
        return self._new_transport(self._meter, Announcer(self.output), *self._request_log)

    @cached_property
    def unmetered(self) -> "HttpTransport":
        """The door to the sandbox's own control, which no API counts and no profile is named for."""
        return self._new_transport()

    @cached_property
    def centra(self) -> "CentraClient":
        """Centra with our own token."""
        url, token = self.profile.need("centra.url", "centra.token")
        return self._centra(url, token, "toolkit")

    @cached_property
    def voyado_centra(self) -> "CentraClient":
        """Centra with Voyado's token: to inspect, never to confirm, listen or write."""
        url, token = self.profile.need("centra.url", "centra.voyado_token")
        return self._centra(url, token, "voyado")

    def centra_at(self, url: str, token: str) -> "CentraClient":
        """Centra at an address that stands in no profile yet, with a token of our own."""
        from voyado_bis_cli.centra.client import CentraClient
        from voyado_bis_cli.cli.announcer import Announcer

        self.learn_secrets((token,))
        transport = self._new_transport(self._meter, Announcer(self.output))
        whose: Literal["toolkit"] = "toolkit"
        return CentraClient(transport, url=url, token=token, token_name=whose, meter=self._meter)

    @cached_property
    def engage(self) -> "EngageClient":
        """Voyado Engage."""
        return self.engage_speaking(self.profile.engage.api_version)

    @cached_property
    def engage_of_every_type(self) -> "EngageClient":
        """Voyado Engage, finding contacts of every type, whichever the profile narrows lookups to."""
        return self.engage_speaking(self.profile.engage.api_version, every_type=True)

    def engage_speaking(self, version: "Literal['v2', 'v3']", *, every_type: bool = False) -> "EngageClient":
        """Return Voyado Engage through one version of its API, whichever the profile has."""
        from voyado_bis_cli.engage.client import EngageClient

        url, api_key = self.profile.need("engage.url", "engage.api_key")
        engage = self.profile.engage
        return EngageClient(
            self.transport,
            url=url,
            api_key=api_key,
            api_version=version,
            contact_type="" if every_type else engage.contact_type or "",
            batch_size=engage.batch_size,
        )

    def product_feed(self, feed: "Feed") -> "ProductFeed":
        """Return a product feed of the profile."""
        from voyado_bis_cli.feeds.product_feed import ProductFeed

        return ProductFeed(self.transport, url=feed.url, sku_field=feed.sku_field)

    @cached_property
    def subscription_api(self) -> "SubscriptionApiClient":
        """The API behind the shop's subscription form."""
        from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient

        (url,) = self.profile.need("subscription_api.url")
        return SubscriptionApiClient(self.transport, url=url, fields=self.profile.subscription_api.fields)

    @cached_property
    def integration_log(self) -> "IntegrationLogClient":
        """The HTTP source of the integration log."""
        from voyado_bis_cli.engage.integration_log import IntegrationLogClient

        url, api_key = self.profile.need("log.url", "engage.api_key")
        return IntegrationLogClient(self.transport, url=url, api_key=api_key)

    def _centra(self, url: str, token: str, token_name: Literal["voyado", "toolkit"]) -> "CentraClient":
        from voyado_bis_cli.centra.client import CentraClient

        return CentraClient(self.transport, url=url, token=token, token_name=token_name, meter=self._meter)

    @cached_property
    def _meter(self) -> "UsageMeter":
        from voyado_bis_cli.transport.usage import UsageMeter

        return UsageMeter()

    @property
    def _request_log(self) -> "tuple[Observer, ...]":
        if not self.retraced:
            return ()
        from voyado_bis_cli.journal.requests import RequestLog

        return (RequestLog(self.journal),)

    def _new_transport(self, *observers: "Observer") -> "HttpTransport":
        from voyado_bis_cli.transport.http import HttpTransport
        from voyado_bis_cli.transport.trace import Trace

        trace = Trace(self.output.narrator.detail, self.redactor, verbosity=self.options.verbosity)
        transport = HttpTransport(
            self.clock,
            (*observers, trace),
            user_agent=f"voyado-bis-cli/{__version__}",
            deadline=self.clock.deadline,
        )
        return self._open.enter_context(transport)

    # ------------------------------------------------------------ this machine
    @cached_property
    def journal(self) -> "Journal":
        """What the toolkit did and saw on this profile."""
        from voyado_bis_cli.journal.store import FILE_NAME, Journal

        return self._open.enter_context(
            Journal(
                self.environment.state_dir / FILE_NAME,
                run_id=self.run_id,
                profile=self.profile.name,
                clock=self.clock,
                redact=self.redactor.value,
            )
        )

    @cached_property
    def lock(self) -> "FileQueueLock":
        """The lock of our own event queue."""
        from voyado_bis_cli.journal.lock import FileQueueLock

        (url,) = self.profile.need("centra.url")
        return FileQueueLock(self.environment.state_dir, url, self.our_integration)

    # ------------------------------------------------------------ permission to act
    @cached_property
    def our_integration(self) -> str:
        """The name of our own integration, whose queue may be used; raises ConfigError(not_our_queue) otherwise."""
        from voyado_bis_cli.cli.ownership import checked_integration

        return checked_integration(self)

    def allow_change(self, what: str, skus: Collection[Sku]) -> None:
        """Return when `what`, which touches `skus`, may be done here; raises UsageError(confirmation_needed)."""
        from voyado_bis_cli.cli.safety import allow_change

        allow_change(self, what, skus)
