"""Blocks of Markdown to one text: which stand apart, and which make one list."""

from dataclasses import dataclass, field

from postmortem_kb.limits import MAX_DEPTH

_INDENT = "    "
_DEEPEST = MAX_DEPTH - 2


@dataclass(slots=True)
class Flow:
    """Blocks as they are added, with the list items that are open."""

    _lines: list[str] = field(default_factory=list)
    _depth: int = 0
    _after_item: str = ""
    """The kind of list that the last block is an item of, `-` or `1`; empty after others."""

    @property
    def depth(self) -> int:
        """How many items stand open within each other."""
        return self._depth

    def add(self, text: str, depth: int = 0) -> None:
        """Add a block that is no item; `depth` is that of the item that it belongs to, or 0."""
        depth = min(depth, self._depth)
        self._put(text, depth)
        self._depth, self._after_item = depth, ""

    def add_item(self, text: str, depth: int = 1, marker: str = "-") -> None:
        """Add an item of a list: at most one level below the last one."""
        depth = max(1, min(depth, self._depth + 1, _DEEPEST))
        kind = "1" if marker[:1].isdigit() else "-"
        is_list = bool(self._after_item) and (
            depth != self._depth or kind == self._after_item or depth > 1
        )
        if self._depth == 0 or not is_list:
            self._part()
        indent = _INDENT * (depth - 1)
        self._lines.append(f"{indent}{marker} {text}".rstrip())
        self._depth, self._after_item = depth, kind

    def end_list(self) -> None:
        """What comes next belongs to no item."""
        self._depth, self._after_item = 0, ""

    def render(self) -> str:
        """The text, which ends in a line break unless it is empty."""
        return "\n".join([*self._lines, ""]) if self._lines else ""

    def _put(self, text: str, depth: int) -> None:
        self._part()
        indent = _INDENT * depth
        self._lines += [f"{indent}{line}" if line.strip() else "" for line in text.split("\n")]

    def _part(self) -> None:
        if self._lines and self._lines[-1] != "":
            self._lines.append("")
