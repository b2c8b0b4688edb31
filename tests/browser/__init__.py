"""The product in a real browser: a started server, Debian's Chromium, the whole demo prefecture."""
