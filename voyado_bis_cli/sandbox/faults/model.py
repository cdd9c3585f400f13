"""What can go wrong: one model per kind of fault, as the control API takes it."""

from fnmatch import fnmatchcase
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, model_validator

from voyado_bis_cli.sandbox.faults.asked import Asked

Status: TypeAlias = Annotated[int, Field(ge=200, le=599)]


def _other_shape() -> JsonValue:
    return {"unexpected": [True, None, {"shape": "of another kind"}]}


class Fault(BaseModel):
    """Something that goes wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RequestFault(Fault):
    """A fault that strikes requests.

    It matches by `path` (exact, or a pattern with `*`), `method` and `operation` (the name, or a root field, of a
    GraphQL operation; a pattern too). Of the requests that match, the first `after` pass; then every `every`-th is
    struck, `times` times in all (0: until cleared). Left out, `times` is 1, and 0 where `every` is given. With a
    `chance` below 1 a request that is due is struck with that probability, drawn from `seed`: the same each time.
    """

    path: str = "*"
    method: str | None = None
    operation: str | None = None
    after: int = Field(default=0, ge=0)
    every: int | None = Field(default=None, ge=1)
    times: int | None = Field(default=None, ge=0)
    chance: float = Field(default=1, gt=0, le=1)
    seed: int = 0

    lasts: ClassVar[bool] = False
    """Whether it stays until cleared unless `times` says otherwise."""

    def concerns(self, asked: Asked) -> bool:
        """Whether a request matches."""
        return (
            fnmatchcase(asked.path, self.path)
            and (self.method is None or asked.method == self.method.upper())
            and (self.operation is None or any(fnmatchcase(name, self.operation) for name in asked.operations))
        )

    @property
    def limit(self) -> int:
        """How many requests it strikes; 0 for no limit."""
        if self.times is not None:
            return self.times
        return 0 if self.every is not None or self.lasts else 1


class StatusFault(RequestFault):
    """An answer with this status; `retry_after` is sent as it is, and so is a `body` that is text.

    `done` does the work first; only the answer is another.
    """

    kind: Literal["status"] = "status"
    status: Status = 500
    retry_after: str | None = None
    body: JsonValue = None
    done: bool = False


class LatencyFault(RequestFault):
    """A wait before the work is begun; the work is done even if the client has gone by then."""

    kind: Literal["latency"] = "latency"
    seconds: float = Field(default=1, ge=0, le=600)


class ResetFault(RequestFault):
    """The connection is reset without an answer: before the work, or once it is `done`."""

    kind: Literal["reset"] = "reset"
    done: bool = False


class TruncatedFault(RequestFault):
    """The work is done; the connection ends in the middle of its answer's body."""

    kind: Literal["truncated"] = "truncated"


class HtmlFault(RequestFault):
    """A web page instead of JSON, as a proxy or a maintenance page in between would send."""

    kind: Literal["html"] = "html"
    status: Status = 200
    done: bool = False


class ShapeFault(RequestFault):
    """JSON of another shape than the API's, under the status of the real answer; the work is `done` unless told.

    A `body` that is text is sent as it is.
    """

    kind: Literal["shape"] = "shape"
    body: JsonValue = Field(default_factory=_other_shape)
    done: bool = True


class PartialBatchFault(RequestFault):
    """A batch of stock levels of which some are refused, with errors that name them, and the others taken in.

    Refused are the levels of these `skus`, and every `nth` level. What Engage answers to such a batch is not published:
    it is `status` with `{"errors": [{sku, externalId, errorCode, message}]}` here.
    """

    kind: Literal["partial-batch"] = "partial-batch"
    path: str = "*/inventory/stock-levels/batch"
    skus: tuple[str, ...] = ()
    nth: int | None = Field(default=None, ge=1)
    status: Status = 200

    @model_validator(mode="after")
    def _refuses_some(self) -> Self:
        if not self.skus and self.nth is None:
            raise ValueError("say which levels are refused: skus, or every nth")
        return self


class TokenExpiredFault(RequestFault):
    """A Centra token (any, unless named) that expires: as from then it answers 403."""

    kind: Literal["token-expired"] = "token-expired"
    token: str | None = None

    lasts: ClassVar[bool] = True

    def concerns(self, asked: Asked) -> bool:
        """Whether a request matches and carries the token."""
        return asked.token is not None and self.token in (None, asked.token) and super().concerns(asked)


class EventsOffFault(Fault):
    """Centra's event system is off: until this is cleared, no change becomes an event, and none does afterwards."""

    kind: Literal["events-off"] = "events-off"


class ObjectGoneFault(Fault):
    """The object of an `event` (an id; the next event that is queued, unless given) is deleted; the event stays."""

    kind: Literal["object-gone"] = "object-gone"
    event: int | None = None


AnyFault: TypeAlias = Annotated[
    StatusFault
    | LatencyFault
    | ResetFault
    | TruncatedFault
    | HtmlFault
    | ShapeFault
    | PartialBatchFault
    | TokenExpiredFault
    | EventsOffFault
    | ObjectGoneFault,
    Field(discriminator="kind"),
]
FAULT: TypeAdapter[AnyFault] = TypeAdapter(AnyFault)
