"""Generated pages and hand-written ones at the same path become one."""

import re

from postmortem_kb.front_matter import split_document

LIST_MARKER = "<!-- postmortem: list -->"
"""In a generated page: where its introduction ends. In a hand-written one: where the list goes."""
HOME_MARKER = "<!-- postmortem: home -->"
"""In a hand-written home page: where the latest postmortems and the ways in go."""

_HEADING = re.compile(r"^(?:#\s+\S.*|\S.*\n=+[ \t]*$)", re.MULTILINE)
_HTML_HEADING = re.compile(r"<h1\b", re.IGNORECASE)


def extend_page(generated: str, prose: str) -> str:
    """Put a generated list into a hand-written page: at its marker, else at its end.

    All of the prose is kept, front matter included. The generated introduction gives way to it,
    except that prose without a title gets the generated one.
    """
    introduction, _, made = generated.partition(LIST_MARKER)
    document = split_document(prose.lstrip("\ufeff"))
    head = prose[: len(prose) - len(document.body)].rstrip()
    before, marker, after = document.body.partition(LIST_MARKER)
    parts = [before, made, after] if marker else [document.body, made]
    if "title" not in document.front_matter.data and not _has_heading(document.body):
        heading = _HEADING.search(introduction)
        parts.insert(0, heading.group() if heading else "")
    return "\n\n".join(part.strip() for part in [head, *parts] if part.strip()) + "\n"


def insert_at_home(generated: str, prose: str) -> str | None:
    """Put the generated part of the home page at the marker; None where there is no marker."""
    if HOME_MARKER not in prose:
        return None
    made = generated.partition(HOME_MARKER)[2]
    return prose.replace(HOME_MARKER, made.strip(), 1)


def _has_heading(body: str) -> bool:
    without_code = re.sub(r"^(```|~~~).*?^\1", "", body, flags=re.MULTILINE | re.DOTALL)
    return bool(_HEADING.search(without_code) or _HTML_HEADING.search(without_code))
