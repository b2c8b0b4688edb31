"""Cases: the closed loop from alert over handling and proof to the second measurement."""
