"""`bis check-permissions`: what the guide asks for against what a token has, in both worlds of error reporting."""

from typing import Any

import pytest

from tests.acceptance.support import Bis, Result, asked
from tests.conftest import SandboxAtHand

GUIDE = (
    "Event:write",
    "AllocationRule:read",
    "Market:read",
    "Product:read",
    "ProductSize:read",
    "ProductVariant:read",
    "StockChange:read",
    "Store:read",
    "Warehouse:read",
    "Order:read",
    "Return:read",
)


def states(result: Result) -> dict[str, list[str]]:
    """Return the permissions by what is known about them."""
    rows: list[dict[str, Any]] = result.data["permissions"]
    known = sorted({row["state"] for row in rows})
    return {state: [row["permission"] for row in rows if row["state"] == state] for state in known}


@pytest.fixture(autouse=True)
def nothing_changes(either_sandbox: SandboxAtHand, bis: Bis) -> Any:
    """Whatever is checked, neither a queue nor a listener nor the stock differs afterwards."""
    bis("set-stock --fta 10", env=either_sandbox.env)  # so that there are events to lose
    before = either_sandbox.state()["centra"]
    yield
    assert either_sandbox.state()["centra"] == before


@pytest.fixture
def check(bis: Bis, either_sandbox: SandboxAtHand) -> Any:
    """Check a token as Voyado's (or, with `--token toolkit`, as ours)."""

    def checked(token: str, options: str = "--json") -> Result:
        variable = "BIS_CENTRA_TOKEN" if "toolkit" in options else "BIS_CENTRA_VOYADO_TOKEN"
        return bis(f"check-permissions {options}", env={**either_sandbox.env, variable: token})

    return checked


def test_the_token_of_the_guide_holds_all_that_is_asked(check: Any, either_sandbox: SandboxAtHand) -> None:
    already = len(asked(either_sandbox))

    result = check("sandbox-guide")

    assert result.exit_code == 0
    assert states(result) == {"granted": [*GUIDE, "Event:read"]}
    assert result.found == []
    assert result.data["token"] == "voyado"
    assert result.data["integration_name"] == "Engage integration"
    assert asked(either_sandbox)[already:] == ["ReadProbes", "WriteProbe"]
    assert result.json["usage"]["requests"] == 2


def test_eleven_are_the_guides_and_the_twelfth_is_centras(check: Any) -> None:
    rows = check("sandbox-guide").data["permissions"]

    assert [row["permission"] for row in rows if row["required_by"] == "guide"] == list(GUIDE)
    assert [row["permission"] for row in rows if row["required_by"] == "centra"] == ["Event:read"]


def test_the_guides_list_alone_is_a_warning(check: Any) -> None:
    result = check("sandbox-strict")

    assert result.exit_code == 0
    assert states(result) == {"granted": list(GUIDE), "missing": ["Event:read"]}
    assert result.found == [("warning", "permission-missing")]


def test_a_warning_is_an_error_to_who_is_strict(check: Any) -> None:
    result = check("sandbox-strict", "--strict --json")

    assert (result.exit_code, result.json["ok"], result.json["exit_code"]) == (1, False, 1)


def test_a_weak_token_lacks_exactly_what_it_lacks(check: Any) -> None:
    result = check("sandbox-weak")

    assert result.exit_code == 1
    assert states(result)["missing"] == ["Event:write", "Market:read"]
    assert states(result).keys() == {"granted", "missing"}
    assert result.found == [("error", "permission-missing"), ("error", "permission-missing")]


def test_what_is_missing_is_told_with_the_way_to_it(check: Any) -> None:
    result = check("sandbox-weak", "")

    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines()[1:] if not line.startswith("  docs/")]
    assert told == [
        "error: The token lacks Event:write, which is needed to listen to events and confirm them.",
        "  The guide asks for it in 'Configuring API token in Centra'.",
        "  -> In Centra: System > API Tokens > your token > Write > Event.",
        "error: The token lacks Market:read, which is needed to send each market its own stock level.",
        "  The guide asks for it in 'Configuring API token in Centra'.",
        "  -> In Centra: System > API Tokens > your token > Read > Market.",
    ]


