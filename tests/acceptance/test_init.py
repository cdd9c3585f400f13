"""`bis init`: a profile from options, checked answer by answer, without a secret and without harm to what is there."""

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import Bis, Result, asked
from tests.conftest import SandboxAtHand
from voyado_bis_cli.config.resolve import resolve

BRAND_X = (
    "init -p brand-x --tenant voyadotenant --store-ids single "
    '--centra-url https://brandx.centraqa.com/graphql --integration-name "Toolkit BrandX" '
)
EVERYTHING = BRAND_X + (
    "--token-expires 2027-01-31 --store 1 --store 2 --voyado-integration-name Voyado_Integration_BrandX "
    "--voyado-token-from file:voyado.token --voyado-token-expires 2027-02-28 "
    "--subscription-api-url https://subscriptions.example.com --feed sv-SE=https://shop.example.com/sv.xml "
    "--feed de-DE=http://shop.example.com/de.xml?k=1 --test-email bis-test@example.com --test-sku 1234SIZEM "
    "--test-sku 'A B' --test-market 4 --test-locale sv-SE --test-warehouse 1 "
)
LIKE_X = "init -p brand-y --like brand-x --tenant other "


def profiles(bis: Bis) -> Any:
    return tomllib.loads(text(bis))["profiles"]


def text(bis: Bis) -> str:
    return (bis.project / "bis.toml").read_text("utf-8")


def put(bis: Bis, content: str) -> Path:
    bis.project.mkdir(exist_ok=True)
    file = bis.project / "bis.toml"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.fixture
def bis(bis_without_profile: Bis) -> Bis:
    """A command line for which nothing is set up: that is when one types `bis init`."""
    return bis_without_profile


@pytest.fixture
def at_sandbox(bis: Bis, sandbox: SandboxAtHand) -> str:
    """The beginning of a command line whose Centra is the sandbox."""
    return (
        f"init -p brand-s --tenant voyadotenant --store-ids single --centra-url {sandbox.url}/graphql "
        f'--integration-name "bis toolkit" --engage-url {sandbox.url} '
    )


# ------------------------------------------------------------ a first profile
def test_a_few_answers_make_a_profile_that_resolves(bis: Bis) -> None:
    told = bis(BRAND_X)

    profile = resolve("brand-x", bis.project / "bis.toml", {}).profile
    assert told.exit_code == 0
    assert told.stdout.startswith("✓ Profile brand-x is in bis.toml; it holds no secret.\n")
    assert (profile.tenant, profile.store_ids) == ("voyadotenant", "single")
    assert profile.engage.url == "https://voyadotenant.staging.voyado.com"
    assert profile.subscription_api.store == "voyadotenant"
    assert profile.unresolved == {
        "centra.token": "the variable BRAND_X_CENTRA_TOKEN is not set",
        "engage.api_key": "the variable BRAND_X_ENGAGE_KEY is not set",
    }


def test_every_answer_is_written_where_it_belongs(bis: Bis) -> None:
    assert bis(EVERYTHING).exit_code == 0

    profile = resolve("brand-x", bis.project / "bis.toml", {}).profile
    assert profile.centra.model_dump(exclude={"token", "voyado_token"}, mode="json") == {
        "url": "https://brandx.centraqa.com/graphql",
        "integration_name": "Toolkit BrandX",
        "token_expires": "2027-01-31",
        "voyado_integration_name": "Voyado_Integration_BrandX",
        "voyado_token_expires": "2027-02-28",
        "stores": [1, 2],
    }
    assert profiles(bis)["brand-x"]["centra"]["voyado_token"] == "file:voyado.token"
    assert {locale: feed.url for locale, feed in profile.feeds.items()} == {
        "sv-SE": "https://shop.example.com/sv.xml",
        "de-DE": "http://shop.example.com/de.xml?k=1",
    }
    assert profile.subscription_api.url == "https://subscriptions.example.com"
    assert profile.test.model_dump(mode="json") == {
        "email": "bis-test@example.com",
        "skus": ["1234SIZEM", "A B"],
        "market": "4",
        "locale": "sv-SE",
        "warehouse": "1",
        "expect_email": None,
    }


