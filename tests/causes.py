"""Every cause of "no email came" that the sandbox can play, to be injected one at a time.

Each is what the contract lists under that heading. `inject` brings a sandbox into that state before anybody subscribes;
the rest is what is typed differently: variables of the profile, and words behind the command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.conftest import SandboxAtHand
from voyado_bis_cli.sandbox.guide import SKUS_WITHOUT_PRODUCT_DATA

SHOPPER = "john-doe@voyado.com"
SKU = "1234SIZEM"
NOT_IN_FEED = min(SKUS_WITHOUT_PRODUCT_DATA)


def _nothing(_sandbox: SandboxAtHand) -> None:
    """Leave the sandbox as seeded."""


@dataclass(frozen=True)
class Cause:
    """One reason why no email comes; `worker` names who reads Voyado's queue meanwhile: voyado, brand-y or nobody."""

    name: str
    inject: Callable[[SandboxAtHand], None] = _nothing
    env: Mapping[str, str | None] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    worker: str | None = None

    def __str__(self) -> str:
        return self.name


def fault(**settings: object) -> Callable[[SandboxAtHand], None]:
    """Let a fault stand."""

    def inject(sandbox: SandboxAtHand) -> None:
        sandbox.control("POST", "/faults", json=settings)

    return inject


def automation(**settings: object) -> Callable[[SandboxAtHand], None]:
    """Set the automation up."""

    def inject(sandbox: SandboxAtHand) -> None:
        sandbox.control("POST", "/automation", json=settings)

    return inject


def _not_allowlisted(sandbox: SandboxAtHand) -> None:
    sandbox.control("PUT", "/allowlist", json={"allow": ["*"], "block": [SHOPPER]})


def _bought_it(sandbox: SandboxAtHand) -> None:
    contact = sandbox.control("POST", "/contacts", json={"email": SHOPPER, "accepts_email": True})
    sandbox.control("POST", "/purchases", json={"contact_id": contact["id"], "sku": SKU})
    sandbox.control("POST", "/automation", json={"not_bought_in_days": 5})


def _two_contacts(sandbox: SandboxAtHand) -> None:
    """The Subscription API takes the oldest contact; the profile looks at the other one only."""
    for kind in ("Member", "Contact"):
        sandbox.control("POST", "/contacts", json={"email": SHOPPER, "type": kind})


def _sold_out_without_product_data(sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", json={"market": 5, "lines": {NOT_IN_FEED: 2}})


def _bounced(sandbox: SandboxAtHand) -> None:
    email = {
        "messageId": "1",
        "name": "Back in stock",
        "sendDateTime": "2030-01-01T12:00:00Z",
        "type": "EmailMessage",
        "source": "Automation",
        "isTransactional": False,
        "status": "HardBounce",
        "messageLink": "",
        "messageText": "Back in stock: Linen shirt White M",
    }
    sandbox.control(
        "POST",
        "/faults",
        json={
            "kind": "shape",
            "path": "*/emailmessages",
            "after": 1,  # the look at what was there before
            "times": 0,
            "body": {"count": 1, "items": [email]},
        },
    )


CAUSES = (
    Cause("voyado's token expired", fault(kind="token-expired", token="sandbox-guide"), words=("--sync", "voyado")),
    Cause("voyado does not read the queue", words=("--sync", "voyado")),
    Cause("not on the allowlist", _not_allowlisted),
    Cause("market differs", env={"BIS_SUBSCRIPTION_API_FIELDS": "market=marketId"}),
    Cause("no feed for the locale", words=("--locale", "fr-FR")),
    Cause("sku not in the feed", _sold_out_without_product_data, words=("--sku", NOT_IN_FEED)),
    Cause("below the minimum", automation(minimum_quantity=50)),
    Cause("automation inactive", automation(active=False)),
    Cause("another sku", automation(skus=["2001GRYM"])),
    Cause("another locale", automation(locales=["de-DE"])),
    Cause("bought recently", _bought_it),
    Cause("opted out", automation(only_opted_in=True)),
    Cause("warehouse outside the rule", words=("--warehouse", "Returns")),
    Cause("market without a rule", words=("--market", "Outlet")),
    Cause("store of another tenant", env={"BIS_SUBSCRIPTION_API_STORE": "othertenant"}),
    Cause("another contact type", _two_contacts, env={"BIS_ENGAGE_CONTACT_TYPE": "Contact"}),
    Cause("bounced", _bounced),
    Cause("wait step", automation(wait_seconds=86_400)),
    Cause("integration name shared", words=("--sync", "voyado"), worker="brand-y"),
    Cause("event system off", fault(kind="events-off")),
    Cause("event system off, voyado", fault(kind="events-off"), words=("--sync", "voyado"), worker="voyado"),
)
"""The contract's list, most likely first, as far as a sandbox can play it."""
