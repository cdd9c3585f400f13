"""`bis store-id`: the `store` value of the Subscription API, made, listed and read back."""

from collections.abc import Callable

import pytest

from tests.acceptance.support import Bis
from tests.conftest import SandboxAtHand

SERVED = [
    {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"},
    {"id": 2, "name": "Europe", "type": "DIRECT_TO_CONSUMER"},
    {"id": 3, "name": "Wholesale", "type": "WHOLESALE"},
]
PER_STORE = {"BIS_STORE_IDS": "per-store", "BIS_SUBSCRIPTION_API_STORE": "voyadotenant-1", "BIS_CENTRA_STORES": None}


def ids(findings: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(each["id"], each["severity"]) for each in findings]


def test_one_environment_for_all_lists_the_one_value_with_the_stores_it_serves(bis: Bis) -> None:
    told = bis("store-id --all --json")

    assert told.exit_code == 0
    assert told.json["data"] == {
        "store_ids": [
            {
                "store": "voyadotenant",
                "tenant": "voyadotenant",
                "centra_store_id": None,
                "centra_store_name": None,
                "centra_store_type": None,
                "serves": SERVED,
            }
        ],
        "parsed": None,
    }


def test_an_environment_per_store_lists_a_value_for_each_with_name_and_type(bis: Bis) -> None:
    told = bis("store-id --all --json", env=PER_STORE)

    assert told.exit_code == 0
    assert [
        (row["store"], row["centra_store_id"], row["centra_store_name"], row["centra_store_type"], row["serves"])
        for row in told.json["data"]["store_ids"]
    ] == [(f"voyadotenant-{each['id']}", each["id"], each["name"], each["type"], [each]) for each in SERVED]
    assert ids(told.json["findings"]) == [("wholesale-store", "info")]


def test_a_script_reads_one_value_per_line_and_nothing_else(bis: Bis) -> None:
    told = bis("store-id --all -q", env=PER_STORE)

    assert (told.stdout, told.stderr) == ("voyadotenant-1\nvoyadotenant-2\nvoyadotenant-3\n", "")


def test_all_costs_one_request(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("store-id --all")

    assert [entry["operation"] for entry in sandbox.journal(path="/graphql")] == ["Stores"]


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("store-id", "voyadotenant\n"),
        ("store-id --tenant my-tenant", "my-tenant\n"),
        ("store-id --tenant my-tenant --centra-store 124", "my-tenant-124\n"),
        ("store-id --centra-store 124", "voyadotenant-124\n"),
        ("store-id --parse voyadotenant-124", "voyadotenant\t124\nvoyadotenant-124\t\n"),
        ("store-id --parse my-tenant", "my-tenant\t\n"),
    ],
)
def test_a_value_is_made_or_read_without_asking_anybody(
    bis: Bis, sandbox: SandboxAtHand, line: str, printed: str
) -> None:
    told = bis(line)

    assert (told.exit_code, told.stdout) == (0, printed)
    assert sandbox.journal(path="/graphql") == []


def test_the_stores_of_a_profile_are_enough_to_make_its_values(bis: Bis) -> None:
    told = bis("store-id", env={**PER_STORE, "BIS_CENTRA_STORES": "1 2"})

    assert (told.exit_code, told.stdout) == (0, "voyadotenant-1\nvoyadotenant-2\n")


def test_per_store_without_a_store_says_how_to_choose(bis: Bis) -> None:
    told = bis("store-id", env=PER_STORE)

    assert told.exit_code == 2
    assert "--centra-store ID" in told.stderr
    assert "--all" in told.stderr


