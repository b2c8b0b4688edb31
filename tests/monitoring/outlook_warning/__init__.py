"""When a projection raises an alert, when it must not, and what the alert says."""
