"""Who should send what to whom, so that no county's category falls below its target days."""
