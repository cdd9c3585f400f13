"""`doctor schema` data."""

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.schema_difference import Change, GuessState


class SchemaDifferenceRow(Data):
    """One difference: what changed, as published and as the instance has it, and the commands it affects.

    `instead` is the likely new name, the reason of a deprecation or GraphQL's complaint.
    """

    name: str
    change: Change
    published: str
    live: str
    instead: str
    operations: tuple[str, ...]
    commands: tuple[str, ...]


class GuessRow(Data):
    """Something that nobody has published (`what`: NAME, TYPE or ARGS), and whether the instance bears it out."""

    name: str
    what: str
    state: GuessState
    published: str
    live: str


class SchemaCheckData(Data):
    """The live schema beside the published one.

    `introspected` is false where the instance does not tell its schema; then nothing is known. `names` counts what
    `operations` use. `saved` is the file that holds the instance's SDL.
    """

    introspected: bool
    operations: int
    names: int
    differences: tuple[SchemaDifferenceRow, ...] = ()
    inferred: tuple[GuessRow, ...] = ()
    saved: str | None = None
