"""What the documents state, as a reader labelled it: one entry per document of a `labels.yaml`.

The form is described in tests/samples/imports/README.md. A document without an id is a seed: its
id is `seeds/` and the beginning of its file's name.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

UNCERTAIN_NAMES = {
    "title": "title",
    "date": "date",
    "start": "start",
    "end": "end",
    "tz": "zone",
    "duration_min": "duration",
    "impact_pct": "percent",
    "severity": "severity",
    "category": "root cause",
    "timeline_timed": "timed entries",
    "timeline_items": "timed entries",
    "measures": "action items",
    "misleading": "misleading path",
    "escalation": "escalation",
}
"""The names in `uncertain`, and the field of the report that each stands for."""


@dataclass(frozen=True, slots=True)
class Label:
    """One document: its id, where it is, and its entry as it stands in the file."""

    id: str
    file: Path
    facts: dict[str, Any]

    @property
    def group(self) -> str:
        """The part of the id before the slash: `genre`, `pro`, `negative`, `seeds`."""
        return self.id.partition("/")[0]

    @property
    def is_postmortem(self) -> bool:
        """Every document is one that is not labelled otherwise."""
        return bool(self.facts.get("is_postmortem", True))

    @property
    def uncertain(self) -> frozenset[str]:
        """The fields, by their names in the report, that could be labelled otherwise."""
        names = self.facts.get("uncertain") or []
        return frozenset(UNCERTAIN_NAMES[name] for name in names)

    def text(self, name: str) -> str | None:
        """A fact as text; None where the document does not state it."""
        value = self.facts.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> float | None:
        """A fact as a number; None where the document does not state it."""
        value = self.facts.get(name)
        return None if value is None else float(value)


def load_labels(path: Path) -> list[Label]:
    """The labels of one file. Clocks without quotes are read as text: `15:00` is not 900."""
    entries = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    return [
        Label(
            id=entry.get("id") or f"seeds/{Path(entry['file']).stem.partition('_')[0]}",
            file=(path.parent / entry["file"]).resolve(),
            facts=entry,
        )
        for entry in entries
    ]


class _Loader(yaml.SafeLoader):
    """Reads base-60 numbers and dates as text."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
