"""How the fields of the schema are answered: per area a table of kinds (rows) and a table of resolvers.

A field without a resolver is a column of its row; one that is no column either is not simulated and says so.
"""
