"""Long lists in words people read."""

import pandas as pd

from pages.parts import tables


def test_codes_days_and_flags_are_read_in_chinese():
    frame = pd.DataFrame(
        {
            "debtor": ["甲公司", "乙局"],
            "due": pd.to_datetime(["2020-06-30", None]),
            "status": ["new", "unheard_of"],
            "listed": [True, False],
            "amount": [12.5, None],
        }
    )
    fields = {
        "debtor": tables.Field(title="债务人"),
        "amount": tables.Field(title="余额", unit="万元", kind="number"),
        "due": tables.Field(title="到期日", kind="day"),
        "status": tables.Field(title="状态", words={"new": "待签收"}),
        "listed": tables.Field(title="挂牌督办", kind="flag"),
    }

    shown = tables.readable(frame, fields)

    assert list(shown) == ["债务人", "余额", "到期日", "状态", "挂牌督办"]
    assert shown.loc[0].tolist() == ["甲公司", 12.5, "2020-06-30", "待签收", "是"]
    assert shown["状态"][1] == "unheard_of"
    assert shown["挂牌督办"][1] == "否"
    assert pd.isna(shown["到期日"][1])
