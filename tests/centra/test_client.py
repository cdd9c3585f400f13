from collections.abc import Callable

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.ids import EventId
from voyado_bis_cli.transport.model import Request, RetryPolicy
from voyado_bis_cli.workflows.ports import CentraPort

Play = Callable[..., tuple[CentraClient, list[Request]]]


def test_the_client_is_what_the_workflows_need(play: Play) -> None:
    client, _ = play()
    port: CentraPort = client

    assert port is client


def test_a_request_names_its_operation_and_carries_the_token_in_its_header_alone(play: Play) -> None:
    client, sent = play({"data": {"stores": []}})

    client.stores()

    assert sent == [
        Request(
            system="Centra",
            operation="Centra Stores",
            method="POST",
            url="https://brandx.centraqa.com/graphql",
            headers={"Authorization": "Bearer secret-token"},
            json={
                "query": "query Stores($limit: Int!, $page: Int!) {\n"
                "  stores(limit: $limit, page: $page) { id name type }\n"
                "}\n",
                "variables": {"limit": 200, "page": 1},
                "operationName": "Stores",
            },
            policy=RetryPolicy.REPEAT,
        )
    ]


def test_the_token_is_in_no_representation_of_the_client(play: Play) -> None:
    client, _ = play()

    assert "secret-token" not in repr(vars(client))


def test_each_answer_is_metered_with_its_complexity_and_its_mutation(play: Play, costs: list[tuple[int, int]]) -> None:
    nothing_wrong: dict[str, object] = {"userErrors": [], "userWarnings": []}
    client, _ = play(
        {"data": {"stores": []}, "extensions": {"complexity": 201}},
        {"data": {"confirmEvents": nothing_wrong}, "extensions": {"complexity": 3}},
        {"data": {"stores": []}},
    )

    client.stores()
    client.confirm_events([EventId(1)])
    client.stores()

    assert costs == [(201, 0), (3, 1), (0, 0)]
