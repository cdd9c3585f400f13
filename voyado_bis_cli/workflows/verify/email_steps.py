"""What leaves Engage: the expected email, no email, and what the integration log says about it."""

from collections.abc import Sequence

from voyado_bis_cli.domain.evidence import is_expected_email
from voyado_bis_cli.domain.progress import StepState
from voyado_bis_cli.domain.scenario import ExpectedEmail, NoEmail, ReadLog
from voyado_bis_cli.domain.subscription import Email
from voyado_bis_cli.domain.verification import says_undelivered
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import ErrorCode, NotYetError, WrongError
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification, log_rows, until_seen


def see_email(_step: ExpectedEmail, run: Verification) -> Step:
    """See that the expected email left and was not there before."""
    pattern = run.plan.expect_email
    try:
        email = yield from until_seen(run, lambda: _expected(run), f"an email like {pattern!r}")
    except NotYetError as error:
        raise NotYetError(
            f"{error.message} {_what_left_instead(run)}", hint=error.hint, details=_evidence_of(run.new_emails())
        ) from None
    run.seen.emails.append(email.id)
    if says_undelivered(email.status):
        raise WrongError(
            f"Engage sent {email.subject!r}, but its status is {email.status}: it did not arrive.",
            code=ErrorCode.NOT_AS_EXPECTED,
            hint="Look at the contact in Engage: an address that bounced gets no further email.",
            details=_evidence(email),
        )
    return Outcome(f"Engage sent {email.subject!r} ({email.status}).", _evidence(email))


def see_no_email(_step: NoEmail, run: Verification) -> Step:
    """See that no expected email left that was not there before."""
    yield from ()
    run.ports.clock.sleep(run.plan.quiet)
    if email := _expected(run):
        raise WrongError(
            f"Engage sent {email.subject!r}, and it should not have.",
            code=ErrorCode.NOT_AS_EXPECTED,
            hint="`bis log` shows which level started it.",
            details=_evidence(email),
        )
    return Outcome(f"No email like {run.plan.expect_email!r} left within {run.plan.quiet:g} s, as it should be.")


def read_the_log(_step: ReadLog, run: Verification) -> Step:
    """Show the rows about the SKU that were not in the integration log before."""
    yield from ()
    if run.ports.log is None:
        return Outcome(
            "No public API reads the integration log, so the steps above are the evidence. The log itself: Engage, "
            "Administration > Integration log.",
            state=StepState.SKIPPED,
        )
    rows = log_rows(run.new_log_entries())
    return Outcome(f"{counted(len(rows), 'row')} about {run.plan.sku} (http).", {"rows": rows})


def _expected(run: Verification) -> Email | None:
    """Return the oldest new email that is an expected one."""
    new = [email for email in run.new_emails() if is_expected_email(email, run.plan.expect_email)]
    return new[-1] if new else None


def _what_left_instead(run: Verification) -> str:
    """Say what is there instead: another email that left since, or one like it from before."""
    if other := run.new_emails():
        return f"What did leave since: {', '.join(repr(one.subject or one.name) for one in other)}."
    older = [one for one in run.emails() if is_expected_email(one, run.plan.expect_email)]
    if older and older[0].sent_at:
        return (
            f"The newest one like it left at {older[0].sent_at:%Y-%m-%d %H:%M:%S} UTC by Engage's clock, before this "
            "run looked."
        )
    return ""


def _evidence(email: Email) -> dict[str, object]:
    sent = email.sent_at.isoformat(timespec="seconds") if email.sent_at else None
    return {
        "message_id": email.id,
        "name": email.name,
        "subject": email.subject,
        "status": email.status,
        "sent_at": sent,
    }


def _evidence_of(emails: Sequence[Email]) -> dict[str, object]:
    return {"emails": [_evidence(email) for email in emails]} if emails else {}
