"""Simulated market entities: openings and endings, the registry's rows and the daily counts, exactly consistent."""
