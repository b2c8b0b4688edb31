"""The tables, one file a topic; data/store/schema.py gathers them."""
