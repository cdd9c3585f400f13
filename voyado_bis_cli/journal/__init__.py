"""What this toolkit did and saw, kept across runs, and the lock that leaves one writer per queue."""
