import re
from pathlib import Path


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as they are made on GitHub."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead(target: str, page: Path, pages: dict[Path, str]) -> bool:
    name, _, anchor = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    return not path.exists() or (bool(anchor) and anchor not in anchors(pages[path]))


def test_every_link_leads_somewhere(pages: dict[Path, str]) -> None:
    links = [(page, link) for page, text in pages.items() for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    inner = [(page, link) for page, link in links if not link.startswith("https://")]

    assert inner
    assert [f"{page.name}: {link}" for page, link in inner if dead(link, page, pages)] == []


def test_every_page_can_be_reached_from_the_index(docs: Path) -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)", (docs / "index.md").read_text("utf-8")))

    assert {path.name for path in docs.glob("*.md")} - linked == {"index.md"}


def test_every_page_that_the_program_names_exists(root: Path, pages: dict[Path, str]) -> None:
    sources = [path.read_text("utf-8") for path in root.glob("voyado_bis_cli/**/*.py")]
    named = {link for text in sources for link in re.findall(r"docs/[\w-]+\.md(?:#[\w-]+)?", text)}

    assert [link for link in named if dead(link, root / "README.md", pages)] == []
