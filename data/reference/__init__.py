"""Region packs and national reference tables, each with its source."""
