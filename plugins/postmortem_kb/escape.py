"""Escaping: plain text becomes the same text wherever a page puts it.

Between the values and the pages: every value passes through `escape` unless it is `Markdown`.
"""

import html
import re


class Markdown(str):
    """Text that is Markdown already and is put into a page as it is."""

    __slots__ = ()


_WORD = r"[^\W_]"
# All ASCII punctuation, except where it stands so that nothing reacts to it: commas, hyphens and
# dots inside words (but not the dot after `www`, which makes a link), the dot at the end of a word
# (but not where it may number a list), colons between a word and a space, and the
# colon of a clock time (but not two of them: `:15:` may be an emoji).
_REACTIVE = re.compile(
    rf"[!-+/;-@\[-`{{-~]|(?<!{_WORD})[-.:]|-(?!{_WORD})|:(?! |(?<=\d:)\d\d(?:[ ,;)]|$))|(?<=www)\."
    rf"|(?<![^\W\d_]{{2}})\.(?!{_WORD})|\.(?![\w ]|$)",
    re.IGNORECASE,
)
_ROMAN_NUMBER = re.compile(r"^([ivxlcdm]+)\.(?= |$)", re.IGNORECASE)
# Python-Markdown keeps its place-holders between U+0002 and U+0003; none of these can be shown.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> Markdown:
    """Write plain text so that it reads the same in Markdown, HTML and quoted attributes.

    Whatever Markdown, HTML, a table, an extension (emoji, links, keys, …), a macro or a snippet
    could react to becomes a numeric character reference. White space and line breaks become one
    space; control characters become U+FFFD.
    """
    folded = _CONTROL.sub("\ufffd", " ".join(text.split()))
    encoded = _REACTIVE.sub(lambda match: f"&#{ord(match[0])};", folded)
    return Markdown(_ROMAN_NUMBER.sub(r"\1&#46;", encoded))


def escape_html(text: str) -> str:
    """Write plain text for HTML that no Markdown goes over, such as a theme's `<meta>` tags."""
    return html.escape(_CONTROL.sub("\ufffd", " ".join(text.split())), quote=True)


def is_plain_html(text: str) -> bool:
    """Whether a theme may put the text into HTML unescaped without changing what it says."""
    return not re.search('[<>"]', text) and html.unescape(text) == text
