"""Several brands: what two profiles must not share, and what happens when they do."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import VOYADOS, Bis, Result, asked, queue_of
from tests.conftest import SandboxAtHand

PROFILE = """
[profiles.{name}]
tenant = "{tenant}"
[profiles.{name}.centra]
url = "{centra}"
token = "env:{token}"
integration_name = "{ours}"
voyado_token = "env:{voyado_token}"
voyado_integration_name = "{voyados}"
[profiles.{name}.engage]
url = "{engage}"
api_key = "env:KEY"
[profiles.{name}.subscription_api]
store = "{store}"
"""
X = {
    "name": "brand-x",
    "tenant": "x",
    "centra": "https://shop.centra.com/graphql",
    "engage": "https://x.voyado.com",
    "token": "TOKEN_X",
    "voyado_token": "VOYADO_X",
    "ours": "Toolkit BrandX",
    "voyados": "Voyado_Integration_BrandX",
    "store": "x-1",
}
Y = {
    **X,
    "name": "brand-y",
    "tenant": "y",
    "engage": "https://y.voyado.com",
    "token": "TOKEN_Y",
    "voyado_token": "VOYADO_Y",
    "ours": "Toolkit BrandY",
    "voyados": "Voyado_Integration_BrandY",
    "store": "y-2",
}
SECRETS = {name: name.lower() for name in ("TOKEN_X", "TOKEN_Y", "VOYADO_X", "VOYADO_Y", "KEY")}


def compare(bis: Bis, *profiles: dict[str, str], env: dict[str, str] | None = None) -> Result:
    """Write profiles into one bis.toml and compare them; no variable but the secrets is set."""
    (bis.folder / "project").mkdir(exist_ok=True)
    toml = "".join(PROFILE.format(**profile) for profile in profiles)
    (bis.folder / "project" / "bis.toml").write_text(toml, encoding="utf-8")
    return bis("doctor --all-profiles --json", env={**SECRETS, **(env or {})})


@pytest.fixture
def bis(tmp_path: Path) -> Bis:
    return Bis({}, tmp_path)


def test_two_brands_that_share_nothing_pass(bis: Bis, names_asked_for: list[str]) -> None:
    result = compare(bis, X, Y)

    assert result.exit_code == 0
    assert [row["state"] for row in result.data["checks"]] == ["passed"] * 5
    assert result.data["checks"][0]["detail"] == "compared brand-x, brand-y"
    assert names_asked_for == []


@pytest.mark.parametrize(
    ("shared", "check", "finding"),
    [
        ({"voyado_token": "VOYADO_X"}, "brand-tokens", "token-shared"),
        ({"token": "TOKEN_X"}, "brand-tokens", "token-shared"),
        ({"voyados": "voyado_integration_brandx"}, "brand-names", "integration-name-shared"),
        ({"ours": "Voyado_Integration_BrandX"}, "brand-names", "integration-name-shared"),
        ({"token": "VOYADO_X"}, "brand-own-token", "voyado-token-is-ours"),
        ({"engage": X["engage"], "store": X["store"]}, "brand-stores", "tenant-and-store-shared"),
        (
            {
                "engage": X["engage"],
                "store": X["store"],
                "centra": "https://other.centra.com/graphql",
                "voyados": X["voyados"],
            },
            "brand-stores",
            "tenant-and-store-shared",
        ),
        (
            {
                "centra": "https://shop.centraqa.com/graphql",
                "engage": "https://x.staging.voyado.com",
                "store": X["store"],
            },
            "brand-stores",
            "store-on-both-sides",
        ),
        ({"centra": "https://shop.centraqa.com/graphql"}, "brand-sides", "mixed-sides"),
        ({"engage": "https://y.staging.voyado.com"}, "brand-sides", "mixed-sides"),
    ],
)
def test_whatever_two_brands_share_is_an_error_with_the_guides_reason(
    bis: Bis, shared: dict[str, str], check: str, finding: str
) -> None:
    result = compare(bis, X, {**Y, **shared})

    assert [row["id"] for row in result.data["checks"] if row["state"] == "failed"] == [check]
    assert result.exit_code == 1
    (told,) = result.json["findings"]
    assert (told["severity"], told["id"]) == ("error", finding)
    assert told["detail"]
    assert told["remedy"]["text"]
    assert told["docs"] == "docs/how-to-two-brands.md"


def test_on_different_centra_instances_one_name_is_two_queues(bis: Bis) -> None:
    result = compare(bis, X, {**Y, "centra": "https://other.centra.com/graphql", "voyados": X["voyados"]})

    assert result.exit_code == 0


def test_a_token_that_is_ours_and_voyados_within_one_profile_is_found(bis: Bis) -> None:
    result = compare(bis, {**X, "token": "VOYADO_X"}, Y)

    assert [row["id"] for row in result.data["checks"] if row["state"] == "failed"] == ["brand-own-token"]


def test_a_token_that_is_not_on_this_machine_is_said_to_be_not_compared(bis: Bis) -> None:
    result = compare(bis, X, {**Y, "voyado_token": "NOT_SET"})

    assert result.exit_code == 0
    assert result.found == [("warning", "token-not-compared")]
    assert "centra.voyado_token" in result.json["findings"][0]["title"]


def test_one_profile_alone_cannot_be_compared(bis: Bis) -> None:
    assert compare(bis, X).found == [("warning", "one-profile")]


def test_no_secret_is_shown(bis: Bis) -> None:
    result = compare(bis, X, {**Y, "voyado_token": "VOYADO_X"})

    assert "voyado_x" not in result.stdout


# ---------------------------------------------------------------- the collision


def graphql(sandbox: SandboxAtHand, token: str, query: str) -> Any:
    answer = sandbox.http.post("/graphql", json={"query": query}, headers={"Authorization": f"Bearer {token}"})
    return answer.json()["data"]


def test_with_one_name_for_two_brands_one_brands_confirm_empties_the_others_queue(sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})
    waiting = "{ events { id } }"
    of_brand_x = graphql(sandbox, "sandbox-guide", waiting)["events"]
    of_brand_y = graphql(sandbox, "sandbox-brand-y", waiting)["events"]
    assert of_brand_x == of_brand_y
    assert len(of_brand_x) == 1

    confirm = "mutation { confirmEvents(input: {eventsIds: [%d]}) { userErrors { message } } }"
    graphql(sandbox, "sandbox-brand-y", confirm % of_brand_y[0]["id"])

    assert graphql(sandbox, "sandbox-guide", waiting)["events"] == []
    assert queue_of(sandbox, VOYADOS) == []


def test_the_collision_on_the_sandbox_is_found_without_asking_it(bis: Bis, sandbox: SandboxAtHand) -> None:
    centra = f"{sandbox.url}/graphql"
    brands = ({**X, "centra": centra, "voyados": VOYADOS}, {**Y, "centra": centra, "voyados": VOYADOS})
    local = {"engage": sandbox.url}

    result = compare(
        bis, *({**brand, **local} for brand in brands), env={"VOYADO_X": "sandbox-guide", "VOYADO_Y": "sandbox-brand-y"}
    )

    assert result.found == [("error", "integration-name-shared")]
    assert "an event confirmed for one brand is gone for all" in result.json["findings"][0]["detail"]
    assert asked(sandbox) == []
