"""What passes between the systems: the event queues, and every request with its answer."""

import json
from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from voyado_bis_cli.sandbox.centra.queue_view import IntegrationQueue, integration_queues
from voyado_bis_cli.sandbox.pages.answers import page
from voyado_bis_cli.sandbox.pages.html import Html, fill, render, select, table
from voyado_bis_cli.sandbox.pages.shown import counted, moment
from voyado_bis_cli.sandbox.world import World

EVENTS_SHOWN = 20
REQUESTS_SHOWN = 50
LONGEST_BODY = 4_000  # characters; the control API has all of it

PATHS = (
    ("", "all"),
    ("/graphql", "Centra"),
    ("/api/*", "Engage"),
    ("/subscription-api", "Subscription API"),
    ("/api/*/inventory/stock-levels*", "stock levels"),
    ("/feeds/*", "product feeds"),
)


class TrafficPages:
    """Queues and requests."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[BaseRoute]:
        """Return their routes."""
        return [Route("/queues", self._queues), Route("/requests", self._requests)]

    async def _queues(self, _request: Request) -> Response:
        main = render(
            "queues",
            queues=[_queue(queue) for queue in integration_queues(self._world.db, events=EVENTS_SHOWN)],
        )
        return page("/queues", "Event queues", main)

    async def _requests(self, request: Request) -> Response:
        path = request.query_params.get("path", "")
        entries = self._world.journal.entries(path=path or None, limit=REQUESTS_SHOWN)
        main = render(
            "requests",
            paths=select("path", PATHS, path),
            entries=[_exchange(entry) for entry in reversed(entries)]
            or fill('<li class="empty">Nothing was asked yet.</li>'),
        )
        return page("/requests", "Requests", main)


def _queue(queue: IntegrationQueue) -> Html:
    rows = [
        (event.id, event.object_type, event.change_type, event.reference, moment(event.created_at))
        for event in queue.oldest
    ]
    return render(
        "queue",
        integration=queue.integration,
        tokens=", ".join(queue.tokens),
        listens_to=", ".join(queue.listens_to) or "nothing",
        waiting=counted(queue.waiting, "event"),
        events=table(
            f"Oldest events of {queue.integration}",
            ("Event", "Object", "Change", "Reference", "Since (UTC)"),
            rows,
            empty="Nothing waits.",
        ),
    )


def _exchange(entry: dict[str, object]) -> Html:
    status = entry["status"]
    good = isinstance(status, int) and 200 <= status < 400  # noqa: PLR2004  # what HTTP calls success
    query = f"?{entry['query']}" if entry["query"] else ""
    return render(
        "exchange",
        time=moment(str(entry["time"])),
        line=f"{entry['method']} {entry['path']}{query}",
        operation=str(entry["operation"] or ""),
        status=str(status or "no answer"),
        kind="good" if good else "bad",
        duration=f"{entry['duration_ms']:.1f} ms",
        request=_message(cast("Mapping[str, Any]", entry["request"])),
        response=_message(cast("Mapping[str, Any]", entry["response"])),
    )


def _message(message: Mapping[str, Any]) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in message["headers"].items())
    body = message["body"]
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body, indent=2, ensure_ascii=False)
    cut = (
        f"{text[:LONGEST_BODY]}\n[and {len(text) - LONGEST_BODY} characters more]" if len(text) > LONGEST_BODY else text
    )
    return f"{headers}\n\n{cut}".strip()