def test_the_file_explains_itself_and_shows_what_is_left_out(bis: Bis) -> None:
    bis(BRAND_X)

    written = text(bis)
    assert written.startswith('default_profile = "brand-x"\n\n[profiles.brand-x]\n')
    assert "never the token\n" in written
    assert '# voyado_integration_name = "Voyado_Integration_BrandX"\n' in written
    assert "\n# [profiles.brand-x.feeds]\n" in written


def test_it_is_readable_by_its_owner_alone(bis: Bis) -> None:
    bis(BRAND_X)

    assert stat.S_IMODE((bis.project / "bis.toml").stat().st_mode) == 0o600
    assert [path.name for path in bis.project.iterdir()] == ["bis.toml"]


def test_json_names_the_file_the_profile_and_the_variables_to_set_next(bis: Bis) -> None:
    told = bis(f"{BRAND_X} --json", env={"BRAND_X_ENGAGE_KEY": "hush"})

    assert told.data == {
        "path": "bis.toml",
        "profile": "brand-x",
        "created": True,
        "variables": [
            {
                "key": "centra.token",
                "reference": "env:BRAND_X_CENTRA_TOKEN",
                "variable": "BRAND_X_CENTRA_TOKEN",
                "purpose": "the toolkit's own token, from Centra",
                "is_set": False,
            },
            {
                "key": "engage.api_key",
                "reference": "env:BRAND_X_ENGAGE_KEY",
                "variable": "BRAND_X_ENGAGE_KEY",
                "purpose": "the API key of the tenant, from Voyado",
                "is_set": True,
            },
        ],
        "next": ["bis check-permissions", "bis store-id --all", "bis doctor"],
    }
    assert "hush" not in told.stdout + told.stderr + text(bis)


def test_another_file_can_be_named(bis: Bis) -> None:
    told = bis(f"{BRAND_X} --config other.toml --json")

    assert told.data["path"] == "other.toml"
    assert not (bis.project / "bis.toml").exists()


# ------------------------------------------------------------ nobody to ask
@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("init", ["-p", "--tenant", "--store-ids", "--centra-url", "--integration-name"]),
        ("init -p brand-x --tenant t", ["--store-ids", "--centra-url", "--integration-name"]),
        (
            "init -p x --tenant t --store-ids single --centra-url https://x.example.com/graphql --integration-name T",
            ["--engage-url"],
        ),
    ],
)
def test_without_a_terminal_it_names_the_missing_options_and_waits_for_nothing(
    bis: Bis, line: str, missing: list[str]
) -> None:
    told = bis(f"{line} --json")

    assert told.exit_code == 2
    assert told.json["error"]["details"]["missing"] == missing
    assert not (bis.project / "bis.toml").exists()


