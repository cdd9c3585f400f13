"""`bis sandbox serve --rate-limits`."""

from typing import Any

import pytest

from voyado_bis_cli.cli import run
from voyado_bis_cli.sandbox import server
from voyado_bis_cli.sandbox.centra.rate_limits import RetryAfterFormat
from voyado_bis_cli.sandbox.settings import Settings


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ((), Settings(rate_limits=False, retry_after="http-date")),
        (("--rate-limits",), Settings(rate_limits=True, retry_after="http-date")),
        *(
            (("--rate-limits", "--retry-after", each.value), Settings(rate_limits=True, retry_after=each.value))
            for each in RetryAfterFormat
        ),
    ],
)
def test_serve_takes_limits_and_the_format_of_retry_after(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, words: tuple[str, ...], settings: Settings
) -> None:
    served: list[Settings] = []
    monkeypatch.setenv("BIS_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(server, "serve", lambda chosen, **_options: served.append(chosen))
    assert run(["sandbox", "serve", *words]) == 0
    assert served == [settings]


def test_serve_knows_no_other_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "serve", "--retry-after", "soon"]) == 2
    assert "--retry-after" in capsys.readouterr().err
