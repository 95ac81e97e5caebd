"""All that was found in one document: values with their evidence, events, measures, problems."""

from dataclasses import dataclass
from enum import StrEnum

from postmortem_kb.extraction.evidence import Certainty, Evidence
from postmortem_kb.extraction.outline.outline import Outline, Part
from postmortem_kb.fields import ActionStatus, ActionType
from postmortem_kb.importers.document import Document
from postmortem_kb.model import EventKind


class Verdict(StrEnum):
    """What a document is."""

    POSTMORTEM = "postmortem"
    NOT_A_POSTMORTEM = "not-a-postmortem"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An entry of the timeline.

    `at` and `until` are timestamps as a record writes them (`2024-06-08T13:15`, `T13:15`,
    `--06-05T13:15`), with an offset only where the entry names another zone than the document.
    `text` is Markdown without the time. Several events may come from one `source` part (entries
    run together on one line); `details` are the parts that belong to it. `certainty` is that of
    the time: `derived` where the day is carried forward or the half of the day worked out.
    """

    at: str | None
    until: str | None
    text: str
    kind: EventKind
    line: int
    source: Part
    details: tuple[Part, ...] = ()
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """One thing to do. `title` is Markdown; `source` and `details` are the parts it was read from.

    `type` is suggested from its words, the rest is only there where the document states it.
    `due` is a day as a record writes it.
    """

    title: str
    line: int
    source: Part
    details: tuple[Part, ...] = ()
    type: ActionType | None = None
    owner: str | None = None
    due: str | None = None
    status: ActionStatus | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of the document that shows something: a wrong turn, an escalation."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What an author has to look at; `line` is 1 where it is about the whole document.

    `about` names the field of a record that a contradiction concerns: it becomes one of its
    `discrepancies`.
    """

    line: int
    code: str
    message: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a document states.

    `evidence` holds every value and every candidate; of a field with ranks the chosen value is
    that with rank 1.
    """

    document: Document
    outline: Outline
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    measures: tuple[FoundMeasure, ...] = ()
    misleading_paths: tuple[Quotation, ...] = ()
    escalations: tuple[Quotation, ...] = ()
    duration_minutes: float | None = None
    problems: tuple[ImportProblem, ...] = ()

    def find(self, field: str) -> Evidence | None:
        """The chosen value of a field, with its evidence."""
        found = [item for item in self.evidence if item.field == field and item.rank in (None, 1)]
        return found[0] if found else None

    def find_all(self, field: str) -> tuple[Evidence, ...]:
        """All values of a list field (services), or all candidates, in order."""
        return tuple(item for item in self.evidence if item.field == field)
