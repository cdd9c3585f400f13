"""The queue that Voyado reads cannot be consumed by accident: every wrong set-up, in every way that consumes."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sync.support import SKU, Outcome, Shop

VOYADOS = "Engage integration"
GUIDES_REASON = (
    "Centra keeps one queue per integration name: confirming an event takes it away from everyone else with that name, "
    "and brands lose stock updates in Voyado."
)
CONSUMING = {
    "--once": "sync-stock --once",
    "--max-events": "sync-stock --once --max-events 1",
    "polling": "sync-stock --interval 10",
    "--expect-sku": f"sync-stock --expect-sku {SKU} --wait 1",
    "--discard-backlog": "sync-stock --discard-backlog",
    "--skip-event": "sync-stock --skip-event {event}",
    "listeners add": "listeners add",
    "listeners remove": "listeners remove",
}

Env = Mapping[str, str | None]

WRONG: Mapping[str, tuple[Env, str]] = {
    "Voyado's token": (
        {"BIS_CENTRA_TOKEN": "sandbox-guide"},
        "centra.token of 'env' is also the voyado_token of 'env'.",
    ),
    "Voyado's token, declared nowhere": (
        {"BIS_CENTRA_TOKEN": "sandbox-guide", "BIS_CENTRA_VOYADO_TOKEN": None},
        "The token belongs to the integration 'Engage integration', not to the declared 'bis toolkit'.",
    ),
    "another token of Voyado's integration": (
        {"BIS_CENTRA_TOKEN": "sandbox-brand-y"},
        "The token belongs to the integration 'Engage integration', not to the declared 'bis toolkit'.",
    ),
    "the same under Voyado's name": (
        {"BIS_CENTRA_TOKEN": "sandbox-brand-y", "BIS_CENTRA_INTEGRATION_NAME": VOYADOS},
        "'Engage integration' is Voyado's integration in the profile 'env'.",
    ),
    "the same in other letters": (
        {"BIS_CENTRA_TOKEN": "sandbox-brand-y", "BIS_CENTRA_INTEGRATION_NAME": VOYADOS.upper()},
        "'ENGAGE INTEGRATION' is Voyado's integration in the profile 'env'.",
    ),
    "the same with nothing declared as Voyado's": (
        {
            "BIS_CENTRA_TOKEN": "sandbox-brand-y",
            "BIS_CENTRA_INTEGRATION_NAME": VOYADOS,
            "BIS_CENTRA_VOYADO_TOKEN": None,
            "BIS_CENTRA_VOYADO_INTEGRATION_NAME": None,
        },
        "The integration name 'Engage integration' sounds like Voyado's own integration.",
    ),
    "no name": (
        {"BIS_CENTRA_INTEGRATION_NAME": None},
        "The profile 'env' does not declare which integration its token belongs to.",
    ),
    "a name that is not the token's": (
        {"BIS_CENTRA_INTEGRATION_NAME": "Toolkit BrandX"},
        "The token belongs to the integration 'bis toolkit', not to the declared 'Toolkit BrandX'.",
    ),
    "a name like Voyado's": (
        {"BIS_CENTRA_INTEGRATION_NAME": "my voyado toolkit"},
        "The integration name 'my voyado toolkit' sounds like Voyado's own integration.",
    ),
}


@pytest.mark.parametrize("way", CONSUMING)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_queue_that_may_be_voyados_is_not_touched(shop: Shop, wrong: str, way: str) -> None:
    env, reason = WRONG[wrong]
    before = _untouched(shop)

    outcome = _consumed(shop, way, env)

    _refused(outcome, reason)
    assert _touched(shop) == before


# ---------------------------------------------------------------- profiles of a file

PROFILE = """
[profiles.{name}.centra]
url = "{url}/graphql"
token = "env:{token}"
integration_name = "{integration}"
voyado_token = "env:{voyado}"
[profiles.{name}.engage]
url = "{url}"
api_key = "env:ENGAGE_KEY"
"""
BRANDS: Mapping[str, tuple[dict[str, str], str]] = {
    "Voyado's token of another profile": (
        {"X_TOKEN": "sandbox-guide", "Y_VOYADO": "sandbox-guide"},
        "centra.token of 'x' is also the voyado_token of 'y'.",
    ),
    "a voyado_token of the same profile that cannot be read": (
        {"X_TOKEN": "sandbox-guide", "X_VOYADO": ""},
        "The voyado_token of 'x' cannot be compared with ours: the variable X_VOYADO is not set.",
    ),
    "a voyado_token of another profile that cannot be read": (
        {"X_TOKEN": "sandbox-guide", "Y_VOYADO": ""},
        "The voyado_token of 'y' cannot be compared with ours: the variable Y_VOYADO is not set.",
    ),
}


@pytest.mark.parametrize("way", CONSUMING)
@pytest.mark.parametrize("wrong", BRANDS)
def test_nor_is_one_that_another_profile_may_know_as_voyados(shop: Shop, wrong: str, way: str) -> None:
    variables, reason = BRANDS[wrong]
    before = _untouched(shop)

    outcome = _consumed(shop, way, _two_brands(shop, shop.url, variables))

    _refused(outcome, reason)
    assert _touched(shop) == before


def test_a_token_of_another_centra_need_not_be_readable_here(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    outcome = _consumed(shop, "--once", _two_brands(shop, "https://brandy.centraqa.com", {"Y_VOYADO": ""}))

    assert outcome.code == 0
    assert shop.queue == []


@pytest.mark.parametrize("kind", ["test", "production"])
def test_outside_the_sandbox_two_profiles_may_not_share_a_name(shop: Shop, kind: str) -> None:
    before = _untouched(shop)
    env = _two_brands(shop, shop.url, {}, name_of_y="BIS toolkit", more=f'[profiles.x]\nkind = "{kind}"\n')

    outcome = _consumed(shop, "--once", env)

    _refused(outcome, "The profile 'y' uses the integration name 'bis toolkit' too.")
    assert _touched(shop) == before


def _two_brands(
    shop: Shop, url_of_y: str, variables: Mapping[str, str], *, name_of_y: str = "bis fresh", more: str = ""
) -> Env:
    """Write a `bis.toml` of two brands and return the environment in which its references mean something."""
    x = PROFILE.format(name="x", url=shop.url, token="X_TOKEN", integration="bis toolkit", voyado="X_VOYADO")
    y = PROFILE.format(name="y", url=url_of_y, token="Y_TOKEN", integration=name_of_y, voyado="Y_VOYADO")
    Path("bis.toml").write_text(f'default_profile = "x"\n{more}{x}{y}', encoding="utf-8")
    unset = {name: None for name in shop.env if name.startswith("BIS_") and name != "BIS_STATE_DIR"}
    tokens = {"X_TOKEN": "sandbox-toolkit", "X_VOYADO": "their-x", "Y_TOKEN": "sandbox-fresh", "Y_VOYADO": "their-y"}
    return {**unset, **tokens, "ENGAGE_KEY": "sandbox-engage-key", **variables}


def _consumed(shop: Shop, way: str, env: Env) -> Outcome:
    """Try it, with everything allowed that can be."""
    event = shop.world.db.row("SELECT MIN(id) AS id FROM centra_events")
    return shop.bis(*CONSUMING[way].format(event=event["id"] if event else 0).split(), "--yes", "--json", env=env)


def _refused(outcome: Outcome, reason: str) -> None:
    assert (outcome.code, outcome.error) == (3, "not_our_queue")
    assert outcome.document["error"]["message"] == f"{reason} {GUIDES_REASON}"


def _untouched(shop: Shop) -> object:
    """Let an event wait in every queue, and return what must stay as it is."""
    shop.set_stock({SKU: 1})
    return _touched(shop)


def _touched(shop: Shop) -> object:
    centra = shop.world.shop.state()
    return centra["events"], centra["listeners"], shop.levels
