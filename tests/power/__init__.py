"""A disk that loses its power: what was written to it is recorded, and every state a cut could leave is made again."""
