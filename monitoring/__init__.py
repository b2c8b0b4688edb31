"""What is true now, what is wrong, who acts."""
