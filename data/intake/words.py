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

VISIT_WAYS = {
    "现场走访": "on_site", "电话": "phone", "微信": "online",
    "现场": "on_site", "走访": "on_site", "实地": "on_site", "电话联系": "phone", "线上": "online", "视频": "online",
    "on_site": "on_site", "phone": "phone", "online": "online",
}  # fmt: skip

NEEDS = {
    "原材料供应": "materials", "产品销售": "sales", "用工和技术骨干": "staff", "房屋租金": "rent",
    "订单履行": "orders", "市场消费": "demand", "资金周转": "cash", "政策落实": "policy", "其他": "other",
    "原材料": "materials", "销售": "sales", "用工": "staff", "房租": "rent", "订单": "orders", "消费": "demand",
    "资金": "cash", "政策": "policy",
    "materials": "materials", "sales": "sales", "staff": "staff", "rent": "rent", "orders": "orders",
    "demand": "demand", "cash": "cash", "policy": "policy", "other": "other",
}  # fmt: skip

PLAN_TRIGGERS = {
    "断供": "stockout_run", "可供天数不足": "days_of_cover", "价格异动": "price_change_7d", "停报": "supply_silence",
    "断货": "stockout_run", "库存不足": "days_of_cover", "价格异常": "price_change_7d", "未报": "supply_silence",
    "stockout_run": "stockout_run", "days_of_cover": "days_of_cover", "price_change_7d": "price_change_7d",
    "supply_silence": "supply_silence",
}  # fmt: skip

PLAN_SEVERITIES = {
    "蓝色": "blue", "黄色": "yellow", "橙色": "orange", "红色": "red",
    "蓝": "blue", "黄": "yellow", "橙": "orange", "红": "red",
    "blue": "blue", "yellow": "yellow", "orange": "orange", "red": "red",
}  # fmt: skip

DRILL_RESULTS = {"达到要求": "good", "需要改进": "wanting", "合格": "good", "需改进": "wanting", "不合格": "wanting",
                 "good": "good", "wanting": "wanting"}  # fmt: skip
