from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from voyado_bis_cli.config.kind import Kind
from voyado_bis_cli.config.resolve import Neighbour, ResolvedProfile, Source, resolve
from voyado_bis_cli.errors import ConfigError, ErrorCode, ExitCode

Resolve = Callable[..., ResolvedProfile]
Write = Callable[[str], Path]

TWO_BRANDS = """
default_profile = "brand-x"

[profiles.brand-x.centra]
url = "https://brandx.centraqa.com/graphql"

[profiles.brand-y.centra]
url = "https://brandy.centraqa.com/graphql"
integration_name = "Toolkit BrandY"
voyado_integration_name = "Voyado_Integration_BrandY"
"""

WHOLE_FILE = """
default_profile = "brand-x"

[profiles.brand-x]
tenant = "voyadotenant"
store_ids = "per-store"
kind = "production"

[profiles.brand-x.centra]
url = "https://brandx.centraqa.com/graphql"
token = "env:BRANDX_CENTRA_TOKEN"
integration_name = "Toolkit BrandX"
token_expires = 2027-01-31
voyado_token = "env:BRANDX_VOYADO_TOKEN"
voyado_integration_name = "Voyado_Integration_BrandX"
voyado_token_expires = 2027-02-28
stores = [1, 2]

[profiles.brand-x.engage]
url = "https://voyadotenant.staging.voyado.com"
api_key = "env:BRANDX_ENGAGE_KEY"
api_version = "v2"
contact_type = ""
batch_size = 50

[profiles.brand-x.subscription_api]
url = "https://api.example.com/subscribe"
store = "voyadotenant-1"
fields = { newsletter = "acceptsNewsletter", market = "market" }

[profiles.brand-x.feeds]
"sv-SE" = { url = "https://shop.example.com/sv.xml", sku_field = "g:mpn" }
"de-DE" = "http://shop.example.com/de.xml"

[profiles.brand-x.test]
email = "bis-test@example.com"
skus = ["1234SIZEM", 1234]
market = 4
locale = "sv-SE"
warehouse = 1
expect_email = "Back in stock*"

[profiles.brand-x.log]
url = ""
"""

ALL_VARIABLES = {
    "BIS_TENANT": "voyadotenant",
    "BIS_STORE_IDS": "single",
    "BIS_KIND": "test",
    "BIS_CENTRA_URL": "http://127.0.0.1:8787/graphql",
    "BIS_CENTRA_TOKEN": " sandbox-toolkit\n",
    "BIS_CENTRA_INTEGRATION_NAME": "bis toolkit",
    "BIS_CENTRA_TOKEN_EXPIRES": "2027-01-31",
    "BIS_CENTRA_VOYADO_TOKEN": "sandbox-guide",
    "BIS_CENTRA_VOYADO_INTEGRATION_NAME": "Engage integration",
    "BIS_CENTRA_VOYADO_TOKEN_EXPIRES": "2027-01-31",
    "BIS_CENTRA_STORES": "1 2",
    "BIS_ENGAGE_URL": "http://127.0.0.1:8787",
    "BIS_ENGAGE_API_KEY": "sandbox-engage-key",
    "BIS_ENGAGE_API_VERSION": "v3",
    "BIS_ENGAGE_CONTACT_TYPE": "member",
    "BIS_ENGAGE_BATCH_SIZE": "20",
    "BIS_SUBSCRIPTION_API_URL": "http://127.0.0.1:8787/subscription-api",
    "BIS_SUBSCRIPTION_API_STORE": "voyadotenant-1",
    "BIS_SUBSCRIPTION_API_FIELDS": "newsletter=a market=b",
    "BIS_FEEDS": "sv-SE=https://h/sv.xml?a=b de-DE=https://h/de.xml",
    "BIS_TEST_EMAIL": "john-doe@voyado.com",
    "BIS_TEST_SKUS": "1234SIZEM, 1234-1 5678",
    "BIS_TEST_MARKET": "4",
    "BIS_TEST_LOCALE": "sv-SE",
    "BIS_TEST_WAREHOUSE": "Stockholm",
    "BIS_TEST_EXPECT_EMAIL": "Back in stock*",
    "BIS_LOG_URL": "http://127.0.0.1:8787/integration-log",
}


