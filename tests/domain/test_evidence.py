import pytest

from voyado_bis_cli.domain.evidence import LogSource, is_expected_email
from voyado_bis_cli.domain.subscription import Email


def email(*, name: str = "", subject: str = "", source: str = "Automation") -> Email:
    return Email(id="m-1", name=name, subject=subject, sent_at=None, type="Email", source=source, status="Sent")


@pytest.mark.parametrize(
    ("sent", "pattern", "expected"),
    [
        (email(subject="Back in stock: Linen shirt"), "Back in stock*", True),
        (email(name="Back in stock", subject="Your size is here"), "Back in stock*", True),
        (email(subject="BACK IN STOCK!"), "back in stock*", True),
        (email(subject="Åter i lager"), "ÅTER*", True),
        (email(subject="Welcome"), "Back in stock*", False),
        (email(subject="It is Back in stock"), "Back in stock*", False),
        (email(subject="Back in stock: Linen shirt", source="Manual"), "Back in stock*", False),
        (email(subject="Back in stock: Linen shirt", source=""), "Back in stock*", False),
        (email(), "Back in stock*", False),
        (email(subject="anything"), "*", True),
    ],
)
def test_the_expected_email_is_an_automations_whose_name_or_subject_matches(
    sent: Email, pattern: str, *, expected: bool
) -> None:
    assert is_expected_email(sent, pattern) is expected


def test_evidence_is_labelled_as_no_log() -> None:
    assert [source.value for source in LogSource] == ["http", "file", "evidence"]
