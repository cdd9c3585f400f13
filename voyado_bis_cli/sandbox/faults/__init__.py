"""Faults on demand: a sandbox that misbehaves as real systems do, seeded and repeatable.

`model` says what a fault is, `standing` which one strikes which request, `strikes` how it strikes, `middleware` puts it
between the client and the app, `event_faults` are those of Centra's event system, `api` is the control API.
"""
