"""Which item of a list the next one belongs to, by indentation and by the shape of its bullet."""

from dataclasses import dataclass

from postmortem_kb.extraction.outline.line_shapes import Shape


@dataclass(slots=True)
class OpenItem:
    """An item that others may be below; `label` is its folded words where it announces them.

    `widest` is the deepest indentation of an item of the same list.
    """

    indent: int
    marker: str
    label: str
    widest: int = 0


def close_items(items: list[OpenItem], shape: Shape) -> int:
    """Drop the items that the new one is not below; the deepest indentation beside it so far.

    A bullet of another shape at the same indentation is below an item that announces a list. One
    that is not deeper than an outermost item before it is outermost too, however ragged the list.
    """
    widest = items[0].widest if items else 0
    _close(items, shape)
    if len(items) == 1 and items[0].indent < shape.indent <= items[0].widest:
        first = items[0]
        if first.marker[0] == shape.marker[0] and not first.label:
            items.pop()
    return max(shape.indent, 0 if items else widest)


def _close(items: list[OpenItem], shape: Shape) -> None:
    marker = shape.marker[0]
    while items and shape.indent < items[-1].indent:
        items.pop()
    if items and items[-1].marker == "#":
        return
    if not items or shape.indent > items[-1].indent + 1:
        return
    same = [item for item in items if item.marker[0] == marker]
    if same and same[-1] is not items[-1] and same[-1].indent >= shape.indent - 1:
        del items[items.index(same[-1]) :]
    elif (same and same[-1] is items[-1]) or not items[-1].label:
        items.pop()
