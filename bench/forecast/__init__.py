"""The forecast against the field's standard methods: error, coverage, interval score and cost, in one run."""
