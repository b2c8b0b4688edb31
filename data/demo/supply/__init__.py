"""Simulated guarantee enterprises: stocks, purchases, sales and prices by day, with shortages, spikes and silence."""