# ------------------------------------------------------------ which source
def test_a_named_profile_comes_before_variables_and_the_default(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(TWO_BRANDS)
    found = resolved("brand-y", BIS_CENTRA_URL="https://other.centra.com/graphql", BIS_PROFILE="brand-x")
    assert (found.profile.name, found.source) == ("brand-y", Source.FILE)
    assert found.profile.centra.url == "https://brandy.centraqa.com/graphql"


def test_bis_profile_names_a_profile_too(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(TWO_BRANDS)
    assert resolved(BIS_PROFILE="brand-y", BIS_CENTRA_URL="https://h/").profile.name == "brand-y"


def test_bis_centra_url_makes_the_profile_env_of_variables_alone(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(WHOLE_FILE)
    found = resolved(BIS_CENTRA_URL="http://127.0.0.1:8787/graphql")
    assert (found.profile.name, found.source, found.file) == ("env", Source.VARIABLES, None)
    assert found.profile.tenant is None
    assert found.origins == {"centra.url": "BIS_CENTRA_URL"}


def test_otherwise_the_default_profile_is_taken_and_variables_change_nothing(
    resolved: Resolve, bis_toml: Write
) -> None:
    path = bis_toml(TWO_BRANDS)
    found = resolved(BIS_ENGAGE_URL="https://forgotten.voyado.com", BIS_TENANT="forgotten")
    assert (found.profile.name, found.source, found.file) == ("brand-x", Source.FILE, path)
    assert (found.profile.engage.url, found.profile.tenant, found.warnings) == (None, None, ())


def test_an_empty_variable_is_unset(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(TWO_BRANDS)
    assert resolved(BIS_CENTRA_URL="", BIS_PROFILE=" ", BIS_CONFIG="").profile.name == "brand-x"


def test_a_config_file_asked_for_by_hand_comes_before_a_forgotten_variable(resolved: Resolve, tmp_path: Path) -> None:
    asked_for = tmp_path / "other.toml"
    asked_for.write_text(TWO_BRANDS)
    assert resolved(None, asked_for, BIS_CENTRA_URL="https://h/").profile.name == "brand-x"


def test_bis_config_says_where_the_file_is(resolved: Resolve, bis_toml: Write, tmp_path: Path) -> None:
    bis_toml(TWO_BRANDS)
    other = tmp_path / "other.toml"
    other.write_text('default_profile = "z"\n[profiles.z]\n')
    assert resolved(BIS_CONFIG=str(other)).profile.name == "z"


def test_env_can_be_asked_for_by_name(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(TWO_BRANDS)
    found = resolved("env", BIS_TENANT="voyadotenant")
    assert (found.profile.name, found.profile.tenant, found.source) == ("env", "voyadotenant", Source.VARIABLES)


def test_the_project_folder_comes_before_the_users(resolved: Resolve, bis_toml: Write, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "bis.toml").write_text('default_profile = "mine"\n[profiles.mine]\ntenant = "mine"\n')
    assert resolved().profile.name == "mine"
    bis_toml(TWO_BRANDS)
    assert resolved().profile.name == "brand-x"


def test_the_users_folder_is_that_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "user")
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "bis.toml").write_text('default_profile = "mine"\n[profiles.mine]\n')
    assert resolve(None, None, {}, tmp_path).profile.name == "mine"


def test_the_process_environment_and_the_present_folder_are_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BIS_PROFILE", "env")
    monkeypatch.setenv("BIS_TENANT", "voyadotenant")
    assert resolve(None, None).profile.tenant == "voyadotenant"
    monkeypatch.setenv("BIS_PROFILE", "brand-y")
    (tmp_path / "bis.toml").write_text(TWO_BRANDS)
    assert resolve(None, None).file == Path("bis.toml")


# ------------------------------------------------------------ nothing set up
def test_without_any_configuration_there_is_an_empty_profile(resolved: Resolve) -> None:
    found = resolved()
    assert (found.profile.name, found.source, found.file) == ("none", Source.NOTHING, None)
    assert (found.origins, found.warnings, found.profile.secrets()) == ({}, (), ())


def test_what_is_missing_is_explained_with_both_ways_to_set_it_up(resolved: Resolve) -> None:
    with pytest.raises(ConfigError) as missing:
        resolved().profile.need("centra.url", "centra.token")
    assert missing.value.message == (
        'The profile "none" lacks centra.url (BIS_CENTRA_URL) and centra.token (BIS_CENTRA_TOKEN).'
    )
    for way in ("bis init", "bis config show", 'eval "$(bis sandbox env)"', "BIS_CENTRA_URL"):
        assert way in missing.value.hint
    assert (missing.value.code, missing.value.exit_code) == (ErrorCode.CONFIG_MISSING, ExitCode.CONFIG)
    assert missing.value.details == {
        "missing": ["centra.url", "centra.token"],
        "variables": ["BIS_CENTRA_URL", "BIS_CENTRA_TOKEN"],
    }


def test_a_file_without_default_profile_works_until_a_setting_is_needed(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml("[profiles.brand-x]\n[profiles.brand-y]\n")
    found = resolved()
    assert found.source is Source.NOTHING
    with pytest.raises(ConfigError) as missing:
        found.profile.need("tenant")
    assert "has no default_profile: choose with -p (profiles there: brand-x, brand-y)" in missing.value.hint


def test_variables_without_bis_centra_url_are_not_used_and_said_so(resolved: Resolve) -> None:
    found = resolved(BIS_CENTRA_TOKEN="t0ken", BIS_CENTRA_ULR="https://h/")
    assert found.source is Source.NOTHING
    assert found.warnings == (
        "BIS_CENTRA_TOKEN is set and not used: variables count only with BIS_CENTRA_URL.",
        'BIS_CENTRA_ULR is not used: there is no such variable: perhaps "BIS_CENTRA_URL" is meant.',
    )


# ------------------------------------------------------------ what is read
def test_every_key_of_the_file_is_read(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(WHOLE_FILE)
    found = resolved(BRANDX_CENTRA_TOKEN="ours-1", BRANDX_VOYADO_TOKEN="voyados-1", BRANDX_ENGAGE_KEY="key-1\n")
    profile = found.profile
    assert (profile.tenant, profile.store_ids, profile.kind) == ("voyadotenant", "per-store", Kind.PRODUCTION)
    assert profile.centra.stores == (1, 2)
    assert (profile.centra.token_expires, profile.centra.voyado_token_expires) == (date(2027, 1, 31), date(2027, 2, 28))
    assert profile.need("centra.token", "centra.voyado_token", "engage.api_key") == ("ours-1", "voyados-1", "key-1")
    assert profile.secrets() == ("ours-1", "voyados-1", "key-1")
    assert (profile.engage.api_version, profile.engage.contact_type, profile.engage.batch_size) == ("v2", None, 50)
    assert list(profile.subscription_api.field_names.items()) == [
        ("email", "email"),
        ("sku", "sku"),
        ("newsletter", "acceptsNewsletter"),
        ("store", "store"),
        ("locale", "locale"),
        ("market", "market"),
    ]
    assert {locale: (feed.url, feed.sku_field) for locale, feed in profile.feeds.items()} == {
        "sv-SE": ("https://shop.example.com/sv.xml", "g:mpn"),
        "de-DE": ("http://shop.example.com/de.xml", "g:id"),
    }
    assert profile.test.model_dump() == {
        "email": "bis-test@example.com",
        "skus": ("1234SIZEM", "1234"),
        "market": "4",
        "locale": "sv-SE",
        "warehouse": "1",
        "expect_email": "Back in stock*",
    }
    assert profile.log.url is None


def test_an_origin_is_a_place_in_the_file(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(WHOLE_FILE)
    origins = resolved(BRANDX_CENTRA_TOKEN="ours-1").origins
    assert origins["tenant"] == "bis.toml [profiles.brand-x] tenant"
    assert origins["centra.url"] == "bis.toml [profiles.brand-x.centra] url"
    assert origins["centra.token"] == "bis.toml [profiles.brand-x.centra] token (env:BRANDX_CENTRA_TOKEN)"
    assert origins["feeds"] == "bis.toml [profiles.brand-x] feeds"
    assert "log.url" not in origins
    assert "engage.contact_type" not in origins


def test_a_profile_name_that_needs_quotes_gets_them(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml('[profiles."brand x"]\ntenant = "voyadotenant"\n')
    assert resolved("brand x").origins == {"tenant": 'bis.toml [profiles."brand x"] tenant'}


def test_every_variable_is_read(resolved: Resolve) -> None:
    found = resolved(**ALL_VARIABLES)
    profile = found.profile
    assert {found.origins[key] for key in found.origins} == set(ALL_VARIABLES)
    assert found.warnings == ()
    assert profile.need("centra.token") == ("sandbox-toolkit",)
    assert profile.centra.stores == (1, 2)
    assert profile.engage.batch_size == 20
    assert profile.subscription_api.fields == {"newsletter": "a", "market": "b"}
    assert {locale: feed.url for locale, feed in profile.feeds.items()} == {
        "sv-SE": "https://h/sv.xml?a=b",
        "de-DE": "https://h/de.xml",
    }
    assert profile.test.skus == ("1234SIZEM", "1234-1", "5678")
    assert profile.need("test.skus", "subscription_api.fields", "feeds", "centra.token_expires") == (
        "1234SIZEM 1234-1 5678",
        "newsletter=a market=b",
        ALL_VARIABLES["BIS_FEEDS"],
        "2027-01-31",
    )


def test_one_variable_says_where_the_sku_stands_in_all_feeds(resolved: Resolve) -> None:
    found = resolved("env", BIS_FEEDS="sv-SE=https://h/sv.xml", BIS_FEEDS_SKU_FIELD="g:mpn")
    assert [feed.sku_field for feed in found.profile.feeds.values()] == ["g:mpn"]
    assert found.origins == {"feeds": "BIS_FEEDS, BIS_FEEDS_SKU_FIELD"}
    assert resolved("env", BIS_FEEDS_SKU_FIELD="g:mpn").profile.feeds == {}


def test_a_variable_with_a_slip_is_pointed_out(resolved: Resolve) -> None:
    found = resolved(
        BIS_CENTRA_URL="https://h/", BIS_CENTRA_TOKN="x", BIS_LOG_NOTHING_LIKE_IT="x", BIS_TENNANT="x", BIS_YES="1"
    )
    assert found.warnings == (
        'BIS_CENTRA_TOKN is not used: there is no such variable: perhaps "BIS_CENTRA_TOKEN" is meant.',
        "BIS_LOG_NOTHING_LIKE_IT is not used: there is no such variable.",
        'BIS_TENNANT is not used: there is no such variable: perhaps "BIS_TENANT" is meant.',
    )


def test_the_other_profiles_are_neighbours_that_may_share_a_queue(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(TWO_BRANDS + "[profiles.empty]\n[profiles.odd]\ncentra = 5\n")
    assert resolved("brand-x").neighbours == (
        Neighbour("brand-y", "https://brandy.centraqa.com/graphql", "Toolkit BrandY", "Voyado_Integration_BrandY"),
        Neighbour("empty", None, None, None),
        Neighbour("odd", None, None, None),
    )


# ------------------------------------------------------------ what is refused
LOCALE = "must be a locale written like sv-SE, exactly as its feed spells it."
HTTPS = "must start with https:// (http:// only on this machine)."
DATE = "must be a date such as 2027-01-31."
PAIRS = "must be pairs NAME=VALUE separated by spaces, each name once."
MEANINGS = "known are email, sku, newsletter, store, locale, market."


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ('tennant = "a"', "tennant", 'is no known key: perhaps "tenant" is meant.'),
        ('name = "q"', "name", "is no known key."),
        ("unresolved = {}", "unresolved", "is no known key."),
        ('centra = { tokn = "s3cret" }', "centra.tokn", 'is no known key: perhaps "token" is meant.'),
        (
            'feeds = { sv-SE = { url = "https://h/", sku_feld = "g:id" } }',
            "feeds.sv-SE.sku_feld",
            'is no known key: perhaps "sku_field" is meant.',
        ),
        ("tenant = 5", "tenant", "must be text in quotes."),
        (
            'tenant = "my tenant"',
            "tenant",
            "must be a tenant such as voyadotenant: letters, digits and inner hyphens only.",
        ),
        ('store_ids = "one"', "store_ids", "must be 'per-store' or 'single'."),
        ('kind = "live"', "kind", "must be 'sandbox', 'test' or 'production'."),
        ("centra = 5", "centra", "must be a table."),
        ("feeds = 5", "feeds", "must be a table."),
        ("feeds = { sv-SE = 5 }", "feeds.sv-SE", "must be a table."),
        ("feeds = { sv-SE = {} }", "feeds.sv-SE.url", "is missing."),
        ('feeds = { sv_SE = "https://h/" }', "feeds.sv_SE", LOCALE),
        ('test = { locale = "sv" }', "test.locale", LOCALE),
        ('test = { skus = "1234SIZEM" }', "test.skus", "must be a list."),
        ("test = { skus = [true] }", "test.skus", "must be text in quotes."),
        ('test = { email = "nobody" }', "test.email", "must be an email address."),
        ('test = { email = "a b@example.com" }', "test.email", "must be an email address."),
        ('centra = { url = "brandx.centraqa.com" }', "centra.url", HTTPS),
        (
            'engage = { url = "http://tenant.voyado.com" }',
            "engage.url",
            "must start with https://: over http:// tokens and addresses would travel in clear.",
        ),
        ('centra = { stores = ["x"] }', "centra.stores", "must be a whole number."),
        ("centra = { stores = [true] }", "centra.stores", "must be a whole number."),
        ("centra = { stores = [0] }", "centra.stores", "must be 1 or more."),
        ("engage = { batch_size = 1.5 }", "engage.batch_size", "must be a whole number."),
        ('engage = { api_version = "v1" }', "engage.api_version", "must be 'v3' or 'v2'."),
        ('centra = { token_expires = "soon" }', "centra.token_expires", DATE),
        ("centra = { token_expires = 2027-01-31T10:00:00 }", "centra.token_expires", DATE),
        ("centra = { token_expires = 20270131 }", "centra.token_expires", DATE),
        (
            'subscription_api = { fields = { newsletters = "n" } }',
            "subscription_api.fields",
            f"has the unknown meaning newsletters; {MEANINGS}",
        ),
        (
            'subscription_api = { fields = { newsletter = "store" } }',
            "subscription_api.fields",
            "must give each meaning its own name: store would stand for two.",
        ),
        (
            "subscription_api = { fields = { newsletter = 1 } }",
            "subscription_api.fields.newsletter",
            "must be text in quotes.",
        ),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(
    resolved: Resolve, bis_toml: Write, text: str, key: str, problem: str
) -> None:
    bis_toml(f"[profiles.p]\n{text}\n")
    with pytest.raises(ConfigError) as refused:
        resolved("p")
    *tables, name = key.split(".")
    assert refused.value.message == f"{key} (bis.toml [{'.'.join(['profiles', 'p', *tables])}] {name}) {problem}"
    assert (refused.value.code, refused.value.exit_code) == (ErrorCode.CONFIG_INVALID, ExitCode.CONFIG)
    assert refused.value.hint


def test_an_unknown_key_hints_at_the_known_ones(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml('[profiles.p.log]\naddress = "https://h/"\n')
    with pytest.raises(ConfigError) as refused:
        resolved("p")
    assert refused.value.hint == "Known there: url."


def test_all_mistakes_are_told_at_once(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml('[profiles.p]\ntenant = 1\n[profiles.p.engage]\nurl = "x"\n')
    with pytest.raises(ConfigError) as refused:
        resolved("p")
    assert refused.value.message.count("must") == 2


@pytest.mark.parametrize(
    ("variable", "value", "key", "problem"),
    [
        ("BIS_CENTRA_STORES", "1 x", "centra.stores", "must be a whole number."),
        ("BIS_ENGAGE_BATCH_SIZE", "0", "engage.batch_size", "must be 1 or more."),
        ("BIS_FEEDS", "sv-SE", "feeds", PAIRS),
        ("BIS_FEEDS", "sv-SE=https://a/ sv-SE=https://b/", "feeds", PAIRS),
        ("BIS_FEEDS", "sv-SE=feed.xml", "feeds.sv-SE.url", HTTPS),
        (
            "BIS_SUBSCRIPTION_API_FIELDS",
            "shop=a",
            "subscription_api.fields",
            f"has the unknown meaning shop; {MEANINGS}",
        ),
        (
            "BIS_CENTRA_TOKEN",
            "Bearer s3cret",
            "centra.token",
            "must be one word of plain characters, without `Bearer` in front and without line breaks.",
        ),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(
    resolved: Resolve, variable: str, value: str, key: str, problem: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        resolved("env", **{variable: value})
    assert refused.value.message == f"{key} ({variable}) {problem}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[profiles.p\n", r"bis\.toml is not valid TOML: .*\(at line 1, column 12\)\."),
        (
            'default_profle = "p"',
            r'bis\.toml has the unknown key "default_profle": perhaps "default_profile" is meant\.',
        ),
        ('[brand-x]\ntenant = "a"', r'bis\.toml has the unknown key "brand-x"\.'),
        ("default_profile = 1", r"default_profile in .*bis\.toml must be the name of a profile in quotes\."),
        ("profiles = 1", r"profiles in .*bis\.toml must be tables: \[profiles\.NAME\]\."),
        ("[profiles]\np = 1", r"bis\.toml \[profiles\.p\] in .*bis\.toml must be a table\."),
        ("[profiles.env]", r'bis\.toml has a profile "env", which is the name of the profile made of variables\.'),
    ],
)
def test_a_file_that_cannot_be_understood_says_why(resolved: Resolve, bis_toml: Write, text: str, message: str) -> None:
    bis_toml(text)
    with pytest.raises(ConfigError, match=message) as refused:
        resolved("p")
    assert refused.value.code is ErrorCode.CONFIG_INVALID


def test_an_unknown_profile_names_the_known_ones(resolved: Resolve, bis_toml: Write) -> None:
    path = bis_toml(TWO_BRANDS)
    with pytest.raises(ConfigError) as refused:
        resolved("brand-z")
    assert refused.value.message == f'{path} has no profile "brand-z": perhaps "brand-y" is meant.'
    assert refused.value.hint == "Profiles there: brand-x, brand-y. Choose one with -p or BIS_PROFILE."


def test_an_empty_profile_name_is_not_the_default(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(TWO_BRANDS)
    with pytest.raises(ConfigError, match='has no profile ""'):
        resolved("")


def test_a_profile_without_any_file_has_nowhere_to_come_from(resolved: Resolve) -> None:
    with pytest.raises(ConfigError, match=r'There is no bis\.toml to take the profile "brand-x" from') as refused:
        resolved("brand-x")
    assert refused.value.code is ErrorCode.CONFIG_MISSING


def test_a_config_file_that_does_not_exist_is_said_to(resolved: Resolve, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no file") as refused:
        resolved(None, tmp_path / "gone.toml")
    assert refused.value.code is ErrorCode.CONFIG_MISSING


def test_a_folder_is_no_config_file(resolved: Resolve, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read: is a directory\.$"):
        resolved(None, tmp_path)


def test_a_file_in_another_encoding_is_said_to_be(resolved: Resolve, tmp_path: Path) -> None:
    (tmp_path / "bis.toml").write_bytes('tenant = "smörgås"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"is not UTF-8 text\.$"):
        resolved()


def test_a_byte_order_mark_as_some_editors_write_it_does_no_harm(resolved: Resolve, tmp_path: Path) -> None:
    (tmp_path / "bis.toml").write_text(TWO_BRANDS, encoding="utf-8-sig")
    assert resolved().profile.name == "brand-x"
