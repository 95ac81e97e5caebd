"""Questions for a reading group, made from what a record says. Records to values, after `load`."""

from postmortem_kb.reading_groups.prompts.at_cuts import ask_at_cut
from postmortem_kb.reading_groups.prompts.declaration import Prompt
from postmortem_kb.reading_groups.prompts.finding import find_prompts

__all__ = ["Prompt", "ask_at_cut", "find_prompts"]
