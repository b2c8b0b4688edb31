"""Arrears owed to small firms: the items, the monthly plan, the payments."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, select

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import arrears_item, arrears_payment, arrears_plan
from data.store.scope import Scope


@read
def items(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """Every item of arrears, cleared ones too.

    item            text
    county          text
    debtor          text
    debtor_kind     text
    creditor        text
    creditor_size   text
    subject_matter  text    works, goods, services, deposit
    contract        text
    undisputed      number  10,000 yuan
    disputed        number  10,000 yuan
    formed          day
    due             day
    listed          flag    under listed supervision
    complex_case    flag
    new_arrears     flag    arose after the baseline
    """
    names = (
        "item county debtor debtor_kind creditor creditor_size subject_matter contract undisputed disputed"
        " formed due listed complex_case new_arrears"
    )
    statement = (
        select(*[arrears_item.c[name] for name in names.split()])
        .where(scope.where(arrears_item), known(arrears_item, as_known))
        .order_by(arrears_item.c.item)
    )
    return frame_of(conn, statement)


@read
def plan(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """What was promised to be paid, a row an item and month.

    item     text
    county   text
    month    day     its first day
    planned  number  10,000 yuan
    """
    c = arrears_plan.c
    statement = (
        select(c.item, c.county, c.month, c.planned)
        .where(scope.where(arrears_plan), known(arrears_plan, as_known))
        .order_by(c.item, c.month)
    )
    return frame_of(conn, statement)


@read
def payments(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, until: dt.date | None = None
) -> pd.DataFrame:
    """What was paid, a row a voucher.

    item      text
    county    text
    voucher   text
    date      day
    paid      number  10,000 yuan
    known_at  moment
    """
    c = arrears_payment.c
    statement = (
        select(c.item, c.county, c.voucher, c.valid_for.label("date"), c.paid, c.known_at)
        .where(scope.where(arrears_payment), known(arrears_payment, as_known), between(c.valid_for, None, until))
        .order_by(c.item, c.valid_for, c.voucher)
    )
    return frame_of(conn, statement)
