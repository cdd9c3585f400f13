"""`--all-profiles`: each brand on its own, one after the other."""

from pathlib import Path

import pytest

from tests.sync.support import SKU, Shop

BRAND = """
[profiles.{name}]
[profiles.{name}.centra]
url = "{url}/graphql"
token = "env:{token}"
integration_name = "{integration}"
[profiles.{name}.engage]
url = "{url}"
api_key = "env:{key}"
"""


@pytest.fixture
def two_brands(shop: Shop) -> dict[str, str]:
    """A `bis.toml` of two brands, each with an integration of its own and an event in its queue."""
    names = (("brand-x", "X_TOKEN", "bis toolkit", "X_KEY"), ("brand-y", "Y_TOKEN", "bis fresh", "Y_KEY"))
    brands = "".join(
        BRAND.format(name=name, url=shop.url, token=token, integration=integration, key=key)
        for name, token, integration, key in names
    )
    Path("bis.toml").write_text(f'default_profile = "brand-x"\n{brands}', encoding="utf-8")
    fresh = {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"}
    assert shop.bis("listeners", "add", env=fresh).code == 0
    shop.set_stock({SKU: 1})
    unset = dict.fromkeys(name for name in shop.env if name.startswith("BIS_") and name != "BIS_STATE_DIR")
    keys = {"X_TOKEN": "sandbox-toolkit", "Y_TOKEN": "sandbox-fresh", "X_KEY": "sandbox-engage-key"}
    return {**unset, **keys, "Y_KEY": "sandbox-engage-key"}  # type: ignore[dict-item]  # None removes one


def left(shop: Shop) -> set[str]:
    """The integrations whose queue holds something."""
    rows = shop.world.db.rows("SELECT DISTINCT integration FROM centra_events")
    return {row["integration"] for row in rows} - {"Engage integration"}


def test_every_profile_has_a_result_of_its_own(shop: Shop, two_brands: dict[str, str]) -> None:
    outcome = shop.sync("--once", "--all-profiles", env=two_brands)

    assert outcome.code == 0
    results = outcome.data["profiles"]
    assert [(one["profile"], one["ok"], one["exit_code"]) for one in results] == [
        ("brand-x", True, 0),
        ("brand-y", True, 0),
    ]
    assert [one["data"]["events"]["confirmed"] for one in results] == [1, 1]
    assert left(shop) == set()
    for one in ("brand-x", "brand-y"):
        requests = shop.bis("report", "--profile", one, "--json", env=two_brands).data["requests"]
        assert requests[0]["payload"]["request"] == "Centra ConfirmEvents"


FAILURES = {
    "a wrong Engage key": ({"X_KEY": "wrong"}, 4),
    "a Centra token that has expired": ({"X_TOKEN": "sandbox-expired"}, 4),
    "a token of another integration": ({"X_TOKEN": "sandbox-guide"}, 3),
    "no token on this machine": ({"X_TOKEN": ""}, 3),
}


@pytest.mark.parametrize("why", FAILURES)
def test_one_brand_that_fails_does_not_stop_the_other(shop: Shop, two_brands: dict[str, str], why: str) -> None:
    broken, code = FAILURES[why]

    outcome = shop.sync("--once", "--all-profiles", env={**two_brands, **broken})

    x, y = outcome.data["profiles"]
    assert outcome.code == code
    assert (x["ok"], x["exit_code"], bool(x["error"])) == (False, code, True)
    assert (y["ok"], y["exit_code"], y["error"]) == (True, 0, None)
    assert left(shop) == {"bis toolkit"}


def test_what_a_brand_did_before_it_failed_is_told(shop: Shop, two_brands: dict[str, str]) -> None:
    shop.fault(kind="partial-batch", skus=[SKU])

    outcome = shop.sync("--once", "--all-profiles", env=two_brands)

    x, _ = outcome.data["profiles"]
    assert (outcome.code, outcome.error) == (5, "refused")
    assert x["data"]["stock_levels"] == {"sent": 0, "failed": 2}
    assert x["data"]["events"] == {"fetched": 1, "confirmed": 0, "left": 1}


def test_a_full_sync_of_every_profile_sends_everything_twice(shop: Shop, two_brands: dict[str, str]) -> None:
    outcome = shop.sync("--full", "--all-profiles", env=two_brands)

    assert outcome.code == 0
    assert [one["data"]["stock_levels"]["sent"] for one in outcome.data["profiles"]] == [78, 78]
    assert shop.latest == shop.fta()


def test_no_secret_of_any_brand_is_told(shop: Shop, two_brands: dict[str, str]) -> None:
    outcome = shop.bis("sync-stock", "--once", "--all-profiles", "-v", "-v", "-v", env=two_brands)

    assert outcome.code == 0
    for secret in ("sandbox-toolkit", "sandbox-fresh", "sandbox-engage-key"):
        assert secret not in outcome.out + outcome.err


def test_without_a_file_there_are_no_profiles(shop: Shop) -> None:
    outcome = shop.sync("--once", "--all-profiles")

    assert (outcome.code, outcome.error) == (3, "config_missing")
