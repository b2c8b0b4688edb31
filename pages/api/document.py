"""The OpenAPI document, written from the same sheets that check what is sent."""

from functools import cache

from data.intake import SHEETS
from data.intake.history import LONGEST_ANSWER
from data.intake.sheet import Column, Kind
from pages.api.body import JSON_TYPES, LONGEST_TEXT, MOST_ROWS

TOPICS = ("supply",)
"""What an enterprise reports of itself."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cache
def document() -> dict:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "保市场主体监测预警平台 企业报送接口",
            "version": "1",
            "description": "与网页报送同一套表、同一套校验、同一种回执。请求须带企业令牌（Authorization: Bearer）。",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            **{f"/reports/{topic}": {"post": _report(topic)} for topic in TOPICS},
            "/receipts/{receipt}": {"get": _receipt()},
            "/marked/{name}": {"get": _marked()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Receipt": _RECEIPT, "Problems": _PROBLEMS, "Error": _ERROR, **_rows()},
        },
    }


def _report(topic: str) -> dict:
    key = {
        "name": "Idempotency-Key", "in": "header", "required": True,
        "description": "每次报送一个新的键；重试用同一个键，得到同一个答复。被拒绝的报送不占用键。",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{8,64}$"},
    }  # fmt: skip
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{topic}"}}}
    return {
        "summary": f"报送《{SHEETS[topic].title}》：全部入库，或一行也不入库",
        "parameters": [key],
        "requestBody": {"required": True, "content": content},
        "responses": {
            "201": _says("已入库", "Receipt"),
            "200": _says("以前已入库（同一内容，或同一键）", "Receipt"),
            "422": _says("未入库：全部问题", "Problems"),
            **_errors("400", "401", "404", "409", "413", "415", "429", "503"),
        },
    }


def _receipt() -> dict:
    return {
        "summary": "查一张回执及其审核状态",
        "parameters": [{"name": "receipt", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": _says("回执", "Receipt"), **_errors("401", "404", "429", "503")},
    }


def _marked() -> dict:
    return {
        "summary": "下载未入库的报送：所报各行的工作簿，问题单元格标红并附批注（地址见答复的 marked；只留最近的）",
        "parameters": [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {
            "200": {
                "description": "标注后的工作簿",
                "content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}},
            },
            **_errors("401", "404", "429", "503"),
        },
    }


def _rows() -> dict:
    return {
        topic: {
            "type": "object",
            "required": ["rows"],
            "additionalProperties": False,
            "properties": {
                "rows": {"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": _row(topic)},
                "confirmed": _CONFIRMED,
            },
        }
        for topic in TOPICS
    }


def _row(topic: str) -> dict:
    columns = SHEETS[topic].columns
    needed = [column.name for column in columns if column.required and column.name != "enterprise"]
    return {
        "type": "object",
        "required": needed,
        "additionalProperties": False,
        "properties": {column.name: _property(column) for column in columns},
    }


def _property(column: Column) -> dict:
    kind = JSON_TYPES.get(column.kind, "string")
    said: dict = {"title": column.printed, "type": kind if column.required else [kind, "null"]}
    if kind == "string":
        said["maxLength"] = LONGEST_TEXT
    if column.kind is Kind.DAY:
        said["format"] = "date"
    if column.name == "enterprise":
        said["description"] = "可省略；只能是本企业"
    return said


def _says(what: str, schema: str) -> dict:
    return {
        "description": what,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _errors(*statuses: str) -> dict:
    return {status: _says(ERRORS[status], "Error") for status in statuses}


ERRORS = {
    "400": "请求不合规范",
    "401": "没有令牌，或令牌无效、已吊销",
    "404": "没有这个地址或回执",
    "409": "这个键已用于另一份内容",
    "413": "请求体太大",
    "415": "请求体须为 application/json",
    "429": "请求太频繁",
    "503": "数据库正忙、已满或连不上，没有保存，请稍后用同一个键重试",
}
_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_RECEIPT = {
    "type": "object",
    "properties": {
        "receipt": _TEXT, "topic": _TEXT, "status": _TEXT, "rows": _NUMBER, "new": _NUMBER, "changed": _NUMBER,
        "unchanged": _NUMBER, "already": {"type": "boolean"}, "received_at": _TEXT,
        "first_day": {"type": ["string", "null"]}, "last_day": {"type": ["string", "null"]},
        "notes": {"type": "array", "items": _TEXT},
    },
}  # fmt: skip
_CONFIRMED = {
    "type": "array",
    "maxItems": MOST_ROWS,
    "description": "对请核实问题的答复：数据无误的原因，与数据一并保存；数据或问题变了，原答复不再有效",
    "items": {
        "type": "object",
        "required": ["question", "because"],
        "additionalProperties": False,
        "properties": {
            "question": _TEXT,
            "because": {"type": "string", "minLength": 1, "maxLength": LONGEST_ANSWER, "pattern": "\\S"},
        },
    },
}
_PROBLEMS = {
    "type": "object",
    "properties": {
        "error": _TEXT,
        "marked": {"type": "string", "description": "标注后的工作簿的地址，用同一令牌下载"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "index": {"type": ["integer", "null"], "description": "rows 的第几项，从 0 起；整份的问题为空"},
                    "field": {"type": "string", "description": "字段名"},
                    "cell": {"type": "string", "description": "标注后的工作簿中的单元格，例如 B3"},
                    "found": {"type": "string", "description": "所报的内容"},
                    "reason": _TEXT, "advice": {"type": "string", "description": "怎么改"},
                    "sentence": {"type": "string", "description": "给人看的一句话：哪一行、哪一列、什么问题、怎么改"},
                    "code": {"type": "string", "description": "问题种类，供程序判断"},
                    "question": {
                        "type": ["string", "null"],
                        "description": "请核实的问题的编号，无误时写入 confirmed；须改正的问题为空",
                    },
                },
            },
        },
    },
}  # fmt: skip
_ERROR = {"type": "object", "properties": {"error": _TEXT}}
