"""Centra's Integration API (GraphQL): the operations, their answers, and `client.CentraClient` that asks."""
