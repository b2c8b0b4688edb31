"""The scenes the demo's tests look at: the whole prefecture, and the small one."""

import pytest

from data.demo.scene import FULL, LAST_DAY, QUICK, Scene, default_seed
from data.reference.region import load_region


@pytest.fixture(scope="session")
def linxia():
    return load_region("linxia")


@pytest.fixture(scope="session")
def whole(linxia):
    return Scene(region=linxia, seed=default_seed(linxia), until=LAST_DAY, size=FULL)


@pytest.fixture(scope="session")
def small(linxia):
    return Scene(region=linxia, seed=default_seed(linxia), until=LAST_DAY, size=QUICK)
