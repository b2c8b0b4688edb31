"""Why a line of the proposal is there, and how a category stands, in a sentence an official can read out."""

import pandas as pd

from monitoring.dispatch.solver import DUST


class Reasons:
    """Sentences with the pack's and the firms' names."""

    def __init__(self, region, enterprises: pd.DataFrame, load: float) -> None:
        self._load = load
        self._region = region.code
        self._names = dict(zip(region.counties["county"], region.counties["short"])) | {region.code: region.short}
        self._names |= dict(zip(enterprises["enterprise"], enterprises["name"]))
        self._goods = dict(zip(region.categories["category"], region.categories["name"]))

    def line(self, row: dict, county_days: dict[str, float]) -> str:
        """Why this firm sends this much to that one."""
        goods, target = self._goods[row["category"]], row["target_days"]
        kept = f"{self._names[row['sender']]}调出后仍有{row['sender_after']:.1f}天，不低于目标{target:g}天"
        gets = (
            f"{self._names[row['receiver']]}由{row['receiver_before']:.1f}天升至{row['receiver_after']:.1f}天"
            if row["receiver_before"] == row["receiver_before"]
            else f"{self._names[row['receiver']]}补库"
        )
        place = self._names[row["to_county"]]
        if row["kind"] == "within":
            return f"{place}{goods}合计已达目标，县（市）内调剂：{gets}；{kept}。"
        days = county_days[row["to_county"]]
        urgent = "" if row["tonnes"] >= self._load - DUST else f"；缺口紧急，不足起运量{self._load:g}吨也发车"
        return f"{place}{goods}含在途可供{days:.1f}天，低于目标{target:g}天；{gets}；{kept}{urgent}。"

    def balance(self, row: dict, *, whole_since) -> str:
        """How a county, or the region, stands with one category."""
        name, goods = self._names[row["county"]], self._goods[row["category"]]
        if row["state"] == "unknown":
            return f"{name}承担{goods}的企业本期均未报送，不予评价。"
        silent = "" if row["heard"] == row["firms"] else f"（{row['firms'] - row['heard']:.0f}家未报，未计入）"
        if row["state"] == "enough":
            spare = "" if row["county"] != self._region else f"，可调出{row['spare']:.1f}吨"
            return f"{name}{goods}已达目标{row['target_days']:g}天{spare}{silent}。"
        lack = f"{name}{goods}距目标{row['target_days']:g}天缺"
        if row["state"] == "small":
            gets = f"{row['need']:.1f}吨，建议调入{row['received']:.1f}吨，其余" if row["received"] else ""
            return f"{lack}{gets}{row['unmet']:.2f}吨，凑不成一笔（每笔至少{self._load:g}吨），暂不单独发车{silent}。"
        lack = f"{lack}{row['need']:.1f}吨"
        if row["state"] == "filled":
            return f"{lack}，建议调入{row['received']:.1f}吨后达标{silent}。"
        if row["county"] != self._region:
            return f"{lack}，州内可调入{row['received']:.1f}吨，仍缺{row['unmet']:.1f}吨{silent}。"
        since = pd.Timestamp(whole_since)
        return (
            f"{goods}全州货源不足：各县（市）共缺{row['need']:.1f}吨，可调出{row['spare']:.1f}吨，"
            f"仍缺{row['unmet']:.1f}吨，自{since.month}月{since.day}日起；县际互调不能解决，需从州外调入{silent}。"
        )
