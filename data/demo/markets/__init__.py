"""Simulated farmers' markets: closed in the epidemic, reopening along a curve, some of them in trouble."""
