"""Stock changes found again by their comment."""

from pydantic import AwareDatetime

from voyado_bis_cli.centra.node import Node
from voyado_bis_cli.centra.operations import operation
from voyado_bis_cli.centra.part import Part
from voyado_bis_cli.domain.ids import StockChangeId
from voyado_bis_cli.domain.own_stock import NotedChange


class NotedChangeNode(Node):
    """A stock change and its comment."""

    id: StockChangeId
    created_at: AwareDatetime
    comment: str


class NotedChangeEdge(Node):
    """An edge of the connection."""

    node: NotedChangeNode


class NotedChangesConnection(Node):
    """Stock changes."""

    edges: tuple[NotedChangeEdge, ...]


class StockChangesNotedAnswer(Node):
    """Answer of `StockChangesNoted`."""

    stock_change_connection: NotedChangesConnection


class NotedChanges(Part):
    """Searches the comments of stock changes."""

    def stock_changes_noted(self, text: str, *, limit: int = 100) -> tuple[NotedChange, ...]:
        """Return the newest stock changes whose comment contains `text`, newest first; `limit` is 1 to 200.

        That a description comes back as the comment is inferred (contract: Stock).
        """
        answer = self._graphql.ask(
            operation("StockChangesNoted"), {"text": text, "limit": limit}, StockChangesNotedAnswer
        )
        nodes = (edge.node for edge in answer.stock_change_connection.edges)
        return tuple(NotedChange(node.id, node.created_at, node.comment) for node in nodes)
