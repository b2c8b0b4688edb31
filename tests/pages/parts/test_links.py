"""Addresses inside the product."""

from pages.parts import links


def test_an_address_leaves_out_what_is_not_chosen():
    assert links.to("entities", county="622921", kind=None, section="") == "entities?county=622921"
    assert links.to("entities") == "entities"


def test_an_address_of_the_same_page_begins_with_its_question_mark():
    assert links.to(county="622921") == "?county=622921"
    assert links.to() == "?"


def test_what_a_name_holds_cannot_leave_the_query():
    assert links.to("arrears", debtor="甲&on=2020#x") == "arrears?debtor=%E7%94%B2%26on%3D2020%23x"
