"""The Markdown of events as HTML that no site generator reads: for parts that stand within HTML.

Everything is on one line and every character that a Markdown extension may react to is a numeric
reference, so that it passes through any of them as it is.
"""

import posixpath
import re
from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from postmortem_kb.escape import Markdown
from postmortem_kb.links import split_target
from postmortem_kb.sections import MARKDOWN

_REACTIVE = re.compile(r"[^\w ,.]|_|(?<=www)\.")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RECORDS = "postmortems"


class EventRenderer:
    """Renders passages of one record, whose links lead from the folder of the records' pages.

    `body` is the whole of its Markdown, for links that are defined elsewhere in it; `site_root` is
    the relative URL of the site's root.
    """

    def __init__(self, body: str, site_root: str) -> None:
        self._env: dict[str, Any] = {}
        if "]:" in body:
            MARKDOWN.parse(body, self._env)
        self._renderer = _Renderer(site_root)

    def render_blocks(self, markdown: str) -> Markdown:
        """Blocks as HTML on one line."""
        return self._write(markdown)

    def render_text(self, markdown: str) -> Markdown:
        """Like `render_blocks`, but a single paragraph without its tags."""
        html = self._write(markdown)
        inner = html.removeprefix("<p>").removesuffix("</p>")
        is_single = len(html) - len(inner) == len("<p></p>") and "<p>" not in inner
        return Markdown(inner) if is_single else html

    def _write(self, markdown: str) -> Markdown:
        env = {**self._env}
        tokens = MARKDOWN.parse(_FOOTNOTE.sub("", markdown), env)
        html: str = self._renderer.render(tokens, MARKDOWN.options, env)
        return Markdown(html.replace("\n", ""))


def protect(text: str) -> str:
    """Plain text for such HTML, its spaces kept; a line break becomes a reference."""
    clean = _CONTROL.sub("\ufffd", text.expandtabs(4))
    return _REACTIVE.sub(lambda match: f"&#{ord(match[0])};", clean)


class _Renderer(RendererHTML):
    """What CommonMark makes of it, but for HTML and links, of which only the text is left."""

    def __init__(self, site_root: str) -> None:
        super().__init__()
        self._site_root = site_root

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return protect(tokens[idx].content)

    def softbreak(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return " "

    def hardbreak(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "<br>"

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<code>{protect(tokens[idx].content)}</code>"

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        # A block that is scrolled must be reached by the keyboard. Without `<code>`: the theme adds
        # buttons of its own to it.
        content = protect(tokens[idx].content.rstrip("\n"))
        return f'<pre tabindex="0">{content}</pre>'

    fence = code_block

    def html_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "<br>" if _BREAK.search(tokens[idx].content) else ""

    html_inline = html_block

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "<p><strong>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</strong></p>"

    def hr(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return ""

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return ""

    link_close = link_open

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        words = protect(self.renderInlineAsText(token.children, options, env))
        parts = split_target(str(token.attrs.get("src", "")))
        if parts is None or not parts[0]:
            return words
        path = posixpath.normpath(posixpath.join(_RECORDS, str(token.attrs["src"])))
        source = escapeHtml(f"{self._site_root}{path}")
        return f'<img src="{source}" alt="{words}" loading="lazy">'
