"""Marks of emphasis in loose Markdown: pairs stay, with the spaces where they belong; a mark that
has no partner is dropped or escaped, so that it does not reach over what follows."""

import re
from dataclasses import dataclass

_MOST_PIECES = 2_000


@dataclass(slots=True)
class Piece:
    """A piece of a line; `is_run` where it is a run of one mark of emphasis."""

    text: str
    is_run: bool = False


@dataclass(slots=True)
class _Opened:
    index: int
    mark: str


def settle_emphasis(pieces: list[Piece]) -> str:
    """Join the pieces of a line."""
    pieces = [piece for piece in pieces if piece.text]
    _split_runs(pieces)
    partners = _pair(pieces)
    out: list[str] = [piece.text for piece in pieces]
    for index, piece in enumerate(pieces):
        if piece.is_run and index not in partners:
            out[index] = _write_lonely(pieces, index)
    for opening, closing in sorted(partners.items()):
        if opening < closing:
            _tighten(out, opening, closing)
    return re.sub(r" {2,}", " ", "".join(out)).strip() if partners else "".join(out).strip()


def _split_runs(pieces: list[Piece]) -> None:
    """Part runs such as `***` that open or close two marks of different lengths."""
    if len(pieces) > _MOST_PIECES:
        return
    index = 0
    opened: list[tuple[str, int]] = []
    while index < len(pieces):
        mark = pieces[index].text
        if not pieces[index].is_run:
            index += 1
            continue
        last, place = opened[-1] if opened else ("", 0)
        below = opened[-2][0] if len(opened) > 1 else ""
        if last == mark:
            opened.pop()
        elif last and last + below == mark and last[0] == below[:1]:
            del opened[-2:]
            _split(pieces, index, len(last))
            index += 1
        elif len(last) == 3 and last.startswith(mark) and pieces[index - 1].text[-1:].strip():
            opened[-1] = (last[len(mark) :], place)
            _split(pieces, place, len(last) - len(mark))
            index += 1
        else:
            opened.append((mark, index))
        index += 1


def _split(pieces: list[Piece], index: int, length: int) -> None:
    text = pieces[index].text
    pieces[index : index + 1] = [
        Piece(text[:length], is_run=True),
        Piece(text[length:], is_run=True),
    ]


def _pair(pieces: list[Piece]) -> dict[int, int]:
    """Partners by index, in both directions."""
    partners: dict[int, int] = {}
    opened: list[_Opened] = []
    waiting: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        if not piece.is_run:
            continue
        mark = piece.text
        before = pieces[index - 1].text[-1:] if index else ""
        after = pieces[index + 1].text[:1] if index + 1 < len(pieces) else ""
        if mark[0] == "_" and before.isalnum() and after.isalnum():
            continue  # `snake_case`
        if waiting.get(mark) and _can_close(mark, before, after, opened):
            while opened:
                last = opened.pop()
                waiting[last.mark] -= 1
                if last.mark == mark:
                    partners[last.index], partners[index] = index, last.index
                    break
        elif _can_open(mark, before, after):
            opened.append(_Opened(index, mark))
            waiting[mark] = waiting.get(mark, 0) + 1
    return {
        index: partner
        for index, partner in partners.items()
        if abs(index - partner) > 1  # nothing between them
    }


def _can_open(mark: str, before: str, after: str) -> bool:
    if mark[0] == "_" and before.isalnum():
        return False
    return bool(after.strip()) or (len(mark) > 1 and not before and bool(after))


def _can_close(mark: str, before: str, after: str, opened: list[_Opened]) -> bool:
    if mark[0] == "_" and after.isalnum():
        return False
    if before.strip():
        return True
    is_first = bool(opened) and opened[0].index == 0 and opened[0].mark == mark
    return len(mark) > 1 and (is_first or not after.strip())


def _write_lonely(pieces: list[Piece], index: int) -> str:
    """A mark without a partner: one that was to open or close a whole line goes."""
    text = pieces[index].text
    before = "".join(piece.text for piece in pieces[max(index - 1, 0) : index])
    after = "".join(piece.text for piece in pieces[index + 1 : index + 2])
    if text[0] == "_" and before[-1:].isalnum() and after[:1].isalnum():
        return text
    is_edge = index == 0 or index == len(pieces) - 1
    if is_edge and len(text) in (2, 3) and (before + after).strip():
        return ""
    return "".join(f"\\{mark}" for mark in text)


def _tighten(out: list[str], opening: int, closing: int) -> None:
    """Put the spaces inside two marks outside of them, and a space where marks would not count."""
    lead, _ = _spaces(out[opening + 1])
    if lead:
        out[opening], out[opening + 1] = f" {out[opening]}", out[opening + 1][len(lead) :]
    _, trail = _spaces(out[closing - 1])
    if trail and closing - 1 > opening:
        out[closing - 1] = out[closing - 1][: -len(trail)]
        out[closing] = f"{out[closing]} "
    before = out[opening - 1][-1:] if opening else ""
    first = out[opening + 1][:1]
    if before.isalnum() and first and not first.isalnum() and not out[opening].startswith(" "):
        out[opening] = f" {out[opening]}"
    last = out[closing - 1][-1:]
    after = out[closing + 1][:1] if closing + 1 < len(out) else ""
    if after.isalnum() and last and not last.isalnum() and not out[closing].endswith(" "):
        out[closing] = f"{out[closing]} "


def _spaces(text: str) -> tuple[str, str]:
    """The white space that a text begins and ends with."""
    bare = text.strip()
    start = text.find(bare)
    return text[:start], text[start + len(bare) :]
