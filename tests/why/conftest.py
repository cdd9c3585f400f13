"""Fixtures: a shopper who used the shop's form, stock that came back, and nobody who got an email."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import Bis
from tests.causes import SHOPPER, SKU, Cause
from tests.conftest import SandboxAtHand
from voyado_bis_cli.sandbox.voyado import brand_y_at, voyado_at


@pytest.fixture
def bis(sandbox: SandboxAtHand, tmp_path: Path) -> Bis:
    """A command line under the variables that `bis sandbox env` prints, with an empty journal."""
    return Bis(sandbox.env, tmp_path)


@pytest.fixture
def form(sandbox: SandboxAtHand) -> Callable[..., None]:
    """Send what the shop's form sends; our journal knows nothing of it."""

    def post(**fields: Any) -> None:
        wish = {
            "email": SHOPPER,
            "sku": SKU,
            "newsletter": False,
            "store": "voyadotenant",
            "locale": "sv-SE",
            "externalId": "4",
        }
        sent = {name: value for name, value in (wish | fields).items() if value is not None}
        sandbox.http.post("/subscription-api", json=sent).raise_for_status()

    return post


@pytest.fixture
def arrange(bis: Bis, sandbox: SandboxAtHand, form: Callable[..., None]) -> Callable[[Cause], None]:
    """Let a shopper subscribe and stock come back, with a cause injected before, and look at what Engage has."""

    def call(cause: Cause) -> None:
        cause.inject(sandbox)
        words = dict(zip(cause.words[::2], cause.words[1::2], strict=True))
        sku = words.get("--sku", SKU)
        form(
            sku=sku,
            locale=words.get("--locale", "sv-SE"),
            store=cause.env.get("BIS_SUBSCRIPTION_API_STORE") or "voyadotenant",
            externalId=None if "BIS_SUBSCRIPTION_API_FIELDS" in cause.env else _market(words.get("--market")),
        )
        warehouse = words.get("--warehouse", "Stockholm")
        assert bis(f"set-stock --sku {sku} --warehouse {warehouse} --fta 10").exit_code == 0
        if cause.worker:
            (brand_y_at if cause.worker == "brand-y" else voyado_at)(sandbox.url).one_pass()
        elif "--sync" not in words and not cause.name.startswith("event system off"):
            assert bis(f"sync-stock --sku {sku}").exit_code == 0
        sandbox.http.get("/api/v3/contacts/nobody/emailmessages")  # a look before, as the one who bounced expects

    return call


def _market(name: str | None) -> str:
    return {"Outlet": "6"}.get(name or "", "4")
