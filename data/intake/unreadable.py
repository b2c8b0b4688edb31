"""A cell that cannot be read; the row reader turns it into a Problem with its place."""


class Unreadable(Exception):
    """``code`` for machines; ``reason`` and ``advice`` for the sender."""

    def __init__(self, code: str, reason: str, advice: str) -> None:
        super().__init__(code, reason, advice)
        self.code, self.reason, self.advice = code, reason, advice
