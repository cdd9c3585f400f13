import ast
import re
from pathlib import Path

import pytest

from voyado_bis_cli import errors
from voyado_bis_cli.errors import BisError, ErrorCode


@pytest.fixture(scope="module")
def sections(docs: Path) -> dict[str, str]:
    """The text of each section by its heading."""
    parts = re.split(r"^## (.+)\n", (docs / "error-codes.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def exit_code_told(section: str) -> int:
    (told,) = re.findall(r"^Exit code (\d+)\. ", section.strip())
    return int(told)


def raised(root: Path) -> set[tuple[str, str]]:
    """Return (class, code) of every error the package makes with a code of its own."""
    calls = (
        node
        for path in root.glob("voyado_bis_cli/**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and hasattr(errors, node.func.id)
    )
    return {
        (ast.unparse(call.func), value.attr)
        for call in calls
        for keyword in call.keywords
        if keyword.arg == "code"
        for value in ast.walk(keyword.value)
        if isinstance(value, ast.Attribute) and ast.unparse(value.value) == "ErrorCode"
    }


def test_every_code_has_its_section_and_every_section_its_code(sections: dict[str, str]) -> None:
    assert sorted(sections) == sorted(code.value for code in ErrorCode)


def test_every_section_says_what_to_do_next(sections: dict[str, str]) -> None:
    assert [code for code, text in sections.items() if len(text.split(". ")) < 3] == []


@pytest.mark.parametrize("error", [BisError, *BisError.__subclasses__(), *errors.AuthError.__subclasses__()])
def test_an_errors_own_code_is_documented_with_its_exit_code(error: type[BisError], sections: dict[str, str]) -> None:
    assert exit_code_told(sections[error.default_code.value]) == error.exit_code


def test_a_code_given_to_an_error_is_documented_with_that_errors_exit_code(
    root: Path, sections: dict[str, str]
) -> None:
    made = {(kind, ErrorCode[name]) for kind, name in raised(root)}
    wrong = {
        (kind, code.value) for kind, code in made if exit_code_told(sections[code]) != getattr(errors, kind).exit_code
    }

    assert made
    assert wrong == set()
