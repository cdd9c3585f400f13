import pytest

from voyado_bis_cli.domain.new_profile import (
    Identity,
    camel,
    check_integration_name,
    check_token_reference,
    checked_profile_name,
    integration_name,
    secret_variable,
)

BRAND_X = Identity("brand-x", "env:X", "Toolkit BrandX", "env:XV", "Voyado_Integration_BrandX")
OWN = Identity("brand-y", "env:Y", "Toolkit BrandY", "env:YV", "Voyado_Integration_BrandY")


@pytest.mark.parametrize(
    ("profile", "variable"),
    [
        ("brand-x", "BRAND_X_CENTRA_TOKEN"),
        ("Brand-X", "BRAND_X_CENTRA_TOKEN"),
        ("_brand_", "BRAND_CENTRA_TOKEN"),
        ("a.b--c", "A_B_C_CENTRA_TOKEN"),
        ("1st", "P_1ST_CENTRA_TOKEN"),
    ],
)
def test_a_variable_is_called_after_the_profile(profile: str, variable: str) -> None:
    assert secret_variable(profile, "centra.token") == variable


@pytest.mark.parametrize(
    ("key", "variable"),
    [
        ("centra.token", "BRAND_X_CENTRA_TOKEN"),
        ("centra.voyado_token", "BRAND_X_VOYADO_TOKEN"),
        ("engage.api_key", "BRAND_X_ENGAGE_KEY"),
    ],
)
def test_each_secret_of_a_profile_has_a_variable(key: str, variable: str) -> None:
    assert secret_variable("brand-x", key) == variable


@pytest.mark.parametrize(
    ("profile", "written"), [("brand-x", "BrandX"), ("Brand-X", "BrandX"), ("acme", "Acme"), ("a_b c", "ABC")]
)
def test_a_brand_is_written_as_the_guide_does(profile: str, written: str) -> None:
    assert camel(profile) == written


@pytest.mark.parametrize(
    ("name_of_first", "made"),
    [
        ("Toolkit BrandX", "Toolkit BrandY"),
        ("toolkit-brand-x-se", "toolkit-brand-y-se"),
        ("Toolkit brand_x", "Toolkit brand_y"),
        ("Tools of BRAND X", "Tools of brand y"),
        ("BrandX tools", "BrandY tools"),
        ("Straße BrandX", "Straße BrandY"),
        ("BrandX tools of BrandX Ltd", "BrandY tools of BrandX Ltd"),
        ("Our tools", "Toolkit BrandY"),
        ("Tools", "Toolkit BrandY"),
        ("", "Toolkit BrandY"),
    ],
)
def test_the_second_brand_s_integration_is_named_like_the_first_s(name_of_first: str, made: str) -> None:
    assert integration_name("brand-y", first="brand-x", name_of_first=name_of_first) == made


def test_a_first_brand_in_capitals_is_found_in_its_integration_s_name_too() -> None:
    assert integration_name("BRAND-Y", first="BRAND-X", name_of_first="Tools of brand_x") == "Tools of BRAND_Y"


def test_a_first_brand_without_an_integration_gives_nothing_to_go_by() -> None:
    assert integration_name("brand-y", first="x") == "Toolkit BrandY"


def test_without_a_first_brand_voyado_s_integration_is_named_as_in_the_guide() -> None:
    assert integration_name("brand-x", first="", voyados=True) == "Voyado_Integration_BrandX"


@pytest.mark.parametrize("name", ["brand-x", "Brand_2"])
def test_a_profile_name_is_returned_as_it_is(name: str) -> None:
    assert checked_profile_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a b", "must have letters, digits, hyphens and underscores only, such as brand-x"),
        ("", "must have letters, digits, hyphens and underscores only, such as brand-x"),
        ("env", 'must not be "env": that is the profile without a file'),
        ("none", 'must not be "none": that is the profile without a file'),
    ],
)
def test_a_profile_name_that_cannot_be_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        checked_profile_name(name)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("reference", "taken"),
    [
        ("env:X", 'centra.token of "brand-x" is env:X too'),
        ("env:XV", 'centra.voyado_token of "brand-x" is env:XV too'),
        ("env:Y", 'centra.token of "brand-y" is env:Y too'),
    ],
)
def test_a_token_is_one_profile_s_alone(reference: str, taken: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        check_token_reference(reference, OWN, [BRAND_X])
    assert str(caught.value) == (
        f"must be a token of its own: {taken}. "
        "The guide asks for one token per brand, shared only with its own Engage tenant"
    )


def test_a_new_token_is_fine() -> None:
    check_token_reference("env:NEW", OWN, [BRAND_X])


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("toolkit brandx", 'centra.integration_name of "brand-x"'),
        ("Voyado_Integration_BrandX", 'centra.voyado_integration_name of "brand-x"'),
        ("Voyado_Integration_BrandY", 'centra.voyado_integration_name of "brand-y"'),
    ],
)
def test_an_integration_name_is_one_profile_s_alone(name: str, taken: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        check_integration_name(name, OWN, [BRAND_X], ours=False, sandbox=True)
    assert str(caught.value) == (
        f"must be a name of its own: {taken} is the same. Centra keeps one queue per integration name: confirming an "
        "event takes it away from everyone else with that name, and brands lose stock updates in Voyado"
    )


@pytest.mark.parametrize("name", ["My Voyado thing", "engage tools"])
def test_our_integration_must_not_sound_like_voyado_s(name: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        check_integration_name(name, OWN, [BRAND_X], ours=True, sandbox=False)
    assert str(caught.value) == (
        'must not contain "voyado" or "engage": the toolkit needs an integration of its own, beside Voyado\'s'
    )


@pytest.mark.parametrize(
    ("name", "ours", "sandbox"),
    [
        ("Toolkit BrandZ", True, False),
        ("Voyado_Integration_BrandZ", False, False),
        ("Voyado_Integration_BrandZ", True, True),
    ],
)
def test_an_own_name_is_fine_and_one_like_voyado_s_where_it_is_voyado_s_or_a_sandbox(
    name: str, ours: bool, sandbox: bool
) -> None:
    check_integration_name(name, OWN, [BRAND_X], ours=ours, sandbox=sandbox)


def test_an_integration_has_a_name() -> None:
    with pytest.raises(ValueError, match="must") as caught:
        check_integration_name(" ", OWN, [], ours=True, sandbox=False)
    assert str(caught.value) == "must not be empty"
