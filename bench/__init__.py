"""The benchmarks: one command a claim, rivals in the same run, results as files in docs/bench."""
