"""What happens when the server starts: everything heavy is imported, the store is opened, and the memory frozen.

Without the freeze every full collection of garbage walks all of pandas.
"""

import contextlib
import gc
import importlib
import threading
from collections.abc import AsyncIterator

import streamlit as st

from pages.door import chinese, clock, open_store
from pages.door.admission import streamlit_files
from pages.door.presence import presence
from pages.registry import PAGES

_HEAVY = ("pandas", "pyarrow", "altair", "pydeck", "plotly.io", "plotly.tools", "plotly.graph_objects")


@contextlib.asynccontextmanager
async def warm_up(app: st.App) -> AsyncIterator[dict]:
    """Fail now rather than at the first visitor: a page that cannot be imported, a store that cannot be read."""
    for module in (*_HEAVY, *[entry.module for entry in PAGES]):
        importlib.import_module(module)
    open_store.store().version()
    open_store.region()
    open_store.config()
    story = open_store.story_start()
    if story is not None:
        clock.begin(story)
    chinese.front_page()
    streamlit_files()
    gc.collect()
    gc.freeze()
    stopping = threading.Event()
    keeper = threading.Thread(target=presence().keep, args=(stopping,), name="door-keeper", daemon=True)
    keeper.start()
    try:
        yield {}
    finally:
        stopping.set()
        keeper.join(timeout=5)
