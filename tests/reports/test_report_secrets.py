"""No report holds a secret or a whole email address, however the run ended."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reports.kinds import KINDS
from voyado_bis_cli.domain.finding import Remedy, error
from voyado_bis_cli.domain.redaction import Redactor
from voyado_bis_cli.errors import ExitCode, RefusedError
from voyado_bis_cli.output.files.account import Case, Span, Verdict
from voyado_bis_cli.output.files.html import html_page
from voyado_bis_cli.output.files.junit import junit_document
from voyado_bis_cli.output.files.summary import job_summary
from voyado_bis_cli.output.files.text import speaker

SECRET = "se<cr&e>t_'*`|\"k"
EMAIL = "jane_o'doe+bis@voyado.com"
PRIVATE = ("sandbox-toolkit", "sandbox-guide", "sandbox-weak", "sandbox-unknown", "sandbox-engage-key", "john-doe@")


@pytest.mark.parametrize("kind", KINDS)
def test_no_run_leaves_one_in_its_files(reported: Callable[[str], Any], kind: str) -> None:
    run = reported(kind)

    assert [(private, name) for private in PRIVATE for name in ("junit", "html") if private in getattr(run, name)] == []


def test_the_shopper_is_there_masked(reported: Callable[[str], Any]) -> None:
    run = reported("demo, all passed")

    assert "j***@voyado.com" in run.html
    assert "j***@voyado.com" in run.junit


@pytest.mark.parametrize("draw", [junit_document, html_page, job_summary])
def test_markup_in_a_secret_does_not_hide_it(account: Any, draw: Callable[..., str]) -> None:
    told = f"It said {SECRET} to {EMAIL}"
    made = account(
        exit_code=ExitCode.REFUSED,
        cases=tuple(Case(told, told, verdict, told, told, evidence={told: {"a": [told]}}) for verdict in Verdict),
        findings=(error("x", told, told, Remedy(told, (told,))),),
        error=RefusedError(told, hint=told),
        spans=(Span(told, 0, 1),),
    )

    page = draw(made, speaker(Redactor([SECRET]).text))

    assert "[secret]" in page.replace("\\", "")
    assert [part for part in ("cr&", "cr&amp;", "e>t", "e&gt;t", "o'doe", "o&#x27;doe", "bis@") if part in page] == []
