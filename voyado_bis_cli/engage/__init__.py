"""Voyado Engage: its API, the Subscription API in front of it, and an HTTP source of its integration log."""
