"""A judged run as files: JUnit for CI, one HTML page to send around, GitHub's job summary.

All of them draw one `Account`, which is made from the run's events and its report.
"""
