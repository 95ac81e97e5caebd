"""Markdown to plain text, for places that cannot show markup."""

from markdown_it.token import Token

from postmortem_kb.sections import MARKDOWN


def first_paragraph(text: str) -> str | None:
    """The plain text of the first top-level paragraph that says something, if there is one.

    A paragraph of nothing but links or pictures does not.
    """
    tokens = MARKDOWN.parse(text)
    for index, token in enumerate(tokens):
        is_paragraph = token.type == "paragraph_open" and token.level == 0
        if is_paragraph and _says_something(tokens[index + 1]):
            return _plain(tokens[index + 1])
    return None


def _says_something(paragraph: Token) -> bool:
    """Whether there are words outside of its links and pictures."""
    depth = 0
    for child in paragraph.children or ():
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        is_said = child.type in ("text", "code_inline") and depth == 0
        if is_said and any(map(str.isalnum, child.content)):
            return True
    return False


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
