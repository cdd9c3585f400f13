"""`bis sandbox fault`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from voyado_bis_cli.cli import run


@pytest.fixture
def bis(
    sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run `bis sandbox …` against the sandbox."""
    monkeypatch.setenv("BIS_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*argv: str) -> tuple[int, str, str]:
        code = run(["sandbox", *argv, "--port", str(urlsplit(sandbox.url).port)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_fault_is_added_and_shown_as_it_would_be_typed(bis: Any, client: Any) -> None:
    words = ("--operation", "Markets", "--status", "429", "--retry-after", "Fri, 31 Jan", "--done", "--times", "2")
    code, out, _ = bis("fault", "add", "status", *words)
    assert code == 0
    assert "--operation Markets --times 2 --status 429 --retry-after 'Fri, 31 Jan' --done" in out
    answer = client.markets()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "Fri, 31 Jan")


def test_list_counts_matches_and_hits(bis: Any, client: Any) -> None:
    assert bis("fault", "list")[1] == f"No fault stands in the sandbox at {client.sandbox.url}.\n"
    bis("fault", "add", "html", "--after", "1", "--not-done")
    bis("fault", "add", "partial-batch", "--sku", "1234-1", "--sku", "1234SIZEM", "--nth", "3")
    assert [client.markets().headers["content-type"][:9] for _ in range(2)] == ["applicati", "text/html"]
    header, first, second = bis("fault", "list")[1].splitlines()
    assert header.split() == ["id", "kind", "options", "matches", "hits"]
    assert first.split() == [first.split()[0], "html", "--after", "1", "--not-done", "2", "1"]
    assert " ".join(second.split()[1:]) == "partial-batch --sku 1234-1 --sku 1234SIZEM --nth 3 0 0"


def test_body_is_sent_as_it_was_typed(bis: Any, client: Any) -> None:
    bis("fault", "add", "shape", "--body", '{"data": 3}')
    assert client.markets().text == '{"data": 3}'


@pytest.mark.parametrize(("words", "left"), [((), 0), (("--id", "{first}"), 1)])
def test_clear_takes_one_or_all_away(bis: Any, client: Any, fault: Any, words: tuple[str, ...], left: int) -> None:
    first = fault("status")["id"]
    fault("reset")
    code, out, _ = bis("fault", "clear", *(word.format(first=first) for word in words))
    faults = "1 fault" if left else "2 faults"
    assert (code, out) == (0, f"{faults} taken away from the sandbox at {client.sandbox.url}.\n")
    assert len(client.sandbox.control("GET", "/faults")["faults"]) == left


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("latency", "--status", "500"), "The sandbox refuses this: latency.status: Extra inputs are not permitted."),
        (("object-gone", "--event", "9"), "The sandbox refuses this: there is no unconfirmed event 9."),
        (("gremlins",), "'gremlins' is not one of"),
    ],
)
def test_a_fault_that_makes_no_sense_is_a_usage_error(bis: Any, words: tuple[str, ...], said: str) -> None:
    code, _, err = bis("fault", "add", *words)
    assert code == 2
    assert said in err
