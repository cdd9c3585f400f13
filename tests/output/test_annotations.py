from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Remedy
from voyado_bis_cli.errors import ConfigError
from voyado_bis_cli.output.annotations import of_error, of_finding


def test_a_finding_is_an_annotation_of_its_severity() -> None:
    remedy = Remedy("Tick it in Centra.", ("bis check-permissions",))

    assert (
        of_finding(finding.error("market-missing", "Market:read is missing", "100% sure", remedy))
        == "::error title=Market%3Aread is missing::100%25 sure%0ATick it in Centra.%0Abis check-permissions"
    )
    assert of_finding(finding.warning("w", "a, b")) == "::warning title=a%2C b::a, b"
    assert of_finding(finding.info("i", "fine")) == "::notice title=fine::fine"


def test_an_error_is_an_annotation_with_its_code() -> None:
    assert (
        of_error(ConfigError("No profile.\r\nNone at all.", hint="Run bis init."))
        == "::error title=bis%3A config_invalid::No profile.%0D%0ANone at all.%0ARun bis init."
    )
