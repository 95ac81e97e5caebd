"""The reference pages, made from where things are declared: `make reference` writes them, and a
test compares them with the code."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from postmortem_kb.cli.main import main
from postmortem_kb.durations import Duration
from postmortem_kb.fields import ActionItemFields, FrontMatter, IncidentOfSeveral, Percent
from postmortem_kb.knowledge_base import load_shipped_taxonomy
from postmortem_kb.moments import Openness, Timestamp
from postmortem_kb.reading_groups.fields import FORMATS, SessionFields
from postmortem_kb.reading_groups.session import MINUTES_HEADINGS, MinutesKind
from postmortem_kb.rules.registry import RULES
from postmortem_kb.settings import OPTION_NAMES, Settings
from postmortem_kb.taxonomy import TermSet
from postmortem_kb.taxonomy_file import TermFields
from postmortem_kb.zones import ABBREVIATIONS, Zone, format_offset

_WORDS: dict[Any, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    Timestamp: "timestamp",
    Duration: "duration",
    Zone: "time zone",
    Percent: "percentage",
    NoneType: "",
}
_SET_TITLES = {
    TermSet.ROOT_CAUSES: "Root causes",
    TermSet.TRIGGERS: "Triggers",
    TermSet.SERVICES: "Services",
    TermSet.SEVERITIES: "Severities",
    TermSet.DETECTIONS: "Detections",
    TermSet.MITIGATIONS: "Mitigations",
    TermSet.IMPACT_TYPES: "Impact types",
    TermSet.DURATION_BUCKETS: "Duration buckets",
}


def render_reference() -> dict[str, str]:
    """Every reference page, by file name."""
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "front-matter.md": _front_matter,
        "reading-sessions.md": _reading_sessions,
        "taxonomy.md": _taxonomy,
        "configuration.md": _configuration,
        "command-line.md": _command_line,
        "problems.md": _problems,
    }
    return {name: "\n".join(make()).strip() + "\n" for name, make in makers.items()}


def _front_matter() -> Iterator[str]:
    yield "# Front matter\n"
    yield "<!-- Made by `make reference` from postmortem_kb/fields.py: edit that file. -->\n"
    yield (
        "The fields that may stand between the `---` lines of a record. Only `title` is required; "
        "what is not known is left out. Values are read as the text that stands in the file and "
        "then typed by field, so quotes are only needed where YAML itself would stumble (`: `, "
        "` #`, a leading `[`, `{`, `*`, `&`, `@` or quote).\n"
    )
    yield "## Fields\n"
    yield from _field_table(FrontMatter)
    for model, title, text in (
        (_model_of("impact"), "impact", "Either one sentence, or these fields."),
        (_model_of("discrepancies"), "discrepancies", "Each entry of the list:"),
        (_model_of("related"), "related", "Each entry of the list:"),
        (_model_of("sources"), "sources", "Each entry of the list:"),
        (ActionItemFields, "action_items", "Each entry of the list:"),
        (
            IncidentOfSeveral,
            "incidents",
            "Each entry of the list; terms not given are the record's.",
        ),
        (_model_of("imported_from"), "imported_from", "Written by an import:"),
    ):
        yield f"\n## `{title}`\n\n{text}\n"
        yield from _field_table(model)
    yield from _timestamps()


def _reading_sessions() -> Iterator[str]:
    yield "# Reading sessions\n"
    yield (
        "<!-- Made by `make reference` from postmortem_kb/reading_groups/fields.py: edit that "
        "file. -->\n"
    )
    yield (
        "The fields that may stand between the `---` lines of a session, a file in "
        "`docs/reading-groups/` whose name begins with its day. See [reading groups]"
        "(../guide/reading-groups.md) for how a group uses it.\n"
    )
    yield from _field_table(SessionFields)
    yield "\n## Formats\n"
    yield "| Format | Meaning |\n|---|---|"
    for form, meaning in FORMATS.items():
        yield f"| `{form.value}` | {meaning} |"
    yield "\n## Headings of the minutes\n"
    yield (
        "Text below these headings makes a session one that was held. Each list item under "
        "takeaways is shown on the pages of the records and on the page of all takeaways.\n"
    )
    yield "| Heading | Also written |\n|---|---|"
    for kind in MinutesKind:
        first, *others = [words for words, found in MINUTES_HEADINGS.items() if found is kind]
        yield f"| {first.capitalize()} | {', '.join(others)} |"


def _model_of(name: str) -> type[BaseModel]:
    return next(_find_models(FrontMatter.model_fields[name].annotation))


def _find_models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _find_models(argument)


def _timestamps() -> Iterator[str]:
    yield "\n## Timestamps\n"
    yield "| Written | Means |\n|---|---|"
    for written, means in (
        ("2024-03-13T14:10", "to the minute (seconds may follow), in the record's `timezone`"),
        ("2024-03-13T14:10+02:00", "with an offset of its own; `Z` is UTC"),
        ("2024-03-13T14", "to the hour"),
        ("2024-03-13", "to the day"),
        ("~2024-03-13T14:10", "about then"),
        ("T14:10", "on a day that is not known"),
        ("--03-13T14:10", "in a year that is not known"),
        ("unknown", "not known"),
        ("ongoing", "`resolved_at` only: it lasts still"),
    ):
        yield f"| `{written}` | {means} |"
    yield "\n## Time zones\n"
    yield (
        "An IANA name (`Europe/Berlin`), an offset (`+02:00`, `UTC+2`, `UTC`), `unknown`, or one "
        "of these abbreviations. An abbreviation has the offset of this table and no other; on a "
        "date when its region is on its other time, `check` reports a contradiction.\n"
    )
    yield "| Abbreviation | Offset | Read as | Also used for |\n|---|---|---|---|"
    for name, known in sorted(ABBREVIATIONS.items()):
        zone_offset = format_offset(timedelta(minutes=known.minutes))
        yield f"| `{name}` | {zone_offset} | {known.name} | {', '.join(known.also)} |"


def _field_table(model: type[BaseModel]) -> Iterator[str]:
    yield "| Field | Value | Meaning |\n|---|---|---|"
    for name, field in model.model_fields.items():
        required = " **Required.**" if field.is_required() else ""
        yield f"| `{name}` | {_type_words(field.annotation)} | {field.description}{required} |"


def _type_words(annotation: Any) -> str:
    """A type in words: `list of text`, `` `draft`, `closed` ``, `timestamp`."""
    if annotation in _WORDS:
        return _WORDS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(word for one in arguments if (word := _type_words(one))))
    if origin in (tuple, frozenset):
        return f"list of {_type_words(arguments[0])}"
    if annotation is Openness:
        return "`unknown`"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    if origin is not None and arguments:
        return _type_words(arguments[0])
    return "fields, see below"


def _taxonomy() -> Iterator[str]:
    yield "# Taxonomy\n"
    yield "<!-- Made by `make reference` from postmortem_kb/data/taxonomy.yml. -->\n"
    yield (
        "The terms that come with the plugin. A site adds its own in `postmortems/taxonomy.yml`, "
        "see [the guide](../guide/taxonomy.md).\n"
    )
    yield "## What a term may have\n"
    yield from _field_table(TermFields)
    taxonomy = load_shipped_taxonomy()
    for term_set in TermSet:
        terms = taxonomy.sets[term_set]
        yield f"\n## {_SET_TITLES[term_set]}\n\n`{term_set.value}`\n"
        if not terms:
            yield "None is shipped: they are yours."
            continue
        yield "| Term | Label | Meaning | Also written |\n|---|---|---|---|"
        for term in terms.values():
            aliases = ", ".join(f"`{alias}`" for alias in term.aliases)
            yield f"| `{term.id}` | {term.label} | {term.description or ''} | {aliases} |"


def _configuration() -> Iterator[str]:
    yield "# Configuration\n"
    yield "<!-- Made by `make reference` from postmortem_kb/settings.py: edit that file. -->\n"
    yield (
        "Options of the plugin in `mkdocs.yml`. The command line reads them from there too.\n\n"
        "```yaml\nplugins:\n  - search\n  - postmortems:\n      timezone: UTC\n```\n"
    )
    yield "| Option | Value | Default | Meaning |\n|---|---|---|---|"
    for name in OPTION_NAMES:
        field: FieldInfo = Settings.model_fields[name]
        default = field.default
        if isinstance(default, frozenset):
            default = ", ".join(sorted(member.value for member in default))
        shown = "" if default is None else f"`{default}`"
        yield f"| `{name}` | {_type_words(field.annotation)} | {shown} | {field.description} |"


def _command_line() -> Iterator[str]:
    yield "# Command line\n"
    yield "<!-- Made by `make reference` from postmortem_kb/cli: edit those files. -->\n"
    yield (
        "Every command finds `mkdocs.yml` in the working directory or above it and uses the "
        "plugin's options from there; without one, `postmortems/` in the working directory and the "
        "defaults. No command needs the site to be built first.\n"
    )
    yield from _command(main, "postmortem")
    for name, command in sorted(main.commands.items()):
        yield from _command(command, f"postmortem {name}")
        for below, inner in sorted(getattr(command, "commands", {}).items()):
            yield from _command(inner, f"postmortem {name} {below}")


def _command(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, help_option_names=["-h", "--help"])
    yield f"\n## `{name}`\n"
    yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    for paragraph in (command.help or "").split("\n\n"):
        yield " ".join(paragraph.split()) + "\n"
    yield "| Option | Meaning |\n|---|---|"
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option):
            record = parameter.get_help_record(context)
            if record:
                names, text = (part.replace("|", "\\|") for part in record)
                yield f"| `{names}` | {text} |"


def _problems() -> Iterator[str]:
    yield "# Problems\n"
    yield "<!-- Made by `make reference` from postmortem_kb/rules: edit those files. -->\n"
    yield (
        "What `postmortem check` and the build look for. An **error** leaves the record out of the "
        "site; a **warning** fails `--strict`; **advice** never fails anything.\n"
    )
    yield "| Code | Name | Level |\n|---|---|---|"
    for rule in RULES:
        yield f"| [{rule.code}](#{rule.code.lower()}) | {rule.name} | {rule.level} |"
    for rule in RULES:
        yield f"\n## {rule.code}: {rule.name} {{: #{rule.code.lower()} }}\n"
        yield f"*{rule.level}.* {rule.why}\n"
        yield from _example("Reported", rule.bad)
        yield from _example("Fine", rule.good)


def _example(label: str, text: str) -> Iterator[str]:
    if "\n" in text:
        fence = "````" if "```" in text else "```"
        yield f"{label}:\n\n{fence}yaml\n{text.rstrip()}\n{fence}\n"
    else:
        yield f"{label}: {text}\n"


def write_reference(folder: Path) -> None:
    """Write the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_reference().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
