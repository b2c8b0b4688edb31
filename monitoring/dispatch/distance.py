"""Kilometres between counties: the region pack's own table first, else the great circle and a winding road."""

import numpy as np

WINDING = 1.4  # mountain roads against the straight line (estimated)
WITHIN_KM = 15.0  # from one firm to another of the same county (estimated)
EARTH_KM = 6371.0


def distances(region) -> tuple[list[str], np.ndarray]:
    """The counties in the pack's order, and the kilometres from each to each; unknown places count as the farthest."""
    counties = region.counties
    codes = counties["county"].tolist()
    lon, lat = (np.radians(counties[name].to_numpy(dtype="float64")) for name in ("lon", "lat"))
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(half)) * WINDING
    km = np.where(np.isfinite(km), km, np.nanmax(km) if np.isfinite(km).any() else WITHIN_KM)
    position = {code: i for i, code in enumerate(codes)}
    for row in region.distances.itertuples(index=False):
        one, other = position[row.origin], position[row.destination]
        km[one, other] = km[other, one] = row.km
    np.fill_diagonal(km, WITHIN_KM)
    return codes, km
