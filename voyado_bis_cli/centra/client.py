"""Everything Centra offers to one token."""

from voyado_bis_cli.centra.catalogue import Catalogue
from voyado_bis_cli.centra.event_queue import EventQueue
from voyado_bis_cli.centra.graphql import GraphQL, Meter
from voyado_bis_cli.centra.introspection import Introspection
from voyado_bis_cli.centra.noted_changes import NotedChanges
from voyado_bis_cli.centra.observation import Observation
from voyado_bis_cli.centra.probes import Probes
from voyado_bis_cli.centra.refusals import TokenName
from voyado_bis_cli.centra.stock import Stock
from voyado_bis_cli.transport.model import Transport


class CentraClient(Probes, Catalogue, Stock, EventQueue, Observation, NotedChanges, Introspection):
    """Asks the Centra instance at `url` with one token; `token_name` says which of the two it is.

    Every method raises AuthError (unknown or expired token), PermissionMissingError, RefusedError, NetworkError or
    RateLimitedError. What a run costs of the shop's rate budget goes to `meter`.
    """

    def __init__(self, transport: Transport, *, url: str, token: str, token_name: TokenName, meter: Meter) -> None:
        super().__init__(GraphQL(transport, url, token, token_name, meter))
