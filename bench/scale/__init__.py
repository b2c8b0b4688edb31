"""A region far larger than a prefecture: what import and the daily run cost at 100 counties, 2 million entities."""
