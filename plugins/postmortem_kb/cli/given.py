"""What was given to a command that writes a file: the text of each field."""

from collections.abc import Mapping

from postmortem_kb.drafting.front_matter_text import clean_text

Fields = dict[str, str | list[str]]


def keep_given(options: Mapping[str, str | tuple[str, ...] | None]) -> Fields:
    """The options with something in them: a script may pass empty ones on."""
    fields: Fields = {}
    for name, value in options.items():
        if isinstance(value, str) and clean_text(value):
            fields[name] = value
        elif isinstance(value, tuple) and (kept := [one for one in value if clean_text(one)]):
            fields[name] = kept
    return fields
