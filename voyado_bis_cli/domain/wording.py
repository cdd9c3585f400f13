"""Words that depend on a number."""


def counted(how_many: int, thing: str, things: str = "") -> str:
    """Return `1 event`, `2 events`; `things` where the plural is not made with an s."""
    return f"{how_many} {thing if how_many == 1 else things or f'{thing}s'}"
