"""How things stand on a day, as tables people read beside the indicators: counts and sums of reported facts."""
