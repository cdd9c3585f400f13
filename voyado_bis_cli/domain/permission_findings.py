"""What the states of a token's permissions, and the stores it sees, mean and where to click."""

from collections.abc import Collection, Iterable

from voyado_bis_cli.domain.finding import Finding, Remedy, error, info, warning
from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.permission import FOR_COMMAND, Permission, PermissionState, RequiredBy

_HOW_TO = "docs/how-to-missing-permission.md"
_ASKED_FOR = {
    RequiredBy.GUIDE: "The guide asks for it in 'Configuring API token in Centra'",
    RequiredBy.CENTRA: "Centra says that a token which handles events needs Event:read as well as Event:write",
    RequiredBy.TOOLKIT: "The toolkit's own token needs it; Voyado's does not",
    RequiredBy.NOBODY: "Nothing in back in stock needs it",
}


def commands_that_need(permission: Permission) -> tuple[str, ...]:
    """Return the commands of this toolkit that need a permission, in the order of the table."""
    return tuple(command for command, needed in FOR_COMMAND.items() if permission in needed)


def must_have(required_by: RequiredBy, token: str) -> bool:
    """Tell whether it is wrong for the `voyado` or `toolkit` token to lack what `required_by` asks for."""
    return required_by is not RequiredBy.CENTRA or token == "toolkit"  # noqa: S105  # which token, not its value


def permission_finding(
    permission: Permission, state: PermissionState, detail: str, token: str, whose: str = "The token"
) -> Finding | None:
    """Return what to do about a permission that a `voyado` or `toolkit` token should have; None where it has it.

    `whose` begins the sentence where more than one token is talked about.
    """
    if state is PermissionState.GRANTED:
        return None
    if state is PermissionState.UNVERIFIED:
        return warning(
            "permission-unverified",
            f"{permission.name} could not be verified: {detail}.",
            f"It is needed to {permission.purpose}.",
            Remedy(f"Look whether it is ticked in Centra: {permission.where_to_click}."),
        )
    lacks = error if must_have(permission.required_by, token) else warning
    return _with_page(
        lacks(
            "permission-missing",
            f"{whose} lacks {permission.name}, which is needed to {permission.purpose}.",
            f"{_ASKED_FOR[permission.required_by]}.",
            Remedy(f"In Centra: {permission.where_to_click}."),
        )
    )


def excess_finding(permission: Permission, state: PermissionState) -> Finding | None:
    """Return a warning for a permission that a token has and should not have."""
    if state is not PermissionState.GRANTED:
        return None
    return warning(
        "permission-excess",
        f"The token has {permission.name}, which nothing in back in stock needs: it may {permission.purpose}.",
        "A token should hold what it needs and no more; Centra forbids full-permission tokens in production.",
        Remedy(f"Untick it in Centra: {permission.where_to_click}."),
    )


def deprecation_findings(names: Iterable[str]) -> tuple[Finding, ...]:
    """Return a warning for each permission or field that Centra says it will remove."""
    return tuple(
        warning(
            "permission-deprecated",
            f"Centra will remove {name}, which this token or its query uses.",
            "It works today; Centra's release notes say until when and what replaces it.",
            Remedy("Look for a newer version of bis, and ask Voyado whether their integration is ready."),
        )
        for name in names
    )


def integration_finding(revealed: str | None, declared: str | None) -> tuple[Finding, ...]:
    """Return a warning where the token's integration is not the declared one, as far as Centra reveals it."""
    if not revealed or not declared or revealed == declared:
        return ()
    return (
        warning(
            "integration-name-differs",
            f"The token belongs to the integration {revealed!r}, the profile declares {declared!r}.",
            "One event queue exists per integration name, so the name decides whose events are read.",
            Remedy("Correct the name in the profile, or use the token of the other integration."),
        ),
    )


def store_findings(seen: Collection[Store], wanted: Collection[StoreId]) -> tuple[Finding, ...]:
    """Compare the stores a token sees with those of the profile, and with the guide's "all stores, all store types".

    `seen` is empty where `Store:read` is not granted: then nothing can be said.
    """
    if not seen:
        return ()
    known = {store.id for store in seen}
    found = [
        error(
            "store-not-seen",
            f"The token does not see store {store}, which the profile names in centra.stores.",
            "The guide asks for all stores to integrate: stock of this store's markets never reaches Engage.",
            Remedy("In Centra: System > API Tokens > your token > Restrictions > Stores: add it, or allow all."),
        )
        for store in wanted
        if store not in known
    ]
    types = sorted({store.type for store in seen})
    if len(types) == 1:
        found.append(
            info(
                "store-types",
                f"The token sees {types[0]} stores only. That is fine if the shop has no others.",
                "The guide asks for all store types; a restricted token hides the rest without a word.",
                Remedy("In Centra: System > API Tokens > your token > Restrictions > Store types: all of them."),
            )
        )
    return tuple(found)


def _with_page(finding: Finding) -> Finding:
    return Finding(finding.id, finding.severity, finding.title, finding.detail, finding.remedy, _HOW_TO)
