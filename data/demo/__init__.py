"""The simulated prefecture, seeded and sent through intake like anyone's."""
