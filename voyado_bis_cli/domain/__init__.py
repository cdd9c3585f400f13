"""Frozen values and pure rules of back in stock; no I/O."""
