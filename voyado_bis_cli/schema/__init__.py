"""Centra's published GraphQL schema: neutral ground between the client and the stand-in, and nothing else."""

from importlib.resources import files


def centra_sdl() -> str:
    """Return the SDL of Centra's Integration API as far as it is published.

    `@requires` carries the permission of a field, `@inferred` says which part of it is a guess (see the file's head).
    """
    return files(__name__).joinpath("centra.graphql").read_text(encoding="utf-8")
