"""Five thousand damaged files (reliability test 16): stored whole and right, or refused with reasons."""

import pytest

from data.store.engine import Store
from tests.data.intake.test_mutated_files import survive


@pytest.mark.heavy
def test_five_thousand_mutants_are_stored_right_or_refused(tmp_store_url, region):
    store = Store(tmp_store_url)

    accepted = survive(store, region, range(10_000, 15_000))

    assert 100 < accepted < 4_000
    store.close()
