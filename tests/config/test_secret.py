import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from voyado_bis_cli.config.resolve import ResolvedProfile
from voyado_bis_cli.errors import ConfigError, ErrorCode

Resolve = Callable[..., ResolvedProfile]
Write = Callable[[str], Path]


def with_token(reference: str) -> str:
    return f"[profiles.p.centra]\ntoken = {reference}\n"


def reason(found: ResolvedProfile) -> str:
    with pytest.raises(ConfigError) as missing:
        found.profile.need("centra.token")
    assert missing.value.code is ErrorCode.CONFIG_MISSING
    return missing.value.message.removeprefix('The profile "p" lacks centra.token (BIS_CENTRA_TOKEN: ').removesuffix(
        ")."
    )


def test_env_names_a_variable(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(with_token('"env:MY_TOKEN"'))
    assert resolved("p", MY_TOKEN="s3cret").profile.need("centra.token") == ("s3cret",)


def test_file_names_a_path_beside_the_config_file(resolved: Resolve, bis_toml: Write, tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "token").write_text("s3cret\n")
    bis_toml(with_token('"file:secrets/token"'))
    assert resolved("p").profile.need("centra.token") == ("s3cret",)


def test_a_tilde_in_a_path_is_the_home(
    resolved: Resolve, bis_toml: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "token").write_text("s3cret")
    bis_toml(with_token('"file:~/token"'))
    assert resolved("p").profile.need("centra.token") == ("s3cret",)


class KeyringError(Exception):
    pass


def keyring(answer: Callable[[str, str], str | None]) -> SimpleNamespace:
    return SimpleNamespace(get_password=answer, errors=SimpleNamespace(KeyringError=KeyringError))


def test_keyring_names_an_entry_of_the_service_bis(
    resolved: Resolve, bis_toml: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", keyring(lambda service, name: f"{service}-{name}"))
    bis_toml(with_token('"keyring:brandx"'))
    assert resolved("p").profile.need("centra.token") == ("bis-brandx",)


def test_a_keyring_without_the_entry_says_how_to_add_it(
    resolved: Resolve, bis_toml: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", keyring(lambda _service, _name: None))
    bis_toml(with_token('"keyring:brandx"'))
    assert reason(resolved("p")) == "the keyring has no `brandx`, `keyring set bis brandx` adds it"


def test_a_keyring_that_fails_as_on_headless_machines_is_told(
    resolved: Resolve, bis_toml: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_service: str, _name: str) -> str:
        raise KeyringError("no backend")

    monkeypatch.setitem(sys.modules, "keyring", keyring(fail))
    bis_toml(with_token('"keyring:brandx"'))
    assert reason(resolved("p")) == "the keyring of this machine cannot be read (KeyringError)"


def test_a_keyring_that_is_not_installed_says_how_to_install_it(
    resolved: Resolve, bis_toml: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    bis_toml(with_token('"keyring:brandx"'))
    assert reason(resolved("p")) == "the keyring is not installed, `pip install 'voyado-bis-cli[keyring]'` adds it"


def test_a_secret_that_cannot_be_found_matters_only_where_it_is_needed(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml('[profiles.p]\ntenant = "voyadotenant"\n' + with_token('"env:MY_TOKEN"'))
    found = resolved("p", MY_TOKEN="")
    assert found.profile.need("tenant") == ("voyadotenant",)
    assert reason(found) == "the variable MY_TOKEN is not set"


def test_what_is_missing_is_said_to_belong_into_the_file(resolved: Resolve, bis_toml: Write) -> None:
    path = bis_toml(with_token('"env:MY_TOKEN"'))
    with pytest.raises(ConfigError) as missing:
        resolved("p").profile.need("centra.url", "centra.token", "tenant")
    assert missing.value.message == (
        'The profile "p" lacks centra.url (BIS_CENTRA_URL), centra.token (BIS_CENTRA_TOKEN: the variable'
        " MY_TOKEN is not set) and tenant (BIS_TENANT)."
    )
    assert missing.value.hint.startswith(f"Write them under bis.toml [profiles.p] in {path}.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "cannot be read, no such file or directory"), (b" \n", "is empty"), (b"\xff\xfe", "is not text")],
)
def test_a_secret_file_that_holds_none_says_why(
    resolved: Resolve, bis_toml: Write, tmp_path: Path, content: bytes | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    bis_toml(with_token('"file:token"'))
    assert reason(resolved("p")) == f"the file {tmp_path / 'token'} {expected}"


@pytest.mark.parametrize("literal", ['"hunter2-s3cret"', '"https:hunter2"', '"ENV:hunter2"', "1234567", '["hunter2"]'])
def test_a_secret_in_the_file_itself_is_refused_and_not_repeated(
    resolved: Resolve, bis_toml: Write, literal: str
) -> None:
    bis_toml(with_token(literal))
    with pytest.raises(ConfigError) as refused:
        resolved("p")
    assert refused.value.code is ErrorCode.SECRET_IN_FILE
    assert refused.value.message == (
        "centra.token (bis.toml [profiles.p.centra] token) must not hold the secret itself: write env:NAME,"
        " file:PATH or keyring:NAME."
    )
    assert "hunter2" not in refused.value.message + refused.value.hint + repr(refused.value.details)


def test_a_reference_to_nothing_is_refused(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(with_token('"env:"'))
    with pytest.raises(ConfigError, match=r"names nothing after `env:`: write env:NAME, file:PATH or keyring:NAME\.$"):
        resolved("p")


def test_an_empty_secret_is_unset(resolved: Resolve, bis_toml: Write) -> None:
    bis_toml(with_token('""'))
    assert resolved("p").origins == {}


def test_a_secret_of_several_lines_is_refused_without_being_shown(
    resolved: Resolve, bis_toml: Write, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("hunter2\nX-Header: injected\n")
    bis_toml(with_token('"file:token"'))
    with pytest.raises(ConfigError, match="must be one word of plain characters") as refused:
        resolved("p")
    assert "hunter2" not in refused.value.message
