"""What can go wrong, in the shapes Centra gives it: GraphQL errors, and user errors and warnings of a mutation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import FieldNode, GraphQLError


def not_simulated(what: str) -> GraphQLError:
    """Return the error for what nobody outside Centra knows, or what a back-in-stock toolkit does not need."""
    return GraphQLError(f"not simulated: {what}")


def permission_missing(
    permission: str, field_name: str, *, node: FieldNode | None = None, path: Sequence[str] | None = None
) -> GraphQLError:
    """Return Centra's error for a missing permission (contract: Permissions); where raised it locates itself."""
    return GraphQLError(
        f"You need {permission} permission to access {field_name}.",
        node,
        path=path,
        extensions={"category": "authorization"},
    )


def is_authorization(error: GraphQLError) -> bool:
    """Tell a missing permission from any other error."""
    return (error.extensions or {}).get("category") == "authorization"


Remark = Mapping[str, object]
"""A `UserError` or `UserWarning`: message and path."""


@dataclass(slots=True)
class Remarks:
    """The user errors (it failed) and user warnings (it was done) of one mutation."""

    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def refuse(self, message: str, path: Sequence[str | int]) -> None:
        """Add a user error."""
        self.errors.append({"message": message, "path": [str(step) for step in path]})

    def warn(self, message: str, path: Sequence[str | int]) -> None:
        """Add a user warning."""
        self.warnings.append({"message": message, "path": [str(step) for step in path]})

    def payload(self, **results: object) -> dict[str, object]:
        """Return a mutation's payload: its results and these remarks."""
        return {**results, "userErrors": self.errors, "userWarnings": self.warnings}
