"""The contract of every sheet: what a declaration must hold for the parser, the template and the store."""

import pytest

from data.intake import SHEETS
from data.intake.sheet import Kind
from data.store import schema
from data.store.facts import own_columns
from tests.data.intake.good import GOOD

each_sheet = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)


@each_sheet
def test_its_columns_are_exactly_the_tables_own(sheet):
    table = schema.metadata.tables[sheet.table]
    filled_in = {"county"} if any(c.kind is Kind.REFERENCE for c in sheet.columns) else set()

    assert {c.name for c in sheet.columns} | filled_in == set(own_columns(table))


@each_sheet
def test_its_key_is_the_tables_key(sheet):
    assert sheet.key == schema.metadata.tables[sheet.table].info["key"]


@each_sheet
def test_a_column_the_table_demands_is_required_or_has_a_meaning_when_blank(sheet):
    table = schema.metadata.tables[sheet.table]

    for column in sheet.columns:
        if not table.c[column.name].nullable:
            assert column.required or column.blank is not None, column.name


@each_sheet
def test_no_two_columns_answer_to_one_header(sheet):
    headers = [name.lower() for c in sheet.columns for name in {c.header, *c.aliases}]

    assert len(headers) == len(set(headers))


@each_sheet
def test_its_own_english_names_are_headers_too(sheet):
    for column in sheet.columns:
        assert {column.name, "date"} & set(column.aliases), column.name


@each_sheet
def test_every_word_it_allows_is_one_the_table_takes(sheet, region):
    for column in sheet.columns:
        if column.kind in (Kind.WORD, Kind.WORDS, Kind.FLAG):
            assert column.words_of(region), column.name


@each_sheet
def test_a_good_example_is_kept_for_the_tests(sheet):
    assert GOOD[sheet.topic]


def test_the_topics():
    assert list(SHEETS) == [
        "entity_registry", "entity_counts", "markets", "market_status", "enterprises", "supply", "arrears_items",
        "arrears_plan", "arrears_payments", "measure_progress", "liaison", "visits", "contingency_plans", "drills",
    ]  # fmt: skip


def test_no_sheet_is_mistaken_for_another(region):
    """Each template's header fits its own sheet best, among all nine."""
    import io

    from data.intake.delimited import read_csv
    from data.intake.header import find_header
    from data.intake.limits import UPLOAD
    from data.intake.templates import csv_template

    for topic, sheet in SHEETS.items():
        grid = read_csv(io.BytesIO(csv_template(sheet, region)), UPLOAD)
        assert find_header(grid, list(SHEETS.values())).sheet.topic == topic