def test_two_readings_are_named_and_the_usual_one_comes_first(bis: Bis) -> None:
    told = bis("store-id --parse my-tenant-124 --json")

    assert told.exit_code == 0
    assert told.json["data"]["parsed"] == "my-tenant-124"
    assert [(row["tenant"], row["centra_store_id"]) for row in told.json["data"]["store_ids"]] == [
        ("my-tenant", 124),
        ("my-tenant-124", None),
    ]
    (ambiguous,) = told.json["findings"]
    assert ambiguous["title"] == (
        '"my-tenant-124" is Centra store 124 of the tenant "my-tenant" or all stores of the tenant "my-tenant-124".'
    )


def test_a_value_that_the_profile_does_not_make_is_a_warning(bis: Bis) -> None:
    told = bis("store-id --all --json", env={"BIS_SUBSCRIPTION_API_STORE": "other"})

    assert told.exit_code == 0
    assert ids(told.json["findings"])[0] == ("store-differs", "warning")


def test_a_store_that_the_token_does_not_see_is_a_warning(bis: Bis) -> None:
    env = {**PER_STORE, "BIS_CENTRA_STORES": "1 2", "BIS_CENTRA_TOKEN": "sandbox-store-1"}

    told = bis("store-id --all --json", env=env)

    assert [row["store"] for row in told.json["data"]["store_ids"]] == ["voyadotenant-1"]
    assert ids(told.json["findings"]) == [("store-not-seen", "warning")]
    assert told.json["findings"][0]["title"] == "The token does not see store 2 of centra.stores."


@pytest.mark.parametrize("line", ["store-id --all --parse a", "store-id --all --centra-store 1"])
def test_two_questions_at_once_are_refused(bis: Bis, line: str) -> None:
    assert bis(line).exit_code == 2


# ------------------------------------------------------------ several brands
@pytest.fixture
def brands(bis_without_profile: Bis, sandbox: SandboxAtHand) -> Callable[[str], Bis]:
    """Two brands on one Centra; the text is what `brand-y` has at its top."""

    def write(brand_y: str) -> Bis:
        centra = f'url = "{sandbox.url}/graphql"\ntoken = "env:TOKEN"\n'
        bis_without_profile.project.mkdir()
        (bis_without_profile.project / "bis.toml").write_text(
            'default_profile = "brand-x"\n'
            f'[profiles.brand-x]\ntenant = "voyadotenant"\nstore_ids = "single"\n[profiles.brand-x.centra]\n{centra}'
            f"[profiles.brand-y]\n{brand_y}\n[profiles.brand-y.centra]\n{centra}"
        )
        return bis_without_profile

    return write


@pytest.mark.parametrize("line", ["store-id --all --json", "store-id --json"])
@pytest.mark.parametrize(
    "brand_y",
    [
        'tenant = "voyadotenant"\nstore_ids = "single"',
        'tenant = "Voyadotenant"',
        'tenant = "y"\nsubscription_api = { store = "voyadotenant" }',
    ],
)
def test_two_brands_with_one_value_are_an_error_with_the_guide_s_reason(
    brands: Callable[[str], Bis], line: str, brand_y: str
) -> None:
    told = brands(brand_y)(line, env={"TOKEN": "sandbox-toolkit"})

    assert told.exit_code == 1
    shared = next(each for each in told.json["findings"] if each["id"] == "store-shared")
    assert shared["severity"] == "error"
    assert shared["title"] == 'The profiles "brand-x" and "brand-y" have the same store: "voyadotenant".'
    assert "(guide, step 'store')" in shared["detail"]
    assert shared["remedy"]["commands"] == ["bis config show -p brand-x", "bis config show -p brand-y"]


def test_two_brands_with_values_of_their_own_are_fine(brands: Callable[[str], Bis]) -> None:
    told = brands('tenant = "other"')("store-id --json")

    assert (told.exit_code, told.json["findings"]) == (0, [])


def test_a_profile_that_cannot_be_read_was_not_compared_and_that_is_said(brands: Callable[[str], Bis]) -> None:
    told = brands('tenant = "not a tenant"')("store-id --json")

    assert told.exit_code == 0
    assert ids(told.json["findings"]) == [("profile-unreadable", "warning")]
