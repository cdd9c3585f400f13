"""HTML from templates. Whatever is no markup already is escaped, so a page cannot be broken by what it shows."""

import html as standard
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import TypeAlias


class Html(str):
    """Text that is markup, and safe."""

    __slots__ = ()


Content: TypeAlias = "str | int | Html | Iterable[Content] | None"
"""What may stand in a page: markup as it is, text and numbers escaped, nothing for None, the parts of anything else."""


def markup(content: Content) -> Html:
    """Return content as markup. In an attribute it is safe between double quotes."""
    if isinstance(content, Html):
        return content
    if content is None:
        return Html()
    if isinstance(content, str | int):
        return Html(standard.escape(str(content)))
    return Html("".join(markup(part) for part in content))


def fill(template: str, /, **contents: Content) -> Html:
    """Return a template, in the form of `string.Template`, with each `$name` replaced; KeyError for an unknown one."""
    return _filled(Template(template), contents)


def render(name: str, /, **contents: Content) -> Html:
    """Return the template file `templates/NAME.html`, filled."""
    return _filled(_template(name), contents)


def select(id_: str, options: Iterable[tuple[str, str]], chosen: str, *, field: str | None = None) -> Html:
    """Return a `select` of values and texts, one of them chosen; its field is called as its id is, or `field`."""
    return fill(
        '<select id="$id" name="$name">$options</select>',
        id=id_,
        name=field or id_,
        options=[
            fill(
                '<option value="$value"$selected>$text</option>',
                value=value,
                text=text,
                selected=Html(" selected") if value == chosen else None,
            )
            for value, text in options
        ],
    )


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Content]], *, empty: str, wide: bool = False
) -> Html:
    """Return a table, or the sentence `empty`. A column with a number in it stands right.

    On a narrow screen each row becomes a block of its own; a `wide` one keeps its columns and scrolls in its frame.
    """
    cells = list(rows)
    if not cells:
        return fill('<p class="empty">$text</p>', text=empty)
    columns = [_Column(head, any(isinstance(row[place], int) for row in cells)) for place, head in enumerate(heads)]
    return fill(
        '<div class="frame $kind" tabindex="0" role="region" aria-label="$caption">'
        "<table><caption>$caption</caption><thead><tr>$heads</tr></thead><tbody>$body</tbody></table></div>",
        caption=caption,
        kind="wide" if wide else "stacks",
        heads=[column.head_cell() for column in columns],
        body=[
            fill("<tr>$cells</tr>", cells=[column.cell(content) for column, content in zip(columns, row, strict=True)])
            for row in cells
        ],
    )


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    of_numbers: bool

    def head_cell(self) -> Html:
        return fill('<th scope="col"$kind>$head</th>', head=self.head, kind=self._kind())

    def cell(self, content: Content) -> Html:
        return fill('<td$kind data-head="$head">$content</td>', head=self.head, content=content, kind=self._kind())

    def _kind(self) -> Html | None:
        return Html(' class="number"') if self.of_numbers else None


def _filled(template: Template, contents: dict[str, Content]) -> Html:
    return Html(template.substitute({name: markup(content) for name, content in contents.items()}))


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "templates" / f"{name}.html").read_text("utf-8"))
