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


@pytest.mark.parametrize("make", [finding.error, finding.warning, finding.info])
def test_a_title_is_enough_for_a_finding(make: Callable[..., Finding]) -> None:
    found = make("note", "Title")

    assert (found.detail, found.remedy, found.docs) == ("", Remedy("", ()), "")


def test_severities_are_told_in_one_word() -> None:
    assert [severity.value for severity in Severity] == ["error", "warning", "info"]
