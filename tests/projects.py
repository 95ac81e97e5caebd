"""Little projects for tests that build whole sites or call the commands."""

from textwrap import dedent

CONFIG = """\
site_name: Test
theme:
  name: material
  font: false
plugins:
  - search
  - postmortems
"""
"""A project as the README's three lines make it."""

HOSTILE = 'a | b <script>alert(1)</script> [x](y) "q"'
"""A title that has to show as this text wherever it lands."""


def record(front_matter: str, body: str = "") -> str:
    """A whole record of its front matter (without the `---` lines) and body."""
    return f"---\n{dedent(front_matter).strip()}\n---\n\n{dedent(body).strip()}\n"


def simple(title: str = "Checkout was down", **fields: str) -> str:
    """A record with a start, an end and whatever else is given."""
    given = {
        "title": f'"{title}"',
        "started_at": "2024-03-13T14:00",
        "resolved_at": "2024-03-13T15:30",
        "timezone": "UTC",
        **fields,
    }
    lines = "\n".join(f"{name}: {value}" for name, value in given.items())
    return record(lines, "## Summary\n\nCheckout answered with errors.")
