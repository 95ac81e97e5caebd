"""Documents that are meant to keep the import busy: 250 KB each of what regular expressions,
joining of lines and nesting of lists are known to stumble over."""

from robustness.hostile import fill

SIZE = 250_000
HEAD = "# Maps went grey\n\nAll went grey on June 8, 2024.\n\n## Timeline\n\n"

# Each is one line of a timeline, as long as the document.
UNITS = {
    "digits": "1",
    "colons": ":",
    "stars": "*",
    "angle brackets": "<",
    "brackets": "[",
    "backticks": "`",
    "emphases": "**a:** ",
    "pictures": "![",
    "open links": "[a](",
    "open tags": "<a ",
    "list tags": "<li>",
    "clocks": "10:00 ",
    "entries": "10:00 - a ",
    "ranges": "10:00 to ",
    "days": "June 1, 2024 ",
    "stamps": "2024-06-08T10:00Z ",
    "lengths": "12h ",
    "outages": "outage lasted 1 hour ",
    "zones": "Pacific time ",
    "abbreviations": "e.g. ",
    "cells": "|a",
    "words": "a ",
    "spaces": " ",
}

# Each is a line, over and over.
LINES = {
    "entries": "10:00 a",
    "items": "- 10:00 a",
    "headings": "## a",
    "timed headings": "### 10:00 a",
    "labels": "A:",
    "label items": "- a:",
    "words": "a",
    "quotes": "> a",
    "rows": "| 10:00 | a |",
    "rules": "---",
    "fences": "```",
    "comments": "<!-- a",
    "underlined": "a\n===",
    "days": "June 8, 2024",
    "sections": "Timeline: 10:00 a",
    "sentences": "The outage lasted 5 minutes.",
}


def make_documents() -> dict[str, str]:
    """All of them by name, each of about 250 KB."""
    made = {f"a line of {name}": HEAD + fill(unit, SIZE) for name, unit in UNITS.items()}
    made |= {f"lines of {name}": HEAD + fill(f"{line}\n", SIZE) for name, line in LINES.items()}
    deep = range(int((2 * SIZE) ** 0.5))
    made["deeper and deeper items"] = HEAD + "\n".join(f"{' ' * indent}- a:" for indent in deep)
    made["deeper and deeper quotes"] = HEAD + "\n".join(f"{'>' * depth} a" for depth in deep)
    made["bullets within bullets"] = HEAD + fill("- a:\n* b:\n+ c:\n", SIZE)
    return made
