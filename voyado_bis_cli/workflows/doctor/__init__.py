"""`doctor`: every prerequisite of the guide as a small named check over facts that are fetched once."""
