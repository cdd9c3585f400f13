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
    [("brand-x", "BRAND_X_CENTRA_TOKEN"), ("a.b--c", "A_B_C_CENTRA_TOKEN"), ("1st", "P_1ST_CENTRA_TOKEN")],
)
def test_a_variable_is_called_after_the_profile(profile: str, variable: str) -> None:
    assert secret_variable(profile, "centra.token") == variable


@pytest.mark.parametrize(("profile", "written"), [("brand-x", "BrandX"), ("acme", "Acme"), ("a_b c", "ABC")])
def test_a_brand_is_written_as_the_guide_does(profile: str, written: str) -> None:
    assert camel(profile) == written


@pytest.mark.parametrize(
    ("name_of_first", "made"),
    [
        ("Toolkit BrandX", "Toolkit BrandY"),
        ("toolkit-brand-x-se", "toolkit-brand-y-se"),
        ("Toolkit brand_x", "Toolkit brand_y"),
        ("Tools of BRAND X", "Tools of brand y"),
        ("Straße BrandX", "Straße BrandY"),
        ("Our tools", "Toolkit BrandY"),
        ("", "Toolkit BrandY"),
    ],
)
def test_the_second_brand_s_integration_is_named_like_the_first_s(name_of_first: str, made: str) -> None:
    assert integration_name("brand-y", first="brand-x", name_of_first=name_of_first) == made


def test_without_a_first_brand_voyado_s_integration_is_named_as_in_the_guide() -> None:
    assert integration_name("brand-x", voyados=True) == "Voyado_Integration_BrandX"


@pytest.mark.parametrize("name", ["brand-x", "Brand_2"])
def test_a_profile_name_is_returned_as_it_is(name: str) -> None:
    assert checked_profile_name(name) == name


@pytest.mark.parametrize(("name", "reason"), [("a b", "letters"), ("", "letters"), ("env", "env"), ("none", "none")])
def test_a_profile_name_that_cannot_be_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^must .*{reason}"):
        checked_profile_name(name)


@pytest.mark.parametrize("reference", ["env:X", "env:XV", "env:Y"])
def test_a_token_is_one_profile_s_alone(reference: str) -> None:
    with pytest.raises(
        ValueError, match=r"^must be a token of its own: .* is env:.* too\. The guide asks for one token"
    ):
        check_token_reference(reference, OWN, [BRAND_X])


def test_a_new_token_is_fine() -> None:
    check_token_reference("env:NEW", OWN, [BRAND_X])


@pytest.mark.parametrize("name", ["toolkit brandx", "Voyado_Integration_BrandX", "Voyado_Integration_BrandY"])
def test_an_integration_name_is_one_profile_s_alone(name: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a name of its own: .* one queue per integration name"):
        check_integration_name(name, OWN, [BRAND_X], ours=False, sandbox=True)


@pytest.mark.parametrize("name", ["My Voyado thing", "engage tools"])
def test_our_integration_must_not_sound_like_voyado_s(name: str) -> None:
    with pytest.raises(ValueError, match=r'^must not contain "voyado" or "engage"'):
        check_integration_name(name, OWN, [BRAND_X], ours=True, sandbox=False)


@pytest.mark.parametrize(("ours", "sandbox"), [(False, False), (True, True)])
def test_voyado_s_integration_and_a_sandbox_s_may(ours: bool, sandbox: bool) -> None:
    check_integration_name("Voyado_Integration_BrandZ", OWN, [BRAND_X], ours=ours, sandbox=sandbox)


def test_an_integration_has_a_name() -> None:
    with pytest.raises(ValueError, match=r"^must not be empty"):
        check_integration_name(" ", OWN, [], ours=True, sandbox=False)
