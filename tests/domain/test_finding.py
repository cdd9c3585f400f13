from collections.abc import Callable

import pytest

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity


@pytest.mark.parametrize(
    ("make", "severity"),
    [
        (finding.error, Severity.ERROR),
        (finding.warning, Severity.WARNING),
        (finding.info, Severity.INFO),
    ],
)
def test_each_severity_has_its_maker(make: Callable[..., Finding], severity: Severity) -> None:
    remedy = Remedy("Tick Market:read.", ("bis check-permissions",))

    assert make("no-market", "Title", "Detail", remedy) == Finding("no-market", severity, "Title", "Detail", remedy)


def test_a_finding_without_a_remedy_has_an_empty_one() -> None:
    assert finding.info("note", "Title").remedy == Remedy("", ())


def test_severities_are_told_in_one_word() -> None:
    assert [severity.value for severity in Severity] == ["error", "warning", "info"]
