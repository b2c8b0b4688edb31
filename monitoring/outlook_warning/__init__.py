"""When a projection may raise an alert, and what the alert then says of it."""
