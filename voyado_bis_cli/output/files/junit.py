"""JUnit XML, as Jenkins, GitLab and the rest read it: one suite per run, red exactly when the exit code is not 0."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from voyado_bis_cli import __version__
from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.errors import ExitCode
from voyado_bis_cli.output.files.account import Account, Case, Verdict
from voyado_bis_cli.output.files.text import Say, as_json

_LEFT_OUT = {Verdict.SKIPPED, Verdict.MANUAL}


def junit_document(account: Account, say: Say) -> str:
    """Return the whole document."""
    run = account.run
    cases = [_testcase(account, case, say) for case in account.cases]
    if account.exit_code is not ExitCode.DONE and not any(map(account.counts_as_failed, account.cases)):
        cases.append(_run_itself(account, say))
    seconds, name = f"{account.seconds:.3f}", f"bis {run.command}"
    suites = Element("testsuites", name=name, time=seconds)
    suite = SubElement(suites, "testsuite", name=name, time=seconds, timestamp=f"{run.started:%Y-%m-%dT%H:%M:%S}")
    for element in (suites, suite):
        element.set("tests", str(len(cases)))
        element.set("failures", str(_having(cases, "failure")))
        element.set("errors", str(_having(cases, "error")))
    suite.set("skipped", str(_having(cases, "skipped")))
    properties = SubElement(suite, "properties")
    for key, value in _properties(account):
        SubElement(properties, "property", name=key, value=say(value))
    suite.extend(cases)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _properties(account: Account) -> Iterable[tuple[str, str]]:
    run = account.run
    yield "bis.version", __version__
    yield "run", run.run_id
    yield "profile", f"{run.profile} ({run.kind})" if run.kind else run.profile or "none"
    yield "hosts", ", ".join(run.hosts)
    yield "exit_code", str(int(account.exit_code))
    yield from ((name.lower(), value) for name, value in account.about)


def _testcase(account: Account, case: Case, say: Say) -> Element:
    element = _named(account, case.title, case.seconds or 0, say, group=case.group)
    told = say(case.told) + _evidence(case, say)
    if account.counts_as_failed(case):
        SubElement(element, "failure", type=case.verdict.value, message=say(case.told)).text = told
    elif case.verdict in _LEFT_OUT:
        SubElement(element, "skipped", message=say(f"{case.verdict.value}: {case.detail}"))
    else:
        SubElement(element, "system-out").text = told
    return element


def _run_itself(account: Account, say: Say) -> Element:
    """Return the case that says why the run is red where none of its cases does."""
    element = _named(account, "the run itself", account.seconds, say)
    if account.error:
        sentences: tuple[str, ...] = (account.error.message, account.error.hint)
        failure = SubElement(element, "error", type=account.error.code.value, message=say(account.error.message))
    else:
        bad = {Severity.ERROR, Severity.WARNING} if account.strict else {Severity.ERROR}
        found = [finding for finding in account.findings if finding.severity in bad]
        sentences = tuple(map(_sentences, found))
        failure = SubElement(element, "failure", type=found[0].id, message=say(found[0].title))
    failure.text = say("\n".join(filter(None, sentences)))
    return element


def _named(account: Account, name: str, seconds: float, say: Say, group: str = "") -> Element:
    classname = ".".join(filter(None, ("bis", account.run.command, group)))
    return Element("testcase", name=say(name), classname=say(classname), time=f"{seconds:.3f}")


def _sentences(finding: Finding) -> str:
    return " ".join(filter(None, (finding.title, finding.detail, finding.remedy.text, *finding.remedy.commands)))


def _evidence(case: Case, say: Say) -> str:
    return "\n" + as_json(dict(case.evidence), say) if case.evidence else ""


def _having(cases: Iterable[Element], name: str) -> int:
    return sum(case.find(name) is not None for case in cases)
