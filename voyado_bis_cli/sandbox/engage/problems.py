"""How Engage says no."""

from collections.abc import Mapping, Sequence


class EngageProblem(Exception):  # noqa: N818  # named after what Engage answers, not after what went wrong here
    """A refused request: status and error body, every part of which is optional."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        details: Mapping[str, object] | None = None,
        invalid: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self._details = details
        self._invalid = invalid

    @property
    def body(self) -> dict[str, object]:
        """The error body, without the parts that say nothing."""
        parts: dict[str, object] = {
            "errorCode": self.code,
            "message": self.message,
            "messageDetails": self._details,
            "validationErrors": [{"errorDescription": text} for text in self._invalid],
        }
        return {name: value for name, value in parts.items() if value}


def contact_not_found() -> EngageProblem:
    """No contact has this id, or this email."""
    return EngageProblem(404, "The contact was not found.", code="ContactNotFound")
