"""Points of a session's minutes on other pages than its own, with their links led from there."""

import posixpath
import re
import textwrap
from collections.abc import Iterable
from urllib.parse import quote

from postmortem_kb.escape import Markdown
from postmortem_kb.links import rewrite_links, split_target
from postmortem_kb.pages.body import keep_text
from postmortem_kb.pages.paths import session_path
from postmortem_kb.reading_groups.session import Session

# A question of a task list: ticked when it has its answer.
_TASK = re.compile(r"\[(?P<mark>[ xX])\]\s+")
_PLAIN = "/~!$&'+,;=@"


def find_open_questions(session: Session) -> tuple[str, ...]:
    """The follow-up questions (Markdown) that are not ticked off, without their boxes."""
    found: list[str] = []
    for question in session.body.follow_ups:
        task = _TASK.match(question)
        if task is None:
            found.append(question)
        elif task["mark"] == " ":
            found.append(question[task.end() :])
    return tuple(found)


def list_points(points: Iterable[str], *, session: Session, source: str) -> Markdown:
    """A list of points (Markdown as written in a session) for the page at `source`."""
    items: list[str] = []
    for point in points:
        led = rewrite_links(point, lambda target: _lead(target, session, source))
        items.append(f"- {textwrap.indent(led, '  ').lstrip()}")
    return Markdown(keep_text("\n".join(items)))


def _lead(target: str, session: Session, source: str) -> str:
    parts = split_target(target)
    if parts is None:
        return target
    path, fragment = parts
    own = session_path(session.id)
    full = posixpath.normpath(posixpath.join(posixpath.dirname(own), path)) if path else own
    led = posixpath.relpath(full, posixpath.dirname(source) or ".")
    anchor = f"#{quote(fragment, safe=_PLAIN)}" if fragment else ""
    return quote(led, safe=_PLAIN) + anchor
