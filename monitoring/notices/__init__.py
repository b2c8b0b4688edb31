"""Telling people: whom to call now, the day's digest, and messages through whatever channels a place has."""
