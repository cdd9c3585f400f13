"""Everything the user reads: the only place that writes to stdout and stderr."""
