"""The scale on which counts of any size vary about equally, and the least they can vary."""

import numpy as np

DISPERSION = 0.01  # of counts around their mean beyond Poisson; above 1/DISPERSION the scale is logarithmic


def stabilise(values: np.ndarray) -> np.ndarray:
    """An odd scale on which counts of any size, over-dispersed ones too, vary about equally: root, then log."""
    root = 2 / np.sqrt(DISPERSION) * np.arcsinh(np.sqrt(DISPERSION * (np.abs(values) + 0.375)))
    zero = 2 / np.sqrt(DISPERSION) * np.arcsinh(np.sqrt(DISPERSION * 0.375))
    return np.sign(values) * (root - zero)


def restore(z: np.ndarray) -> np.ndarray:
    """The value a stabilised one stands for."""
    zero = 2 / np.sqrt(DISPERSION) * np.arcsinh(np.sqrt(DISPERSION * 0.375))
    inner = np.sinh((np.abs(z) + zero) * np.sqrt(DISPERSION) / 2)
    return np.sign(z) * (inner**2 / DISPERSION - 0.375)


def least_deviation(level: np.ndarray, whole: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """The least deviation believed: of whole numbers nearly Poisson's, otherwise a thousandth of the level.

    level: (series,), stabilised, or on its own scale where `plain`.
    """
    poisson = 0.8 / np.sqrt(1 + DISPERSION * np.abs(restore(np.where(plain, 0, level))))
    return np.where(whole, poisson, 1e-3 * np.abs(level) + 1e-9)
