"""Consent that was given before: a longer run asks once, for all that it is going to change."""

from collections.abc import Collection

from voyado_bis_cli.domain.ids import Sku


def given_before(what: str, skus: Collection[Sku]) -> None:  # the names are those of the Consent port
    """Ask nobody: what is going to change was agreed to at the beginning."""
