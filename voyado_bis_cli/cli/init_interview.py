"""Asks the questions of `bis init`: options are checked, the rest is asked, or named where nobody can answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from voyado_bis_cli.cli.init_questions import QUESTIONS, TAKEN_OVER, Question
from voyado_bis_cli.cli.init_rules import Draft
from voyado_bis_cli.errors import BisError, UsageError

STORES = "centra.stores"
"""Before this is asked, Centra is: from here on, what the token sees is known."""


@dataclass(frozen=True, slots=True)
class Interview:
    """How to get answers. `given` holds what options said, `look` fills `Draft.seen` where a token is at hand."""

    given: Mapping[str, Sequence[str]]
    interactive: bool
    look: Callable[[Draft], None]

    def answers(self, draft: Draft) -> dict[str, Any]:
        """Return the answers by key, in the order of the questions.

        Raises UsageError for an option that cannot be, and one that names every option that is missing.
        """
        missing = [] if draft.name else ["-p"]
        for question in QUESTIONS:
            if question.key == STORES and not missing:
                self.look(draft)
            answer = self._answer(question, draft, missing)
            if answer not in (None, "", [], {}):
                draft.answers[question.key] = answer
        if missing:
            raise UsageError(
                f"Nobody can be asked here, and bis init needs to know: {', '.join(missing)}.",
                hint="Give these options, or run bis init on a terminal, where it asks.",
                details={"missing": missing},
            )
        return draft.answers | {key: draft.first[key] for key in TAKEN_OVER if key in draft.first}

    def _answer(self, question: Question, draft: Draft, missing: list[str]) -> Any:
        given = self.given.get(question.key, ())
        if given:
            return _checked_option(question, given, draft)
        suggested = question.suggest(draft)
        if self.interactive:
            return _asked(question, suggested, draft)
        if suggested is None:
            missing.append(question.option)
            return None
        return _checked_option(question, question.split(suggested), draft) if suggested else None


def ask(question: str, read: Callable[[str], Any], suggested: str | None = "") -> Any:
    """Ask until the answer holds; Enter stands for `suggested`, None where there is no such answer."""

    def checked(typed: str) -> Any:
        if not typed.strip() and suggested == "":
            return ""
        try:
            return read(typed.strip())
        except (ValueError, BisError) as refused:
            raise typer.BadParameter(reason_of(refused, "The answer")) from None

    return typer.prompt(question, default=suggested, show_default=bool(suggested), value_proc=checked, err=True)


def reason_of(refused: ValueError | BisError, subject: str) -> str:
    """Return why the answer for `subject` cannot be: errors of the domain are sentences, rules end one."""
    if isinstance(refused, BisError):
        return f"{subject}: {refused.message} {refused.hint}".strip()
    return f"{subject} {str(refused).rstrip('.')}."


def _asked(question: Question, suggested: str | None, draft: Draft) -> Any:
    return ask(question.ask, lambda typed: question.answer(question.split(typed), draft), suggested)


def _checked_option(question: Question, given: Sequence[str], draft: Draft) -> Any:
    try:
        return question.answer(given, draft)
    except (ValueError, BisError) as refused:
        hint = "`bis init --help` shows examples and options."
        raise UsageError(reason_of(refused, question.option), hint=hint) from None
