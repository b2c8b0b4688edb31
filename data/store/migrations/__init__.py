"""The steps that bring a database to this code's schema, and back."""
