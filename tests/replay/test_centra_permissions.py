"""What tokens may do, as Centra answered the probes."""

from collections.abc import Callable

import pytest
from inline_snapshot import snapshot

from tests.replay.support import RECORDED, SANDBOX_ONLY, needs, plain
from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.permission import EXCESS, TOOLKIT_TOKEN, VOYADO_TOKEN
from voyado_bis_cli.errors import AuthError, PermissionMissingError

pytestmark = RECORDED

TOOLKIT_READS = [permission.name for permission in TOOLKIT_TOKEN if permission.access == "read"]
VOYADO_READS = [permission.name for permission in VOYADO_TOKEN if permission.access == "read"]


def test_reads_of_our_token(centra: CentraClient) -> None:
    assert plain(centra.read_probes(TOOLKIT_READS)) == snapshot(
        {
            "granted": [
                "AllocationRule:read",
                "Event:read",
                "Market:read",
                "Order:read",
                "Product:read",
                "ProductSize.stock:read",
                "ProductSize:read",
                "ProductVariant:read",
                "Return:read",
                "StockChange:read",
                "Store:read",
                "Warehouse:read",
            ],
            "missing": [],
            "unknown": {},
            "stores": [
                {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"},
                {"id": 2, "name": "Europe", "type": "DIRECT_TO_CONSUMER"},
                {"id": 3, "name": "Wholesale", "type": "WHOLESALE"},
            ],
            "integration_name": None,
            "rate_limits": [
                {"type": "REQUEST_COUNT", "interval": "TEN_SECONDS", "quota": 60, "used": 0, "remaining": 60},
                {"type": "REQUEST_COUNT", "interval": "ONE_HOUR", "quota": 5000, "used": 0, "remaining": 5000},
                {
                    "type": "QUERY_COMPLEXITY",
                    "interval": "TEN_SECONDS",
                    "quota": 250000,
                    "used": 0,
                    "remaining": 250000,
                },
                {
                    "type": "QUERY_COMPLEXITY",
                    "interval": "ONE_HOUR",
                    "quota": 30000000,
                    "used": 0,
                    "remaining": 30000000,
                },
                {"type": "MUTATION_COUNT", "interval": "TEN_SECONDS", "quota": 20, "used": 0, "remaining": 20},
                {"type": "MUTATION_COUNT", "interval": "ONE_HOUR", "quota": 1800, "used": 0, "remaining": 1800},
            ],
            "deprecated": [],
        }
    )


@needs("centra.voyado_token")
def test_reads_of_voyados_token(voyado_centra: CentraClient) -> None:
    assert plain(voyado_centra.read_probes(VOYADO_READS)) == snapshot(
        {
            "granted": [
                "AllocationRule:read",
                "Event:read",
                "Market:read",
                "Order:read",
                "Product:read",
                "ProductSize:read",
                "ProductVariant:read",
                "Return:read",
                "StockChange:read",
                "Store:read",
                "Warehouse:read",
            ],
            "missing": [],
            "unknown": {},
            "stores": [
                {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"},
                {"id": 2, "name": "Europe", "type": "DIRECT_TO_CONSUMER"},
                {"id": 3, "name": "Wholesale", "type": "WHOLESALE"},
            ],
            "integration_name": "Engage integration",
            "rate_limits": [
                {"type": "REQUEST_COUNT", "interval": "TEN_SECONDS", "quota": 60, "used": 0, "remaining": 60},
                {"type": "REQUEST_COUNT", "interval": "ONE_HOUR", "quota": 5000, "used": 0, "remaining": 5000},
                {
                    "type": "QUERY_COMPLEXITY",
                    "interval": "TEN_SECONDS",
                    "quota": 250000,
                    "used": 0,
                    "remaining": 250000,
                },
                {
                    "type": "QUERY_COMPLEXITY",
                    "interval": "ONE_HOUR",
                    "quota": 30000000,
                    "used": 0,
                    "remaining": 30000000,
                },
                {"type": "MUTATION_COUNT", "interval": "TEN_SECONDS", "quota": 20, "used": 0, "remaining": 20},
                {"type": "MUTATION_COUNT", "interval": "ONE_HOUR", "quota": 1800, "used": 0, "remaining": 1800},
            ],
            "deprecated": [],
        }
    )


def test_what_our_token_may_read_beyond_its_needs(centra: CentraClient) -> None:
    answer = centra.read_probes([permission.name for permission in EXCESS])

    assert plain((answer.granted, answer.missing, answer.unknown)) == snapshot([[], ["Customer:read"], {}])


def test_the_write_probe_of_our_token(centra: CentraClient) -> None:
    assert plain(centra.write_probe()) == snapshot({"state": "granted", "detail": ""})


@SANDBOX_ONLY
def test_a_token_that_lacks_market_read_and_event_write(centra_with: Callable[[str], CentraClient]) -> None:
    weak = centra_with("sandbox-weak")

    assert plain(weak.read_probes(["Store:read", "Market:read"])) == snapshot(
        {
            "granted": [],
            "missing": ["Market:read"],
            "unknown": {},
            "stores": [],
            "integration_name": None,
            "rate_limits": [],
            "deprecated": [],
        }
    )
    assert plain(weak.write_probe()) == snapshot({"state": "missing", "detail": ""})
    with pytest.raises(PermissionMissingError) as missing:
        weak.markets()
    assert missing.value.message == snapshot("The token lacks Market:read.")


@SANDBOX_ONLY
def test_a_token_that_centra_does_not_know(centra_with: Callable[[str], CentraClient]) -> None:
    with pytest.raises(AuthError) as refused:
        centra_with("no-token-of-ours").stores()

    assert refused.value.message == snapshot(
        "Centra does not accept the toolkit's token (HTTP 403): it is unknown or has expired."
    )
