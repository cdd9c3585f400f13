"""Many shoppers with one mailbox: `john-doe@voyado.com` also gets what is sent to `john-doe+1@voyado.com`."""


def plus_addresses(email: str, count: int) -> tuple[str, ...]:
    """Return `count` addresses of one mailbox, the same ones every time, each another contact in Engage."""
    local, _, domain = email.rpartition("@")
    joint = "-" if "+" in local else "+"
    return tuple(f"{local}{joint}{number}@{domain}" for number in range(1, count + 1))
