"""Streamlit's front page in our words, and the dictionary for the rest."""

import json
import re
from pathlib import Path

import pytest

from pages.door import chinese
from pages.door.headers import POLICY
from pages.door.warm import _HEAVY  # noqa: F401  (the module must import)

STATIC = Path(__file__).resolve().parents[3] / "pages" / "static"


def test_the_front_page_is_chinese_and_keeps_streamlits_script():
    text = chinese.front_page()

    assert '<html lang="zh-CN">' in text
    assert "<title>临夏州保市场主体监测预警平台</title>" in text
    assert re.search(r'<script type="module" crossorigin src="\./static/js/index\.[\w-]+\.js"></script>', text)
    assert '<script defer src="/app/static/zh.js"></script>' in text
    assert "agent" not in text
    assert re.sub(r"<[^>]*>", "", text).split() == [
        "临夏州保市场主体监测预警平台",
        "请启用浏览器的",
        "JavaScript",
        "后再使用本平台。",
    ]


def test_no_script_stands_in_the_page_itself_so_the_policy_needs_no_exception():
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", chinese.front_page())

    assert inline == []
    scripts = re.search(r"script-src ([^;]*)", POLICY)[1]
    assert scripts == "'self' blob: 'wasm-unsafe-eval'"
    assert re.search(r"\son\w+=", chinese.front_page()) is None


def test_another_front_page_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(chinese, "_REPLACEMENTS", (("<nothing of the kind>", ""),))
    chinese.front_page.cache_clear()

    with pytest.raises(chinese.UnknownFrontPage):
        chinese.front_page()

    monkeypatch.undo()
    chinese.front_page.cache_clear()


def test_the_dictionary_says_each_word_once_and_in_chinese():
    script = (STATIC / "zh.js").read_text(encoding="utf-8")
    block = script[script.index("Object.entries({") : script.index("}));")]
    words = re.findall(r'"((?:[^"\\]|\\.)*)":\s*"((?:[^"\\]|\\.)*)"', block)

    assert len(words) > 60
    assert len({english for english, _ in words}) == len(words)
    assert [chinese for _, chinese in words if not re.search(r"[一-鿿]", chinese)] == []


def test_the_blank_topology_has_every_layer_plotly_asks_for():
    topology = json.loads((STATIC / "topojson" / "un" / "world_110m.json").read_text(encoding="utf-8"))

    assert topology["arcs"] == []
    assert set(topology["objects"]) == {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"}
