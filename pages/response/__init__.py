"""What people do about what is wrong."""
