"""Every kind of prompt, in the order of the catalogue page: what finder, page and tests go
through."""

from postmortem_kb.reading_groups.prompts import (
    again,
    at_cuts,
    compared,
    learned,
    measures,
    search,
    shared,
    times,
    unknowns,
)
from postmortem_kb.reading_groups.prompts.declaration import AnyKind, PromptKind
from postmortem_kb.reading_groups.prompts.known import Known
from postmortem_kb.reading_groups.prompts.side_by_side import Stories
from postmortem_kb.reading_groups.prompts.story import Story

AT_CUT: tuple[PromptKind[Known], ...] = at_cuts.KINDS
AFTER: tuple[PromptKind[Story], ...] = (
    *search.KINDS,
    *times.KINDS,
    *learned.KINDS,
    *measures.KINDS,
    *again.KINDS,
    *unknowns.KINDS,
)
COMPARING: tuple[PromptKind[Stories], ...] = (*shared.KINDS, *compared.KINDS)
KINDS: tuple[AnyKind, ...] = (*AT_CUT, *AFTER, *COMPARING)
