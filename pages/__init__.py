"""What people see. A page file only defines one function; nothing runs at import."""
