"""Price warning: the emergency rule of one week (levels by reach) and the seasonal score of months, never mixed."""
