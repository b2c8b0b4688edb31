"""The bench of the decline detector: simulated and real panels, rivals in the same run, one table."""
