"""The dispatch proposal against independent solvers: the same optimum, and how fast."""