@pytest.mark.parametrize("token", ["sandbox-expired", "nobody-knows-this-one"])
def test_a_token_that_centra_does_not_accept_ends_the_run(check: Any, token: str) -> None:
    result = check(token, "")

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.error == "Centra does not accept Voyado's token (HTTP 403): it is unknown or has expired."
    assert "BIS_CENTRA_VOYADO_TOKEN" in result.stderr
    assert token not in result.stderr


def test_our_own_token_needs_stock_and_what_cannot_be_probed_is_unverified(check: Any) -> None:
    result = check("sandbox-toolkit", "--token toolkit --json")

    assert result.exit_code == 0
    assert states(result) == {
        "granted": [*GUIDE, "Event:read", "ProductSize.stock:read"],
        "unverified": ["StockChange:write"],
    }
    assert (result.data["token"], result.data["integration_name"]) == ("toolkit", "bis toolkit")
    assert check("sandbox-toolkit", "--token toolkit --strict --json").exit_code == 1


def test_a_token_that_may_only_read_shows_it_when_stock_is_to_change(
    check: Any, bis: Bis, either_sandbox: SandboxAtHand
) -> None:
    assert states(check("sandbox-readonly", "--token toolkit --json"))["unverified"] == ["StockChange:write"]

    refused = bis("set-stock --fta 3", env={**either_sandbox.env, "BIS_CENTRA_TOKEN": "sandbox-readonly"})

    assert (refused.exit_code, refused.stdout) == (4, "")
    assert refused.error == "The token lacks StockChange:write."


def test_the_voyado_token_as_ours_lacks_stock(check: Any) -> None:
    result = check("sandbox-guide", "--token toolkit --json")

    assert result.exit_code == 1
    assert states(result)["missing"] == ["ProductSize.stock:read"]


def test_it_shows_which_stores_a_token_sees(check: Any) -> None:
    assert check("sandbox-store-1").data["stores"] == [{"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"}]
    assert [store["id"] for store in check("sandbox-guide").data["stores"]] == [1, 2, 3]


def test_a_brand_with_the_name_of_another_is_shown_with_it(check: Any) -> None:
    result = check("sandbox-brand-y")

    assert (result.exit_code, result.data["integration_name"]) == (0, "Engage integration")


def test_a_weak_token_costs_few_requests_however_errors_are_told(check: Any, either_sandbox: SandboxAtHand) -> None:
    already = len(asked(either_sandbox))

    check("sandbox-weak")

    assert set(asked(either_sandbox)[already:]) == {"ReadProbes", "WriteProbe"}
    assert len(asked(either_sandbox)) - already <= 3


def test_on_production_nothing_is_written_unasked(bis: Bis, either_sandbox: SandboxAtHand) -> None:
    env = {**either_sandbox.env, "BIS_KIND": "production"}

    cautious = bis("check-permissions --json", env=env)
    probed = bis("check-permissions --probe-write --json", env=env)

    assert (cautious.exit_code, states(cautious)["unverified"]) == (0, ["Event:write"])
    assert (probed.exit_code, states(probed)) == (0, {"granted": [*GUIDE, "Event:read"]})
    assert asked(either_sandbox)[-3:] == ["ReadProbes", "ReadProbes", "WriteProbe"]


def test_the_profile_decides_which_token_is_checked(bis: Bis, either_sandbox: SandboxAtHand) -> None:
    ours = bis("check-permissions --json", env={**either_sandbox.env, "BIS_CENTRA_VOYADO_TOKEN": None})
    lacking = bis("check-permissions --token voyado", env={**either_sandbox.env, "BIS_CENTRA_VOYADO_TOKEN": None})

    assert (ours.exit_code, ours.data["token"]) == (0, "toolkit")
    assert (lacking.exit_code, lacking.error) == (
        3,
        'The profile "env" lacks centra.voyado_token (BIS_CENTRA_VOYADO_TOKEN).',
    )
