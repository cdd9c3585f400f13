"""The JUnit file: what CI servers read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.kinds import KINDS
from voyado_bis_cli.domain import finding
from voyado_bis_cli.errors import ExitCode, NotYetError
from voyado_bis_cli.output.files.account import Case, Verdict
from voyado_bis_cli.output.files.junit import junit_document
from voyado_bis_cli.output.files.text import speaker


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_valid_and_red_exactly_when_the_exit_code_is_not_0(
    reported: Callable[[str], Any], schema: xmlschema.XMLSchema, kind: str
) -> None:
    run = reported(kind)

    schema.validate(run.junit)
    suites = fromstring(run.junit)
    cases = suites.findall("testsuite/testcase")
    red = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    assert run.result.exit_code == KINDS[kind][2]
    assert bool(red) == bool(run.result.exit_code)
    assert int(suites.get("tests", "")) == len(cases)
    assert int(suites.get("failures", "")) + int(suites.get("errors", "")) == len(red)


def test_each_step_is_a_test_with_its_time_and_evidence(reported: Callable[[str], Any]) -> None:
    run = reported("not yet")

    cases = {case.get("name"): case for case in fromstring(run.junit).iter("testcase")}
    assert len(cases) == 12
    watched = cases["Watch Voyado's integration tell Engage"]
    failure = watched.find("failure")
    assert failure is not None
    assert failure.get("type") == "not yet"
    assert "Voyado is not reading" in failure.get("message", "")
    assert '"finding": "voyado-not-reading"' in (failure.text or "")
    assert float(watched.get("time", "")) >= 0.2
    assert cases["See that the email left"].find("skipped") is not None
    assert "subscription_id" in (cases["Subscribe a shopper to the sold-out size"].findtext("system-out") or "")


def test_what_ended_a_run_before_anything_was_judged_is_a_test_of_its_own(account: Any) -> None:
    found = finding.error("odd-one", "It is odd.", "Very.", finding.Remedy("Look.", ("bis doctor",)))
    by_finding = account(exit_code=ExitCode.WRONG, findings=(finding.warning("mere", "Mere."), found))
    by_error = account(exit_code=ExitCode.NOT_YET, error=NotYetError("Not seen.", hint="Wait."))

    (case,) = fromstring(junit_document(by_finding, str)).iter("testcase")
    (failure,) = case
    assert (case.get("name"), failure.tag, failure.get("type")) == ("the run itself", "failure", "odd-one")
    assert failure.text == "It is odd. Very. Look. bis doctor"
    (case,) = fromstring(junit_document(by_error, str)).iter("testcase")
    (error,) = case
    assert (error.tag, error.get("type"), error.text) == ("error", "not_yet", "Not seen.\nWait.")


@pytest.mark.parametrize(
    ("verdict", "strict", "said"),
    [
        (Verdict.PASSED, False, "system-out"),
        (Verdict.CONFIRMED, True, "system-out"),
        (Verdict.WARNING, False, "system-out"),
        (Verdict.WARNING, True, "failure"),
        (Verdict.MANUAL, False, "skipped"),
        (Verdict.MANUAL, True, "failure"),
        (Verdict.SKIPPED, True, "skipped"),
        (Verdict.NOT_YET, False, "failure"),
    ],
)
def test_a_warning_is_green_unless_strict(account: Any, verdict: Verdict, strict: bool, said: str) -> None:
    made = account(cases=(Case("one", "One", verdict, "Because."),), strict=strict)

    (case,) = fromstring(junit_document(made, str)).iter("testcase")

    assert [child.tag for child in case] == [said]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-16", exclude_categories=()), max_size=40))
def test_any_text_makes_a_valid_file(account: Any, schema: xmlschema.XMLSchema, text: str) -> None:
    cases = tuple(Case(text, text, verdict, text, text, evidence={text: [text]}) for verdict in Verdict)

    assert list(schema.iter_errors(junit_document(account(cases=cases), speaker(str)))) == []
