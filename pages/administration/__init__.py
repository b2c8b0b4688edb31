"""Pages of the administrator: accounts, the state of the machine."""
