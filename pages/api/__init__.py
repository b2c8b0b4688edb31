"""The interface for enterprises' own systems: the same sheets, rules, problems and receipts, without a page."""