# ------------------------------------------------------------ each answer is checked
@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--tenant 'no tenant'", '--tenant: "no tenant" is no tenant'),
        ("--store-ids both", "--store-ids must be per-store or single."),
        ("--centra-url http://brandx.centraqa.com/graphql", "--centra-url must start with https://"),
        ("--centra-url https://brandx.centraqa.com", "--centra-url must be the API's own address and end in /graphql"),
        ("--engage-url https://other.voyado.com", '--engage-url must be the address of the tenant "voyadotenant"'),
        ("--integration-name 'Engage integration'", '--integration-name must not contain "voyado" or "engage"'),
        ("--integration-name ' '", "--integration-name must not be empty."),
        ("--token-from env:NOT-A-NAME", "--token-from must name a variable after env:"),
        ("--token-expires soon", "--token-expires must be a date such as 2027-01-31."),
        ("--voyado-token-from env:BRAND_X_CENTRA_TOKEN", "--voyado-token-from must be a token of its own"),
        ("--voyado-integration-name 'toolkit brandx'", "--voyado-integration-name must be a name of its own"),
        ("--store 0", "--store must be ids of Centra stores"),
        ("--store one", "--store must be ids of Centra stores"),
        ("--subscription-api-url ftp://x", "--subscription-api-url must start with https://"),
        ("--subscription-store other-1", '--subscription-store must be "voyadotenant" or "voyadotenant-ID"'),
        ("--feed sv-SE", "--feed must be LOCALE=URL"),
        ("--feed sv_SE=https://a.example.com", '--feed: "sv_SE" is no locale'),
        ("--test-email nobody", "--test-email: This is not an email address."),
        ("--test-locale SE", '--test-locale: "SE" is no locale'),
        (
            "--feed sv-SE=https://a.example.com --test-locale de-DE",
            "--test-locale must have a product feed: those given are for sv-SE.",
        ),
        ("-p 'two words'", "-p two words must have letters, digits, hyphens and underscores only"),
        ("-p env", '-p env must not be "env"'),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_its_option_and_the_reason(bis: Bis, option: str, reason: str) -> None:
    told = bis(f"{BRAND_X} {option}")

    assert told.exit_code == 2
    assert told.error.startswith(reason)
    assert not (bis.project / "bis.toml").exists()


@pytest.mark.parametrize("option", ["--token-from", "--voyado-token-from", "--engage-key-from"])
def test_a_secret_typed_in_place_of_its_reference_is_refused_and_not_repeated(bis: Bis, option: str) -> None:
    told = bis(f"{BRAND_X} {option} s3cr3t-value --json")

    assert told.exit_code == 2
    assert told.json["error"]["message"].startswith(f"{option} must be env:NAME, file:PATH or keyring:NAME")
    assert "s3cr3t" not in told.stdout + told.stderr


# ------------------------------------------------------------ with the token at hand
def test_where_the_token_is_at_hand_answers_are_held_against_centra(
    bis: Bis, at_sandbox: str, sandbox: SandboxAtHand
) -> None:
    line = f"{at_sandbox} --store 1 --test-market sweden --test-warehouse Stockholm --json"

    told = bis(line, env={"BRAND_S_CENTRA_TOKEN": "sandbox-toolkit"})

    assert (told.exit_code, told.found) == (0, [])
    assert asked(sandbox) == ["Stores", "Markets", "Warehouses"]
    assert told.json["usage"]["requests"] == 3
    assert profiles(bis)["brand-s"]["test"] == {"market": "4", "warehouse": 1}
    assert "Stores: Sweden (1), Europe (2), Wholesale (3)\n" in told.stderr


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--store 9", "--store must be stores that the token sees (1, 2, 3), not 9."),
        ("--test-market Swden", "--test-market: There is no market 'Swden' in Centra"),
        ("--test-warehouse 9", "--test-warehouse: There is no warehouse '9' in Centra"),
    ],
)
def test_what_centra_does_not_have_is_refused(bis: Bis, at_sandbox: str, option: str, reason: str) -> None:
    told = bis(f"{at_sandbox} {option}", env={"BRAND_S_CENTRA_TOKEN": "sandbox-toolkit"})

    assert told.exit_code == 2
    assert told.error.startswith(reason)


def test_centra_is_not_asked_without_the_token_or_against_one_s_will(
    bis: Bis, at_sandbox: str, sandbox: SandboxAtHand
) -> None:
    told = bis(f"{at_sandbox} --test-warehouse Attic --store 9")
    assert bis(f"{at_sandbox} --force --no-check", env={"BRAND_S_CENTRA_TOKEN": "sandbox-toolkit"}).exit_code == 0

    assert told.exit_code == 0
    assert asked(sandbox) == []


def test_a_token_that_does_not_work_is_a_warning_and_the_profile_is_written(bis: Bis, at_sandbox: str) -> None:
    told = bis(f"{at_sandbox} --json", env={"BRAND_S_CENTRA_TOKEN": "sandbox-expired"})

    assert (told.exit_code, told.found) == (0, [("warning", "not-checked")])
    assert "brand-s" in profiles(bis)
    assert "sandbox-expired" not in told.stdout + told.stderr


