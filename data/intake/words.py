"""Closed lists of words, the same in every region: what people write -> our code."""

FLAGS = {
    "是": True, "否": False, "有": True, "无": False, "√": True, "×": False, "对": True, "错": False,
    "y": True, "n": False, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False,
}  # fmt: skip

SIZES = {
    "大型": "large", "中型": "medium", "小型": "small", "微型": "micro",
    "大型企业": "large", "中型企业": "medium", "小型企业": "small", "微型企业": "micro",
    "大": "large", "中": "medium", "小": "small", "微": "micro",
    "large": "large", "medium": "medium", "small": "small", "micro": "micro",
}  # fmt: skip

ENDINGS = {
    "注销": "deregistered", "吊销": "revoked", "deregistered": "deregistered", "revoked": "revoked",
}  # fmt: skip

MARKET_KINDS = {
    "城区菜市场": "urban", "乡镇农贸市场": "township", "批发市场": "wholesale", "专业市场": "specialised",
    "菜市场": "urban", "农贸市场": "township", "特色市场": "specialised",
    "urban": "urban", "township": "township", "wholesale": "wholesale", "specialised": "specialised",
}  # fmt: skip

MARKET_STATUSES = {
    "全面复市": "open", "部分复市": "partial", "未复市": "closed",
    "已复市": "open", "复市": "open", "营业": "open", "部分营业": "partial", "休市": "closed", "停业": "closed",
    "open": "open", "partial": "partial", "closed": "closed",
}  # fmt: skip

ENTERPRISE_KINDS = {
    "大型商超": "supermarket", "批发市场(批发商)": "wholesaler", "粮油加工经销": "grain_and_oil",
    "牛羊肉屠宰加工": "slaughter", "乳品": "dairy", "蛋禽养殖": "poultry", "方便食品经销": "instant_food",
    "其他": "other", "商超": "supermarket", "超市": "supermarket", "批发": "wholesaler", "批发市场": "wholesaler",
    "批发商": "wholesaler", "粮油": "grain_and_oil", "屠宰": "slaughter", "屠宰加工": "slaughter",
    "乳业": "dairy", "养殖": "poultry", "方便食品": "instant_food",
    "supermarket": "supermarket", "wholesaler": "wholesaler", "grain_and_oil": "grain_and_oil",
    "slaughter": "slaughter", "dairy": "dairy", "poultry": "poultry", "instant_food": "instant_food",
    "other": "other",
}  # fmt: skip

DEBTOR_KINDS = {
    "政府部门": "government", "事业单位": "institution", "国有企业": "state_firm", "平台公司": "platform",
    "机关": "government", "政府机关": "government", "国企": "state_firm", "融资平台": "platform",
    "government": "government", "institution": "institution", "state_firm": "state_firm", "platform": "platform",
}  # fmt: skip

SUBJECT_MATTERS = {
    "工程": "works", "货物": "goods", "服务": "services", "保证金": "deposit",
    "工程款": "works", "货款": "goods", "服务费": "services",
    "works": "works", "goods": "goods", "services": "services", "deposit": "deposit",
}  # fmt: skip

MEASURE_STAGES = {
    "未启动": "planned", "推进中": "running", "已完成": "done",
    "未开展": "planned", "进行中": "running", "正在推进": "running", "完成": "done",
    "planned": "planned", "running": "running", "done": "done",
}  # fmt: skip
