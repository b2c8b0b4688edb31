"""What if: cards with written assumptions, beside the baseline of the same data, scored when the truth is known."""
