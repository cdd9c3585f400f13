"""The HTTP library, named once: its upkeep has moved to the fork `httpx2` (same API), and this line is the switch."""

import httpx

__all__ = ["httpx"]
