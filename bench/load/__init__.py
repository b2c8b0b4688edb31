"""A prefecture's morning on one machine: 50 people look, 42 enterprises and 91 markets report."""
