"""Indicators: pure functions wearing their passports."""
