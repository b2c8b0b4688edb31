"""The simulated prefecture's scenario cards."""
