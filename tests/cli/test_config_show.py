from typing import Any

"""`bis config show`."""

BRAND_X = """
default_profile = "brand-x"

[profiles.brand-x]
tenant = "voyadotenant"

[profiles.brand-x.centra]
token = "env:BRANDX_TOKEN"
voyado_token = "env:NOT_THERE"

[profiles.brand-x.test]
email = "john-doe@voyado.com"
"""


def test_each_setting_tells_where_it_came_from_and_no_secret(bis: Any, write_toml: Any, monkeypatch: Any) -> None:
    write_toml(BRAND_X)
    monkeypatch.setenv("BRANDX_TOKEN", "sesame-open-1")

    outcome = bis("config", "show")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Settings from bis.toml\n")
    rows = {line.split()[0]: line for line in outcome.out.splitlines() if line}
    assert "voyadotenant" in rows["tenant"]
    assert rows["centra.token"].split()[1] == "set"
    assert "env:BRANDX_TOKEN" in rows["centra.token"]
    assert "no value" in rows["centra.voyado_token"]
    assert "j***@voyado.com" in rows["test.email"]
    assert rows["log.url"].split() == ["log.url", "BIS_LOG_URL"]
    assert "sesame" not in outcome.out


def test_variables_are_told_as_such(bis: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("BIS_CENTRA_URL", "https://brandx.centraqa.com/graphql")

    document = bis("config", "show", "--json").document

    assert (document["profile"], document["data"]["source"], document["data"]["file"]) == ("env", "variables", None)
    (url,) = [row for row in document["data"]["settings"] if row["key"] == "centra.url"]
    assert url == {
        "key": "centra.url",
        "value": "https://brandx.centraqa.com/graphql",
        "origin": "BIS_CENTRA_URL",
        "variable": "BIS_CENTRA_URL",
        "note": "",
    }


def test_an_unknown_profile_is_a_configuration_error(bis: Any, write_toml: Any) -> None:
    write_toml(BRAND_X)

    outcome = bis("config", "show", "-p", "brand-z", "--json")

    assert (outcome.code, outcome.document["profile"]) == (3, "brand-z")
    assert outcome.document["error"]["code"] in {"config_missing", "config_invalid"}
