"""What the pages answer with, and how they read a form."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from voyado_bis_cli.sandbox.pages.html import Content, Html, fill, render

NAVIGATION = (
    ("/", "Workflow"),
    ("/shop", "Shop"),
    ("/subscriptions", "Subscriptions"),
    ("/stock", "Stock"),
    ("/queues", "Event queues"),
    ("/inbox", "Inbox"),
    ("/log", "Integration log"),
    ("/requests", "Requests"),
)

_HEADERS = {
    # nothing but this sandbox is asked for anything, and nothing a page shows can run as a script
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Form(BaseModel):
    """The fields of a form; they are sent as text."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence on top of a page: what was done or (`problem`) why it was not."""

    text: str
    problem: bool = False


def page(path: str, title: str, main: Content, *, notice: Notice | None = None, status: int = 200) -> Response:
    """Return a page with navigation, `path` being its place there."""
    body = render(
        "layout",
        title=title,
        main=main,
        notice=_notice(notice),
        navigation=[_link(*entry, path) for entry in NAVIGATION],
    )
    return HTMLResponse(body, status, _HEADERS)


def not_found(path: str, what: str) -> Response:
    """Return a page that says what there is not."""
    return page(path, "Not found", fill("<h1>Not found</h1><p>$what</p>", what=what), status=404)


def see(path: str, **query: str) -> Response:
    """Send the browser on to a page, so that going back or reloading does not do the same again."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


async def posted(request: Request) -> dict[str, str]:
    """Return the fields of the form that was posted."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


async def static_file(request: Request) -> Response:
    """Answer with one of the files the pages need."""
    name = request.path_params["name"]
    if name not in _static_files():
        return Response(status_code=404)
    return Response(
        _static_files()[name],
        media_type=_MEDIA_TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"},
    )


@cache
def _static_files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (files(__package__) / "static").iterdir() if file.is_file()}


def _link(path: str, text: str, current: str) -> Html:
    here = Html(' aria-current="page"') if path == current else None
    return fill('<li><a href="$path"$here>$text</a></li>', path=path, here=here, text=text)


def _notice(notice: Notice | None) -> Html | None:
    if notice is None:
        return None
    role = "alert" if notice.problem else "status"
    return fill('<p class="notice $role" role="$role">$text</p>', role=role, text=notice.text)
