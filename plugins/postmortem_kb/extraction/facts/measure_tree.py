"""Parts of a section to a tree: items below items, paragraphs below the items they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from postmortem_kb.extraction.facts.measure_fields import is_field_line
from postmortem_kb.extraction.outline.outline import Part, PartKind
from postmortem_kb.extraction.outline.plain import without_ornament

_DEEPEST = 20
"""Items below this depth stand beside each other."""


@dataclass(slots=True)
class Node:
    """A part and what belongs to it."""

    part: Part
    below: list["Node"] = field(default_factory=list)

    @property
    def words(self) -> str:
        return without_ornament(self.part.words)

    @property
    def is_item(self) -> bool:
        return self.part.kind is PartKind.ITEM

    @property
    def is_field(self) -> bool:
        return is_field_line(self.words)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts below, in order."""
        return tuple(part for node in self.below for part in (node.part, *node.parts))


def nest_parts(parts: Iterable[Part]) -> list[Node]:
    """Parts to a tree: items below items, and the paragraphs of an item below it."""
    roots: list[Node] = []
    path: list[Node] = []
    for part in parts:
        if not part.is_text and part.kind not in (PartKind.CODE, PartKind.RULE):
            continue
        node = Node(part)
        is_item = part.kind is PartKind.ITEM
        depth = min(part.depth, _DEEPEST)
        del path[max(depth - 1 if is_item else depth, 0) :]
        (path[-1].below if path and depth else roots).append(node)
        if is_item:
            path.append(node)
    return roots
