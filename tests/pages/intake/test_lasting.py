"""The upload page: a reason holds for months where two tables count differently, is listed, can be taken back."""

import pytest

from data.intake.beside import Beside
from tests.data.intake.conftest import counts
from tests.pages import small_town
from tests.pages.intake.test_upload import ODD, press, quiet_history, send
from tests.pages.reading import has, rows_of


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def opened(signed_in, monkeypatch):
    """Open the page as somebody; the registry always counts 9,000."""
    monkeypatch.setattr(Beside, "registered", lambda self, month: {("622921", "individual"): 9000})

    def open_it(role="clerk"):
        app = signed_in(role, "upload")
        assert not app.exception
        return app

    return open_it


def month_end(day: str, closing: int) -> tuple[str, bytes]:
    return f"{day}.csv", counts(f"临夏县,个体工商户,{day},7000,{closing - 7000},0,0,0,0,0,{closing}").encode()


def answer_for(app, months: int):
    app.text_input(key="because_1").set_value("名录含县外迁入的分支机构").run()
    app.selectbox(key="until_1").set_value(months).run()
    return press(app, "held_confirm_1")


def test_a_reason_given_for_months_is_listed_and_the_next_month_is_not_asked(opened):
    app = send(opened(), month_end("2020-07-31", 8300))
    assert app.selectbox(key="until_1").options == [
        "只说明这一次", "1 个月内有效（至 2020-10-30），期间不再询问", "3 个月内有效（至 2020-12-30），期间不再询问",
        "6 个月内有效（至 2021-03-30），期间不再询问",
    ]  # fmt: skip
    answer_for(app, 3)

    app = send(opened(), month_end("2020-08-31", 8200))

    assert [box.value for box in app.success] == ["1 个文件已入库。"]
    (listed,) = rows_of(app, "lasting_list")
    assert listed[1:5] == ["市场主体日报表", "临夏县", "个体工商户", "与登记名录不符"]
    assert listed[5:7] == ["“期末实有”填 8300，登记名录2020年07月末在册9000户，相差-700户", "名录含县外迁入的分支机构"]
    assert listed[9] == "2020-12-30"


def test_one_that_is_taken_back_is_gone_and_the_next_month_is_asked(opened):
    answer_for(send(opened(), month_end("2020-07-31", 8300)), 6)
    app = press(opened(), "lasting_revoke")
    assert "说明已撤销，已记入操作日志；下一次报送时会重新询问。" in [box.value for box in app.info]
    assert not has(app, "lasting_list")

    app = send(opened(), month_end("2020-08-31", 8300))

    assert rows_of(app, "held_2")[0][4] == "与登记名录不符"


def test_a_reason_for_this_once_is_not_listed(opened):
    app = answer_for(send(opened(), month_end("2020-07-31", 8300)), 0)

    assert [box.value for box in app.success] == ["1 个文件已入库。"]
    assert not has(app, "lasting_list")


def test_an_odd_number_has_no_reason_for_months(opened, page_store):
    quiet_history(page_store)

    app = send(opened("staff"), ("日报.csv", ODD))

    assert [box for box in app.selectbox if box.key == "until_1"] == []
