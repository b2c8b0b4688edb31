"""The proof of verdicts and budgets: a simulated registry with known causes, and years in which nothing is wrong."""
