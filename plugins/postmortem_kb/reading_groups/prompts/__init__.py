"""Questions for a reading group, made from what a record says. Records to values, after `load`."""

from postmortem_kb.reading_groups.prompts.at_cuts import ask_at_cut
from postmortem_kb.reading_groups.prompts.declaration import Occasion, Practice, Prompt, PromptKind
from postmortem_kb.reading_groups.prompts.finding import (
    PromptFinder,
    find_comparing_prompts,
    find_prompts,
)
from postmortem_kb.reading_groups.prompts.registry import KINDS

__all__ = [
    "KINDS",
    "Occasion",
    "Practice",
    "Prompt",
    "PromptFinder",
    "PromptKind",
    "ask_at_cut",
    "find_comparing_prompts",
    "find_prompts",
]
