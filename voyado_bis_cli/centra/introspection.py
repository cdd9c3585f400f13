"""What the instance itself says about its schema, beside what is published."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from voyado_bis_cli.centra.node import Node
from voyado_bis_cli.centra.operations import operation
from voyado_bis_cli.centra.part import Part
from voyado_bis_cli.centra.refusals import unexpected

if TYPE_CHECKING:
    from voyado_bis_cli.domain.schema_difference import Instance, Schema


class _SchemaAnswer(Node):
    """Answer of `Introspection`, read by graphql-core, which knows every field of it."""

    schema_: dict[str, Any] = Field(alias="__schema")


class Introspection(Part):
    """Asks for the schema; graphql-core is loaded here and for nothing else."""

    def instance_schema(self) -> "Instance":
        """Return the instance's schema, with what GraphQL's own rules say about each of our operations.

        Raises RefusedError where introspection is switched off, and RefusedError(unexpected_answer) where the answer is
        no schema.
        """
        from voyado_bis_cli.centra import schema_reading  # noqa: PLC0415  # 84 ms that no other command needs

        asked = operation(schema_reading.INTROSPECTION)
        answer = self._graphql.ask(asked, {}, _SchemaAnswer)
        try:
            return schema_reading.instance_of({"__schema": answer.schema_})
        except ValueError as misfit:
            raise unexpected(asked, f"it is no schema ({misfit})") from misfit

    def published_schema(self) -> "Schema":
        """Return the schema that our operations were written against; asks nobody."""
        from voyado_bis_cli.centra import schema_reading  # noqa: PLC0415  # as above

        return schema_reading.published_parts()

    def schema_uses(self) -> Mapping[str, Collection[str]]:
        """Return the names of the schema that each of our operations uses; asks nobody."""
        from voyado_bis_cli.centra import schema_reading  # noqa: PLC0415  # as above

        return schema_reading.uses()
