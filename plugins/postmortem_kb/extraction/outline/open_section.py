"""A section while its parts are gathered, line by line."""

from dataclasses import dataclass, field, replace
from itertools import accumulate

from postmortem_kb.extraction.outline.outline import OutlineSection, Part, PartKind
from postmortem_kb.model import SectionKind

_WEAKEST = 6


@dataclass(slots=True)
class OpenSection:
    """A heading and what was found below it so far; `rank` orders headings as `Shape.rank` does."""

    kind: SectionKind | None
    heading: str
    rank: int
    line: int
    is_child: bool = False
    has_list: bool = False
    """Whether there is a list or table in it; else its label lines are what divides it."""
    _parts: list[Part] = field(default_factory=list)
    _more: list[str] = field(default_factory=list)
    """The further lines of the last part: joined once, for a part may have very many."""
    _numbers: list[int] = field(default_factory=list)
    """Where those lines stand."""

    @property
    def last(self) -> Part | None:
        """The last part; of its text only the first line."""
        return self._parts[-1] if self._parts else None

    @property
    def last_line(self) -> str:
        """The last line of the last part."""
        if self._more:
            return self._more[-1]
        return self._parts[-1].text if self._parts else ""

    @property
    def is_in_comment(self) -> bool:
        """Whether a comment was opened and not closed."""
        last = self.last
        is_comment = last is not None and last.kind is PartKind.COMMENT
        return is_comment and "-->" not in self.last_line

    def add(self, part: Part) -> None:
        """Begin another part."""
        self._join()
        self._parts.append(part)
        self.has_list = self.has_list or part.kind in (PartKind.ITEM, PartKind.ROW)

    def extend(self, text: str, number: int, mark: str = " ") -> None:
        """Add a line to the last part; `mark` stands between them."""
        self._more += (mark, text)
        self._numbers.append(number)
        self._parts[-1] = replace(self._parts[-1], end_line=number)

    def take_last(self) -> Part:
        """Remove the last part, whole."""
        self._join()
        return self._parts.pop()

    def close(self) -> OutlineSection:
        """The section as the outline has it."""
        self._join()
        rank = min(self.rank, _WEAKEST)
        parts = tuple(self._parts)
        return OutlineSection(self.kind, self.heading, rank, self.line, parts, self.is_child)

    def _join(self) -> None:
        if self._more:
            last = self._parts[-1]
            text = "".join((last.text, *self._more))
            ends = list(accumulate(map(len, (last.text.lstrip(), *self._more))))
            breaks = (*last.breaks, *zip(ends[1::2], self._numbers, strict=True))
            self._parts[-1] = replace(last, text=text.strip(), breaks=breaks)
            self._more, self._numbers = [], []
