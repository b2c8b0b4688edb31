"""Sheets and forms people send become rows, or Problems in the sender's words."""
