"""How often an alert about what is to come was right, how early it came, and what calm years cost."""
