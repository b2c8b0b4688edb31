"""A worksheet set up for the printer: A4 across, one page wide, its head on every page, pages counted."""

A4 = 9


def set_for_print(sheet, *, head: int) -> None:
    """Set up an XlsxWriter worksheet whose column heads stand in row ``head`` (counted from 0)."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(head)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