# ------------------------------------------------------------ a file that is there
THEIRS = (
    '# ours since 2024\ndefault_profile = "old"  # keep\n\n[profiles.old]\ntenant = "old"  # the first\n\n# the end\n'
)


def test_a_profile_is_added_and_everything_else_stays(bis: Bis) -> None:
    put(bis, THEIRS).chmod(0o640)

    told = bis(f"{BRAND_X} --json")

    assert text(bis).startswith(THEIRS)
    assert list(profiles(bis)) == ["old", "brand-x"]
    assert told.data["created"] is False
    assert told.data["next"][0] == "bis check-permissions -p brand-x"
    assert stat.S_IMODE((bis.project / "bis.toml").stat().st_mode) == 0o640


@pytest.mark.parametrize("content", ["# ours\n", "\ufeff# ours\n", ""])
def test_the_first_profile_of_a_file_is_its_default(bis: Bis, content: str) -> None:
    put(bis, content)

    assert bis(BRAND_X).exit_code == 0

    assert text(bis).startswith("# ours\n" if content else "default_profile")
    assert tomllib.loads(text(bis))["default_profile"] == "brand-x"


def test_a_profile_that_is_there_is_not_overwritten(bis: Bis) -> None:
    bis(BRAND_X)
    before = text(bis)

    told = bis(BRAND_X)

    assert told.exit_code == 2
    assert "--force" in told.error
    assert text(bis) == before


def test_force_replaces_that_profile_and_no_other(bis: Bis) -> None:
    mixed = (
        "# top\n[profiles.brand-x]\ntenant = 'x'\n[profiles.brand-x.feeds]\n'sv-SE' = 'https://a.example.com'\n"
        f"\n# about old\n{THEIRS.partition('keep')[2].strip()}\n\n[profiles.brand-x.log]\nurl = ''\n# last\n"
    )
    put(bis, mixed)

    assert bis(f"{BRAND_X} --force").exit_code == 0

    assert text(bis).startswith('# top\n\n# about old\n[profiles.old]\ntenant = "old"  # the first\n\n# the end\n')
    assert "# last\n" in text(bis)
    assert profiles(bis)["old"] == {"tenant": "old"}
    assert profiles(bis)["brand-x"]["tenant"] == "voyadotenant"
    assert "feeds" not in profiles(bis)["brand-x"]


def test_a_link_keeps_pointing_where_it_does(bis: Bis) -> None:
    shared = bis.folder / "shared.toml"
    shared.write_text(THEIRS, encoding="utf-8")
    bis.project.mkdir()
    (bis.project / "bis.toml").symlink_to(shared)

    bis(BRAND_X)

    assert (bis.project / "bis.toml").is_symlink()
    assert "[profiles.brand-x]" in shared.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('profiles = { old = { tenant = "old" } }\n', "is laid out in a way"),
        ("[profiles.old\n", "is not valid TOML"),
        ('[profiles]\nbrand-x.tenant = "x"\n', "is laid out in a way"),
        ('[profiles."brand-x"]\na = """\n[profiles.old]\n"""\n', "is laid out in a way"),
    ],
)
def test_a_file_that_cannot_take_another_profile_is_left_alone(bis: Bis, content: str, reason: str) -> None:
    put(bis, content)

    told = bis(f"{BRAND_X} --force")

    assert told.exit_code == 3
    assert reason in told.error
    assert text(bis) == content


def test_a_folder_that_cannot_be_written_to_is_said(bis: Bis) -> None:
    told = bis(f"{BRAND_X} --config no/such/bis.toml")

    assert told.exit_code == 3
    assert "no/such/bis.toml cannot be written" in told.error


