"""What every module keeps to, whatever a `noqa` says."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

MODULE_LINES = 400
WRITERS = ("output/", "cli/safety.py")  # the latter only asks whether somebody sits at the terminal
CLOCKS = ("cli/context.py", "sandbox/clock.py")


@dataclass(frozen=True)
class Module:
    """A module of the package: `path` relative to it (`domain/market.py`), its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    def names_used(self) -> set[str]:
        """Return every dotted name the module refers to, import aliases resolved (`t.sleep` -> `time.sleep`)."""
        nodes = list(ast.walk(self.tree))
        origin = {
            alias.asname or alias.name.partition(".")[0]: alias.name if alias.asname else alias.name.partition(".")[0]
            for node in nodes
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        parameters = {node.arg for node in nodes if isinstance(node, ast.arg)}
        dotted = {ast.unparse(node) for node in nodes if isinstance(node, ast.Name | ast.Attribute)} - parameters
        return {
            ".".join(filter(None, (origin.get(head, head), rest)))
            for head, _, rest in (name.partition(".") for name in dotted)
        }

    def modules_imported(self) -> set[str]:
        """Return the modules it imports, late ones included (`voyado_bis_cli.errors`)."""
        nodes = list(ast.walk(self.tree))
        plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        named = {
            f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        return plain | named


Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(tree: ast.Module | ast.ClassDef) -> Iterator[tuple[str, Documented]]:
    """Yield a module or class, and everything in it whose name has no leading underscore."""
    yield getattr(tree, "name", "the module"), tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node.name, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node)


@pytest.fixture(scope="session")
def modules(root: Path) -> tuple[Module, ...]:
    package = root / "voyado_bis_cli"
    texts = {path.relative_to(package).as_posix(): path.read_text("utf-8") for path in sorted(package.rglob("*.py"))}
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts.items())


def test_no_module_is_longer_than_400_lines(modules: tuple[Module, ...]) -> None:
    assert [m.path for m in modules if m.text.count("\n") > MODULE_LINES] == []


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("print", "output/"),
        ("sys.stdout", WRITERS),
        ("sys.stderr", WRITERS),
        ("input", "cli/"),
        ("os.environ", "config/"),
        ("os.getenv", "config/"),
        ("time.sleep", CLOCKS),
        ("time.time", CLOCKS),
        ("time.monotonic", CLOCKS),
        ("datetime.datetime.now", CLOCKS),
        ("datetime.datetime.utcnow", CLOCKS),
        ("datetime.date.today", CLOCKS),
        ("sys.exit", "__main__.py"),
    ],
)
def test_each_door_to_the_outside_has_one_keeper(
    modules: tuple[Module, ...], name: str, allowed: str | tuple[str, ...]
) -> None:
    assert [m.path for m in modules if name in m.names_used() and not m.path.startswith(allowed)] == []


def test_the_sandbox_imports_nothing_of_ours_but_schema_and_errors(modules: tuple[Module, ...]) -> None:
    ours = {
        (m.path, name)
        for m in modules
        if m.path.startswith("sandbox/")
        for name in m.modules_imported()
        if name.startswith("voyado_bis_cli.")
    }
    allowed = ("voyado_bis_cli.sandbox", "voyado_bis_cli.schema", "voyado_bis_cli.errors", "voyado_bis_cli.__version__")

    assert {(path, name) for path, name in ours if not name.startswith(allowed)} == set()


def test_everything_public_says_what_it_promises(modules: tuple[Module, ...]) -> None:
    silent = [f"{m.path}: {name}" for m in modules for name, node in public(m.tree) if not ast.get_docstring(node)]

    assert silent == []


def test_no_exception_is_caught_namelessly(modules: tuple[Module, ...]) -> None:
    handlers = [(m.path, n) for m in modules for n in ast.walk(m.tree) if isinstance(n, ast.ExceptHandler)]

    assert [f"{path}:{node.lineno}" for path, node in handlers if node.type is None] == []


def test_every_silenced_check_gives_its_code_and_a_reason(root: Path) -> None:
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore)\b.*")
    reasoned = re.compile(r"# (noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z-]+(, ?[a-z-]+)*\])  # \S.*")
    files = [*root.glob("voyado_bis_cli/**/*.py"), *root.glob("tests/**/*.py")]
    found = [(path, match[0]) for path in files for match in silenced.finditer(path.read_text("utf-8"))]
    here = Path(__file__)

    assert [
        f"{path.relative_to(root)}: {text}" for path, text in found if path != here and not reasoned.match(text)
    ] == []
