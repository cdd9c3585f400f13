"""One self-contained page about a run: to send around, to print, to keep. No script, no request, no secret."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from voyado_bis_cli import __version__
from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.output.files.account import Account, Case
from voyado_bis_cli.output.files.text import Say, as_json
from voyado_bis_cli.output.files.timeline import timeline
from voyado_bis_cli.output.redacted import redacted
from voyado_bis_cli.output.words import NOTHING, duration, label, spoken

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{style}</style>
</head>
"""

_CODE = re.compile(r"`([^`\n]+)`")


def html_page(account: Account, say: Say) -> str:
    """Return the whole page."""
    return _Page(account, say).html()


class _Page:
    def __init__(self, account: Account, say: Say) -> None:
        self._account = account
        self._say = say

    def html(self) -> str:
        account = self._account
        title = self._text(f"bis {account.run.command}: {account.outcome}")
        style = files(__package__).joinpath("page.css").read_text("utf-8")
        sections = (
            self._summary(),
            *([self._error(account.error)] if account.error else []),
            self._section("Findings", "".join(map(self._finding, sorted(account.findings, key=_badness)))),
            self._section("Timeline", timeline(account, self._say)),
            self._section(self._cases_heading(), self._cases(case for case in account.cases if not case.is_manual)),
            self._section("For a person to look at", self._manual()),
        )
        head = _HEAD.format(title=title, style=style)
        foot = f"<footer><p>{self._text(f'Written by bis {__version__}. Secrets and email addresses are masked.')}</p>"
        body = "\n".join(filter(None, sections))
        return f"{head}<body>\n<main>\n{body}\n</main>\n{foot}</footer>\n</body>\n</html>\n"

    def _summary(self) -> str:
        account, run = self._account, self._account.run
        profile = f"{run.profile} ({run.kind})" if run.kind else run.profile or "none"
        facts = (
            ("Profile", profile),
            ("Systems", ", ".join(run.hosts) or NOTHING),
            *account.about,
            ("Started", f"{run.started:%Y-%m-%d %H:%M:%S} UTC"),
            ("Took", duration(int(account.seconds * 1000))),
            ("Exit code", str(int(account.exit_code))),
            ("Requests", str(account.usage.requests)),
            ("Run", run.run_id),
        )
        counts = "".join(
            f'<li class="{_kind(verdict.value)}">{number} {self._text(verdict.value)}</li>'
            for verdict, number in account.counts.items()
        )
        rows = "".join(f"<div><dt>{name}</dt><dd>{self._text(value)}</dd></div>" for name, value in facts)
        return (
            f'<header class="{_kind(account.outcome)}"><p class="brand">Back in stock, Centra to Voyado Engage</p>'
            f"<h1>bis {self._text(run.command)} <strong>{self._text(account.outcome)}</strong></h1>"
            f'<ul class="counts">{counts}</ul><dl class="facts">{rows}</dl></header>'
        )

    def _error(self, error: BisError) -> str:
        hint = f"<p>{self._prose(error.hint)}</p>" if error.hint else ""
        said = f"<p><strong>{self._prose(error.message)}</strong></p>{hint}"
        return f'<section><h2>What ended the run</h2><div class="finding error">{said}</div></section>'

    def _finding(self, finding: Finding) -> str:
        detail = f"<p>{self._prose(finding.detail)}</p>" if finding.detail else ""
        remedy = finding.remedy
        todo = f'<p class="remedy">{self._prose(remedy.text)}</p>' if remedy.text else ""
        commands = "".join(f"<pre>{self._text(command)}</pre>" for command in remedy.commands)
        severity = finding.severity.value
        return (
            f'<div class="finding {severity}"><p><span class="badge">{severity}</span> '
            f"<strong>{self._prose(finding.title)}</strong></p>{detail}{todo}{commands}</div>"
        )

    def _cases_heading(self) -> str:
        return "Steps and their evidence" if self._account.run.command in {"verify", "demo"} else "Checks"

    def _cases(self, cases: Iterable[Case]) -> str:
        rows = "".join(map(self._case, cases))
        return f'<ol class="cases">{rows}</ol>' if rows else ""

    def _case(self, case: Case) -> str:
        took = "" if case.seconds is None else f'<span class="took">{duration(int(case.seconds * 1000))}</span>'
        group = f'<span class="group">{self._text(case.group)}</span>' if case.group else ""
        detail = f"<p>{self._prose(case.detail)}</p>" if case.detail else ""
        return (
            f'<li class="{_kind(case.verdict.value)}"><h3><span class="badge">{case.verdict.value}</span> '
            f"{self._text(case.title)}{group}{took}</h3>{detail}{self._evidence(case)}</li>"
        )

    def _evidence(self, case: Case) -> str:
        safe = ((self._say(key), redacted(value, self._say)) for key, value in case.evidence.items())
        rows = "".join(
            f"<div><dt>{self._text(label(key))}</dt><dd>{self._value(value)}</dd></div>"
            for key, value in safe
            if spoken(value) != NOTHING
        )
        return f'<dl class="evidence">{rows}</dl>' if rows else ""

    def _value(self, value: object) -> str:
        """Return a value as people read it; rows of rows as a table, what is deeper as JSON."""
        match value:
            case [dict(), *_] if rows := _flat_rows(value):
                return self._table(rows)
            case dict() | list() if not _is_flat(value):
                return f"<pre>{escape(as_json(value, self._say))}</pre>"
            case _:
                return self._text(spoken(value))

    def _table(self, rows: list[dict[str, object]]) -> str:
        columns = dict.fromkeys(key for row in rows for key in row)
        head = "".join(f"<th>{self._text(label(key))}</th>" for key in columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{self._text(spoken(row.get(key)))}</td>' for key in columns)}</tr>" for row in rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _manual(self) -> str:
        rows = "".join(
            f'<tr class="{_kind(case.verdict.value)}"><td>{self._text(case.title)}<br><small>'
            f"{self._prose(case.detail)}</small></td><td>{self._text(case.confirmed_by or 'nobody yet')}</td>"
            f"<td>{self._text(str(case.confirmed_on or NOTHING))}</td></tr>"
            for case in self._account.cases
            if case.is_manual
        )
        head = "<thead><tr><th>what</th><th>who looked</th><th>when</th></tr></thead>"
        return f'<table class="manual">{head}<tbody>{rows}</tbody></table>' if rows else ""

    def _section(self, title: str, content: str) -> str:
        return f"<section><h2>{title}</h2>{content}</section>" if content else ""

    def _text(self, text: str) -> str:
        """Return text as HTML that shows it; redacted first, so that no escape hides a secret."""
        return escape(self._say(text))

    def _prose(self, text: str) -> str:
        """Return a sentence as HTML, with what stands between backticks as code."""
        return _CODE.sub(r"<code>\1</code>", self._text(text))


def _badness(finding: Finding) -> int:
    return list(Severity).index(finding.severity)


def _kind(words: str) -> str:
    return words.replace(" ", "-")


def _flat_rows(values: Sequence[object]) -> list[dict[str, object]]:
    """Return `values` where each is a row of plain values, else nothing."""
    rows = [value for value in values if isinstance(value, dict) and _is_flat(value)]
    return rows if len(rows) == len(values) else []


def _is_flat(value: dict[str, object] | list[object]) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return not any(isinstance(each, dict | list) for each in inner)
