"""What comes in through the browser: files, and later forms."""
