"""The file of a new reading session: the invitation, and places for what will be learned."""

from collections.abc import Mapping

from postmortem_kb.drafting.front_matter_text import Value, clean_text, render_front_matter
from postmortem_kb.reading_groups.fields import Format, SessionFields

_ORDER = tuple(SessionFields.model_fields)
# Of a replay the page says that there is nothing to read, for as long as it is true.
_BEFOREHAND = {
    Format.DISCUSSION: "Please read it before we meet, and bring what surprised you.",
    Format.COMPARISON: "Please read them before we meet, and look for what they have in common.",
    Format.AUTHOR_TALK: "Please read it before we meet, and bring your questions to those who "
    "responded.",
}
_BODY = """
# {title}

{beforehand}## Notes

<!-- What was said that is not in the record: systems and conditions rather than people. -->

## Takeaways

<!-- One line each: they are shown with the records, and found by the search. -->

-

## Follow-up questions

-
"""


def render_session_file(fields: Mapping[str, Value], title: str) -> str:
    """The text of a new session's file; `fields` are those of its front matter that are known."""
    form = Format(str(fields.get("format") or Format.DISCUSSION))
    # A single one needs no list.
    readings = fields.get("postmortems")
    is_one = isinstance(readings, list | tuple) and len(readings) == 1
    known = {**fields, "postmortems": readings[0]} if is_one else fields  # type: ignore[index]
    beforehand = f"{_BEFOREHAND[form]}\n\n" if form in _BEFOREHAND else ""
    body = _BODY.format(title=clean_text(title), beforehand=beforehand)
    return render_front_matter(known, order=_ORDER) + body
