"""The base of every model of a Centra answer."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Node(BaseModel):
    """Part of an answer: Centra writes camelCase and may add fields."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel, defer_build=True)
