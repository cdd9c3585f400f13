import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voyado_bis_cli.config.atomic_file import write_atomically
from voyado_bis_cli.config.new_profile import ProfileFile, profile_text
from voyado_bis_cli.config.resolve import resolve
from voyado_bis_cli.errors import ConfigError, ErrorCode, UsageError


def test_a_new_file_has_the_mode_asked_for_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a"

    write_atomically(file, "one", mode=0o600)
    file.chmod(0o644)
    write_atomically(file, "two", mode=0o600)

    assert (file.read_text("utf-8"), stat.S_IMODE(file.stat().st_mode)) == ("two", 0o644)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ConfigError, match=r"cannot be written: no space left on device\.$") as refused:
        write_atomically(file, "new")

    assert refused.value.code is ErrorCode.STATE_UNWRITABLE
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("a", "old")]


def test_a_file_that_is_not_there_has_no_profiles(tmp_path: Path) -> None:
    file = ProfileFile(tmp_path / "bis.toml")

    assert (file.exists, dict(file.profiles), file.default_profile) == (False, {}, None)


def test_adding_twice_needs_a_will_to_replace(tmp_path: Path) -> None:
    file = ProfileFile(tmp_path / "bis.toml")
    file.add("a", {"tenant": "one"})

    with pytest.raises(UsageError, match='has a profile "a" already'):
        file.add("a", {"tenant": "two"})
    file.add("a", {"tenant": "two"}, replace=True)

    assert file.profiles == {"a": {"tenant": "two"}}


def test_a_text_that_looks_like_a_header_makes_the_file_too_odd_to_touch(tmp_path: Path) -> None:
    file = ProfileFile(tmp_path / "bis.toml")
    text = '[profiles.a]\ntenant = """\n[no header!]\n"""\n'
    file.path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="laid out in a way"):
        file.add("a", {"tenant": "two"}, replace=True)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1)


@settings(deadline=None)  # it writes files
@given(name=texts.filter(str.strip), email_subject=texts.filter(str.strip), skus=st.lists(texts, max_size=3))
def test_whatever_was_answered_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, name: str, email_subject: str, skus: list[str]
) -> None:
    answers: dict[str, Any] = {
        "tenant": "voyadotenant",
        "centra.integration_name": name,
        "test.expect_email": email_subject,
        "feeds": {"sv-SE": "https://a.example.com/feed.xml?k=1"},
    }
    if skus:
        answers["test.skus"] = skus
    file = ProfileFile(tmp_path_factory.mktemp("toml") / "bis.toml")

    file.add("brand-x", answers)

    assert file.profiles == {"brand-x": answers}
    profile = resolve("brand-x", file.path, {}).profile
    assert profile.centra.integration_name == name
    assert profile.test.skus == tuple(skus)


def test_no_answers_make_a_profile_of_comments() -> None:
    written = profile_text("a", {})

    assert [line for line in written.splitlines() if line and not line.startswith("#")] == []
