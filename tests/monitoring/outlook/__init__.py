"""Outlooks: planted truth covered as said, sums that are sums, and what cannot be judged."""
