"""What comes in and what is kept. Knows nothing of monitoring."""
