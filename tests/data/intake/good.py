"""One good set of rows a topic, as the template's columns hold them."""

import datetime as dt

GOOD = {
    "entity_registry": [
        {"credit_code": "92622921MA00000120", "name": "临夏县老马牛肉面馆", "kind": "个体工商户", "county": "临夏县",
         "township": "韩集镇", "section": "住宿和餐饮业", "size": "微型", "opened": dt.date(2016, 5, 20)},
        {"credit_code": "91622921MA0000020X", "name": "临夏县示例建筑有限公司", "kind": "企业", "county": "临夏县",
         "township": "韩集镇", "section": "E", "size": "小型", "opened": dt.date(2012, 1, 9),
         "closed": dt.date(2020, 2, 18), "ended_by": "注销"},
    ],
    "entity_counts": [
        {"county": "临夏县", "kind": "个体工商户", "valid_for": dt.date(2020, 2, 29), "opening": 8300, "entries": 12,
         "deregistrations": 3, "revocations": 0, "moves_in": 1, "moves_out": 2, "reclassified": 0, "closing": 8308},
        {"county": "临夏县", "kind": "个体工商户", "valid_for": dt.date(2020, 3, 1), "opening": 8308, "entries": 10,
         "deregistrations": 8, "closing": 8310},
    ],
    "markets": [
        {"market": "M001", "name": "韩集农贸市场", "county": "临夏县", "township": "韩集镇", "kind": "乡镇农贸市场",
         "special": "否", "stalls_total": 80, "lon": 102.99, "lat": 35.49},
        {"market": "M002", "name": "皮毛交易中心", "county": "广河县", "township": "三甲集镇", "kind": "专业市场",
         "special": "是", "stalls_total": 300},
    ],
    "market_status": [
        {"market": "M001", "valid_for": dt.date(2020, 3, 1), "status": "部分复市", "stalls_open": 40,
         "integrated": "是"},
        {"market": "M002", "valid_for": dt.date(2020, 3, 1), "status": "未复市", "stalls_open": 0,
         "reason": "疫情防控"},
    ],
    "enterprises": [
        {"enterprise": "E001", "name": "示例粮油有限公司", "county": "临夏县", "kind": "粮油加工经销",
         "provincial": "是", "prefectural": "是", "categories": "大米、面粉、食用油、蔬菜",
         "contact": "马某", "phone": "13800000000"},
        {"enterprise": "E002", "name": "示例超市有限公司", "county": "临夏市", "kind": "大型商超",
         "categories": "蔬菜"},
    ],
    "supply": [
        {"enterprise": "E001", "category": "大米", "valid_for": dt.date(2020, 3, 1), "on_hand": 35.2, "inflow": 4.5,
         "outflow": 3.8, "in_transit": 2, "wholesale_price": 4.6, "retail_price": 6, "stockout": "否"},
        {"enterprise": "E002", "category": "蔬菜", "valid_for": dt.date(2020, 3, 1), "on_hand": 0, "inflow": 0,
         "outflow": 1.25, "stockout": "是"},
    ],
    "arrears_items": [
        {"item": "Q0001", "county": "临夏县", "debtor": "示例局", "debtor_kind": "政府部门",
         "creditor": "示例建筑有限公司", "creditor_size": "小型", "subject_matter": "工程", "contract": "HT-2018-031",
         "undisputed": 85.5,
         "disputed": 10, "formed": dt.date(2018, 6, 30), "due": dt.date(2018, 8, 29), "listed": "否",
         "complex_case": "否", "new_arrears": "否"},
    ],
    "arrears_plan": [
        {"item": "Q0001", "month": dt.date(2020, 3, 1), "planned": 20},
        {"item": "Q0001", "month": dt.date(2020, 4, 1), "planned": 30.5},
    ],
    "arrears_payments": [
        {"item": "Q0001", "voucher": "PZ-2020-0007", "valid_for": dt.date(2020, 3, 1), "paid": 20},
    ],
    "measure_progress": [
        {"county": "临夏县", "target": "新增上云企业", "valid_for": dt.date(2020, 3, 1), "done": 12,
         "evidence": "临县工信〔2020〕9号"},
        {"county": "临夏县", "target": "第6(2)条商贸企业复工复产复市", "valid_for": dt.date(2020, 3, 1), "done": 90,
         "total": 120, "note": "其余月底前复工"},
        {"county": "州本级", "target": "柔性执法", "valid_for": dt.date(2020, 3, 1), "stage": "推进中"},
    ],
    "liaison": [
        {"enterprise": "E001", "officer": "马某", "department": "州商务局", "since": dt.date(2020, 2, 10)},
        {"enterprise": "示例超市有限公司", "officer": "祁某", "department": "州市场监管局",
         "since": dt.date(2020, 2, 12)},
    ],
    "visits": [
        {"enterprise": "E001", "valid_for": dt.date(2020, 2, 20), "way": "现场走访", "finding": "库存充足"},
        {"enterprise": "E002", "valid_for": dt.date(2020, 2, 21), "way": "电话", "finding": "货车进不来",
         "need": "原材料供应"},
    ],
    "contingency_plans": [
        {"enterprise": "E001", "trigger": "断供", "severity": "黄色", "actions": "调拨储备", "lead": "市场科",
         "drawn_on": dt.date(2020, 2, 15)},
    ],
    "drills": [
        {"enterprise": "E001", "valid_for": dt.date(2020, 2, 25), "content": "断供补货", "result": "达到要求"},
    ],
}  # fmt: skip

NEEDS = {
    "liaison": ["enterprises"],
    "visits": ["enterprises"],
    "contingency_plans": ["enterprises"],
    "drills": ["enterprises"],
    "market_status": ["markets"],
    "supply": ["enterprises"],
    "arrears_plan": ["arrears_items"],
    "arrears_payments": ["arrears_items"],
}
"""Lists that must be registered before a topic can refer to them."""
