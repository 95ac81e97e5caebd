"""Views to Markdown: the templates, the rule that everything in them is escaped, front matter."""

from functools import cache
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from postmortem_kb.escape import Markdown, escape, escape_html, is_plain_html

FrontMatter = dict[str, str | list[str] | dict[str, int]]


def _finalize(value: Any) -> str:
    return value if isinstance(value, Markdown) else escape(str(value))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("postmortem_kb", "templates"),
        undefined=StrictUndefined,
        finalize=_finalize,
        # Markdown is not HTML: `escape` does the work, for both.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_template(name: str, front_matter: FrontMatter, **values: Any) -> str:
    """Render `templates/<name>.md.jinja` below front matter; every value that is not `Markdown`
    is escaped."""
    body = _environment().get_template(f"{name}.md.jinja").render(**values)
    return _write_front_matter(front_matter) + body


def _write_front_matter(fields: FrontMatter) -> str:
    if not fields:
        return ""
    lines = [f"{key}: {_flow(value)}\n" for key, value in fields.items()]
    return f"---\n{''.join(lines)}---\n\n"


def _flow(value: str | list[str] | dict[str, int]) -> str:
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {number}" for key, number in value.items()) + "}"
    return "[" + ", ".join(_quote(item) for item in value) + "]"


def _quote(text: str) -> str:
    """A double-quoted scalar: YAML can read nothing else into it."""
    if text.isprintable():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    written: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=2**31)
    return written.removesuffix("\n")


def head_title(title: str) -> FrontMatter:
    """The `title` field, only for titles that a theme would otherwise not show as they are.

    Material takes the title of a page from its heading and puts it, with character references
    read, into `<title>`: `</title>` would end it. What stands in the front matter it prints as it
    is, so that it has to be escaped here.
    """
    escaped = escape_html(title)
    return {"title": escaped} if any(character in title for character in "<>&") else {}


def head_description(text: str) -> FrontMatter:
    """The `description` field: Material prints it into an attribute as it is."""
    return {"description": escape_html(text)} if text else {}


def head_tags(labels: list[str]) -> FrontMatter:
    """The `tags` field: Material prints tags as they are, but its search shows them as text."""
    tags = [label if is_plain_html(label) else escape_html(label) for label in labels]
    return {"tags": list(dict.fromkeys(tags))} if tags else {}