# ------------------------------------------------------------ a second brand
def test_a_second_brand_is_made_from_the_first_with_tokens_and_names_of_its_own(bis: Bis) -> None:
    bis(EVERYTHING)

    told = bis(LIKE_X)

    second = profiles(bis)["brand-y"]
    assert told.exit_code == 0
    assert second == {
        "tenant": "other",
        "store_ids": "single",
        "centra": {
            "url": "https://brandx.centraqa.com/graphql",
            "token": "env:BRAND_Y_CENTRA_TOKEN",
            "integration_name": "Toolkit BrandY",
            "voyado_token": "env:BRAND_Y_VOYADO_TOKEN",
            "voyado_integration_name": "Voyado_Integration_BrandY",
        },
        "engage": {"url": "https://other.staging.voyado.com", "api_key": "env:BRAND_Y_ENGAGE_KEY"},
        "subscription_api": {"url": "https://subscriptions.example.com", "store": "other"},
        "test": {"email": "bis-test@example.com"},
    }


def test_what_belongs_to_neither_brand_is_taken_over(bis: Bis) -> None:
    put(
        bis,
        "[profiles.brand-x]\nstore_ids = 'single'\nkind = 'production'\n[profiles.brand-x.centra]\n"
        "url = 'https://brandx.centra.com/graphql'\n[profiles.brand-x.engage]\napi_version = 'v2'\nbatch_size = 20\n"
        "[profiles.brand-x.subscription_api]\nfields = { market = 'marketId' }\n"
        "[profiles.brand-x.test]\nexpect_email = 'Back*'\nskus = ['OF-X']\n[profiles.brand-x.log]\nurl = ''\n",
    )

    assert bis(LIKE_X).exit_code == 0

    second = profiles(bis)["brand-y"]
    assert second["engage"] == {
        "url": "https://other.voyado.com",
        "api_key": "env:BRAND_Y_ENGAGE_KEY",
        "api_version": "v2",
        "batch_size": 20,
    }
    assert second["subscription_api"]["fields"] == {"market": "marketId"}
    assert second["test"] == {"expect_email": "Back*"}
    assert second["centra"]["integration_name"] == "Toolkit BrandY"


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--integration-name 'Toolkit BrandX'", "--integration-name must be a name of its own"),
        ("--integration-name Voyado_Integration_BrandX", "--integration-name must be a name of its own"),
        ("--voyado-integration-name voyado_integration_brandx", "--voyado-integration-name must be a name of its own"),
        ("--token-from env:BRAND_X_CENTRA_TOKEN", "--token-from must be a token of its own"),
        ("--token-from file:voyado.token", "--token-from must be a token of its own"),
        ("--voyado-token-from file:voyado.token", "--voyado-token-from must be a token of its own"),
        ("--tenant voyadotenant", "--subscription-store must be a value of its own"),
    ],
)
def test_names_tokens_and_stores_of_the_first_brand_are_not_reused(bis: Bis, option: str, reason: str) -> None:
    bis(EVERYTHING)
    before = text(bis)

    told = bis(f"{LIKE_X} {option}")

    assert told.exit_code == 2
    assert told.error.startswith(reason)
    assert text(bis) == before


def test_the_second_brand_needs_a_name_and_a_tenant(bis: Bis) -> None:
    bis(BRAND_X)

    assert bis("init --like brand-x --json").json["error"]["details"]["missing"] == ["-p", "--tenant"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("init -p brand-y --like brand-z", 'has no profile "brand-z"'),
        ("init -p brand-x --like brand-x --force", "cannot be made like itself"),
    ],
)
def test_a_first_brand_has_to_be_another_profile_that_exists(bis: Bis, line: str, reason: str) -> None:
    bis(BRAND_X)

    told = bis(line)

    assert told.exit_code == 2
    assert reason in told.error


def test_two_brands_made_so_pass_each_other_s_checks(bis: Bis) -> None:
    bis(EVERYTHING)
    bis(LIKE_X)

    compared: Result = bis("store-id -p brand-y --json")

    assert (compared.exit_code, compared.found) == (0, [])
