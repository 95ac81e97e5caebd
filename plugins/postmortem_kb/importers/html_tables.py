"""Tables of HTML to those that Markdown has: no spans down, no tables within, labels as a list."""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from postmortem_kb.importers.html_lines import drop_marks

_MAX_SPAN = 200


def clean_tables(soup: BeautifulSoup) -> None:
    """Make tables plain, in place.

    A table that only lays out other blocks goes, and what it holds stays. One that says a label and
    a value in each row becomes a list of them.
    """
    for table in soup.find_all("table"):
        if table.find("table") is not None:
            _unwrap(table)
    for table in soup.find_all("table"):
        for caption in table.find_all("caption"):
            caption.name = "p"
            table.insert_before(caption.extract())
        rows = table.find_all("tr")
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        if not any(cells) or max(len(each) for each in cells) == 1:
            _unwrap(table)
        elif all(_is_labelled(each) for each in cells) and len(table.find_all(["td", "th"])) == sum(
            len(each) for each in cells
        ):
            _list_labels(soup, table, cells)
        else:
            _drop_empty_rows(rows, cells)
            _fill_spans(soup, rows)


def clean_definitions(soup: BeautifulSoup) -> None:
    """Definition lists to lists of labels, as tables of labels become."""
    for listing in soup.find_all("dl"):
        items = soup.new_tag("ul")
        parts = listing.find_all(["dt", "dd"])
        for part in parts:
            before, after = part.find_previous_sibling(), part.find_next_sibling()
            if part.name == "dd" and isinstance(before, Tag) and before.name == "dt":
                items.append(_label(soup, before, part))
            elif part.name == "dd" or not (isinstance(after, Tag) and after.name == "dd"):
                items.append(_move_contents(soup.new_tag("li"), part))
        listing.insert_before(items)
        # What else stood in it stays.
        for part in (listing, *parts):
            part.name = "div"


def _unwrap(table: Tag) -> None:
    for part in table.find_all(["thead", "tbody", "tfoot", "colgroup", "col", "tr"]):
        if part.find_parent("table") is table:
            part.unwrap()
    for cell in table.find_all(["td", "th"]):
        if cell.find_parent("table") is table:
            cell.name, cell.attrs = "div", {}
    table.name, table.attrs = "div", {}


def _is_labelled(cells: Sequence[Tag]) -> bool:
    return [cell.name for cell in cells] == ["th", "td"] and bool(_text(cells[0]))


def _text(tag: Tag) -> str:
    return drop_marks(tag.get_text()).strip()


def _list_labels(soup: BeautifulSoup, table: Tag, rows: Sequence[Sequence[Tag]]) -> None:
    """`- **Start:** 10:00` for each row."""
    listing = soup.new_tag("ul")
    for label, value in rows:
        listing.append(_label(soup, label, value))
    table.replace_with(listing)


def _label(soup: BeautifulSoup, label: Tag, value: Tag) -> Tag:
    """An item of both; they are taken out of where they stood, the value's tag excepted."""
    item = soup.new_tag("li")
    for bold in label.find_all(["strong", "p", "div"]):
        bold.unwrap()
    blocks = value.find_all(["p", "div"])
    if len(blocks) == 1:
        blocks[0].unwrap()
    strong = _move_contents(soup.new_tag("strong"), label)
    if not _text(strong).endswith(":"):
        strong.append(":")
    item.extend([strong, " "])
    return _move_contents(item, value)


def _move_contents(to: Tag, source: Tag) -> Tag:
    for child in list(source.contents):
        to.append(child.extract())
    return to


def _drop_empty_rows(rows: Sequence[Tag], cells: Sequence[Sequence[Tag]]) -> None:
    for row, own in zip(rows, cells, strict=True):
        if not any(cell.find("img") for cell in own) and not _text(row):
            row.decompose()


def _fill_spans(soup: BeautifulSoup, rows: Sequence[Tag]) -> None:
    """Put an empty cell where one from above reaches down, so that columns stay columns."""
    reaching: dict[int, int] = {}
    for row in rows:
        if row.decomposed:
            continue
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while reaching.get(column, 0) > 0:
                reaching[column] -= 1
                cell.insert_before(soup.new_tag(cell.name))
                column += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for covered in range(column, column + across):
                reaching[covered] = down - 1
            column += across
        while reaching.get(column, 0) > 0:
            reaching[column] -= 1
            row.append(soup.new_tag("td"))
            column += 1


def _span(cell: Tag, attribute: str) -> int:
    value = str(cell.get(attribute, ""))
    return max(1, min(_MAX_SPAN, int(value))) if value.isdigit() and len(value) < 6 else 1
