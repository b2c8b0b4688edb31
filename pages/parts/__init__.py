"""What pages are made of: a frame in, an element out. They cannot fetch."""
