"""The rival: the same facts as a first Streamlit script draws them, read, summed and drawn anew at every look."""

import os

import pandas as pd
import plotly.express as px
import streamlit as st
from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"])
counts = pd.read_sql("select county, kind, valid_for, closing from entity_count where superseded_at is null", engine)
counts["valid_for"] = pd.to_datetime(counts["valid_for"])
total = counts.groupby(["valid_for", "county"], as_index=False)["closing"].sum()
last = total[total["valid_for"] == total["valid_for"].max()]
for column, row in zip(st.columns(4), last.head(4).itertuples()):
    column.metric(row.county, row.closing)
st.plotly_chart(px.line(total, x="valid_for", y="closing", color="county"))
st.plotly_chart(px.bar(last, x="county", y="closing"))
st.dataframe(last)
