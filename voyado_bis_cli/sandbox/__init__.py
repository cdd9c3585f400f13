"""A stand-in for a Centra instance and an Engage tenant, with its own state and its own rules.

It shares no rule with the toolkit: both are held to the contracts, so that their agreement means something.
"""
