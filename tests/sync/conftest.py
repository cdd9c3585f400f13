"""A sandbox of this folder's own, whose world a test can change from within."""

import ssl
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest

from tests.sync.processes import Zygote, warmed
from tests.sync.support import Shop, opened_shop


@pytest.fixture(scope="session", autouse=True)
def _authorities_loaded_once() -> Generator[None]:
    """Loading certificate authorities takes half of a short run, and nothing here speaks TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; how long they would have."""
    pauses: list[float] = []
    monkeypatch.setattr("voyado_bis_cli.cli.context.SystemClock.sleep", lambda _self, seconds: pauses.append(seconds))
    return pauses


@pytest.fixture(scope="session")
def shop_of_session(tmp_path_factory: pytest.TempPathFactory) -> Generator[Shop]:
    with opened_shop(tmp_path_factory.mktemp("state")) as shop:
        yield shop


@pytest.fixture
def shop(shop_of_session: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shop:
    """As seeded; the present folder and the home are empty."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    shop_of_session.world.reset()
    return shop_of_session


@pytest.fixture(scope="session")
def zygote_of_session(shop_of_session: Shop, tmp_path_factory: pytest.TempPathFactory) -> Generator[Zygote]:
    with warmed(tmp_path_factory.mktemp("runs")) as zygote:
        assert zygote.ordered(do="warm", argv=["sync-stock", "--once"], env=shop_of_session.env) == 0
        yield zygote


@pytest.fixture
def zygote(zygote_of_session: Zygote) -> Generator[Zygote]:
    """Forks runs of `bis`, each a process of its own; none outlives its test."""
    yield zygote_of_session
    zygote_of_session.end_all()
