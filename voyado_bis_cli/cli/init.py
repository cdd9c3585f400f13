"""`bis init`."""

import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.init_questions import QUESTIONS, Question
from voyado_bis_cli.errors import BisError, UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.cli.init_rules import Draft
    from voyado_bis_cli.config.new_profile import ProfileFile
    from voyado_bis_cli.domain.finding import Finding
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.init import InitData


def init_(context: Context, /, *, like: str | None, force: bool, no_check: bool, **options: Any) -> "Run[InitData]":
    """Write a commented bis.toml, or add a profile to one: asks, or takes options for everything.

    Examples:
      bis init
      bis init -p brand-x --tenant voyadotenant --store-ids single
      bis init -p brand-y --like brand-x --tenant othertenant

    -p names the profile to write. It never asks for a secret and never writes one: a token is a reference such as
    env:BRAND_X_CENTRA_TOKEN. Each answer is checked as it is given; where the token is at hand already, also against
    the stores and markets it sees. --like makes a second brand from the first, with tokens and integration names of its
    own.
    """
    from voyado_bis_cli.cli.init_interview import Interview
    from voyado_bis_cli.workflows.init import init as workflow

    file = _file(context)
    interactive = _interactive(context)
    draft = _draft(context, file, like, interactive=interactive, force=force)
    findings: list[Finding] = []

    def look(draft: "Draft") -> None:
        if not no_check:
            findings.extend(_look(context, file, draft))

    given = {question.key: _typed(options[question.name]) for question in QUESTIONS}
    answers = Interview(given, interactive, look).answers(draft)
    return workflow(file, str(file.path), draft.name, answers, replace=force, findings=tuple(findings))


def _typed(value: Any) -> Sequence[str]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _file(context: Context) -> "ProfileFile":
    """Return the file in use, else the one of this folder: a second file would hide the first."""
    from voyado_bis_cli.config.file import FILE_NAME, find
    from voyado_bis_cli.config.new_profile import ProfileFile

    return ProfileFile(context.options.config or context.environment.config or find(Path()) or Path(FILE_NAME))


def _interactive(context: Context) -> bool:
    from voyado_bis_cli.cli.safety import somebody_is_there

    return not context.options.no_input and somebody_is_there()


def _draft(context: Context, file: "ProfileFile", like: str | None, *, interactive: bool, force: bool) -> "Draft":
    from voyado_bis_cli.cli.init_rules import Draft, identity

    profiles = file.profiles
    first = _first(file, profiles, like) if like else {}
    name = _name(context, profiles, interactive=interactive, force=force)
    if name == like:
        raise UsageError(f'"{name}" cannot be made like itself.', hint="Give the new profile's name with -p.")
    others = {other: answers for other, answers in profiles.items() if other != name}
    return Draft(
        name,
        others=tuple(identity(other, answers) for other, answers in others.items()),
        taken_stores={other: str(answers.get("subscription_api.store", "")) for other, answers in others.items()},
        first_name=like or "",
        first=dict(first),
    )


def _first(file: "ProfileFile", profiles: Mapping[str, Mapping[str, Any]], like: str) -> Mapping[str, Any]:
    if like not in profiles:
        known = ", ".join(profiles) or "none"
        raise UsageError(f'{file.path} has no profile "{like}" to make another like.', hint=f"Profiles there: {known}.")
    return profiles[like]


def _name(context: Context, profiles: Mapping[str, object], *, interactive: bool, force: bool) -> str:
    """Return the name of the profile to write, empty where it is missing and nobody can be asked."""
    from voyado_bis_cli.cli.init_interview import ask, reason_of
    from voyado_bis_cli.domain.new_profile import checked_profile_name

    def read(text: str) -> str:
        if text in profiles and not force:
            raise ValueError(f'is there already; another name, or --force to replace the profile "{text}"')
        return checked_profile_name(text)

    if context.options.profile is None:
        return str(ask("The profile's name: a brand, such as brand-x", read, None)) if interactive else ""
    try:
        return read(context.options.profile)
    except ValueError as refused:
        hint = "`bis init --help` shows examples and options."
        raise UsageError(reason_of(refused, f"-p {context.options.profile}"), hint=hint) from None


def _look(context: Context, file: "ProfileFile", draft: "Draft") -> "list[Finding]":
    """Look what the token sees, where this machine has it; an answer is good without that too."""
    from voyado_bis_cli.domain import finding
    from voyado_bis_cli.workflows.init import look_around

    token = file.secret(str(draft.answers.get("centra.token", "")))
    if token is None:
        return []
    try:
        draft.seen = look_around(context.centra_at(draft.answers["centra.url"], token))
    except BisError as error:
        return [finding.warning("not-checked", f"Centra was asked and could not tell: {error.message}", error.hint)]
    for what, found in (("Stores", draft.seen.stores), ("Markets", draft.seen.markets)):
        context.output.narrator.remark(f"{what}: {', '.join(f'{each.name} ({each.id})' for each in found) or 'none'}")
    return []


def _parameters() -> list[inspect.Parameter]:
    own = {
        "like": Annotated[
            str | None, typer.Option("--like", metavar="PROFILE", help="Make a second brand from this profile.")
        ],
        "force": Annotated[bool, typer.Option("--force", help="Replace the profile if the file has it already.")],
        "no_check": Annotated[bool, typer.Option("--no-check", help="Do not ask Centra, even if the token is there.")],
    }
    kind = inspect.Parameter.KEYWORD_ONLY
    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_ONLY, annotation=Context)
    asked = [inspect.Parameter(each.name, kind, default=None, annotation=_option(each)) for each in QUESTIONS]
    mine = [
        inspect.Parameter(name, kind, default=None if name == "like" else False, annotation=annotation)
        for name, annotation in own.items()
    ]
    return [context, *mine, *asked]


def _option(question: Question) -> Any:
    option = typer.Option(question.option, metavar=question.metavar, help=f"{question.about}.")
    return Annotated[list[str] | None, option] if question.several else Annotated[str | None, option]


init_.__signature__ = inspect.Signature(_parameters())  # type: ignore[attr-defined]  # an option per question
init = command()(init_)
