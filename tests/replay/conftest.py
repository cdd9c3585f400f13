"""Recorded HTTP: each test plays its cassette, with the network blocked; `make record` records them anew."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from vcr import VCR  # type: ignore[import-untyped]  # vcrpy has no types
from vcr.cassette import Cassette  # type: ignore[import-untyped]  # as above
from vcr.persisters.filesystem import FilesystemPersister  # type: ignore[import-untyped]  # as above

from tests.replay.cassette_file import CassetteFile
from tests.replay.scrubber import Scrubber
from tests.replay.source import FROM_SANDBOX, FROM_TENANTS, LIVE, REPLAYED, Source, recording_source
from tests.replay.support import FROZEN, Given, Stage
from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.cli.context import SystemClock
from voyado_bis_cli.domain.ids import ExternalId, Locale, Sku, WarehouseId
from voyado_bis_cli.engage.api import ApiVersion
from voyado_bis_cli.engage.client import EngageClient
from voyado_bis_cli.engage.integration_log import IntegrationLogClient
from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient
from voyado_bis_cli.transport.http import HttpTransport
from voyado_bis_cli.transport.usage import UsageMeter

CASSETTES = Path(__file__).parents[2] / "cassettes"
NETWORK_SETTINGS = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


# ---------------------------------------------------------------- cassettes
def pytest_recording_configure(vcr: VCR) -> None:
    vcr.register_serializer("yaml", CassetteFile(FROM_TENANTS if LIVE else FROM_SANDBOX))
    vcr.register_persister(FilesystemPersister)  # the plugin's own cannot read metadata


@pytest.fixture(scope="session")
def cassettes() -> Path:
    return CASSETTES


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    return str(CASSETTES / request.path.stem)


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    return str(request.node.name).replace("[", "-").removesuffix("]")


@pytest.fixture
def vcr_config(scrubber: Scrubber) -> dict[str, Any]:
    return {
        "match_on": ("method", "scheme", "host", "port", "path", "query", "body"),
        "decode_compressed_response": True,
        "before_record_request": scrubber.request,
        "before_save_interaction": scrubber.interaction,
    }


@pytest.fixture(autouse=True)
def _played_to_its_end(vcr: Cassette | None, stage: Stage, *, recording: bool) -> Iterator[None]:
    """Begin each recording with the same sandbox, and see that each replay used all that was recorded."""
    if vcr is not None:
        stage.set("/reset")
        stage.set("/clock", freeze=FROZEN)
    yield
    if vcr is not None and not recording:
        assert vcr.all_played, f"{vcr.play_count} of {len(vcr)} answers in {vcr.path} were asked for"
        assert vcr.requests


# ---------------------------------------------------------------- who is asked
@pytest.fixture(scope="session")
def recording(record_mode: str) -> bool:
    return record_mode != "none"


@pytest.fixture(scope="session")
def source(*, recording: bool) -> Iterator[Source]:
    if recording:
        with recording_source() as opened:
            yield opened
    else:
        yield Source(REPLAYED)


@pytest.fixture(scope="session")
def stage(source: Source) -> Stage:
    return Stage(source.sandbox)


@pytest.fixture(scope="session")
def scrubber(source: Source) -> Scrubber:
    return Scrubber(source.profile, REPLAYED)


@pytest.fixture
def given(source: Source, vcr: Cassette, scrubber: Scrubber, *, recording: bool) -> Given:
    """What the test works with: from the profile while recording, from the cassette afterwards."""
    if not recording:
        return Given(**vcr.get_metadata("given", None))
    email, skus, market, locale, warehouse, store = source.profile.need(
        "test.email", "test.skus", "test.market", "test.locale", "test.warehouse", "subscription_api.store"
    )
    given = Given(email, Sku(skus.split()[0]), ExternalId(market), Locale(locale), WarehouseId(int(warehouse)), store)
    vcr.get_metadata("given", scrubber.value(asdict(given)))
    return given


# ---------------------------------------------------------------- who asks
@pytest.fixture(scope="session")
def transport(*, recording: bool) -> Iterator[HttpTransport]:
    with pytest.MonkeyPatch.context() as environment:
        for name in NETWORK_SETTINGS if not recording else ():  # a replay depends on nothing of this machine
            environment.delenv(name, raising=False)
            environment.delenv(name.lower(), raising=False)
        with HttpTransport(SystemClock(), user_agent="voyado-bis-cli") as transport:
            yield transport


@pytest.fixture
def centra_with(transport: HttpTransport, source: Source) -> Callable[[str], CentraClient]:
    """Centra with any token; which one it was stands in no cassette."""
    (url,) = source.profile.need("centra.url")
    return lambda token: CentraClient(transport, url=url, token=token, token_name="toolkit", meter=UsageMeter())


@pytest.fixture
def centra(centra_with: Callable[[str], CentraClient], source: Source) -> CentraClient:
    """Centra with our own token."""
    return centra_with(*source.profile.need("centra.token"))


@pytest.fixture
def voyado_centra(centra_with: Callable[[str], CentraClient], source: Source) -> CentraClient:
    """Centra with Voyado's token."""
    return centra_with(*source.profile.need("centra.voyado_token"))


@pytest.fixture(params=["v3", "v2"])
def api_version(request: pytest.FixtureRequest) -> ApiVersion:
    version: ApiVersion = request.param
    return version


@pytest.fixture
def engage_with(transport: HttpTransport, source: Source, api_version: ApiVersion) -> Callable[[str], EngageClient]:
    """Engage with any key, in each version of its API."""
    (url,) = source.profile.need("engage.url")
    return lambda key: EngageClient(transport, url=url, api_key=key, api_version=api_version)


@pytest.fixture
def engage(engage_with: Callable[[str], EngageClient], source: Source) -> EngageClient:
    """Engage with the tenant's key, in each version of its API."""
    return engage_with(*source.profile.need("engage.api_key"))


@pytest.fixture
def subscription_api(transport: HttpTransport, source: Source) -> SubscriptionApiClient:
    (url,) = source.profile.need("subscription_api.url")
    return SubscriptionApiClient(transport, url=url, fields=source.profile.subscription_api.fields)


@pytest.fixture
def integration_log(transport: HttpTransport, source: Source) -> IntegrationLogClient:
    url, api_key = source.profile.need("log.url", "engage.api_key")
    return IntegrationLogClient(transport, url=url, api_key=api_key)
