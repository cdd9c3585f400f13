"""Use cases, one per file, named after the command they serve."""
