"""Markdown to plain text, for places that cannot show markup."""

from markdown_it.token import Token

from postmortem_kb.sections import MARKDOWN


def first_paragraph(text: str) -> str | None:
    """The plain text of the first top-level paragraph, if there is one."""
    tokens = MARKDOWN.parse(text)
    for index, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0:
            return _plain(tokens[index + 1]) or None
    return None


def plain_text(text: str) -> str:
    """One line of plain text with all that a piece of Markdown says in words."""
    words = ("inline", "fence", "code_block")
    parts = [_plain(token) for token in MARKDOWN.parse(text) if token.type in words]
    return " ".join(part for part in parts if part)


def _plain(token: Token) -> str:
    if token.children is None:
        return " ".join(token.content.split())
    words: list[str] = []
    for child in token.children:
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type == "image":
            words.append(child.content)
    return " ".join("".join(words).split())
