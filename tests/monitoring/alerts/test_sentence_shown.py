"""Sentences dressed for readers."""

from monitoring.alerts import sentence_shown as sentence


def test_punctuation_is_chinese_and_numbers_and_times_keep_theirs():
    assert sentence.full_width("甲2,122.70万元,乙:12:30报(丙);丁。") == "甲2,122.70万元，乙：12:30报（丙）；丁。"
    assert sentence.full_width("低于20.0,自9月") == "低于20.0，自9月"


def test_a_sentence_is_shown_without_its_source_and_its_way_out():
    full = (
        "临夏市清欠余额2,122.70万元,达到或超过橙色警戒线2,000.00万元(依据:工作方案第10条(挂牌),默认值),"
        "自1月1日起持续638天。连续2次降到2,000.00万元以下即解除。"
    )

    assert sentence.brief(full) == (
        "临夏市清欠余额2,122.70万元，达到或超过橙色警戒线2,000.00万元，自1月1日起持续638天。"
    )


def test_a_sentence_of_another_form_is_left_alone():
    assert sentence.brief("康乐县净增持续下降。") == "康乐县净增持续下降。"


def test_what_stands_before_the_way_out_ends_as_a_sentence():
    full = "康乐县注销注册比138.8%。升到200.0%及以上升红;连续3次降到130.0%以下即解除。"

    assert sentence.brief(full) == "康乐县注销注册比138.8%。升到200.0%及以上升红。"
