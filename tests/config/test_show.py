import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from voyado_bis_cli.config.keys import KEYS
from voyado_bis_cli.config.resolve import ResolvedProfile, resolve
from voyado_bis_cli.config.show import Setting, settings
from voyado_bis_cli.errors import ConfigError

Resolve = Callable[..., ResolvedProfile]
Write = Callable[[str], Path]

DOCUMENTED = {
    "": ["tenant", "store_ids", "kind"],
    "centra.": [
        "url",
        "token",
        "integration_name",
        "token_expires",
        "voyado_token",
        "voyado_integration_name",
        "voyado_token_expires",
        "stores",
    ],
    "engage.": ["url", "api_key", "api_version", "contact_type", "batch_size"],
    "subscription_api.": ["url", "store", "fields"],
    "feeds": [""],
    "test.": ["email", "skus", "market", "locale", "warehouse", "expect_email"],
    "log.": ["url"],
}


def of(resolved_profile: ResolvedProfile, key: str) -> Setting:
    return next(setting for setting in settings(resolved_profile) if setting.key == key)


def test_every_documented_key_appears_and_no_other(resolved: Resolve) -> None:
    documented = [section + name for section, names in DOCUMENTED.items() for name in names]
    assert [setting.key for setting in settings(resolved())] == documented


def test_every_key_has_the_variable_of_its_section(resolved: Resolve) -> None:
    variables = {setting.key: setting.variable for setting in settings(resolved())}
    assert variables["tenant"] == "BIS_TENANT"
    assert variables["centra.voyado_token"] == "BIS_CENTRA_VOYADO_TOKEN"
    assert variables["subscription_api.fields"] == "BIS_SUBSCRIPTION_API_FIELDS"
    assert variables["feeds"] == "BIS_FEEDS"
    assert len(set(variables.values())) == len(variables)


def test_what_is_secret_is_known_as_such() -> None:
    assert [key.path for key in KEYS.values() if key.secret] == [
        "centra.token",
        "centra.voyado_token",
        "engage.api_key",
    ]


def test_an_unset_key_has_neither_value_nor_origin(resolved: Resolve) -> None:
    assert of(resolved(), "centra.url") == Setting("centra.url", None, None, "BIS_CENTRA_URL")


def test_a_default_is_shown_as_such(resolved: Resolve) -> None:
    assert of(resolved(), "engage.batch_size") == Setting(
        "engage.batch_size", "100", "default", "BIS_ENGAGE_BATCH_SIZE"
    )


def test_a_secret_is_only_said_to_be_set(resolved: Resolve) -> None:
    shown = of(resolved("env", BIS_CENTRA_TOKEN="s3cret"), "centra.token")
    assert shown == Setting("centra.token", "set", "BIS_CENTRA_TOKEN", "BIS_CENTRA_TOKEN")


def test_a_secret_that_cannot_be_found_says_why(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml('[profiles.p.centra]\ntoken = "env:MY_TOKEN"\n')
    assert of(resolved("p"), "centra.token") == Setting(
        "centra.token",
        None,
        "bis.toml [profiles.p.centra] token (env:MY_TOKEN)",
        "BIS_CENTRA_TOKEN",
        "the variable MY_TOKEN is not set",
    )


def test_the_query_of_an_address_may_hold_a_key_and_is_left_out(resolved: Resolve) -> None:
    found = resolved("env", BIS_SUBSCRIPTION_API_URL="https://api.example.com/subscribe?code=hunter2#x")
    assert of(found, "subscription_api.url").value == "https://api.example.com/subscribe?…"


def test_feeds_are_shown_as_their_variable_writes_them(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(
        '[profiles.p.feeds]\nsv-SE = "https://h/sv.xml?key=hunter2"\n'
        'de-DE = { url = "https://h/de.xml", sku_field = "g:mpn" }\n'
    )
    assert of(resolved("p"), "feeds").value == "sv-SE=https://h/sv.xml?… de-DE=https://h/de.xml (SKU in g:mpn)"


def test_lists_dates_and_field_names_are_shown_as_their_variables_write_them(resolved: Resolve) -> None:
    written = {
        "BIS_CENTRA_STORES": "1 2",
        "BIS_CENTRA_TOKEN_EXPIRES": "2027-01-31",
        "BIS_SUBSCRIPTION_API_FIELDS": "newsletter=a market=b",
        "BIS_TEST_SKUS": "1234SIZEM 1234-1",
        "BIS_KIND": "test",
    }
    shown = {setting.variable: setting.value for setting in settings(resolved("env", **written))}
    assert {name: shown[name] for name in written} == written


at_any_speed = hypothesis_settings(deadline=None)  # files and a busy machine are slow, which proves nothing here
# A prefix that no message of ours contains, so that a hit is a leak.
secrets = st.from_regex(r"zq7[!-~]{5,40}", fullmatch=True)


@at_any_speed
@given(ours=secrets, voyados=secrets, engage=secrets)
def test_no_secret_is_in_settings_reprs_or_errors(ours: str, voyados: str, engage: str) -> None:
    variables = {"BIS_CENTRA_TOKEN": ours, "BIS_CENTRA_VOYADO_TOKEN": voyados, "BIS_ENGAGE_API_KEY": engage}
    found = resolve("env", None, variables, Path("/nowhere"), user_folder=Path("/nowhere"))
    with pytest.raises(ConfigError) as missing:
        found.profile.need("centra.token", "centra.url")
    said = [
        repr(settings(found)),
        repr(found),
        str(found.profile),
        found.profile.model_dump_json(),
        repr(vars(missing.value)),
    ]
    assert not [text for text in said if "zq7" in text]
    assert set(found.profile.secrets()) == {ours, voyados, engage}


@given(
    secret=st.from_regex(r"zq7[ -~\n]{5,40}", fullmatch=True), key=st.sampled_from(["token", "tokn", "url", "stores"])
)
def test_no_refusal_of_a_file_repeats_what_stands_there(
    tmp_path_factory: pytest.TempPathFactory, secret: str, key: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "refused.toml"
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    path.write_text(f'[profiles.p.centra]\n{key} = "{quoted}"\n')
    with pytest.raises(ConfigError) as refused:
        resolve("p", path, {})
    assert "zq7" not in repr(vars(refused.value))
    assert "zq7" not in "".join(traceback.format_exception(refused.value))
